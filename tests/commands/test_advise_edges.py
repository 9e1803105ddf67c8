"""`xentcli advise` where files show little: absent classes, constant columns, weak logits; and an NPZ."""

import json

import numpy as np
import pytest
from running import SAMPLES, inside, shell


def codes(folder, y, p, *options, level="suspicion"):
    np.save(folder / "y.npy", y)
    np.save(folder / "p.npy", p)
    done = inside("advise", folder / "y.npy", folder / "p.npy", *options, "-f", "json")
    return [found["code"] for found in json.loads(done.stdout)["findings"] if found["level"] == level]


def digits():
    return np.load(SAMPLES / "digits_labels.npy"), np.load(SAMPLES / "digits_probs.npy")


def test_the_column_of_a_class_that_never_occurs_proves_no_order(tmp_path):
    y = np.ones(300, np.int64)
    p = np.random.default_rng(0).uniform(0.6, 0.7, 300)
    assert codes(tmp_path, y, np.c_[p, 1 - p]) == []
    hot = np.eye(3)[np.arange(300) % 2 + 1]
    p = np.tile([0.8, 0.12, 0.08], (300, 1))
    assert codes(tmp_path, 0.75 * hot + 0.25 / 3, p) == ["loss-above-class-shares"]


def test_soft_labels_of_one_class_prove_no_high_loss(tmp_path):
    y = np.tile([0.875, 0.125], (106, 1))
    p = np.random.default_rng(0).uniform(0.38, 0.42, 106)
    assert codes(tmp_path, y, np.c_[p, 1 - p]) == []


def test_one_row_of_predictions_again_and_again_is_known_by_the_shares(tmp_path):
    y = np.repeat([0, 1, 2], [500, 60, 40])
    assert codes(tmp_path, y, np.tile([0.8, 0.12, 0.08], (600, 1))) == []
    assert codes(tmp_path, y, np.tile([0.08, 0.12, 0.8], (600, 1))) == ["class-order"]


def test_certain_outputs_are_no_error(tmp_path):
    random = np.random.default_rng(1)
    y = (random.random((200, 4)) < 0.4).astype(int)
    p = np.where(random.random((200, 4)) < 0.7, y, 0.5)
    assert codes(tmp_path, y, p) == []
    assert codes(tmp_path, y, y.astype(float)) == ["hard-predictions"]


def test_weak_logits_in_the_unit_interval_are_logits_if_that_is_said(tmp_path):
    random = np.random.default_rng(2)
    z = random.uniform(0.1, 0.9, 400)
    y = (random.random(400) < 1 / (1 + np.exp(-z))).astype(int)
    assert codes(tmp_path, y, z, "--from-logits") == []
    p = random.uniform(0, 1, 400)
    y = (random.random(400) < p).astype(int)
    assert codes(tmp_path, y, p, "--from-logits") == ["probabilities-as-logits"]


def test_sigmoids_beside_one_hot_labels_are_called_so_though_all_sums_are_above_one(tmp_path):
    y, p = digits()
    scores = 1 / (1 + np.exp(-np.log(p.clip(0.003, 0.997) / (1 - p.clip(0.003, 0.997))) - 0.7))
    assert codes(tmp_path, np.eye(10)[y], scores)[:1] == ["one-hot-with-sigmoid"]
    assert codes(tmp_path, y, scores)[:1] == ["rows-not-summing"]
    assert codes(tmp_path, np.eye(10)[y], 0.9 * p)[:1] == ["rows-not-summing"]


def test_a_second_softmax_is_found_beside_shares(tmp_path):
    y, _ = digits()
    sure = np.where(np.eye(10)[y] == 1, 0.99, 0.01 / 9)
    twice = np.exp(sure) / np.exp(sure).sum(axis=1, keepdims=True)
    soft = 0.75 * np.eye(10)[y] + 0.025
    assert codes(tmp_path, soft, twice) == ["softmax-twice"]
    assert codes(tmp_path, soft, sure) == []


def test_what_is_not_examined_is_said(tmp_path):
    random = np.random.default_rng(3)
    y, p = random.integers(0, 300, 400), random.dirichlet(np.ones(300), 400)
    assert "not-examined" in codes(tmp_path, y, p, level="note")
    y, p = random.integers(0, 4, (50, 6)), random.dirichlet(np.ones(4), (50, 6))
    assert codes(tmp_path, y, p, level="note") == ["not-examined"]


@pytest.mark.parametrize("code", ["class-order", "id-column", "swapped-files", "one-hot-with-broken-rows"])
def test_fixes_work_on_arrays_of_an_npz(code, tmp_path):
    y, p = digits()
    hot = np.eye(10)[y]
    broken = np.where(np.arange(len(y))[:, None] < 3, 0, hot)
    pairs = {
        "class-order": (hot, p[:, ::-1]),
        "id-column": (y, np.c_[np.arange(len(y)), p]),
        "swapped-files": (p, y),
        "one-hot-with-broken-rows": (broken, p),
    }
    for name, values in zip("yp", pairs[code], strict=True):
        np.savez(tmp_path / f"{name}.npz", values)
    found = json.loads(shell("xentcli advise y.npz p.npz -f json", tmp_path).stdout)["findings"][0]
    assert found["code"] == code
    if found["fix"].startswith("xentcli loss "):
        line = found["fix"].replace("xentcli loss", "xentcli advise")
    else:
        done = shell(found["fix"], tmp_path)
        assert done.returncode == 0, done.stderr
        new = [next(iter(tmp_path.glob(f"fixed*{name}.npy")), None) for name in ("labels", "predictions")]
        labels, predictions = (new[0] or "y.npz"), (new[1] or tmp_path / "fixed.npy")
        line = f"xentcli advise {labels} {predictions}"
    again = shell(f"{line} -f json", tmp_path)
    assert [one["code"] for one in json.loads(again.stdout)["findings"] if one["level"] == "suspicion"] == []


@pytest.mark.parametrize("noise", [0, 0.001, 0.05])
def test_nearly_the_same_prediction_in_every_row_shows_no_shift(tmp_path, noise):
    labels = (np.random.default_rng(1).random((300, 12)) < 0.3).astype(int)
    always = np.linspace(0.2, 0.4, 12)
    likely = labels @ np.log(always) + (1 - labels) @ np.log1p(-always)
    labels, predictions = labels[np.argsort(likely)], np.tile(always, (300, 1))
    predictions += noise * np.random.default_rng(2).random(predictions.shape)
    assert codes(tmp_path, labels, predictions) == []


def test_labels_of_one_class_alone_prove_no_second_sigmoid(tmp_path):
    random = np.random.default_rng(2)
    predictions = random.uniform(0.53, 0.64, 300)
    assert codes(tmp_path, np.zeros(300, int), predictions) == []
    assert codes(tmp_path, (random.random(300) < 0.2).astype(int), predictions) == ["sigmoid-twice"]


def test_sorted_labels_shifted_by_three_rows_are_found(tmp_path):
    labels, random = np.repeat(np.arange(60), 20), np.random.default_rng(3)
    scores = np.where(np.arange(60) == labels[:, None], 6.0, 0.0) + random.normal(size=(1200, 60))
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert codes(tmp_path, np.roll(labels, 3)[3:], shares[3:]) == ["rows-shifted"]
