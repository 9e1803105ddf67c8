"""NPY files: an array's bytes after a header, read by position and never unpickled."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xentcli.core.blocks import Block, Origin, Pending
from xentcli.io.arrays.base import Arrays
from xentcli.io.arrays.npy_header import check_size, read_header
from xentcli.io.arrays.values import native, wrong_values
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions


class NpyTable(Arrays):
    """An array in a file."""

    anywhere = True

    def __init__(
        self,
        source: Source,
        options: ReadOptions,
        name: str | None = None,
        header: Header | None = None,
    ) -> None:
        """The header, where it is not given, is read, and held against the file's size."""
        name = name or source.name
        if header is None:
            header = read_header(source.open().read, name)
            check_size(header, source.size - header.size, name)
        super().__init__(name, header.shape, header.dtype, options)
        self._source, self._header = source, header
        self._row = header.bytes // self.count

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """The array's rows, read as they are wanted."""
        read = self._gathered if self._header.fortran and len(self.shape) > 1 else self._consecutive
        with self._source.steady():
            for start in range(0, self.count, step):
                yield read(start, min(start + step, self.count), columns)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """The rows, each block read by position when it is loaded."""
        columns, step = self._wanted(columns), self._step()
        read = partial(self._load, columns, cells)
        for start in range(0, self.count, step):
            yield Pending(start, min(step, self.count - start), read)

    def _load(self, columns: tuple[int, ...] | None, cells: Cells, first: int, count: int) -> Block:
        fetch = self._gathered if self._header.fortran and len(self.shape) > 1 else self._consecutive
        origin = Origin(self.name, None if columns is None else tuple(map(str, columns)))
        block = self._block(native(fetch(first, first + count, columns), self.name), first, origin, cells)
        for _, error in () if cells is Cells.TEXT else wrong_values(block):
            self.verify()
            raise error
        return block

    def verify(self) -> None:
        """An error if the file changed since it was opened."""
        self._source.verify()

    def _consecutive(self, start: int, stop: int, columns: tuple[int, ...] | None) -> Numbers:
        block = self._read(start * self._row, (stop - start) * (self._row // self._header.dtype.itemsize))
        block = block.reshape(stop - start, *self.rest)
        return block if columns is None else block[:, list(columns)]

    def _gathered(self, start: int, stop: int, columns: tuple[int, ...] | None) -> Numbers:
        """Fortran order: every column lies by itself, so its part is fetched by itself."""
        wanted = range(math.prod(self.rest)) if columns is None else columns
        item = self._header.dtype.itemsize
        block = np.empty((len(wanted), stop - start), self._header.dtype)
        for position, column in enumerate(wanted):
            block[position] = self._read((column * self.count + start) * item, stop - start)
        return block.T if columns is not None else block.T.reshape((stop - start, *self.rest), order="F")

    def _read(self, offset: int, count: int) -> Numbers:
        block = np.empty(count, self._header.dtype)
        got = self._source.fill(self._header.size + offset, memoryview(cast("Any", block.view(np.uint8))))
        if got < block.nbytes:
            check_size(self._header, offset + got, self.name)
        return block
