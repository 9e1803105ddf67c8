"""Which rows lie in a range throughout: most often all of them, or hardly any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.types import Codes, Numbers

COLUMNS = 16
"""Columns looked at one by one before the rows that are left are looked at whole."""


def rows_within(
    rows: Numbers, low: float, high: float, span: tuple[float, float] | None = None
) -> Codes | None:
    """The indices of the rows (n, K) whose numbers all lie in [low, high]; None: all rows. NaN lies nowhere.

    ``span`` is the smallest and the largest of the numbers, where that is known. Column by column, only rows
    that are still in question: for logits that costs a fraction of a row-wise minimum.

    >>> rows_within(np.array([[0.5, 2.0], [0.1, 0.9]]), 0, 1).tolist()
    [1]
    """
    least, most = span or ((rows.min(), rows.max()) if rows.size else (low, high))
    if not rows.size or (least >= low and most <= high):
        return None
    if least > high or most < low:
        return np.arange(0)
    left: Codes = np.arange(len(rows))
    for column in range(min(rows.shape[1], COLUMNS)):
        values = rows[left, column]
        left = left[(values >= low) & (values <= high)]
        if not left.size:
            return left
    some = rows[left]
    with np.errstate(invalid="ignore"):
        return np.asarray(left[(some.min(axis=1) >= low) & (some.max(axis=1) <= high)])
