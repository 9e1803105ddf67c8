"""Arrays as tables of blocks: in memory here, and what NPY and NPZ share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.blocks import Block, Origin, without, wrong_rows
from xentcli.core.errors import DataError, Place, UsageError
from xentcli.io.arrays.values import check_array, named, native, no_numbers, wrong_values
from xentcli.io.table import Cells, Plain, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Pending
    from xentcli.core.types import Numbers
    from xentcli.io.table import Complain

BYTES = 1 << 22
"""About how large a block is: large enough that what Python does once a block does not count."""
ROWS = 1 << 16
"""Rows of a block at most: arrays of one float64 a row stay in a core's cache."""


class Arrays(Plain):
    """The part of a table that all arrays share; what differs is how :meth:`rows` gets at them."""

    columns: tuple[str, ...] | None = None
    dtype: np.dtype[Any]

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], options: ReadOptions) -> None:
        """Refuse what holds no rows of numbers or names."""
        check_array(name, shape, dtype)
        self.name, self.dtype, self.options = name, dtype.newbyteorder("="), options
        self.shape: tuple[int | None, ...] = shape
        self.count, self.rest = shape[0], shape[1:]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """All columns of an array of numbers, none of an array of text."""
        return (self.dtype.kind not in "US",) * (self.rest[0] if len(self.rest) == 1 else 1)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """The wanted columns of ``step`` rows at a time, from the first row on."""
        raise NotImplementedError

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """The rows from the first on, each time anew; None: all columns, arrays of any rank as they are."""
        columns = self._wanted(columns)
        origin = Origin(self.name, None if columns is None else tuple(map(str, columns)))
        first = 0
        for values in self.rows(columns, self._step()):
            block = self._block(native(values, self.name), first, origin, cells)
            wrong = () if cells is Cells.TEXT else wrong_rows(wrong_values(block), complain)
            yield from without(block, wrong)
            first += len(values)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """The same rows; read one after the other unless the format can do better."""
        return self.blocks(columns, cells)

    def verify(self) -> None:
        """Memory is the caller's."""

    def _step(self) -> int:
        row = max(1, math.prod(self.rest) * self.dtype.itemsize)
        return self.options.block_rows or max(1, min(BYTES // row, ROWS))

    def _wanted(self, columns: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if columns is None or (not self.rest and columns == (0,)):
            return None
        if len(self.rest) != 1 or not all(0 <= column < self.rest[0] for column in columns):
            message = f"no such columns in an array of shape {self.shape}"
            raise UsageError(message, "indexes start from 0", code="XE552", place=Place(self.name))
        return columns

    @staticmethod
    def _block(values: Numbers, first: int, origin: Origin, cells: Cells) -> Block:
        if cells is not Cells.NUMBERS and values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.dtype.kind in "US" and cells is Cells.NUMBERS:
            raise no_numbers(Block(values, first, origin))
        if values.dtype.kind in "US" or cells in {Cells.NAMES, Cells.TEXT}:
            return named(values, first, origin)
        return Block(values, first, origin)


class ArrayTable(Arrays):
    """An array in memory; its blocks are slices of it, copied only where not in the machine's order.

    >>> table = ArrayTable(np.array([2, 0, 1]), "labels")
    >>> [block.values.tolist() for block in table.blocks()]
    [[2, 0, 1]]
    """

    def __init__(self, array: Numbers, name: str, options: ReadOptions = ReadOptions()) -> None:  # noqa: B008
        """The array is not copied; text held as Python objects is made an array of text."""
        if isinstance(array, np.ma.MaskedArray) and np.ma.is_masked(array):
            raise DataError(
                "masked values are missing values",
                "fill them: a.filled(...)",
                code="XE016",
                place=Place(name),
            )
        self._array = np.asarray(array)
        if self._array.dtype.kind in "OT" and all(isinstance(item, str) for item in self._array.flat):
            self._array = self._array.astype(np.str_)
        super().__init__(name, self._array.shape, self._array.dtype, options)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Slices of the array."""
        for start in range(0, self.count, step):
            block = self._array[start : start + step]
            yield block if columns is None else block[:, list(columns)]
