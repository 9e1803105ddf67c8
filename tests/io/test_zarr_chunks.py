"""Chunks of a Zarr array that are not stored read as a number, which is told."""

import numpy as np
import pytest
import zarr

import xentcli

LABELS = np.array([1, 2, 1, 2, 1, 2, 1, 2, 1])
P = np.random.default_rng(0).dirichlet([1, 1, 1], 9)


def written(folder, labels, form=3):
    store = folder / "y.zarr"
    array = zarr.create_array(str(store), shape=(9,), chunks=(3,), dtype="i8", zarr_format=form)
    array[:] = labels
    return store


@pytest.mark.parametrize(("form", "chunk"), [(3, "c/1"), (2, "1")])
def test_a_chunk_that_is_lost_is_told(tmp_path, form, chunk):
    store = written(tmp_path, LABELS, form)
    assert not [note for note in xentcli.loss(str(store), P).notes if note.code == "XE877"]
    (store / chunk).unlink()
    found = xentcli.loss(str(store), P)
    told = [str(note) for note in found.notes if note.code == "XE877"]
    assert len(told) == 1
    assert "1 of 3 chunks are not stored, and read as 0" in told[0]
    read = np.where(np.arange(9) // 3 == 1, 0, LABELS)
    assert found.value == pytest.approx(-np.log(P[np.arange(9), read]).mean(), rel=1e-12)
