"""The sums of rows, with the same bits however many rows are summed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import TypeVar

    from numpy.typing import NDArray

    Float = TypeVar("Float", np.float64, np.float32)

SHORT = 4096
"""Columns that fit NumPy's buffer of 8192 numbers: `einsum` cuts longer rows, unless there is only one."""


def row_sums(rows: NDArray[Float]) -> NDArray[Float]:
    """The sum of every row (n, K): fast for short rows, pairwise for long ones.

    >>> row_sums(np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [3.0, 7.0]
    """
    if rows.shape[1] == 1:
        return np.asarray(rows[:, 0] + rows.dtype.type(0))
    if rows.shape[1] <= SHORT:
        return np.asarray(np.einsum("ij->i", rows))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.add.reduce(rows, axis=1))
