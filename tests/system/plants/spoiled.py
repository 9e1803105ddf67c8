"""A mistake in a pair of files: what it should be called, and why it cannot be seen, if it cannot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from plants.figures import SURE, certainty, costs, knowledge

if TYPE_CHECKING:
    from plants.data import Array
    from plants.pairs import Pair


@dataclass(frozen=True)
class Spoiled:
    """The spoiled pair, the code of its suspicion, and the reason why the files cannot show it."""

    pair: Pair
    code: str
    hidden: str = ""


def with_scores(pair: Pair, scores: Array, **more: Any) -> Pair:
    """The pair with other predictions."""
    return replace(pair, scores=scores, **more)


def with_labels(pair: Pair, labels: Array, **more: Any) -> Pair:
    """The pair with other labels."""
    return replace(pair, labels=labels, **more)


def scaled(pair: Pair, scale: str) -> bool:
    """Whether the predictions are of a scale, a column for each class."""
    return pair.form.scale == scale and pair.scores.ndim == 2


def exclusive(pair: Pair) -> bool:
    """Whether a row has one class."""
    return pair.form.kind != "multi-label"


def truth(pair: Pair) -> Array:
    """The true labels, as far as the file tells them: class ids, shares, or 0/1 columns."""
    return pair.labels if pair.form.kind == "soft" else pair.made.y


def unknowing(pair: Pair) -> str:
    """Why nothing can be said about the order of rows or classes: the model knows none of them."""
    return "" if knowledge(truth(pair), pair.made.p) >= SURE else "the model is no better than chance"


def no_better(pair: Pair, before: Array, after: Array) -> str:
    """Why undoing proves nothing: the labels do not like the undone predictions surely better."""
    y = truth(pair)
    sure = certainty(costs(y, before) - costs(y, after))
    return "" if sure >= SURE else "undoing it does not surely lower the loss"


def never_sure(p: Array) -> str:
    """Why a careful model would write the same: no probability is near 0."""
    return "" if p.min() < 1e-3 else "no probability is near 0: a careful model may write the same"
