"""Percentages, counts and scores: asked about, and divided if an option says so."""

from contextlib import nullcontext

import numpy as np
import pytest

import xentcli
from xentcli.core.errors import DataError, UsageError, XentWarning

Y = np.array([0, 1, 2, 1])
P = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.3, 0.5, 0.2]])
RIGHT = -np.log([0.7, 0.8, 0.6, 0.5]).mean()
LOGITS = {"from_logits": True}


def refusal(labels, predictions, **settings):
    with pytest.raises(DataError) as caught:
        xentcli.loss(labels, predictions, **settings)
    return caught.value


@pytest.mark.parametrize(
    ("predictions", "way"),
    [
        (np.rint(P * 10).astype(int), {"normalize": True}),
        (P * 1.1, {"normalize": True}),
        (np.rint(P * 255), {"normalize": True}),
        (P * [[0.5], [0.6], [0.7], [0.8]], {"normalize": True}),
        (P * 100, {"from_percent": True}),
        (np.rint(P * 100).astype(np.uint8), {"from_percent": True}),
    ],
    ids=["votes", "1.1", "255", "inside", "percent", "whole percent"],
)
def test_scaled_probabilities_are_asked_about(predictions, way):
    assert refusal(Y, predictions).ways == (way, LOGITS)
    assert xentcli.loss(Y, predictions, **way).value == pytest.approx(RIGHT, rel=0.01)


def test_percentages_of_one_column_are_asked_about():
    y, p = np.array([0, 1, 1]), np.array([30, 80, 95])
    for column in (p, p + 0.5):
        assert refusal(y, column).ways == ({"from_percent": True}, LOGITS)
    assert xentcli.loss(y, p, from_percent=True).value == pytest.approx(-np.log([0.7, 0.8, 0.95]).mean())


@pytest.mark.parametrize("shift", [-1.0, 0.0])
def test_logits_are_not_asked_about(shift):
    z = np.random.default_rng(0).gamma(2.0, 2.0, (50, 3)) + shift
    assert xentcli.loss(np.arange(50) % 3, z).scale == "logits"
    with nullcontext() if shift else pytest.warns(XentWarning, match="no logit is below 0, but 50%"):
        assert xentcli.loss(np.arange(50) % 2, z[:, 0]).scale == "logits"


def test_one_row_alone_proves_no_sum():
    assert xentcli.loss(Y[:1], np.array([[7.0, 2.0, 1.5]])).scale == "logits"


def test_one_hot_labels_beside_scores():
    ways = refusal(np.eye(3)[Y], P * [[0.5], [0.6], [0.7], [0.8]]).ways
    assert ways == ({"normalize": True}, {"loss": "binary"})


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64])
def test_images_are_divided_along_their_classes(dtype):
    counts = np.random.default_rng(1).integers(1, 9, (4, 3, 2, 2)).astype(dtype)
    labels = np.arange(16).reshape(4, 2, 2) % 3
    shares = counts / counts.sum(axis=1, keepdims=True)
    right = xentcli.loss(labels, shares, class_axis=1, scale="probabilities").value
    assert xentcli.loss(labels, counts, class_axis=1, normalize=True).value == pytest.approx(right, rel=1e-6)


@pytest.mark.parametrize(("row", "says"), [([0, 0, 0], "sums to 0"), ([-1, 2, 3], "has a negative number")])
def test_rows_without_shares_are_refused(row, says):
    error = refusal(Y[:2], np.array([[5, 3, 2], row]), normalize=True)
    assert (error.code, error.place.row) == ("XE208", 2)
    assert says in str(error)


@pytest.mark.parametrize(
    "settings",
    [
        {"normalize": True, "scale": "logits"},
        {"from_percent": True, "loss": "CrossEntropyLoss"},
        {"normalize": "yes"},
    ],
)
def test_options_that_contradict_each_other(settings):
    with pytest.raises(UsageError):
        xentcli.loss(Y, P, **settings)


def test_one_column_has_no_sum():
    with pytest.raises(UsageError, match="one column"):
        xentcli.loss(np.array([0, 1]), np.array([0.2, 0.9]), normalize=True)


def test_the_signature_says_what_was_done():
    assert "|rescaled:percent|" in xentcli.loss(Y, P * 100, from_percent=True).signature
    assert "rescaled" not in xentcli.loss(Y, P).signature


def test_validate_and_detect_read_them_too():
    assert xentcli.validate(Y, P * 100, from_percent=True).valid
    assert xentcli.detect(Y, np.rint(P * 10), normalize=True).scale == "probabilities"


def test_a_softmax_over_the_batch_is_named():
    z = np.random.default_rng(0).normal(size=(40, 4))
    p = np.exp(z) / np.exp(z).sum(0)
    error = refusal(np.arange(40) % 4, p)
    assert "over the batch" in error.hint
    assert error.ways == ()


def test_one_flat_column_is_named():
    assert "p.reshape(-1, 3)" in refusal(Y, P.reshape(-1)).hint


@pytest.mark.parametrize("p", [[[1.0000001, 0, 0], [0.2, 0.7, 0.1]], [[1, 0, 0], [0.2, 0.7, 0.1]]])
def test_rounding_above_one_is_one(p):
    assert xentcli.loss(Y[:2], np.array(p)).value == pytest.approx(-np.log(0.7) / 2)


def test_rounding_above_one_in_one_column():
    found = xentcli.loss(np.array([1, 0, 1]), np.array([1.0000001, 0.2, 0.9]))
    assert found.scale == "probabilities"
    assert found.value == pytest.approx(-np.log([1, 0.8, 0.9]).mean())
