"""Which pairs are tried: a few of each model for a run of the tests, many for the rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from plants.figures import SURE, knowledge, overclaim
from plants.judging import Advice, advise_pair, after_fix
from plants.models import Trained, trained
from plants.pairs import forms, healthy
from plants.planting import plant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from plants.data import Array
    from plants.pairs import Pair

BEYOND_FILES = {
    "hard-predictions", "multi-hot-with-softmax", "one-node-softmax", "regression-target", "rows-shuffled",
}  # fmt: skip
"""Mistakes that no change of the files undoes: the fix is about the program that wrote them."""

RIGHT = {"found", "left alone", "healthy"}
UNEXPLAINED = "loss-above-class-shares"
"""What is said where something is wrong, and the files hide what."""
OVERSURE = 3.0
"""Standard errors from which on predictions claim more than they keep."""


@dataclass(frozen=True)
class Outcome:
    """What came of one pair: the plant's name, or none; what was said; and whether that is right."""

    plant: str
    pair: Pair
    hidden: str
    advice: Advice
    verdict: str

    @property
    def right(self) -> bool:
        """Whether this is as it should be."""
        return self.verdict in RIGHT

    def __str__(self) -> str:
        """Where it is from, and what was said."""
        made = self.pair.made
        return (
            f"{self.plant or 'healthy'} | {made.data} | {made.model} | {made.seed} | {self.pair.form} | "
            f"{self.verdict} | {self.hidden} | {self.advice}"
        )


def unlike_any(made: Trained) -> bool:
    """Whether a model knows nothing and is sure of itself: its files are those of shuffled rows.

    Labels and predictions are independent then, as they are after a shuffle, and the predictions look like
    those of a model that knows; nothing in the files can tell which of the two it was.
    """
    return knowledge(made.y, made.p) < SURE and overclaim(made.y, made.p) > OVERSURE


def certain(pair: Pair) -> bool:
    """Whether only 0 and 1 are left, as after rounding: hard predictions, whoever made them."""
    cells = pair.scores if pair.form.digits is None else np.round(pair.scores, pair.form.digits)
    cells = cells.astype(pair.form.dtype)
    return pair.form.scale == "probabilities" and bool(np.isin(cells, [0, 1]).all())


def _sorted(made: Trained) -> Array:
    """Rows in the order of their classes, as many files are."""
    return np.lexsort(made.y.T) if made.tagged else np.argsort(made.y, kind="stable")


def _few(made: Trained) -> Array:
    """A dozen rows: most numbers prove nothing then."""
    return np.arange(12)


def _without_a_class(made: Trained) -> Array:
    """A class never occurs in the labels."""
    return np.flatnonzero(made.y[:, 0] == 0 if made.tagged else made.y != made.y[0])


SELECTIONS: tuple[Callable[[Trained], Array], ...] = (_sorted, _few, _without_a_class)
"""Rows of the held-out half that are a healthy file of their own."""


def selected(made: Trained, rows: Array, name: str) -> Trained:
    """The same model, of some rows or in another order."""
    logits = None if made.logits is None else made.logits[rows]
    return replace(made, data=f"{made.data} {name}", y=made.y[rows], p=made.p[rows], logits=logits)


def healthy_pairs(made: Trained, turn: int, count: int) -> Iterator[Pair]:
    """Some of the ways to save what a model said, others at every turn, every second of some rows."""
    ways = list(forms(made))
    order = np.random.default_rng([made.seed, turn, len(made.y), len(made.model)]).permutation(len(ways))
    some = SELECTIONS[turn % len(SELECTIONS)]
    part = selected(made, some(made), some.__name__.strip("_"))
    pairs = (healthy(part if at % 2 else made, ways[way]) for at, way in enumerate(order))
    yield from [pair for pair in pairs if not certain(pair)][:count]


def try_healthy(pair: Pair) -> Outcome:
    """What is said of a pair with nothing wrong."""
    with TemporaryDirectory() as folder:
        advice = advise_pair(pair, Path(folder))
    fine = not (advice.suspicions or advice.error)
    return Outcome("", pair, "", advice, "healthy" if fine else "false alarm")


def try_plant(name: str, made: Trained, turn: int, *, fix: bool = True) -> Outcome | None:
    """What is said of a planted mistake, and after its fix; None where the model's files do not take it."""
    planted = plant(name, made, turn)
    if planted is None:
        return None
    spoiled = planted[1]
    with TemporaryDirectory() as folder:
        advice = advise_pair(spoiled.pair, Path(folder))
        verdict = verdict_of(spoiled.code, spoiled.hidden, advice)
        if verdict == "found" and fix:
            again = _fixed(spoiled.code, spoiled.pair, advice, Path(folder))
            if again is None and spoiled.code not in BEYOND_FILES:
                verdict = "no command"
            if again is not None and (spoiled.code in again.suspicions or again.error):
                verdict, advice = (
                    "not fixed",
                    replace(again, error=f"{again.error} [{advice.fix(spoiled.code)}]"),
                )
    return Outcome(name, spoiled.pair, spoiled.hidden, advice, verdict)


def verdict_of(code: str, hidden: str, advice: Advice) -> str:
    if advice.error:
        return "error"
    if advice.suspicions[:1] == (code,):
        return "found"
    if not advice.suspicions:
        return "left alone" if hidden else "missed"
    if hidden and advice.suspicions == (UNEXPLAINED,):
        return "found"
    return "not first" if code in advice.suspicions else "taken for another"


def _fixed(code: str, pair: Pair, advice: Advice, folder: Path) -> Advice | None:
    words = [folder / f"{name}.{pair.form.format}" for name in "yp"]
    return after_fix(advice.fix(code), folder, [*words, *pair.options])


def combinations(seeds: range, data: tuple[str, ...], models: tuple[str, ...]) -> Iterator[Trained]:
    """Every model of every data set, trained with each seed."""
    for seed in seeds:
        for name in data:
            for model in models:
                yield trained(name, model, seed)
