"""Find the ones in label vectors of zeros and ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Codes, Mask, Numbers


class BinaryRows(Frozen):
    """The row and column of each 1 in a matrix (N, K) of zeros and ones, in row order."""

    n: int
    width: int
    rows: Codes
    columns: Codes
    one_hot: bool
    """Whether every row has exactly one 1."""

    def hot(self) -> Mask:
        """Return which rows have exactly one 1, (N,)."""
        return np.asarray(np.bincount(self.rows, minlength=self.n) == 1)

    def classes(self) -> Codes:
        """Return the column of the 1 in each row with exactly one."""
        return self.columns if self.one_hot else self.columns[self.hot()[self.rows]]

    def per_column(self) -> tuple[int, ...]:
        """Return the number of ones in each column."""
        return tuple(np.bincount(self.columns, minlength=self.width).tolist())


def bits_of(block: Block, layout: RowLayout) -> BinaryRows | None:
    """Return the ones of label vectors, or None unless the cells are bytes or booleans, all 0 or 1."""
    values = block.values
    one_byte = values.dtype.itemsize == 1 and values.dtype.kind in "biu"
    if block.categories is not None or not one_byte or not values.size:
        return None
    cells = np.ascontiguousarray(layout.labels(values)).view(np.uint8)
    at = _ones(cells.reshape(-1))
    return None if at is None else _placed(at, len(cells), layout.width)


def bits_in(block: Block, layout: RowLayout) -> BinaryRows | None:
    """Return the ones of label vectors of any numeric dtype, or None unless all cells are 0 or 1."""
    values = block.values
    if values.dtype.kind not in "iuf" or values.dtype.itemsize == 1 or block.categories is not None:
        return bits_of(block, layout)
    cells = layout.labels(values)
    on = cells == 1
    if not values.size or np.count_nonzero(cells != 0) != np.count_nonzero(on):
        return None
    at = _ones(np.ascontiguousarray(on).view(np.uint8).reshape(-1))
    return None if at is None else _placed(at, len(cells), layout.width)


def _ones(cells: Numbers) -> Codes | None:
    """Return the indices of bytes that are 1, or None if any is neither 0 nor 1.

    Words of eight bytes are tested first: if ones are rare, few words are left to search byte by byte.
    """
    words = cells[: len(cells) // 8 * 8].view(np.uint64)
    some = np.flatnonzero(words != 0)
    if len(some) * 4 > len(words):
        return np.flatnonzero(cells.view(np.bool_)) if cells.max() <= 1 else None
    left = np.append(words[some].view(np.uint8), cells[len(words) * 8 :])
    if left.max(initial=0) > 1:
        return None
    at = np.flatnonzero(left.view(np.bool_))
    return np.asarray(np.append(some, len(words))[at >> 3] * 8 + (at & 7))


def _placed(at: Codes, n: int, width: int) -> BinaryRows:
    """Return flat indices of ones as rows and columns.

    If row i has the i-th one, for all rows, no division is needed.
    """
    if len(at) == n:
        rows = np.arange(n)
        columns = rows * width
        np.subtract(at, columns, out=columns)
        if columns.min() >= 0 and bool((columns < width).all()):
            return BinaryRows(n, width, rows, columns, one_hot=True)
    rows, columns = np.divmod(at, width)
    return BinaryRows(n, width, rows, columns, one_hot=False)
