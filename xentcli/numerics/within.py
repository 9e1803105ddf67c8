"""Which rows lie in a range throughout: most often all of them, or hardly any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.core.types import Codes
    from xentcli.numerics.row_stats import RowStats


def rows_within(facts: RowStats, low: float, high: float) -> Codes | None:
    """The indices of the rows (n, K) whose numbers all lie in [low, high]; None: all rows. NaN lies nowhere.

    The first columns rule out most rows: for logits that costs a fraction of a row-wise minimum.

    >>> from xentcli.numerics.row_stats import RowStats
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
