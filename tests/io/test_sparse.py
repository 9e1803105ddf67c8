"""Sparse matrices of scipy.sparse.save_npz are dense rows, and checked before a number of them is used."""

import numpy as np
import pytest
from known_pair import (
    IDS,
    LOGITS,
    MULTI,
    ONE_HOT,
    PROBS,
    SIGMOIDS,
    K,
    N,
    binary_loss,
    refusal,
    sparse_loss,
    value,
)
from scipy import sparse

WANTED = binary_loss(MULTI, SIGMOIDS)


@pytest.fixture
def scores(tmp_path):
    np.save(tmp_path / "p.npy", SIGMOIDS)
    return tmp_path / "p.npy"


@pytest.mark.parametrize("form", ["csr", "csc", "coo"])
@pytest.mark.parametrize("dtype", ["i8", "f4", "?", "u1"])
def test_labels_are_multi_hot(form, dtype, scores, tmp_path):
    matrix = sparse.coo_matrix(MULTI.astype(dtype)).asformat(form)
    sparse.save_npz(tmp_path / "y.npz", matrix)
    for rows in (1, 4, 100):
        assert value(tmp_path / "y.npz", scores, "--block-rows", rows) == pytest.approx(WANTED, rel=1e-12)


@pytest.mark.parametrize("compressed", [False, True])
def test_arrays_are_read_as_matrices(compressed, tmp_path):
    sparse.save_npz(tmp_path / "y.npz", sparse.csr_array(ONE_HOT), compressed=compressed)
    sparse.save_npz(tmp_path / "p.npz", sparse.csr_array(PROBS), compressed=compressed)
    assert value(tmp_path / "y.npz", tmp_path / "p.npz") == pytest.approx(sparse_loss(), rel=1e-12)


def test_values_of_one_place_are_added_as_in_scipy(scores, tmp_path):
    matrix = sparse.coo_matrix(MULTI)
    halves = np.concatenate([matrix.data, matrix.data]) / 2
    both = [np.concatenate([axis, axis]) for axis in (matrix.row, matrix.col)]
    sparse.save_npz(tmp_path / "y.npz", sparse.coo_matrix((halves, both), MULTI.shape))
    assert value(tmp_path / "y.npz", scores) == pytest.approx(WANTED, rel=1e-12)


def test_an_array_that_is_named_is_read_as_it_is(tmp_path):
    np.save(tmp_path / "p.npy", LOGITS)
    np.savez(tmp_path / "y.npz", format=b"csr", shape=[1, 1], data=IDS)
    assert value(tmp_path / "y.npz", tmp_path / "p.npy", "--labels-column", "data", "--from-logits") > 0


@pytest.mark.parametrize("form", ["dia", "bsr"])
def test_other_formats_are_refused_with_the_line_that_converts(form, scores, tmp_path):
    sparse.save_npz(tmp_path / "y.npz", sparse.csr_matrix(MULTI).asformat(form))
    found = refusal(tmp_path / "y.npz", scores)
    assert (found["code"], "tocsr" in found["hint"]) == ("XE691", True)


ROWS = sparse.csr_matrix(MULTI)
GOOD = {"format": b"csr", "shape": [N, K], "data": ROWS.data, "indices": ROWS.indices, "indptr": ROWS.indptr}
ONE = {"format": b"coo", "shape": [10**12, 3], "row": [1], "col": [0], "data": [1]}
DAMAGED = {
    "a column too far": (GOOD | {"indices": ROWS.indices + 1}, "XE691"),
    "a negative column": (GOOD | {"indices": ROWS.indices - 1}, "XE691"),
    "rows backwards": (GOOD | {"indptr": ROWS.indptr[::-1]}, "XE691"),
    "a row less": (GOOD | {"indptr": ROWS.indptr[:-1]}, "XE691"),
    "a value less": (GOOD | {"data": ROWS.data[:-1]}, "XE691"),
    "fractions as columns": (GOOD | {"indices": ROWS.indices * 1.5}, "XE691"),
    "negative rows": (GOOD | {"shape": [-1, K]}, "XE691"),
    "three axes": (GOOD | {"shape": [N, K, 1]}, "XE691"),
    "a row too far": (ONE | {"shape": [1, 3]}, "XE691"),
    "columns without end": (GOOD | {"shape": [N, 10**9]}, "XE623"),
    "rows without end": (GOOD | {"shape": [10**12, K]}, "XE692"),
    "places without end": (ONE, "XE692"),
}


@pytest.mark.parametrize(("arrays", "code"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_matrix_is_refused_before_it_takes_memory(arrays, code, scores, tmp_path):
    np.savez(tmp_path / "y.npz", **arrays)
    found = refusal(tmp_path / "y.npz", scores)
    assert (found["exit"], found["code"]) == (3, code)


def test_the_limit_of_memory_can_be_raised(scores, tmp_path):
    sparse.save_npz(tmp_path / "y.npz", ROWS)
    assert refusal(tmp_path / "y.npz", scores, "--max-memory", 9)["code"] == "XE692"
    assert value(tmp_path / "y.npz", scores, "--max-memory", 999) == pytest.approx(WANTED, rel=1e-12)
