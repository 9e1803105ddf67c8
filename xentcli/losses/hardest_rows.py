"""The hardest rows of a loss, and the first ones: how the largest of many losses are found and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats

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
        """Return the best rows of both."""
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
        """Add losses without NaN that were not seen before."""
        self._best = np.sort(np.concatenate([self._best, losses]))[-self._most :]


def hardest(values: Floats, most: int) -> Codes:
    """Return the indices of the largest values, the largest first, ties in order; NaNs are left out.

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
    """Return indices that include those of the largest values.

    Of many values, these are the ones no smaller than the largest of a sample.
    """
    sample = values[::SAMPLED]
    if not most:
        return np.arange(0)
    if len(sample) <= most or np.isnan(values).any():
        return np.flatnonzero(~np.isnan(values))
    return np.flatnonzero(values >= np.partition(sample, len(sample) - most)[len(sample) - most])
