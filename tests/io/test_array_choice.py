"""Which array of several is meant: usual names, and scores beside predicted classes."""

import json
import struct

import h5py
import numpy as np
import pytest
from known_pair import (
    BITS,
    CHANCES,
    IDS,
    NAMES,
    ONE_HOT,
    PROBS,
    K,
    binary_loss,
    refusal,
    sparse_loss,
    value,
)

TOP = PROBS.argmax(axis=1)
DECIDED = (CHANCES > 0.5).astype(int)


def as_npz(path, arrays):
    np.savez(path, **arrays)


def as_hdf5(path, arrays):
    with h5py.File(path, "w") as store:
        for name, array in arrays.items():
            store[f"run/{name}"] = array.astype("S") if array.dtype.kind == "U" else array


def as_safetensors(path, arrays):
    head, data = {}, b""
    for name, array in arrays.items():
        own = np.ascontiguousarray(array).tobytes()
        kind = "BOOL" if array.dtype.kind == "b" else f"{array.dtype.kind.upper()}{8 * array.dtype.itemsize}"
        head[name] = {"dtype": kind, "shape": array.shape, "data_offsets": [len(data), len(data) + len(own)]}
        data += own
    text = json.dumps(head).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


WAYS = {"npz": as_npz, "h5": as_hdf5, "safetensors": as_safetensors}
SPARSE, BINARY = sparse_loss(), binary_loss()
SETTLED = {
    "classes as whole numbers": ({"y_true": IDS, "y_pred": TOP, "y_prob": PROBS}, SPARSE),
    "classes as floats": ({"y_true": BITS, "y_pred": DECIDED / 1, "y_prob": CHANCES}, BINARY),
    "classes as truth values": ({"y_true": BITS, "y_pred": CHANCES > 0.5, "y_score": CHANCES}, BINARY),
    "classes in a column": ({"y": BITS, "preds": DECIDED[:, None] / 1, "probs": CHANCES[:, None]}, BINARY),
    "one-hot classes": ({"label": ONE_HOT, "y_pred": np.eye(K, dtype=int)[TOP], "probs": PROBS}, SPARSE),
    "a test set": ({"y_test": IDS, "y_pred": TOP, "y_pred_proba": PROBS}, SPARSE),
    "what a trainer returns": ({"label_ids": IDS, "predictions": np.log(PROBS)}, SPARSE),
    "scores called predictions": ({"labels": IDS, "pred": TOP, "predictions": PROBS}, SPARSE),
    "other arrays beside them": ({"targets": IDS, "outputs": PROBS, "features": PROBS[:, :2]}, SPARSE),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("arrays", "wanted"), SETTLED.values(), ids=SETTLED)
def test_scores_are_taken_and_predicted_classes_left(arrays, wanted, way, tmp_path):
    for number, names in enumerate((list(arrays), list(arrays)[::-1])):
        path = tmp_path / f"{number}.{way}"
        WAYS[way](path, {name: arrays[name] for name in names})
        assert value(path) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("way", ["npz", "h5"])
def test_names_of_predicted_classes_are_left_as_well(way, tmp_path):
    path = tmp_path / f"x.{way}"
    WAYS[way](path, {"label": IDS, "pred": NAMES[TOP], "probs": PROBS})
    assert value(path) == pytest.approx(SPARSE, rel=1e-12)


ASKED = {
    "two arrays of scores": ({"y_true": BITS, "y_pred": CHANCES, "y_prob": CHANCES**2}, {"y_pred", "y_prob"}),
    "logits and probabilities": ({"label": IDS, "logits": PROBS - 1, "probs": PROBS}, {"logits", "probs"}),
    "classes, and scores of no usual name": (
        {"y_true": BITS, "y_pred": DECIDED, "model7": CHANCES},
        {"y_pred", "model7"},
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("arrays", "names"), ASKED.values(), ids=ASKED)
def test_what_is_open_is_asked_with_the_commands(arrays, names, way, tmp_path):
    WAYS[way](tmp_path / f"x.{way}", arrays)
    found = refusal(tmp_path / f"x.{way}")
    assert found["code"] == "XE648"
    said = {words[words.index("--prediction-columns") + 1].rpartition("/")[2] for words in found["tries"]}
    assert said <= names
    assert len(said) >= 1


def test_scores_in_the_folder_of_the_labels_come_first(tmp_path):
    with h5py.File(tmp_path / "x.h5", "w") as store:
        for part, probs in (("train", PROBS[::-1]), ("test", PROBS)):
            store[f"{part}/labels"], store[f"{part}/probs"] = IDS, probs
    assert value(tmp_path / "x.h5", "--labels-column", "test/labels") == pytest.approx(SPARSE, rel=1e-12)
    found = refusal(tmp_path / "x.h5")
    named = [words[words.index("--labels-column") + 1] for words in found["tries"]]
    assert named == ["test/labels", "train/labels"]
