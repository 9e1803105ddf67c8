"""Octave's HDF5: groups of a type and a value, reversed axes, called by the names of the variables."""

import h5py
import numpy as np
import pytest
from known_pair import BITS, CHANCES, IDS, NAMES, ONE_HOT, PROBS, N, binary_loss, refusal, sparse_loss, value
from running import inside
from scipy import sparse

WANTED = pytest.approx(sparse_loss(), rel=1e-12)


def variable(store, name, kind, values=None):
    group = store.create_group(name)
    group.attrs["OCTAVE_NEW_FORMAT"] = np.uint8(1)
    group["type"] = np.bytes_(kind)
    if values is not None:
        group["value"] = values
    return group


@pytest.fixture
def path(tmp_path):
    """A file with variables of every kind."""
    width = max(map(len, NAMES))
    letters = np.array([list(word.ljust(width).encode()) for word in NAMES[IDS]], "i1")
    np.save(tmp_path / "p.npy", PROBS)
    np.save(tmp_path / "chances.npy", CHANCES)
    with h5py.File(tmp_path / "x.h5", "w") as store:
        variable(store, "row", "matrix", IDS[:, None] / 1)
        variable(store, "column", "int32 matrix", IDS[None].astype("i4"))
        variable(store, "hot", "matrix", ONE_HOT.T)
        variable(store, "bits", "bool matrix", BITS[None].astype("u1"))
        variable(store, "words", "string", letters.T)
        variable(store, "probs", "matrix", PROBS.T)
        variable(store, "one", "scalar", 3.0)
        cells = variable(store, "cells", "cell").create_group("value")
        for place in range(N):
            letters = np.frombuffer(NAMES[IDS[place]].encode(), "i1")
            variable(cells, f"_{place}", "string", letters[:, None])
        fields = variable(store, "res", "scalar struct").create_group("value")
        variable(fields, "labels", "matrix", IDS[None] / 1)
        variable(fields, "probs", "matrix", PROBS.T)
        parts = [("base", "f8"), ("limit", "f8"), ("increment", "f8")]
        variable(store, "counted", "range", np.array([(1.0, float(N), 1.0)], parts))
        matrix, few = (
            sparse.csc_matrix(ONE_HOT),
            variable(store, "few", "sparse matrix").create_group("value"),
        )
        few["nr"], few["nc"] = ONE_HOT.shape
        few["cidx"], few["ridx"], few["data"] = matrix.indptr, matrix.indices, matrix.data
        variable(store, "odd", "diagonal thing", PROBS)
    return tmp_path / "x.h5"


@pytest.mark.parametrize("name", ["row", "column", "hot", "few", "row/value", "res.labels", "res/labels"])
def test_variables_are_called_by_their_name_or_path(name, path):
    probs = "res.probs" if "." in name else "probs/value" if "value" in name else "probs"
    assert value(path, "--labels-column", name, "--prediction-columns", probs) == WANTED


@pytest.mark.parametrize("name", ["words", "cells"])
def test_texts_are_names(name, path):
    words = ["--labels-column", name, "--classes", ",".join(NAMES)]
    assert value(path, path.with_name("p.npy"), *words) == WANTED


def test_truth_values_and_ranges(path):
    found = value(path, path.with_name("chances.npy"), "--labels-column", "bits")
    assert found == pytest.approx(binary_loss(), rel=1e-12)
    to = path.with_name("y.npy")
    done = inside("convert", path, "--labels-column", "counted", "--to", "sparse", "-o", to)
    assert done.returncode == 0, done.stderr
    assert np.load(to).tolist() == list(range(1, N + 1))


def test_usual_names_are_found(tmp_path):
    with h5py.File(tmp_path / "x.h5", "w") as store:
        variable(store, "labels", "matrix", IDS[None] / 1)
        variable(store, "probs", "float matrix", PROBS.T.astype("f4"))
    assert value(tmp_path / "x.h5") == pytest.approx(sparse_loss(PROBS.astype("f4")), rel=1e-12)


def test_what_is_not_read_is_named(path):
    found = refusal(path, "--labels-column", "odd")
    assert (found["code"], "diagonal thing" in found["message"]) == ("XE690", True)
