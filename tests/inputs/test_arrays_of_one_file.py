"""Lengths of sequences, splits, and two orders of classes in one file of arrays."""

import json

import numpy as np
import pytest
from running import inside

RNG = np.random.default_rng(3)
P = RNG.dirichlet(np.ones(3), (5, 4))
Y = RNG.integers(0, 3, (5, 4))
LENGTHS = np.array([4, 2, 3, 1, 4])
TRUE = -np.log(np.take_along_axis(P, Y[..., None], -1))[..., 0]
BITS = np.array([[0, 1], [1, 0], [1, 1], [0, 1]])
S = np.array([[0.8, 0.2], [0.3, 0.7], [0.6, 0.9], [0.7, 0.1]])
"""Scores of the classes b and a."""


def loss(folder, *options, **arrays):
    np.savez(folder / "c.npz", **arrays)
    return inside("loss", folder / "c.npz", *options, "-f", "json")


@pytest.mark.parametrize("name", ["lengths", "seq_lens", "num_tokens", "sequence_length", "n_tokens"])
def test_positions_beyond_the_lengths_are_asked_about(tmp_path, name):
    out = loss(tmp_path, labels=Y, probs=P, **{name: LENGTHS})
    error = json.loads(out.stderr)
    assert error["code"] == "XE353"
    assert error["tries"] == [["loss", str(tmp_path / "c.npz"), "-f", "json", "--where", f"{name}=*"]]
    every = loss(tmp_path, "--where", f"{name}=*", labels=Y, probs=P, **{name: LENGTHS})
    assert json.loads(every.stdout)["value"] == pytest.approx(TRUE.mean(), rel=1e-14)


def test_labels_marked_as_the_hint_says_give_the_loss_within_the_lengths(tmp_path):
    labels, lengths = Y.copy(), LENGTHS
    labels[np.arange(4) >= lengths[:, None]] = -100
    out = loss(tmp_path, "--ignore-index", "-100", labels=labels, probs=P, lengths=lengths)
    inside_lengths = np.arange(4) < lengths[:, None]
    assert json.loads(out.stdout)["value"] == pytest.approx(TRUE[inside_lengths].mean(), rel=1e-14)


@pytest.mark.parametrize("lengths", [[4] * 5, [400, 2, 3, 1, 4], [-1, 2, 3, 1, 4], [0.5, 2, 3, 1, 4]])
def test_other_numbers_are_no_lengths(tmp_path, lengths):
    out = loss(tmp_path, labels=Y, probs=P, lengths=np.array(lengths))
    assert json.loads(out.stdout)["value"] == pytest.approx(TRUE.mean(), rel=1e-14)


@pytest.mark.parametrize(
    ("labels", "probs"),
    [("test_labels", "train_probs"), ("val/labels", "test/probs"), ("fold_1/labels", "fold_2/probs")],
)
def test_arrays_of_different_splits_are_asked_about(tmp_path, labels, probs):
    arrays = {labels: Y[:, 0], probs: P[:, 0]}
    out = loss(tmp_path, **arrays)
    assert json.loads(out.stderr)["code"] in {"XE354", "XE648"}
    both = loss(tmp_path, "--labels-column", labels, "--prediction-columns", probs, **arrays)
    assert json.loads(both.stdout)["value"] == pytest.approx(TRUE[:, 0].mean(), rel=1e-14)


@pytest.mark.parametrize(("labels", "probs"), [("val/labels", "validation/probs"), ("dev/y", "dev/probs")])
def test_arrays_of_one_split_are_read(tmp_path, labels, probs):
    out = loss(tmp_path, **{labels: Y[:, 0], probs: P[:, 0]})
    assert json.loads(out.stdout)["value"] == pytest.approx(TRUE[:, 0].mean(), rel=1e-14)


@pytest.mark.parametrize("own", ["score_names", "pred_classes", "y_score_columns"])
@pytest.mark.parametrize("other", ["label_names", "classes", "target_names"])
def test_names_of_scores_and_of_labels_in_other_orders(tmp_path, own, other):
    arrays = {"y_true": BITS, "y_score": S, other: np.array(["a", "b"]), own: np.array(["b", "a"])}
    out = loss(tmp_path, **arrays)
    p = S[:, ::-1]
    expected = -np.log(np.where(BITS, p, 1 - p)).mean()
    assert json.loads(out.stdout)["value"] == pytest.approx(expected, rel=1e-14)


def test_ids_count_the_names_of_the_labels(tmp_path):
    p, y = P[:, 0], Y[:, 0]
    names = {"label_names": np.array(["a", "b", "c"]), "score_names": np.array(["c", "a", "b"])}
    out = loss(tmp_path, labels=y, probs=p, **names)
    expected = -np.log(p[np.arange(5), (y + 1) % 3]).mean()
    assert json.loads(out.stdout)["value"] == pytest.approx(expected, rel=1e-14)


def test_two_orders_that_may_both_be_of_the_scores_are_asked_about(tmp_path):
    names = {"label_names": np.array(["a", "b"]), "classes": np.array(["b", "a"])}
    out = loss(tmp_path, y_true=BITS, y_score=S, **names)
    assert json.loads(out.stderr)["code"] == "XE355"
