"""Statistics of a block of predictions that several steps share, computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import lazily
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Mask, Numbers

NARROW = 64
"""Rows up to this width are reduced column by column; NumPy's row reductions are slower for them."""
EDGE = 16
"""The number of columns to test before whole rows: about as many as fit a cache line."""
MARGIN = 1e-9
"""A tolerance much larger than the error of a loss."""


class RowStats:
    """Predictions in canonical shape, (N, K) or (N,), with lazily computed statistics.

    >>> facts = RowStats(np.array([[0.25, 0.75], [0.5, 0.5]]))
    >>> facts.span, facts.tops.tolist()
    ((0.25, 0.75), [0.75, 0.5])
    """

    def __init__(self, rows: Numbers, step: float = 0.0) -> None:
        """``step`` is the step between the numbers that can be stored, if it is known."""
        self.rows, self.step = rows, step

    @lazily
    def span(self) -> tuple[float, float]:
        """Return the smallest and the largest number; NaN if there is one."""
        return (float(self.rows.min()), float(self.rows.max())) if self.rows.size else (np.inf, -np.inf)

    @lazily
    def columns(self) -> Numbers | None:
        """Return the transposed numbers, (K, N), for narrow rows, else None.

        Transposing a block is cheaper than a reduction along narrow rows.
        """
        narrow = self.rows.ndim == 2 and 1 < self.rows.shape[1] <= NARROW
        return np.ascontiguousarray(self.rows.T) if narrow else None

    @lazily
    def edges(self) -> tuple[Numbers, Numbers]:
        """Return the smallest and the largest number of each row, (N,).

        Of wide rows, only the first columns are used.
        """
        columns = np.ascontiguousarray(self.rows[:, :EDGE].T) if self.columns is None else self.columns
        return columns.min(axis=0), columns.max(axis=0)

    @lazily
    def sums(self) -> Numbers:
        """Return the sum of each row, (N,), in the dtype of the rows; its last bits depend on the block."""
        return row_sums(self.rows) if self.columns is None else np.asarray(self.columns.sum(axis=0))

    @lazily
    def tops(self) -> Numbers:
        """Return the largest number of each row, (N,)."""
        return np.asarray(self.rows.max(axis=1) if self.columns is None else self.columns.max(axis=0))


def rows_within(facts: RowStats, low: float, high: float) -> Codes | None:
    """Return the indices of rows (N, K) with all numbers in [low, high], or None for all rows.

    Rows with NaN are left out. The first columns exclude most rows: for logits that costs a fraction of a
    row-wise minimum.

    >>> rows_within(RowStats(np.array([[0.5, 2.0], [0.1, 0.9]])), 0, 1).tolist()
    [1]
    """
    rows, (least, most) = facts.rows, facts.span
    if not rows.size or (least >= low and most <= high):
        return None
    if least > high or most < low:
        return np.arange(0)
    lows, highs = facts.edges
    left = np.flatnonzero((lows >= low) & (highs <= high))
    if facts.columns is not None or not left.size:
        return left
    some = rows[left]
    with np.errstate(invalid="ignore"):
        return np.asarray(left[(some.min(axis=1) >= low) & (some.max(axis=1) <= high)])


def largest_is(facts: RowStats, classes: Codes, chosen: Numbers) -> Mask:
    """Return which rows (N, K) have their first largest number at a class.

    Args:
        facts: Predictions, (N, K).
        classes: A class index per row, (N,).
        chosen: The predictions of these classes, (N,).

    >>> facts = RowStats(np.array([[0.2, 0.8], [0.5, 0.5], [0.5, 0.5]]))
    >>> largest_is(facts, np.array([1, 0, 1]), np.array([0.8, 0.5, 0.5])).tolist()
    [True, True, False]
    """
    if facts.columns is None:
        return np.asarray(facts.rows.argmax(axis=1) == classes)
    right = chosen == facts.tops
    if np.count_nonzero(facts.columns == facts.tops) != len(right):
        tied = np.flatnonzero(right)
        right[tied] = facts.rows[tied].argmax(axis=1) == classes[tied]
    return np.asarray(right, dtype=np.bool_)


def largest_by_loss(facts: RowStats, classes: Codes, losses: Numbers) -> Mask:
    """Return which rows of logits have their largest number at a class, mostly from their losses.

    A loss below log 2 means a probability above one half, which no other class has. A loss above log K means
    a probability below 1 / K, and some class has more. Only the rows between need their logits.

    Args:
        facts: Logits, (N, K).
        classes: A class index per row, (N,).
        losses: -log softmax(z) of these classes in nats, (N,).

    >>> z = np.array([[2.0, 0.0, 0.0], [0.5, 0.4, 0.1], [0.0, 9.0, 0.0]])
    >>> losses = np.array([0.24, 0.93, 9.0])
    >>> largest_by_loss(RowStats(z), np.array([0, 0, 0]), losses).tolist()
    [True, True, False]
    """
    right = losses < np.log(2) - MARGIN
    between = np.flatnonzero(~right & (losses <= np.log(facts.rows.shape[1]) + MARGIN))
    if 2 * len(between) > len(right):
        return largest_is(facts, classes, losses)
    right[between] = facts.rows[between].argmax(axis=1) == classes[between]
    return np.asarray(right, dtype=np.bool_)


def every(mask: Mask) -> Mask:
    """Return which rows of a mask (N, K) are all true."""
    return np.asarray(mask.all(axis=1), dtype=np.bool_)


def each_row(block: Block, positions: Mask) -> Mask:
    """Return which rows of a block have all of their positions true."""
    return positions if len(positions) == len(block) else every(positions.reshape(len(block), -1))


def any_position(block: Block, positions: Mask) -> Mask:
    """Return which rows of a block have any of their positions true."""
    return np.asarray(positions.reshape(len(block), -1).any(axis=1), dtype=np.bool_)


def span_of(values: Numbers) -> tuple[float, float]:
    """Return the smallest and the largest number without NaNs, so that blocks can be merged in any order."""
    usual = values[~np.isnan(values)]
    return (float(usual.min()), float(usual.max())) if usual.size else (np.inf, -np.inf)


def sorts_of(values: Numbers) -> tuple[Mask, Mask, Mask]:
    """Return which cells are integers, NaN and infinite, as three masks."""
    none = np.zeros(values.shape, dtype=bool)
    if values.dtype.kind in "iub":
        return ~none, none, none
    nan, infinite = np.isnan(values), np.isinf(values)
    with np.errstate(invalid="ignore"):
        whole = (values == np.rint(values)) & ~infinite
    return whole, nan, infinite
