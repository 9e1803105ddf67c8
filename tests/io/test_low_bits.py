"""bfloat16 and float8 in NPY, NPZ, HDF5 and safetensors are read as the numbers that they are."""

import json
import struct

import h5py
import ml_dtypes
import numpy as np
import pytest
from known_pair import IDS, LOGITS, PROBS, codes, logits_loss, loss, refusal, sparse_loss, value

import xentcli
from xentcli.core.errors import UsageError
from xentcli.core.types import RAW_TYPES

SAFE = {
    "BF16": "bfloat16",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "F8_E4M3FNUZ": "float8_e4m3fnuz",
    "F8_E5M2FNUZ": "float8_e5m2fnuz",
}


def typed(kind, values=LOGITS):
    return values.astype(getattr(ml_dtypes, kind))


def saved(folder, way, array):
    """The labels and predictions as files, and the options that name their arrays."""
    np.save(folder / "y.npy", IDS)
    path = folder / f"p.{way}"
    if way == "npy":
        np.save(path, array)
    elif way == "npz":
        np.savez_compressed(path, logits=array)
    else:
        with h5py.File(path, "w") as store:
            store["logits"] = array.view(f"V{array.dtype.itemsize}")
    return folder / "y.npy", path, "--from-logits"


@pytest.mark.parametrize("way", ["npy", "npz", "h5"])
def test_two_bytes_without_a_type_are_bfloat16_with_a_note(way, tmp_path):
    array = typed("bfloat16")
    found = loss(*saved(tmp_path, way, array))
    assert found["value"] == pytest.approx(logits_loss(array), rel=1e-9)
    assert codes(found) == ["XE876"]
    assert codes(loss(*saved(tmp_path, way, array), "--raw-type", "bfloat16")) == []


@pytest.mark.parametrize("way", ["npy", "npz", "h5"])
@pytest.mark.parametrize(
    "kind", [kind for kind, size in RAW_TYPES.items() if size == 1 and "e8m0" not in kind]
)
def test_one_byte_without_a_type_is_asked_about_and_read_as_it_is_told(kind, way, tmp_path):
    array = typed(kind)
    if kind == "float8_e5m2" and way != "h5":
        pytest.skip("NumPy saves this type with a name")
    words = saved(tmp_path, way, array)
    found = refusal(*words)
    assert (found["exit"], found["code"]) == (1, "XE048")
    assert "--raw-type" in found["hint"]
    assert value(*words, "--raw-type", kind) == pytest.approx(logits_loss(array), rel=1e-9)


@pytest.mark.parametrize("way", ["npy", "npz"])
def test_the_one_type_that_numpy_names_and_cannot_load_is_read(way, tmp_path):
    array = typed("float8_e5m2")
    assert value(*saved(tmp_path, way, array)) == pytest.approx(logits_loss(array), rel=1e-9)


@pytest.mark.parametrize(("stored", "kind"), SAFE.items())
def test_safetensors_names_the_type(stored, kind, tmp_path):
    array = typed(kind)
    tensors = {"labels": ("I64", IDS), "logits": (stored, array)}
    head, data = {}, b""
    for name, (told, values) in tensors.items():
        own = values.tobytes()
        head[name] = {"dtype": told, "shape": values.shape, "data_offsets": [len(data), len(data) + len(own)]}
        data += own
    text = json.dumps(head).encode()
    (tmp_path / "x.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    found = loss(tmp_path / "x.safetensors", "--from-logits")
    assert found["value"] == pytest.approx(logits_loss(array), rel=1e-9)
    assert codes(found) == []


def test_probabilities_of_bfloat16_are_distributions(tmp_path):
    array = typed("bfloat16", PROBS)
    words = saved(tmp_path, "npy", array)
    found = loss(*words[:2])
    assert (found["scale"], found["value"]) == ("probabilities", pytest.approx(sparse_loss(array), rel=1e-9))
    np.save(words[1], typed("bfloat16", PROBS * 0.9))
    assert refusal(*words[:2])["code"] != "XE048"


def test_a_type_of_another_size_is_refused(tmp_path):
    words = saved(tmp_path, "npy", typed("bfloat16"))
    found = refusal(*words, "--raw-type", "float8_e5m2")
    assert (found["code"], len(found["tries"])) == ("XE048", 1)


def test_arrays_and_files_from_python(tmp_path):
    array = typed("float8_e4m3fn")
    labels, path, _ = saved(tmp_path, "npy", array)
    wanted = pytest.approx(logits_loss(array), rel=1e-9)
    assert xentcli.loss(IDS, array, scale="logits").value == wanted
    assert xentcli.loss(labels, path, scale="logits", raw_type="float8_e4m3fn").value == wanted
    with pytest.raises(UsageError, match="float7"):
        xentcli.loss(labels, path, raw_type="float7")
