"""Mistakes in the predictions: their scale, their columns, and what was saved in their place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from plants.figures import sigmoid, softmax
from plants.spoiled import Spoiled, exclusive, never_sure, no_better, scaled, with_scores

if TYPE_CHECKING:
    from plants.data import Array
    from plants.pairs import Pair


def one_node_softmax(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """A softmax over the one output."""
    if pair.form.kind != "binary one column" or pair.form.scale != "probabilities":
        return None
    return Spoiled(with_scores(pair, np.ones_like(pair.scores)), "one-node-softmax")


def softmax_twice(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """A softmax of what a softmax made."""
    if not (scaled(pair, "probabilities") and exclusive(pair)):
        return None
    twice = softmax(pair.scores)
    hidden = never_sure(pair.scores) or no_better(pair, twice, pair.scores)
    return Spoiled(with_scores(pair, twice), "softmax-twice", hidden)


def sigmoid_twice(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """A sigmoid of what a sigmoid made."""
    if pair.form.kind not in {"binary one column", "multi-label"} or pair.form.scale != "probabilities":
        return None
    twice = sigmoid(pair.scores)
    hidden = never_sure(pair.scores) or no_better(pair, two(twice), two(pair.scores))
    return Spoiled(with_scores(pair, twice), "sigmoid-twice", hidden)


def two(p: Array) -> Array:
    """Two columns for the one of class 1."""
    return np.stack([1 - p, p], axis=1) if p.ndim == 1 else p


def percentages(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Probabilities times 100."""
    if pair.form.scale != "probabilities":
        return None
    return Spoiled(with_scores(pair, 100 * pair.scores), "percentages")


def logits_as_probabilities(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Logits that an option calls probabilities."""
    if pair.form.scale != "logits" or pair.options:
        return None
    return Spoiled(replace(pair, options=("--from-probs",)), "logits-as-probabilities")


def probabilities_as_logits(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Probabilities that an option calls logits."""
    if pair.form.scale != "probabilities":
        return None
    claimed = replace(pair, options=("--from-logits",))
    if pair.scores.ndim == 2 and exclusive(pair):
        return Spoiled(claimed, "probabilities-as-logits")
    hidden = never_sure(pair.scores) or no_better(pair, two(sigmoid(pair.scores)), two(pair.scores))
    return Spoiled(claimed, "probabilities-as-logits", hidden)


def one_hot_with_sigmoid(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """Independent answers where one class excludes the others; rows of one sum look like a factor."""
    if pair.form.kind != "one-hot" or pair.form.scale != "probabilities" or pair.made.classes < 3:
        return None
    spoiled = with_scores(pair, _answers(pair.scores))
    sums = np.round(spoiled.scores, pair.form.digits or 17).sum(axis=1)
    alike = np.ptp(sums) < pair.made.classes * (10.0 ** -(pair.form.digits or 17) + 2.0**-22)
    differ = np.ptp(spoiled.scores, axis=0).any()
    return Spoiled(spoiled, "rows-not-summing" if alike and differ else "one-hot-with-sigmoid")


def rows_not_summing(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """The same beside class ids: rows of probabilities that sum to anything."""
    if (
        pair.form.kind not in {"sparse", "names"}
        or not scaled(pair, "probabilities")
        or pair.made.classes < 3
    ):
        return None
    return Spoiled(with_scores(pair, _answers(pair.scores)), "rows-not-summing")


def _answers(p: Array) -> Array:
    p = np.clip(p, 0.003, 0.997)
    return sigmoid(np.log(p) - np.log(1 - p) + 0.7)


def id_column(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """The rows' numbers, as the first column of the predictions; in tables the roles tell it apart."""
    if pair.scores.ndim == 1 or pair.form.kind == "multi-label" or pair.form.format in {"csv", "tsv"}:
        return None
    start = int(random.choice([0, 1, 1000]))
    numbers = start + np.arange(len(pair.scores))
    head = pair.scores_header and ("sample", *pair.scores_header)
    return Spoiled(
        with_scores(pair, np.column_stack([numbers, pair.scores]), scores_header=head), "id-column"
    )


def hard_predictions(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """What `predict` says for what `predict_proba` says; beside soft labels it looks like swapped files."""
    if pair.form.scale != "probabilities" or pair.form.kind == "soft":
        return None
    if pair.scores.ndim == 1 or pair.form.kind == "multi-label":
        hard = (pair.scores > 0.5).astype(float)
    else:
        hard = np.eye(pair.made.classes)[pair.scores.argmax(axis=1)]
    return Spoiled(with_scores(pair, hard), "hard-predictions")


def multi_hot_with_softmax(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """A softmax where a row has any number of classes."""
    if pair.form.kind != "multi-label" or pair.form.scale != "probabilities":
        return None
    p = np.clip(pair.scores, 1e-4, 1 - 1e-4)
    return Spoiled(with_scores(pair, softmax(np.log(p) - np.log(1 - p))), "multi-hot-with-softmax")


def class_order(pair: Pair, random: np.random.Generator) -> Spoiled | None:
    """The columns in another order: reversed, moved by one, sorted as text, or any."""
    if not exclusive(pair) or pair.form.kind == "names":
        return None
    k = pair.made.classes
    orders = [np.arange(k)[::-1], np.roll(np.arange(k), 1), np.array(sorted(range(k), key=str))]
    orders = [order for order in (*orders, random.permutation(k)) if (order != np.arange(k)).any()]
    order = orders[int(random.integers(len(orders)))]
    scores = _other_side(pair) if pair.scores.ndim == 1 else pair.scores[:, order]
    y, p = pair.made.y, pair.made.p
    hidden = no_better(pair, p[:, order], p)
    if not hidden and _ambiguous(y, p, order):
        hidden = "a class that hardly occurs could as well be elsewhere"
    return Spoiled(with_scores(pair, scores), "class-order", hidden)


def _ambiguous(y: Array, p: Array, order: Array) -> bool:
    """Whether less than six rows speak for the true order."""
    return bool(np.bincount(y, minlength=len(order))[order != np.arange(len(order))].sum() < 6)


def _other_side(pair: Pair) -> Array:
    return -pair.scores if pair.form.scale == "logits" else 1 - pair.scores


SCORES = (
    one_node_softmax, softmax_twice, sigmoid_twice, percentages, logits_as_probabilities,
    probabilities_as_logits, one_hot_with_sigmoid, rows_not_summing, id_column, hard_predictions,
    multi_hot_with_softmax, class_order,
)  # fmt: skip
"""Mistakes in the predictions."""
