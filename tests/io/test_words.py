"""The same cell means the same in every format: a missing label, a truth value, an infinity, or a name."""

from __future__ import annotations

import json

import h5py
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from running import inside

import xentcli
from xentcli.io.text.words import MISSING, NAN, TRUTHS


def as_csv(path, cells):
    path.write_text("label\n" + "".join(f"{cell}\n" for cell in cells))


def as_npy(path, cells):
    np.save(path, np.array(cells))


def as_parquet(path, cells):
    pq.write_table(pa.table({"label": cells}), path)


def as_jsonl(path, cells):
    path.write_text("".join(json.dumps({"label": cell}) + "\n" for cell in cells))


def as_hdf5(path, cells):
    with h5py.File(path, "w") as file:
        file.create_dataset("label", data=np.array(cells, dtype=object), dtype=h5py.string_dtype())


FORMATS = {"csv": as_csv, "npy": as_npy, "parquet": as_parquet, "jsonl": as_jsonl, "h5": as_hdf5}
GAPS = sorted({*MISSING, "Null", "na", *NAN, "NaN"})
INFINITIES = ["inf", "-Infinity", "+INF"]
IDS, NAMES, BITS = ["0", "2", "1"], ["cat", "dog"], ["True", "False"]
MEANT = {
    "a gap among ids": (IDS, GAPS, "XE015"),
    "a gap among truth values": (BITS, GAPS, "XE015"),
    "NaN alone": ([], sorted(NAN), "XE015"),
    "a gap among names": (NAMES, GAPS, "sparse"),
    "other gaps alone": ([], sorted(MISSING), "sparse"),
    "an infinity among ids": (IDS, INFINITIES, "XE102"),
    "an infinity among truth values": (BITS, INFINITIES, "XE102"),
    "an infinity alone": ([], INFINITIES, "XE102"),
    "an infinity among names": (NAMES, INFINITIES, "sparse"),
    "a truth value among ids": (IDS, [*TRUTHS, "tRUE"], "XE027"),
    "a truth value among names": (NAMES, [*TRUTHS, "tRUE"], "XE103"),
    "truth values alone": (["true"], [*TRUTHS, "tRUE"], "binary"),
}


def detected(path):
    try:
        return str(xentcli.detect(path).kind)
    except xentcli.XentError as error:
        return error.code


def judged(path):
    """The first error, or the kind, that `validate` tells."""
    found = json.loads(inside("validate", path, "-f", "json").stdout)
    errors = [problem["code"] for problem in found["problems"] if problem["level"] == "error"]
    return errors[0] if errors else found["kind"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", MEANT)
def test_a_word_means_the_same_in_every_format(tmp_path, name, suffix):
    beside, words, wanted = MEANT[name]
    found = {}
    for at, word in enumerate(words):
        path = tmp_path / f"{at}.{suffix}"
        FORMATS[suffix](path, [*beside, word])
        found[word] = (detected(path), judged(path))
    assert found == dict.fromkeys(words, (wanted, wanted))
