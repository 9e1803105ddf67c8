"""After a call from Python nothing holds the tables, or the files that were read."""

from __future__ import annotations

import gc
import os
import sys
import weakref

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import xentcli
from xentcli.io import open_table

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which files are open")


def as_csv(path, columns):
    rows = zip(*columns.values(), strict=True)
    path.write_text(",".join(columns) + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))


def as_npy(path, columns):
    np.save(path, np.array([*columns.values()]).T.squeeze())


def as_parquet(path, columns):
    pq.write_table(pa.table(columns), path)


FORMATS = {"csv": as_csv, "npy": as_npy, "parquet": as_parquet}


@pytest.fixture
def pair(tmp_path, request):
    labels, predictions = (tmp_path / f"{name}.{request.param}" for name in ("y", "p"))
    FORMATS[request.param](labels, {"label": [0, 1, 1]})
    FORMATS[request.param](predictions, {"a": [0.5, 0.25, 0.75], "b": [0.5, 0.75, 0.25]})
    return labels, predictions


CALLS = {
    "loss": xentcli.loss,
    "losses_like_all": lambda y, p: xentcli.losses_like_all(y, p, like="exact"),
    "detect": xentcli.detect,
    "validate": xentcli.validate,
    "advise": xentcli.advise,
}


@pytest.mark.parametrize("pair", FORMATS, indirect=True)
@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_held_after_a_call(pair, name, monkeypatch):
    tables = []
    opened = open_table._table

    def watched(*given):
        table = opened(*given)
        tables.append(weakref.ref(table))
        return table

    monkeypatch.setattr(open_table, "_table", watched)
    CALLS[name](*pair)
    gc.collect()
    assert tables
    assert not [table for table in tables if table() is not None]
    held = [
        os.readlink(f"/proc/self/fd/{fd}")
        for fd in os.listdir("/proc/self/fd")
        if os.path.exists(f"/proc/self/fd/{fd}")
    ]
    assert not [path for path in held if path in map(str, pair)]
