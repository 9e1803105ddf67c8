"""Label vectors of one byte a cell, all 0 or 1: everything about them follows from where the ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Codes, Mask, Numbers


class BinaryRows(Frozen):
    """Where the ones of (n, K) rows of zeros and ones are: row and column of each, in row order."""

    n: int
    width: int
    rows: Codes
    columns: Codes
    one_hot: bool
    """Whether every row has exactly one 1."""

    def hot(self) -> Mask:
        """Which rows have exactly one 1."""
        return np.asarray(np.bincount(self.rows, minlength=self.n) == 1)

    def classes(self) -> Codes:
        """The column of the 1, of the rows that have exactly one."""
        return self.columns if self.one_hot else self.columns[self.hot()[self.rows]]

    def per_column(self) -> tuple[int, ...]:
        """How many ones each column has."""
        return tuple(np.bincount(self.columns, minlength=self.width).tolist())


def bits_of(block: Block, layout: RowLayout) -> BinaryRows | None:
    """The ones of a block of label vectors; None unless its cells are bytes or truth values, all 0 or 1."""
    values = block.values
    one_byte = values.dtype.itemsize == 1 and values.dtype.kind in "biu"
    if block.categories is not None or not one_byte or not values.size:
        return None
    cells = np.ascontiguousarray(layout.labels(values)).view(np.uint8)
    at = _ones(cells.reshape(-1))
    return None if at is None else _placed(at, len(cells), layout.width)


def bits_in(block: Block, layout: RowLayout) -> BinaryRows | None:
    """The ones of label vectors of any type of number; None unless its cells are all 0 or 1."""
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
    """Where bytes are 1; None if any is neither 0 nor 1.

    Eight are looked at together first: where ones are rare, that leaves few to be looked at one by one.
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
    """Ones by row and column; as many as rows, each within its own row, need no division."""
    if len(at) == n:
        rows = np.arange(n)
        columns = rows * width
        np.subtract(at, columns, out=columns)
        if columns.min() >= 0 and bool((columns < width).all()):
            return BinaryRows(n, width, rows, columns, one_hot=True)
    rows, columns = np.divmod(at, width)
    return BinaryRows(n, width, rows, columns, one_hot=False)
