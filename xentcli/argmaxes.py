"""Whether the largest number of a row is the one of the label: accuracy, without an argmax of every row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.types import Codes, Mask, Numbers

NARROW = 64
"""Up to here columns are compared whole; NumPy's own reductions cost more on such short rows."""


def largest_is(rows: Numbers, classes: Codes, chosen: Numbers) -> Mask:
    """Which rows (n, K) have their first largest number at the class given; `chosen` are the numbers there.

    >>> rows = np.array([[0.2, 0.8], [0.5, 0.5], [0.5, 0.5]])
    >>> largest_is(rows, np.array([1, 0, 1]), np.array([0.8, 0.5, 0.5])).tolist()
    [True, True, False]
    """
    if rows.shape[1] > NARROW:
        return np.asarray(rows.argmax(axis=1) == classes)
    top = row_maxima(rows)
    right = chosen == top
    tops = sum(int(np.count_nonzero(rows[:, k] == top)) for k in range(rows.shape[1]))
    if tops != len(rows):
        tied = np.flatnonzero(right)
        right[tied] = rows[tied].argmax(axis=1) == classes[tied]
    return np.asarray(right, dtype=np.bool_)


def row_maxima(rows: Numbers) -> Numbers:
    """The largest number of each row (n, K), column by column."""
    top = rows[:, 0].copy()
    for k in range(1, rows.shape[1]):
        np.maximum(top, rows[:, k], out=top)
    return top
