"""Mistakes in the labels, and in how the two files stand to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from plants.figures import SURE, certainty, costs, overclaim, random_costs
from plants.spoiled import Spoiled, exclusive, scaled, truth, unknowing, with_labels, with_scores

if TYPE_CHECKING:
    from plants.data import Array
    from plants.pairs import Pair

IDS = {"sparse", "binary one column", "binary two columns"}


def labels_from_one(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Classes counted from 1."""
    if pair.form.kind not in IDS:
        return None
    there = np.unique(pair.labels)
    whole = len(there) == max(pair.made.classes, 2)
    hidden = "" if whole else "the last or the first class never occurs"
    return Spoiled(with_labels(pair, pair.labels + 1), "labels-from-one", hidden)


def ignore_marks(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """A mark on rows that were to be left out."""
    if pair.form.kind not in {"sparse", "binary two columns"}:
        return None
    labels = pair.labels.copy()
    rows = random.choice(len(labels), max(2, len(labels) // 20), replace=False)
    labels[rows] = random.choice([-1, -100, 255])
    hidden = "" if len(np.unique(labels)) > 2 else "a class is gone"
    return Spoiled(with_labels(pair, labels), "ignore-marks", hidden)


def labels_plus_minus_one(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """The two classes as -1 and 1."""
    if pair.form.kind not in {"binary one column", "binary two columns"}:
        return None
    return Spoiled(with_labels(pair, 2 * pair.labels - 1), "labels-plus-minus-one")


def labels_0_255(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """The two classes as black and white."""
    if pair.form.kind not in {"binary one column", "binary two columns"}:
        return None
    return Spoiled(with_labels(pair, 255 * pair.labels), "labels-0-255")


def broken_one_hot(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """One-hot rows of which a few have no 1, or two."""
    if pair.form.kind != "one-hot" or pair.made.classes < 3 or pair.form.scale != "probabilities":
        return None
    labels = pair.labels.copy()
    rows = random.choice(len(labels), max(1, len(labels) // 50), replace=False)
    labels[rows] = 0
    if random.random() < 0.5:
        labels[rows, :2] = 1
    return Spoiled(with_labels(pair, labels), "one-hot-with-broken-rows")


def transposed(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """A row for each class and a column for each sample."""
    if not scaled(pair, pair.form.scale) or pair.scores.shape[0] == pair.scores.shape[1]:
        return None
    return Spoiled(with_scores(pair, pair.scores.T, scores_header=None), "transposed")


def swapped_files(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Predictions first."""
    if pair.form.kind not in IDS | {"one-hot"} or pair.form.scale != "probabilities":
        return None
    other = replace(pair, labels=pair.scores, scores=pair.labels)
    other = replace(other, labels_header=pair.scores_header, scores_header=pair.labels_header)
    return Spoiled(other, "swapped-files")


def regression_target(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Labels that are measures of something."""
    if pair.form.kind not in IDS:
        return None
    labels = np.round(20 * pair.labels + random.normal(50, 9, len(pair.labels)), 2)
    return Spoiled(with_labels(pair, labels), "regression-target")


def rows_shuffled(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Predictions in another order of rows than the labels."""
    order = random.permutation(len(pair.scores))
    hidden = unknowing(pair) or _unclaimed(pair, order)
    return Spoiled(with_scores(pair, pair.scores[order]), "rows-shuffled", hidden)


def rows_shifted(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Predictions that start one to three rows too early or too late."""
    lag = int(random.choice([-3, -2, -1, 1, 2, 3]))
    order = (np.arange(len(pair.scores)) + lag) % len(pair.scores)
    hidden = unknowing(pair) or _unclaimed(pair, order)
    return Spoiled(with_scores(pair, pair.scores[order]), "rows-shifted", hidden)


def sorted_and_shifted(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """The same where the labels are sorted: hardly a row gets another label."""
    if not exclusive(pair):
        return None
    ranks = np.argsort(pair.made.y, kind="stable")
    order = np.roll(ranks, 1)
    changed = float((pair.made.y[ranks] != pair.made.y[order]).mean())
    rows = replace(pair.made, y=pair.made.y[ranks], p=pair.made.p[ranks])
    moved = replace(pair, made=rows, labels=pair.labels[ranks], scores=pair.scores[order])
    few = "sorted labels: hardly a row has another label"
    hidden = few if changed < 0.1 else _unclaimed(moved, np.roll(np.arange(len(order)), 1))
    return Spoiled(moved, "rows-shifted", hidden)


def _unclaimed(pair: Pair, order: Array) -> str:
    """Why a loss as of random pairing shows nothing: the predictions do not claim to know more."""
    y, p = truth(pair), pair.made.p
    if overclaim(y, p[order]) < SURE or certainty(costs(y, p[order]) - costs(y, p)) < SURE:
        return "the predictions claim too little"
    return ""


def expected(pair: Pair) -> float:
    """The loss of a random pairing."""
    return float(random_costs(pair.made.y, pair.made.p).mean())


LABELS = (
    labels_from_one, ignore_marks, labels_plus_minus_one, labels_0_255, broken_one_hot, transposed,
    swapped_files, regression_target, rows_shuffled, rows_shifted, sorted_and_shifted,
)  # fmt: skip
"""Mistakes in the labels, and between the files."""
