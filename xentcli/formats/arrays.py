"""Arrays as tables of blocks: in memory here, and what NPY and NPZ share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.errors import DataError, InputError, Place, UsageError, shown
from xentcli.formats.table import Cells, ReadOptions
from xentcli.types import Block, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.types import Numbers

ELEMENTS = 262_144
"""About how many numbers a block holds."""

READABLE = "biufUS"

REFUSED = {
    "c": ("XE030", "complex numbers are no labels, predictions or weights", "save the real part"),
    "M": ("XE031", "dates are no labels, predictions or weights", "save them as numbers or names"),
    "m": ("XE031", "durations are no labels, predictions or weights", "save them as numbers or names"),
    "V": (
        "XE032",
        "a structured or raw array is no array of numbers",
        "save one field: np.save(FILE, a['field'])",
    ),
}


class Arrays:
    """The part of a table that all arrays share; what differs is how :meth:`rows` gets at them."""

    columns: tuple[str, ...] | None = None
    index_column: int | None = None

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], options: ReadOptions) -> None:
        self.name, self.dtype, self.options = name, dtype.newbyteorder("="), options
        self._check(shape)
        self.shape: tuple[int | None, ...] = shape
        self.count, self.rest = shape[0], shape[1:]

    def _check(self, shape: tuple[int, ...]) -> None:
        place = Place(self.name)
        if self.dtype.kind not in READABLE or (self.dtype.kind == "f" and self.dtype.itemsize > 8):
            code, message, hint = REFUSED.get(
                self.dtype.kind,
                ("XE033", f"numbers of type {self.dtype} cannot be read", "save them as float64"),
            )
            raise DataError(message, hint, code=code, place=place)
        if not shape:
            raise DataError(
                "one number is no row: no rows",
                "an array of at least one axis is wanted",
                code="XE035",
                place=place,
            )
        if not shape[0]:
            raise DataError("no rows", code="XE013", place=place)
        if 0 in shape:
            raise DataError(f"no columns: the shape is {shape}", code="XE038", place=place)

    @property
    def numeric(self) -> tuple[bool, ...]:
        """All columns of an array of numbers, none of an array of text."""
        return (self.dtype.kind not in "USO",) * (self.rest[0] if len(self.rest) == 1 else 1)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """The wanted columns of ``step`` rows at a time, from the first row on."""
        raise NotImplementedError

    def blocks(self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS) -> Iterator[Block]:
        """The rows from the first on, each time anew; None: all columns, arrays of any rank as they are."""
        columns = self._wanted(columns)
        origin = Origin(self.name, None if columns is None else tuple(map(str, columns)))
        first = 0
        for values in self.rows(columns, self._step()):
            yield self._block(values, first, origin, cells)
            first += len(values)

    def _step(self) -> int:
        row = math.prod(self.rest) * max(1, self.dtype.itemsize // 8)
        return self.options.block_rows or max(1, ELEMENTS // row)

    def _wanted(self, columns: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if columns is None or (not self.rest and columns == (0,)):
            return None
        if len(self.rest) != 1 or not all(0 <= column < self.rest[0] for column in columns):
            raise UsageError(
                f"no such columns in an array of shape {self.shape}", code="XE552", place=Place(self.name)
            )
        return columns

    def _block(self, values: Numbers, first: int, origin: Origin, cells: Cells) -> Block:
        values = checked(values, self.name, first)
        if cells is not Cells.NUMBERS and values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.dtype.kind not in "USO" and cells is not Cells.NAMES:
            return Block(values, first, origin)
        if cells is Cells.NUMBERS:
            value = text(values.flat[0])
            place = Block(values, first, origin).place(0)
            raise DataError(f"'{shown(value)}' is not a number", code="XE020", place=place, value=value)
        return self._named(values, first, origin)

    def _named(self, values: Numbers, first: int, origin: Origin) -> Block:
        names, codes = np.unique(values, return_inverse=True)
        block = Block(
            codes.reshape(values.shape), first, origin, categories=tuple(text(name) for name in names)
        )
        if "" in (block.categories or ()):
            row = int(np.argwhere(values == names[0])[0][0])
            raise DataError("empty label", code="XE015", place=block.place(row))
        return block


def checked(values: Numbers, name: str, first: int) -> Numbers:
    """The values in the machine's byte order and row by row in memory, if every one of them can be what it says."""
    if values.dtype.kind == "b":
        _check_bools(values, name, first)
    if values.dtype.kind == "U":
        _check_characters(values, name)
    return np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))


def _check_bools(values: Numbers, name: str, first: int) -> None:
    if (bad := np.argwhere(np.ascontiguousarray(values).view(np.uint8) > 1)).size:
        place = Place(name, row=first + int(bad[0][0]) + 1)
        raise DataError(
            "a truth value that is neither 0 nor 1", "the file is damaged", code="XE036", place=place
        )


def _check_characters(values: Numbers, name: str) -> None:
    native = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))
    points = native.reshape(-1).view(np.uint32)
    if ((points > 0x10FFFF) | ((points >= 0xD800) & (points < 0xE000))).any():
        raise InputError("text that is not Unicode", "the file is damaged", code="XE620", place=Place(name))


def text(value: Any) -> str:
    """An array's value as a name: bytes are UTF-8, and numbers as Python writes them."""
    value = value.item() if isinstance(value, np.generic) else value
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


class ArrayTable(Arrays):
    """An array in memory; its blocks are slices of it, copied only where not in the machine's order.

    >>> table = ArrayTable(np.array([2, 0, 1]), "labels")
    >>> [block.values.tolist() for block in table.blocks()]
    [[2, 0, 1]]
    """

    def __init__(self, array: Numbers, name: str, options: ReadOptions = ReadOptions()) -> None:  # noqa: B008
        if isinstance(array, np.ma.MaskedArray) and np.ma.is_masked(array):
            raise DataError("masked values are missing values", code="XE016", place=Place(name))
        self._array = np.asarray(array)
        if self._array.dtype == object and all(isinstance(item, str) for item in self._array.flat):
            self._array = self._array.astype(np.str_)
        super().__init__(name, self._array.shape, self._array.dtype, options)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Slices of the array."""
        for start in range(0, self.count, step):
            block = self._array[start : start + step]
            yield block if columns is None else block[:, list(columns)]
