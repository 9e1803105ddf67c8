"""Describe a table to be written: its columns, and the meaning of its values."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from xentcli.core.blocks import Block
    from xentcli.core.types import Numbers

    Write: TypeAlias = Callable[[Numbers, Sequence[Block]], None]
    """Writes the values of one block, and the text columns that are copied with it."""

PIECE = 1 << 20
"""Approximate number of bytes formatted at a time."""


class Form(Enum):
    """The meaning of the values in a block."""

    NUMBERS = auto()
    """Numbers: one per row (N,), or one per column (N, K)."""
    TITLES = auto()
    """Indices (N,) into the titles of the sheet."""
    PLACES = auto()
    """Indices (N,) of the column that is 1, in one-hot rows."""
    LISTS = auto()
    """0 and 1 (N, K), or indices (N,); each row lists the titles or indices that are on."""


class Sheet(Frozen):
    """A table to be written: its column names, dtype, and the form of its blocks.

    ``kept`` names the text columns that are copied from the input; ``rows`` is None if the number is unknown.
    """

    names: tuple[str, ...]
    dtype: str
    form: Form = Form.NUMBERS
    titles: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    rows: int | None = None
    positions: tuple[int, ...] = ()
    """The shape of the positions of a row; each position is a row of the blocks. () for plain tables."""
    axis: int | None = None
    """The axis of the columns in an array with positions; None for the last one."""
    joint: str | None = None
    """The separator of the labels of a list in text; None writes JSON."""

    @property
    def width(self) -> int:
        """Return the number of columns, without the kept ones."""
        return len(self.names)

    def array(self, values: Numbers) -> Numbers:
        """Return the array that a block represents.

        >>> Sheet(("cat", "dog"), "uint8", Form.PLACES).array(np.array([1, 0])).tolist()
        [[0, 1], [1, 0]]
        """
        if self.form is Form.TITLES:
            return np.array(self.titles, dtype=self.dtype)[values]
        if self.form is Form.LISTS:
            lists = np.empty(len(values), dtype=object)
            lists[:] = self.lists(values)
            return lists
        if self.form is Form.NUMBERS:
            return np.ascontiguousarray(values, dtype=self.dtype)
        rows = np.zeros((len(values), self.width), dtype=self.dtype)
        rows[np.arange(len(values)), values] = 1
        return rows

    def lists(self, values: Numbers) -> list[list[str | int]]:
        """Return the titles, or else the indices, that are on in each row of a block.

        >>> Sheet(("labels",), "uint8", Form.LISTS, ("a", "b")).lists(np.array([[1, 1], [0, 0]]))
        [['a', 'b'], []]
        """
        rows = [[at] for at in values.tolist()] if values.ndim == 1 else map(np.flatnonzero, values)
        titles = self.titles
        return [[titles[at] if titles else int(at) for at in row] for row in rows]

    def shape(self, rows: int) -> tuple[int, ...]:
        """Return the shape of the array with this number of rows.

        >>> Sheet(("a", "b"), "uint8", positions=(4, 4), axis=1).shape(32)
        (2, 2, 4, 4)
        """
        shape = (rows // math.prod(self.positions), *self.positions)
        if self.width == 1:
            return shape
        axis = len(shape) if self.axis is None else self.axis
        return (*shape[:axis], self.width, *shape[axis:])

    def shaped(self, array: Numbers) -> Numbers:
        """Return the array of a block in the shape in which it is written."""
        if not self.positions:
            return array
        inner = (-1, *self.positions, self.width)[: len(self.positions) + 1 + (self.width > 1)]
        whole = array.reshape(inner)
        return whole if self.axis is None else np.ascontiguousarray(np.moveaxis(whole, -1, self.axis))


def rows_at_once(row: int) -> int:
    """Return how many rows of ``row`` bytes are formatted at a time."""
    return max(1, PIECE // row)
