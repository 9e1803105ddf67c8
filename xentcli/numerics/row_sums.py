"""Sum rows, with the same bits however many rows are summed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import TypeVar

    from numpy.typing import NDArray

    Float = TypeVar("Float", np.float64, np.float32)

SHORT = 4096
"""The largest width for `einsum`: it splits rows that exceed NumPy's buffer of 8192 numbers, but not a
single row, which would change the bits."""


def row_sums(rows: NDArray[Float]) -> NDArray[Float]:
    """Return the sum of each row of (N, K): with `einsum` for short rows, pairwise for long ones.

    >>> row_sums(np.array([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [3.0, 7.0]
    """
    if rows.shape[1] == 1:
        return np.asarray(rows[:, 0] + rows.dtype.type(0))
    if rows.shape[1] <= SHORT:
        return np.asarray(np.einsum("ij->i", rows))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.add.reduce(rows, axis=1))
