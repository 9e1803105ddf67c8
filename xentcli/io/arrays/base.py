"""The base class of array tables, and tables of arrays in memory."""

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
"""Block size in bytes, large enough to make Python's cost per block negligible."""
ROWS = 1 << 16
"""Maximum rows per block: one float64 per row then fits into the cache of a core."""


class Arrays(Plain):
    """Base class of array tables. Subclasses implement :meth:`rows`."""

    columns: tuple[str, ...] | None = None
    dtype: np.dtype[Any]
    step = 0.0
    """The step between the numbers that can be stored, if they are packed as whole numbers."""

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], options: ReadOptions) -> None:
        """Raise if the array does not hold rows of numbers or text."""
        self._raw: str | None = None
        if dtype.kind == "V" and dtype.names is None:
            from xentcli.io.arrays.low_bits import raw_type

            self._raw, self.notes = raw_type(dtype, options.raw_type, name)
            dtype = np.dtype(np.float32)
        check_array(name, shape, dtype)
        self.name, self.dtype, self.options = name, dtype.newbyteorder("="), options
        self.shape: tuple[int | None, ...] = shape
        self.count, self.rest = shape[0], shape[1:]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Return True for each column of a numeric array, False for an array of text."""
        return (self.dtype.kind not in "US",) * (self.rest[0] if len(self.rest) == 1 else 1)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the requested columns, ``step`` rows at a time."""
        raise NotImplementedError

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks from the start on each call; ``columns`` None: all, of any rank."""
        columns = self._wanted(columns)
        origin = Origin(self.name, None if columns is None else tuple(map(str, columns)))
        first = 0
        for values in self.rows(columns, self._step()):
            block = self._block(self._native(values), first, origin, cells)
            wrong = () if cells is Cells.TEXT else wrong_rows(wrong_values(block), complain)
            yield from without(block, wrong)
            first += len(values)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows; formats that allow it override this to read in parallel."""
        return self.blocks(columns, cells)

    def verify(self) -> None:
        """Do nothing: an array in memory belongs to the caller."""

    def _native(self, values: Numbers) -> Numbers:
        """Return values as the machine has them, raw ones as float32."""
        if self._raw is not None:
            from xentcli.io.arrays.low_bits import as_float32

            values = as_float32(values, self._raw, self.name)
        return native(values, self.name)

    def _step(self) -> int:
        row = max(1, math.prod(self.rest) * self.dtype.itemsize)
        return self.options.block_rows or max(1, min(BYTES // row, ROWS))

    def _wanted(self, columns: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if columns is None or (not self.rest and columns == (0,)):
            return None
        if len(self.rest) != 1 or not all(0 <= column < self.rest[0] for column in columns):
            message = f"no such columns in an array of shape {self.shape}"
            raise UsageError(message, "column numbers start at 0", code="XE552", place=Place(self.name))
        return columns

    def _block(self, values: Numbers, first: int, origin: Origin, cells: Cells) -> Block:
        if cells is not Cells.NUMBERS and values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.dtype.kind in "US" and cells is Cells.NUMBERS:
            raise no_numbers(Block(values, first, origin))
        if values.dtype.kind in "US" or cells in {Cells.NAMES, Cells.TEXT}:
            return named(values, first, origin)
        return Block(values, first, origin, step=self.step)


class ArrayTable(Arrays):
    """A table of an array in memory. Blocks are slices, copied only if not in native byte order.

    >>> table = ArrayTable(np.array([2, 0, 1]), "labels")
    >>> [block.values.tolist() for block in table.blocks()]
    [[2, 0, 1]]
    """

    def __init__(self, array: Numbers, name: str, options: ReadOptions = ReadOptions()) -> None:  # noqa: B008
        """The array is not copied, except that Python strings are converted to a text array."""
        if isinstance(array, np.ma.MaskedArray) and np.ma.is_masked(array):
            raise DataError(
                "masked values are missing",
                "fill them: a.filled(...)",
                code="XE016",
                place=Place(name),
            )
        self._array = np.asarray(array)
        if self._array.dtype.kind in "OT" and all(isinstance(item, str) for item in self._array.flat):
            self._array = self._array.astype(np.str_)
        super().__init__(name, self._array.shape, self._array.dtype, options)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield slices of the array."""
        for start in range(0, self.count, step):
            block = self._array[start : start + step]
            yield block if columns is None else block[:, list(columns)]
