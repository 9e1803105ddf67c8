"""MATLAB files of versions 4 to 7.3: matrices, lists of one row or column, texts, cells, structures."""

import h5py
import numpy as np
import pytest
from known_pair import (
    BITS,
    CHANCES,
    IDS,
    MULTI,
    NAMES,
    ONE_HOT,
    PROBS,
    SIGMOIDS,
    N,
    binary_loss,
    refusal,
    sparse_loss,
    value,
)
from running import inside
from scipy import sparse
from scipy.io import savemat

WANTED = pytest.approx(sparse_loss(), rel=1e-12)
BINARY = pytest.approx(binary_loss(), rel=1e-12)
MANY = pytest.approx(binary_loss(MULTI, SIGMOIDS), rel=1e-12)
ONE = pytest.approx(sparse_loss(PROBS[:1], IDS[:1]), rel=1e-12)
TOP = PROBS.argmax(axis=1)


def by_scipy(version, compressed=False):
    def write(path, **arrays):
        savemat(path, arrays, format=version, do_compression=compressed)

    return write


def as_hdf5(path, **arrays):
    """Version 7.3: axes reversed, text as numbers, a block of MATLAB before the file."""
    with h5py.File(path, "w", userblock_size=512) as store:
        for name, values in arrays.items():
            array = np.atleast_2d(values)
            if array.dtype.kind == "U":
                width = max(map(len, array[0]))
                array = np.array([[ord(c) for c in word.ljust(width)] for word in array[0]], "u2")
            kind = {"f8": "double", "i8": "int64", "u2": "char"}[array.dtype.str[1:]]
            store[name] = np.ascontiguousarray(array.T)
            store[name].attrs["MATLAB_class"] = np.bytes_(kind)
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\0\2IM")


WRITERS = {"4": by_scipy("4"), "5": by_scipy("5"), "7": by_scipy("5", True), "7.3": as_hdf5}
PAIRS = {
    "a row": ({"labels": IDS[None], "probs": PROBS}, WANTED),
    "a column": ({"labels": IDS[:, None], "probs": PROBS}, WANTED),
    "one-hot": ({"labels": ONE_HOT, "probs": PROBS}, WANTED),
    "multi-label": ({"labels": MULTI, "probs": SIGMOIDS}, MANY),
    "two rows": ({"labels": BITS[None], "probs": CHANCES[None]}, BINARY),
    "a row and a column": ({"labels": BITS[None], "probs": CHANCES[:, None]}, BINARY),
    "predicted classes": ({"y_true": IDS[None], "y_pred": TOP[None], "y_prob": PROBS}, WANTED),
    "one sample": ({"labels": IDS[:1][None], "probs": PROBS[:1]}, ONE),
}
every = pytest.mark.parametrize("version", WRITERS)


@every
@pytest.mark.parametrize(("arrays", "wanted"), PAIRS.values(), ids=PAIRS)
def test_lists_are_one_row_or_one_column(arrays, wanted, version, tmp_path):
    WRITERS[version](tmp_path / "x.mat", **arrays)
    assert value(tmp_path / "x.mat") == wanted


@every
def test_the_other_file_tells_what_a_row_is(version, tmp_path):
    for name, array in (("one", PROBS[:1]), ("y", BITS), ("p", CHANCES)):
        np.save(tmp_path / f"{name}.npy", array)
    WRITERS[version](tmp_path / "x.mat", labels=ONE_HOT[:1], scores=CHANCES[None], bits=BITS[None])
    assert value(tmp_path / "x.mat", tmp_path / "one.npy", "--labels-column", "labels") == ONE
    assert value(tmp_path / "y.npy", tmp_path / "x.mat") == BINARY
    assert value(tmp_path / "x.mat", tmp_path / "p.npy", "--labels-column", "bits") == BINARY


@every
def test_one_row_of_each_that_fits_in_two_ways_is_asked_about(version, tmp_path):
    WRITERS[version](tmp_path / "x.mat", labels=ONE_HOT[:1], probs=PROBS[:1])
    found = refusal(tmp_path / "x.mat")
    assert (found["code"], [words[-1] for words in found["tries"]]) == ("XE049", ["one-hot", "binary"])
    assert value(tmp_path / "x.mat", "--labels-kind", "one-hot") == ONE
    many = value(tmp_path / "x.mat", "--labels-kind", "binary")
    assert many == pytest.approx(binary_loss(ONE_HOT[0], PROBS[0]), rel=1e-12)


@every
def test_rows_of_characters_are_names(version, tmp_path):
    rows = [",".join(NAMES), *(",".join(map(repr, row)) for row in PROBS.tolist())]
    (tmp_path / "p.csv").write_text("\n".join(rows) + "\n")
    WRITERS[version](tmp_path / "x.mat", labels=NAMES[IDS])
    assert value(tmp_path / "x.mat", tmp_path / "p.csv") == WANTED


@every
def test_labels_alone_are_a_list(version, tmp_path):
    WRITERS[version](tmp_path / "x.mat", labels=IDS[None])
    done = inside("convert", tmp_path / "x.mat", "--to", "sparse", "-o", tmp_path / "y.npy")
    assert (done.returncode, done.stderr) == (0, "")
    assert np.load(tmp_path / "y.npy").tolist() == IDS.tolist()


def test_cells_structures_and_sparse_matrices(tmp_path):
    np.save(tmp_path / "p.npy", PROBS)
    words, mixed = np.empty((N, 1), object), np.empty((2,), object)
    words[:, 0] = NAMES[IDS]
    mixed[:] = ["a", np.zeros((2, 2))]
    arrays = {"words": words, "mixed": mixed, "matrix": sparse.csc_matrix(ONE_HOT), "z": PROBS * 1j}
    arrays |= {"res": {"labels": IDS, "probs": PROBS}, "none": np.zeros((0, 0))}
    savemat(tmp_path / "x.mat", arrays)
    for way in ("res.labels", "res/labels"):
        probs = way.replace("labels", "probs")
        assert value(tmp_path / "x.mat", "--labels-column", way, "--prediction-columns", probs) == WANTED
    start = [tmp_path / "x.mat", tmp_path / "p.npy", "--labels-column"]
    assert value(*start, "matrix") == WANTED
    assert value(*start, "words", "--classes", ",".join(NAMES)) == WANTED
    for name, code in (("mixed", "XE690"), ("none", "XE013"), ("z", "XE030"), ("nothing", "XE555")):
        assert refusal(*start, name)["code"] == code


def test_what_is_special_in_version_7_3(tmp_path):
    np.save(tmp_path / "p.npy", PROBS)
    matrix = sparse.csc_matrix(ONE_HOT)
    with h5py.File(tmp_path / "x.mat", "w", userblock_size=512) as store:
        store["none"], store["category"] = np.zeros(2, "u8"), np.array([[0xDD000000, 2, 1]], "u4")
        store["none"].attrs.update({"MATLAB_class": np.bytes_("double"), "MATLAB_empty": np.uint8(1)})
        told = {"MATLAB_class": np.bytes_("categorical"), "MATLAB_object_decode": np.int32(3)}
        store["category"].attrs.update(told)
        store.create_group("matrix").attrs["MATLAB_sparse"] = np.uint64(N)
        for part, values in (("data", matrix.data), ("ir", matrix.indices), ("jc", matrix.indptr)):
            store[f"matrix/{part}"] = values
        cells = []
        for place, word in enumerate(NAMES[IDS]):
            store[f"#refs#/{place}"] = np.array([[ord(c)] for c in word], "u2")
            store[f"#refs#/{place}"].attrs["MATLAB_class"] = np.bytes_("char")
            cells.append(store[f"#refs#/{place}"].ref)
        store.create_dataset("words", data=np.array([cells], h5py.ref_dtype), dtype=h5py.ref_dtype)
        store["words"].attrs["MATLAB_class"] = np.bytes_("cell")
    start = [tmp_path / "x.mat", tmp_path / "p.npy", "--labels-column"]
    assert value(*start, "matrix") == WANTED
    assert value(*start, "words", "--classes", ",".join(NAMES)) == WANTED
    assert refusal(*start, "none")["code"] == "XE690"
    assert "categorical" in refusal(*start, "category")["message"]


@every
def test_damage_is_an_error_and_no_crash(version, tmp_path):
    WRITERS[version](tmp_path / "x.mat", labels=ONE_HOT)
    data = (tmp_path / "x.mat").read_bytes()
    random = np.random.default_rng(4)
    for _ in range(6):
        wrong = bytearray(data)
        wrong[int(random.integers(min(len(data), 400)))] ^= int(1 << random.integers(8))
        (tmp_path / "y.mat").write_bytes(wrong)
        assert inside("detect", tmp_path / "y.mat").returncode in {0, 1, 3}
