"""Chunks of a dataset that are not stored read as a number, which is told."""

import h5py
import numpy as np
import pytest
from known_pair import CHANCES, PROBS, K, N, codes, loss

ROWS = 4


@pytest.mark.parametrize("written", [N, N - 1, ROWS])
@pytest.mark.parametrize("packed", [None, "gzip"])
def test_rows_that_were_never_written_are_told(written, packed, tmp_path):
    with h5py.File(tmp_path / "p.h5", "w") as file:
        made = file.create_dataset("p", (N, K), "f8", chunks=(ROWS, K), compression=packed, fillvalue=0.25)
        made[:written] = PROBS[:written]
    np.save(tmp_path / "y.npy", np.zeros(N, int))
    found = loss(tmp_path / "y.npy", tmp_path / "p.h5", "--from-probs")
    missing = -(-N // ROWS) - -(-written // ROWS)
    told = [message["message"] for message in found["messages"] if message["code"] == "XE877"]
    assert bool(told) == bool(missing)
    assert not missing or f"{missing} of 3 chunks are not stored, and read as 0.25" in told[0]


def test_an_array_that_is_not_in_chunks_has_none(tmp_path):
    with h5py.File(tmp_path / "p.h5", "w") as file:
        file["p"] = CHANCES
    np.save(tmp_path / "y.npy", np.arange(N) % 2)
    assert "XE877" not in codes(loss(tmp_path / "y.npy", tmp_path / "p.h5", "--from-probs"))
