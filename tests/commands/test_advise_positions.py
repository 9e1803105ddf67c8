"""`xentcli advise` on images and sentences: a label for each position of a row."""

import json

import numpy as np
import pytest
from running import inside
from sklearn.metrics import log_loss


def advised(*words):
    return json.loads(inside("advise", *words, "-f", "json").stdout)


def suspected(fields):
    return [found["code"] for found in fields["findings"] if found["level"] == "suspicion"]


@pytest.fixture
def image(tmp_path):
    """Six images of 8 x 8, four classes, a border of 255; logits with the classes last."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 4, (6, 8, 8))
    logits = random.normal(size=(6, 8, 8, 4)) + 3 * np.eye(4)[labels]
    labels[:, 0] = 255
    p = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    for name, values in {"y": labels.astype("u1"), "p": p, "first": np.moveaxis(p, -1, 1)}.items():
        np.save(tmp_path / f"{name}.npy", values)
    return tmp_path, labels, p


def test_shares_and_memory_are_those_of_positions(image):
    folder, labels, _ = image
    fields = advised(folder / "y.npy", folder / "p.npy", "--ignore-index", 255)
    wanted = {str(k): float((labels == k).mean()) for k in range(4)}
    assert fields["shares"] == pytest.approx(wanted)
    assert fields["memory"] == {"sparse": 6 * 64 * 8, "one_hot": 6 * 64 * 4 * 4}
    said = inside("advise", folder / "y.npy", folder / "p.npy").stdout
    assert "6 of 64 positions each" in said
    assert "class  positions" in said


def test_label_maps_by_themselves_are_class_ids_and_no_regression(image):
    folder, _, _ = image
    fields = advised(folder / "y.npy")
    assert (fields["kind"], fields["loss"], fields["classes"]) == ("sparse", "sparse", 4)
    assert suspected(fields) == ["ignore-marks"]
    tokens = np.random.default_rng(1).integers(0, 9, (50, 12))
    np.save(folder / "tokens.npy", tokens)
    assert suspected(advised(folder / "tokens.npy")) == []
    np.save(folder / "bytes.npy", np.where(tokens > 4, 255, 0))
    assert suspected(advised(folder / "bytes.npy")) == ["labels-0-255"]
    np.save(folder / "signs.npy", np.where(tokens > 4, 1, -1))
    assert suspected(advised(folder / "signs.npy")) == ["labels-plus-minus-one"]
    np.save(folder / "halves.npy", tokens + 0.5)
    assert suspected(advised(folder / "halves.npy")) == ["regression-target"]
    np.save(folder / "negative.npy", tokens - 5)
    assert suspected(advised(folder / "negative.npy")) == ["regression-target"]


@pytest.mark.parametrize("name", ["p", "first"])
def test_the_line_for_scikit_learn_runs_as_it_stands(image, name):
    folder, labels, p = image
    axis = () if name == "p" else ("--class-axis", 1)
    fields = advised(folder / "y.npy", folder / f"{name}.npy", *axis)
    scope = {"y": labels, "p": np.load(folder / f"{name}.npy"), "np": np, "log_loss": log_loss}
    *before, last = fields["frameworks"]["scikit-learn"].split("; ")
    exec("; ".join(before), scope)
    kept = labels != 255
    own = np.take_along_axis(p, np.where(kept, labels, 0)[..., None], -1)[..., 0]
    assert eval(last, scope) == pytest.approx(-np.log(own[kept]).mean())


def test_the_lines_of_keras_and_pytorch_know_the_mark_and_the_axis(image):
    folder, _, _ = image
    lines = advised(folder / "y.npy", folder / "p.npy")["frameworks"]
    assert "SparseCategoricalCrossentropy(ignore_class=255)" in lines["keras"]
    assert "nn.Conv2d(n, 4, 1), nn.CrossEntropyLoss(ignore_index=255): logits (N, 4, ...)" in lines["pytorch"]
    np.save(folder / "tokens.npy", np.arange(40).reshape(8, 5) % 3)
    lines = advised(folder / "tokens.npy")["frameworks"]
    assert "nn.CrossEntropyLoss(): logits.transpose(1, 2)," in lines["pytorch"]
    assert "'sparse_categorical_crossentropy'" in lines["keras"]
