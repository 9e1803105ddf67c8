"""Arrays next to labels and predictions are opened only if their names may matter, and once per side."""

import json

import h5py
import numpy as np
from running import inside

from xentcli.io.arrays import converted

ROWS, SIDES = 12, 2
LABELS = np.arange(ROWS) % 3
OTHERS = {
    **{f"feature_{number}": np.linspace(0, 1, ROWS) for number in range(6)},
    "sample_id": np.arange(ROWS) + 100,
    "sample_weight": 1.0 + LABELS,
}


def test_only_arrays_that_may_matter_are_opened(tmp_path, monkeypatch):
    opened, table_of = [], converted._table_of
    monkeypatch.setattr(converted, "_table_of", lambda again, key: opened.append(key) or table_of(again, key))
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name, array in {"labels": LABELS, "logits": np.eye(3)[LABELS], **OTHERS}.items():
            if name != "sample_id":
                file[name] = array
    done = inside("loss", tmp_path / "a.h5", "-f", "json")
    assert json.loads(done.stdout)["samples"] == ROWS
    assert "sample_weight" in done.stdout
    assert "sample_weight" in opened
    assert not any(name.startswith("feature") for name in opened)
    assert opened.count("sample_weight") <= SIDES


def test_keys_make_all_arrays_matter_once(tmp_path, monkeypatch):
    opened, table_of = [], converted._table_of
    monkeypatch.setattr(converted, "_table_of", lambda again, key: opened.append(key) or table_of(again, key))
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name, array in {"labels": LABELS, "logits": np.eye(3)[LABELS], **OTHERS}.items():
            file[name] = array
    assert inside("loss", tmp_path / "a.h5").returncode == 0
    assert {*OTHERS} <= {*opened}
    assert all(opened.count(name) == 1 for name in OTHERS if name.startswith("feature"))
    assert max(map(opened.count, OTHERS)) <= SIDES
