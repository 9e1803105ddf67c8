"""Shapes that allow a single picture and rows, and one-hot labels with another class axis than the scores."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(5)


def shares(z, axis):
    e = np.exp(z)
    return e / e.sum(axis, keepdims=True)


IDS = RNG.integers(0, 4, (4, 7))
PICTURE = RNG.normal(size=(4, 4, 7)) + 2 * (np.arange(4)[:, None, None] == IDS)
ROWS = RNG.normal(size=(4, 4, 7)) + 2 * (np.arange(4)[None, :, None] == IDS[:, None])
MAPS = RNG.integers(0, 4, (3, 4, 4))
FIRST = RNG.normal(size=(3, 4, 4, 4)) + 2 * (np.arange(4)[None, :, None, None] == MAPS[:, None])


def mean(z, ids, axis):
    at = np.expand_dims(ids, axis)
    return -np.log(np.take_along_axis(shares(z, axis), at, axis)).mean()


def loss(folder, labels, scores, *options):
    np.save(folder / "y.npy", labels)
    np.save(folder / "p.npy", scores)
    return inside("loss", folder / "y.npy", folder / "p.npy", *options, "-f", "json")


def test_logits_that_may_be_a_picture_are_asked_about(tmp_path):
    for scores, axis in ((PICTURE, 0), (ROWS, 1)):
        error = json.loads(loss(tmp_path, IDS, scores).stderr)
        assert error["code"] == "XE313"
        assert [one[-1] for one in error["tries"]] == ["0", "1"]
        told = json.loads(loss(tmp_path, IDS, scores, "--class-axis", axis).stdout)
        assert told["value"] == pytest.approx(mean(scores, IDS, axis), rel=1e-12)


@pytest.mark.parametrize(("scores", "axis"), [(PICTURE, 0), (ROWS, 1)])
def test_probabilities_show_which_of_both_they_are(tmp_path, scores, axis):
    out = json.loads(loss(tmp_path, IDS, shares(scores, axis)).stdout)
    assert out["value"] == pytest.approx(mean(scores, IDS, axis), rel=1e-12)


def test_one_hot_labels_with_classes_last_do_not_prove_the_axis_of_logits(tmp_path):
    hot = np.eye(4)[MAPS]
    error = json.loads(loss(tmp_path, hot, FIRST).stderr)
    assert error["code"] == "XE313"
    for scores, axis in ((FIRST, 1), (np.moveaxis(FIRST, 1, -1), -1)):
        told = json.loads(loss(tmp_path, hot, scores, "--class-axis", axis).stdout)
        assert told["value"] == pytest.approx(mean(scores, MAPS, axis), rel=1e-12)


def test_probabilities_beside_such_labels_prove_their_axis(tmp_path):
    out = json.loads(loss(tmp_path, np.eye(4)[MAPS], shares(FIRST, 1)).stdout)
    assert out["value"] == pytest.approx(mean(FIRST, MAPS, 1), rel=1e-12)
