"""Find and keep the hardest rows of a loss, and the first ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats

SAMPLED = 64
"""Every 64th value is used to estimate which values could be among the largest."""


class RowLoss(Frozen):
    """One loss with its row and position (from 0), and the label and the predicted class as text."""

    loss: float
    row: int
    position: int
    label: str
    predicted: str
    key: str | None = None


class Ranking(Frozen):
    """The hardest or the first rows, at most `most`."""

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
    """The smallest of the `most` largest losses seen so far, which others must reach to be among the hardest.

    Threads share it. A thread that misses the losses of another looks at more rows than needed, but the
    result is the same: a loss below the bar has `most` losses above it, whichever were seen.
    """

    def __init__(self, most: int) -> None:
        self._most, self._best = most, np.empty(0)

    def reached(self, losses: Floats) -> bool:
        """Return whether one of these losses may be among the hardest.

        Args:
            losses: Losses, (N,), float64.

        Returns:
            False only if every loss is below the bar.

        Examples:
            >>> bar = Bar(1)
            >>> bar.raise_by(np.array([2.0]))
            >>> bar.reached(np.array([1.0])), bar.reached(np.array([3.0]))
            (False, True)
        """
        best = self._best
        return not losses.size or len(best) < self._most or not float(losses.max()) < best[0]

    def raise_by(self, losses: Floats) -> None:
        """Add losses that were not seen before.

        Args:
            losses: Losses without NaN, (N,), float64.
        """
        self._best = np.sort(np.concatenate([self._best, losses]))[-self._most :]


def hardest(values: Floats, most: int) -> Codes:
    """Return the indices of the largest values, the largest first, ties in order; NaNs are left out.

    Args:
        values: Values, (N,), float64.
        most: The largest number of indices to return.

    Returns:
        Indices, int64, at most ``most``.

    Examples:
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
