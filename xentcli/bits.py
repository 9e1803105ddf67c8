"""Label vectors of one byte a cell, all 0 or 1: everything about them follows from where the ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.values import Value

if TYPE_CHECKING:
    from xentcli.layout import Layout
    from xentcli.types import Block, Codes, Mask


class Bits(Value):
    """Where the ones of (n, K) rows of zeros and ones are: row and column of each, in row order."""

    n: int
    width: int
    rows: Codes
    columns: Codes

    @property
    def one_hot(self) -> bool:
        """Whether every row has exactly one 1."""
        return len(self.rows) == self.n and bool((self.rows == np.arange(self.n)).all())

    def hot(self) -> Mask:
        """Which rows have exactly one 1."""
        return np.asarray(np.bincount(self.rows, minlength=self.n) == 1)

    def classes(self) -> Codes:
        """The column of the 1, of the rows that have exactly one."""
        return self.columns if self.one_hot else self.columns[self.hot()[self.rows]]

    def per_column(self) -> tuple[int, ...]:
        """How many ones each column has."""
        return tuple(np.bincount(self.columns, minlength=self.width).tolist())


def bits_of(block: Block, layout: Layout) -> Bits | None:
    """The ones of a block of label vectors; None unless its cells are bytes or truth values, all 0 or 1.

    The bytes are looked at as truth values, many at a time, so this costs little more than reading them.
    """
    values = block.values
    one_byte = values.dtype.itemsize == 1 and values.dtype.kind in "biu"
    if block.categories is not None or not one_byte or not values.size:
        return None
    cells = np.ascontiguousarray(layout.labels(values)).view(np.uint8)
    if cells.max() > 1:
        return None
    rows, columns = np.divmod(np.flatnonzero(cells.reshape(-1).view(np.bool_)), layout.width)
    return Bits(len(cells), layout.width, rows, columns)
