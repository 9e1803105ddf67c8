"""Zarr of formats 2 and 3, in a folder and in a zip file; nothing in it is run."""

import json
import os
import pickle
import shutil

import numcodecs
import numpy as np
import pytest
import zarr
from known_pair import IDS, NAMES, PROBS, K, N, refusal, sparse_loss, value

WANTED = pytest.approx(sparse_loss(), rel=1e-12)
both = pytest.mark.parametrize("form", [2, 3])


def group(path, form):
    return zarr.open_group(path, mode="w", zarr_format=form)


def filled(root, **how):
    root.create_array("labels", data=IDS, **how)
    root.create_array("probs", data=PROBS, **how)


@both
@pytest.mark.parametrize("where", ["folder", "zip", "zip by hand"])
def test_folders_and_zip_files(where, form, tmp_path):
    path = tmp_path / "x.zarr"
    if where == "zip":
        path = tmp_path / "x.zip"
        with zarr.storage.ZipStore(path, mode="w") as store:
            filled(group(store, form))
    else:
        filled(group(path, form))
    if where == "zip by hand":
        path = shutil.make_archive(tmp_path / "y.zarr", "zip", path)
    assert value(path) == WANTED
    assert value(path, "--labels-column", "labels", "--prediction-columns", "/probs") == WANTED


@both
def test_a_lone_array(form, tmp_path):
    np.save(tmp_path / "y.npy", IDS)
    zarr.create_array(tmp_path / "p", data=PROBS, chunks=(4, 3), zarr_format=form)
    assert value(tmp_path / "y.npy", tmp_path / "p") == WANTED
    assert value(tmp_path / "y.npy", tmp_path / "p", "--block-rows", 2) == WANTED


CODECS = [numcodecs.Blosc("lz4"), numcodecs.LZ4(), numcodecs.BZ2(), numcodecs.Zlib()]


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.codec_id)
def test_codecs(codec, tmp_path):
    root = group(tmp_path / "x", 2)
    for name, array in (("labels", IDS), ("probs", PROBS)):
        root.create_array(name, data=array, compressors=codec)
    assert value(tmp_path / "x") == WANTED


def test_shards(tmp_path):
    root = group(tmp_path / "x", 3)
    root.create_array("labels", data=IDS)
    root.create_array("probs", data=PROBS, chunks=(2, K), shards=(6, K))
    assert value(tmp_path / "x") == WANTED


@both
def test_ids_along_an_axis_as_xarray_writes_them(form, tmp_path):
    order = np.array([2, 0, 3, 1])
    root = group(tmp_path / "x", form)
    arrays = {"probs": PROBS[:, order], "class": order + 1, "labels": IDS + 1}
    axes = {"probs": ["sample", "class"], "class": ["class"], "labels": ["sample"]}
    for name, array in arrays.items():
        told = (
            {"attributes": {"_ARRAY_DIMENSIONS": axes[name]}}
            if form == 2
            else {"dimension_names": axes[name]}
        )
        root.create_array(name, data=array, **told)
    assert value(tmp_path / "x") == WANTED


@both
def test_packed_and_missing_numbers(form, tmp_path):
    stored = np.rint(PROBS * 10_000).astype("i2")
    told = {"scale_factor": 1e-4, "_ARRAY_DIMENSIONS": ["sample", "class"]}
    more = {"fill_value": -9999} if form == 2 else {}
    told |= {} if form == 2 else {"_FillValue": -9999}
    for row in (None, 4):
        if row is not None:
            stored[row] = -9999
        root = group(tmp_path / "x", form)
        root.create_array("labels", data=IDS)
        root.create_array("probs", data=stored, attributes=told, **more)
        if row is None:
            assert value(tmp_path / "x") == pytest.approx(sparse_loss(stored * 1e-4), rel=1e-9)
        else:
            found = refusal(tmp_path / "x")
            assert (found["code"], found["row"]) == ("XE016", row + 1)


@pytest.mark.filterwarnings("ignore::zarr.errors.UnstableSpecificationWarning")
@both
def test_texts_are_names(form, tmp_path):
    np.save(tmp_path / "p.npy", PROBS)
    root = group(tmp_path / "x", form)
    if form == 2:
        root.create_array("label", data=NAMES[IDS])
    else:
        root.create_array("label", shape=(N,), dtype=str)[:] = NAMES[IDS]
    assert value(tmp_path / "x", tmp_path / "p.npy", "--classes", ",".join(NAMES)) == WANTED


class Evil:
    """An object whose pickle makes a folder."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("kind", ["|O", "<i8"])
def test_pickles_are_never_opened(kind, tmp_path):
    np.save(tmp_path / "p.npy", PROBS)
    group(tmp_path / "x", 2)
    (tmp_path / "x" / "labels").mkdir()
    told = {"zarr_format": 2, "shape": [N], "chunks": [N], "dtype": kind, "order": "C", "fill_value": 0}
    told |= {"compressor": None, "filters": [{"id": "pickle", "protocol": 4}]}
    (tmp_path / "x" / "labels" / ".zarray").write_text(json.dumps(told))
    (tmp_path / "x" / "labels" / "0").write_bytes(pickle.dumps(Evil(tmp_path / "made")))
    assert refusal(tmp_path / "x", tmp_path / "p.npy")["exit"] == 3
    assert not (tmp_path / "made").exists()


@both
def test_damage_and_bombs(form, tmp_path):
    np.save(tmp_path / "y.npy", IDS)
    root = group(tmp_path / "bomb", form)
    root.create_array("probs", shape=(10**12, K), chunks=(10**6, K), dtype="f8")
    assert refusal(tmp_path / "y.npy", tmp_path / "bomb")["code"] == "XE692"
    filled(group(tmp_path / "x", form))
    chunk = tmp_path / "x" / "probs" / ("0.0" if form == 2 else "c/0/0")
    chunk.write_bytes(chunk.read_bytes()[:10])
    assert refusal(tmp_path / "x")["code"] == "XE670"
