"""What several steps want to know of the same block of predictions, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import lazily
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Mask, Numbers

NARROW = 64
"""Up to here rows are looked at column by column; NumPy's own reductions cost more on such short rows."""
EDGE = 16
"""Columns that are looked at before whole rows: as many as come along when one of them is fetched."""
MARGIN = 1e-9
"""Losses are much more accurate than that."""


class RowStats:
    """Predictions in canonical shape, (n, K) or (n,), and what is known of them.

    >>> facts = RowStats(np.array([[0.25, 0.75], [0.5, 0.5]]))
    >>> facts.span, facts.tops.tolist()
    ((0.25, 0.75), [0.75, 0.5])
    """

    def __init__(self, rows: Numbers) -> None:
        """Nothing is worked out yet."""
        self.rows = rows

    @lazily
    def span(self) -> tuple[float, float]:
        """The smallest and the largest number; NaN where there is one."""
        return (float(self.rows.min()), float(self.rows.max())) if self.rows.size else (np.inf, -np.inf)

    @lazily
    def columns(self) -> Numbers | None:
        """The same numbers as (K, n), where rows are short: a turn of the block costs less than a reduction
        along its rows."""
        narrow = self.rows.ndim == 2 and 1 < self.rows.shape[1] <= NARROW
        return np.ascontiguousarray(self.rows.T) if narrow else None

    @lazily
    def edges(self) -> tuple[Numbers, Numbers]:
        """The smallest and the largest number of each row's first columns, or of all where rows are short."""
        columns = np.ascontiguousarray(self.rows[:, :EDGE].T) if self.columns is None else self.columns
        return columns.min(axis=0), columns.max(axis=0)

    @lazily
    def sums(self) -> Numbers:
        """The sum of each row, in the rows' own precision, whose last bits depend on the block."""
        return row_sums(self.rows) if self.columns is None else np.asarray(self.columns.sum(axis=0))

    @lazily
    def tops(self) -> Numbers:
        """The largest number of each row."""
        return np.asarray(self.rows.max(axis=1) if self.columns is None else self.columns.max(axis=0))


def rows_within(facts: RowStats, low: float, high: float) -> Codes | None:
    """The indices of the rows (n, K) whose numbers all lie in [low, high]; None: all rows. NaN lies nowhere.

    The first columns rule out most rows: for logits that costs a fraction of a row-wise minimum.

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
    """Which rows (n, K) have their first largest number at the class given; `chosen` are the numbers there.

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
    """The same from cross-entropies of softmax, which settle it for most rows.

    A loss below log 2 is a probability above one half, which no other class has; a loss above log K is a
    probability below 1 / K, and some class has more. Only the rows between need a look at their numbers.

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
    """Which rows of a mask are true throughout."""
    return np.asarray(mask.all(axis=1), dtype=np.bool_)


def each_row(block: Block, positions: Mask) -> Mask:
    """Which rows have what all of their positions have."""
    return positions if len(positions) == len(block) else every(positions.reshape(len(block), -1))


def any_position(block: Block, positions: Mask) -> Mask:
    """Return which rows have what any of their positions has."""
    return np.asarray(positions.reshape(len(block), -1).any(axis=1), dtype=np.bool_)


def span_of(values: Numbers) -> tuple[float, float]:
    """The smallest and the largest number, NaNs aside: beside them, the order of blocks would matter."""
    usual = values[~np.isnan(values)]
    return (float(usual.min()), float(usual.max())) if usual.size else (np.inf, -np.inf)


def sorts_of(values: Numbers) -> tuple[Mask, Mask, Mask]:
    """Which cells are whole numbers, NaN, infinite."""
    none = np.zeros(values.shape, dtype=bool)
    if values.dtype.kind in "iub":
        return ~none, none, none
    nan, infinite = np.isnan(values), np.isinf(values)
    with np.errstate(invalid="ignore"):
        whole = (values == np.rint(values)) & ~infinite
    return whole, nan, infinite
