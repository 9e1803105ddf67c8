"""HDF5 as many programs write it: names of classes, texts, compound types, filters, references, models."""

import gzip
import io
import sys

import h5py
import hdf5plugin
import numpy as np
import pytest
from known_pair import IDS, NAMES, PROBS, K, N, loss, refusal, sparse_loss, value

WANTED = pytest.approx(sparse_loss(), rel=1e-12)


@pytest.fixture
def store(tmp_path):
    with h5py.File(tmp_path / "x.h5", "w") as file:
        yield file


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.h5"


@pytest.fixture
def named(tmp_path):
    """Predictions whose columns have the names of the classes, in another order."""
    order = [2, 0, 3, 1]
    text = [",".join(NAMES[order]), *(",".join(map(repr, row)) for row in PROBS[:, order].tolist())]
    (tmp_path / "p.csv").write_text("\n".join(text) + "\n")
    return tmp_path / "p.csv"


@pytest.mark.parametrize("base", ["u1", ">i4"])
@pytest.mark.parametrize("first", [0, 1, -3])
def test_enumerations_name_the_classes(base, first, store, path, named):
    if base == "u1" and first < 0:
        pytest.skip("ids below zero need a sign")
    kind = h5py.enum_dtype({name: place + first for place, name in enumerate(NAMES)}, basetype=base)
    store.create_dataset("labels", data=IDS + first, dtype=kind)
    store["probs"] = PROBS
    store.close()
    assert value(path) == WANTED
    assert value(path, named, "--labels-column", "labels") == WANTED


@pytest.mark.parametrize("kind", [h5py.string_dtype(), h5py.string_dtype("ascii"), "S9"], ids=str)
def test_texts_of_any_kind_are_names(kind, store, path, named):
    store.create_dataset("label", data=NAMES[IDS].astype("S" if kind == "S9" else object), dtype=kind)
    store.close()
    assert value(path, named) == WANTED


def test_texts_of_very_different_lengths(store, path, tmp_path):
    long = np.array(["é" * 3000, "b"], object)
    store.create_dataset("label", data=long[[0, 1, 1]], dtype=h5py.string_dtype())
    store.close()
    (tmp_path / "p.csv").write_text(f"b,{'é' * 3000}\n0.25,0.75\n0.5,0.5\n1,0\n")
    assert value(path, tmp_path / "p.csv") == pytest.approx(-(np.log(0.75) + np.log(0.5)) / 3)


def test_compound_types_are_tables(store, path):
    own = h5py.enum_dtype({name: place for place, name in enumerate(NAMES)}, basetype="u1")
    kind = np.dtype([("id", h5py.string_dtype()), ("label", own), ("probs", "f8", (K,))])
    rows = np.zeros(N, kind)
    rows["id"], rows["label"], rows["probs"] = [f"row {row}" for row in range(N)], IDS, PROBS
    store.create_dataset("all", data=rows, chunks=(4,), compression="gzip")
    store.close()
    found = loss(path)
    assert found["value"] == WANTED
    assert found["class_names"] == NAMES.tolist()
    assert value(path, "--labels-column", "label", "--prediction-columns", "probs") == WANTED


def test_a_table_beside_other_arrays(store, path):
    rows = np.zeros(N, [("label", "i4"), ("fold", "i4")])
    rows["label"] = IDS
    store["rows"], store["probs"] = rows, PROBS
    store.close()
    assert value(path, "--labels-column", "label", "--prediction-columns", "probs") == WANTED


FILTERS = {
    "none": {"chunks": (4, 3)},
    "gzip and shuffle": {"chunks": (4, 1), "compression": "gzip", "shuffle": True, "fletcher32": True},
    "lzf": {"chunks": (N, 1), "compression": "lzf"},
    "blosc": {"chunks": (5, K), **hdf5plugin.Blosc()},
    "blosc2": {"chunks": (5, K), **hdf5plugin.Blosc2()},
    "zstd": {"chunks": (5, K), **hdf5plugin.Zstd()},
}


@pytest.mark.parametrize("how", FILTERS.values(), ids=FILTERS)
def test_chunks_and_filters(how, store, path):
    store["labels"] = IDS
    store.create_dataset("probs", data=PROBS, **how)
    store.close()
    assert value(path) == WANTED


def test_a_filter_that_nobody_has_is_named(store, path):
    store["labels"] = IDS
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk((4, K))
    plist.set_filter(321, h5py.h5z.FLAG_OPTIONAL)
    space = h5py.h5s.create_simple(PROBS.shape)
    h5py.h5d.create(store.id, b"probs", h5py.h5t.NATIVE_DOUBLE, space, plist)
    store["probs"][...] = PROBS
    store.close()
    found = refusal(path)
    assert (found["exit"], found["code"]) == (3, "XE689")
    assert "321" in found["message"]


def test_what_is_no_rows_is_not_proposed(store, path):
    store["labels"], store["probs"] = IDS, PROBS
    store["epoch"], store["empty"] = 3, h5py.Empty("f4")
    store.create_dataset("links", data=[store["labels"].ref] * 3, dtype=h5py.ref_dtype)
    store["elsewhere"] = h5py.ExternalLink("other.h5", "/labels")
    store["loop"] = store["/"]
    store.close()
    assert value(path) == WANTED


def test_what_cannot_be_read_says_why(store, path):
    store["probs"] = PROBS
    store.create_dataset("ragged", (N,), h5py.vlen_dtype("i4"))
    store.create_dataset("unwritten", (N,), "i4", chunks=True)
    store.close()
    for name, text in (("ragged", "different lengths"), ("unwritten", "never written")):
        found = refusal(path, "--labels-column", name)
        assert (found["code"], text in found["message"]) == ("XE690", True)


@pytest.mark.parametrize("name", ["model_weights/dense/kernel:0", "layers/dense/vars/0"])
def test_weights_of_a_model_are_refused_unless_they_are_named(name, store, path, tmp_path):
    store[name] = PROBS
    store.close()
    np.save(tmp_path / "y.npy", IDS)
    assert refusal(tmp_path / "y.npy", path)["code"] == "XE688"
    assert value(tmp_path / "y.npy", path, "--prediction-columns", name) == WANTED


@pytest.mark.parametrize("block", [512, 1024, 4096])
def test_a_block_of_another_program_may_come_first(block, tmp_path):
    with h5py.File(tmp_path / "x.h5", "w", userblock_size=block) as file:
        file["labels"], file["probs"] = IDS, PROBS
    assert value(tmp_path / "x.h5") == WANTED


def test_compressed_and_from_a_pipe(store, path, monkeypatch, tmp_path):
    store["labels"], store["probs"] = IDS, PROBS
    store.close()
    data = path.read_bytes()
    (tmp_path / "x.h5.gz").write_bytes(gzip.compress(data))
    assert value(tmp_path / "x.h5.gz") == WANTED
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert value("-") == WANTED  # both arrays, though a pipe gives its bytes once


def test_more_than_the_file_can_hold_is_refused_before_it_is_read(store, path, tmp_path):
    np.save(tmp_path / "y.npy", IDS)
    store.create_dataset("p", (10**12, K), "f8", chunks=(1000, K))[0] = 0.25
    store.close()
    found = refusal(tmp_path / "y.npy", path)
    assert (found["exit"], found["code"]) == (3, "XE692")
