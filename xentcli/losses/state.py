"""What is known of the loss after some rows: sums, extremes and shares that merge in any order, bit for
bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.frozen import EMPTY_MAP, Frozen, Merged, high, low
from xentcli.numerics.exact_sum import ExactSum, exact_sum
from xentcli.numerics.median import Spread, spread_of
from xentcli.numerics.moments import exact_moments
from xentcli.numerics.occurrences import UNSEEN, Occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.core.types import Codes, Floats, Mask


SHARE_UNIT = 1 << 32
"""The whole of a target, in units of shares."""
SAMPLED = 64
"""One in so many values is looked at to tell which could be among the largest."""


class RowLoss(Frozen):
    """One loss with its row and position (from 0), and the label and the class predicted, as text."""

    loss: float
    row: int
    position: int
    label: str
    predicted: str
    key: str | None = None


class Ranking(Frozen):
    """Some rows, no more than `most`: the hardest, or the first."""

    most: int
    hardest: bool
    rows: tuple[RowLoss, ...] = ()

    def __add__(self, other: Ranking) -> Ranking:
        """The best of both."""
        most = max(self.most, other.most)
        rows = sorted(self.rows + other.rows, key=self._key)[:most]
        return Ranking(most, self.hardest, tuple(rows))

    def _key(self, row: RowLoss) -> tuple[float, int, int]:
        return (-row.loss if self.hardest else 0.0, row.row, row.position)


class Bar:
    """What a loss must reach to be among the hardest `most`: the least of so many that were seen.

    Threads share it. One that misses another's losses looks at more rows than it needs, and no answer depends
    on it: what is below the bar has `most` rows above it, whichever were seen.
    """

    def __init__(self, most: int) -> None:
        """Every row is looked at."""
        self._most, self._best = most, np.empty(0)

    def reached(self, losses: Floats) -> bool:
        """Whether one of these may be among the hardest."""
        best = self._best
        return not losses.size or len(best) < self._most or not float(losses.max()) < best[0]

    def raise_by(self, losses: Floats) -> None:
        """These losses, without NaN, were seen for the first time."""
        self._best = np.sort(np.concatenate([self._best, losses]))[-self._most :]


class Group(Merged):
    """The losses of one class."""

    count: int = 0
    losses: ExactSum = ExactSum()
    weights: ExactSum = ExactSum()
    correct: int = 0


class Groups(Frozen):
    """The losses by class index, or by the text of a column; empty where nobody asked."""

    by: Mapping[Any, Group] = EMPTY_MAP

    def __add__(self, other: Groups) -> Groups:
        """Both together, class by class."""
        keys = sorted(self.by.keys() | other.by.keys())
        return Groups({k: self.by.get(k, Group()) + other.by.get(k, Group()) for k in keys})


class Shares(Frozen):
    """How much of the targets each class has, in units of 2^-32, so that any order gives the same sum."""

    units: tuple[int, ...] = ()

    def __add__(self, other: Shares) -> Shares:
        """Both together."""
        if not self.units or not other.units:
            return self if self.units else other
        return Shares(tuple(a + b for a, b in zip(self.units, other.units, strict=True)))

    def fractions(self) -> list[float]:
        """The shares, summing to one; all zero where nothing was seen."""
        total = sum(self.units)
        return [u / total if total else 0.0 for u in self.units]


class LossState(Merged):
    """Sums over rows; `+` is exact, so threads, blocks and orders cannot change it."""

    rows: int = 0
    losses: ExactSum = ExactSum()
    count: int = 0
    """Losses added: positions that were kept, or elements where a framework adds those."""
    everything: int = 0
    """The same, ignored ones included."""
    weights: ExactSum = ExactSum()
    samples: int = 0
    """Positions kept."""
    row_losses: ExactSum = ExactSum()
    squares: ExactSum = ExactSum()
    minimum: float = low()
    maximum: float = high()
    infinite: Occurrences = UNSEEN
    nan: Occurrences = UNSEEN
    strangers: Occurrences = UNSEEN
    """Labels that are no class."""
    ignored: Occurrences = UNSEEN
    correct: int = 0
    elements_correct: int = 0
    elements: int = 0
    entropies: ExactSum = ExactSum()
    shares: Shares = Shares()
    spread: Spread = Spread()
    top: Ranking = Ranking(0, hardest=True)
    first: Ranking = Ranking(0, hardest=False)
    groups: Groups = Groups()


class Losses(Frozen):
    """Flat arrays of kept losses, in row order: what statistics are made of."""

    values: Floats
    weights: Floats | None
    """None: every weight is one."""
    correct: Mask
    targets: Codes
    shared: bool = False
    """Whether the targets say all about the shares of the classes."""
    elementwise: bool = False
    """Whether the framework adds the losses of elements, and these are only their means by row."""


def shares_of(targets: Codes, width: int) -> Shares:
    """The shares of classes (n,) out of so many."""
    return Shares(tuple(n * SHARE_UNIT for n in np.bincount(targets, minlength=width).tolist()))


def statistics(losses: Losses) -> LossState:
    """Everything about the losses themselves that needs no place."""
    values = losses.values
    n = len(values)
    low, high = (float(values.min()), float(values.max())) if n else (np.inf, -np.inf)
    usual = values if low <= high or not n else values[~np.isnan(values)]
    total, squares = exact_moments(values)
    return LossState(
        losses=total,
        count=n,
        weights=exact_sum(losses.weights) if losses.weights is not None else exact_count(n),
        samples=n,
        row_losses=total,
        squares=squares,
        minimum=low if usual is values else float(usual.min(initial=np.inf)),
        maximum=high if usual is values else float(usual.max(initial=-np.inf)),
        correct=int(np.count_nonzero(losses.correct)),
        spread=spread_of(usual),
    )


def exact_count(n: int) -> ExactSum:
    """The exact sum of so many ones."""
    return ExactSum(n << 1074)


def groups_of(losses: Losses, codes: Codes, size: int) -> Groups:
    """The losses by the code of each, below so many."""
    order = np.argsort(codes, kind="stable")
    counts = np.bincount(codes, minlength=size)
    ends = np.cumsum(counts)
    seen = np.flatnonzero(counts).tolist()
    return Groups({k: _group(losses, order[ends[k] - counts[k] : ends[k]]) for k in seen})


def _group(losses: Losses, at: Codes) -> Group:
    weights = exact_sum(losses.weights[at]) if losses.weights is not None else exact_count(len(at))
    correct = int(np.count_nonzero(losses.correct[at]))
    return Group(len(at), exact_sum(losses.values[at]), weights, correct)


def hardest(values: Floats, most: int) -> Codes:
    """Indices of the largest values, the largest first, ties in order; NaNs never.

    >>> hardest(np.array([1.0, 3.0, 3.0, 2.0]), 2).tolist()
    [1, 2]
    """
    usual = _candidates(values, most)
    if not usual.size:
        return usual
    found = values[usual]
    if len(found) > most:
        edge = np.partition(found, len(found) - most)[len(found) - most]
        above = np.flatnonzero(found > edge)
        level = np.flatnonzero(found == edge)[: most - len(above)]
        usual = usual[np.sort(np.concatenate([above, level]))]
    return usual[np.argsort(-values[usual], kind="stable")]


def _candidates(values: Floats, most: int) -> Codes:
    """Indices among which the largest are: of many values, those no smaller than the largest of a sample of
    them."""
    sample = values[::SAMPLED]
    if not most:
        return np.arange(0)
    if len(sample) <= most or np.isnan(values).any():
        return np.flatnonzero(~np.isnan(values))
    return np.flatnonzero(values >= np.partition(sample, len(sample) - most)[len(sample) - most])
