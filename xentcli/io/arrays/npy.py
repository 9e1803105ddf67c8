"""NPY files: a header, then the bytes of an array, read by position and never unpickled.

Compressed files are read from their start.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from xentcli.core.blocks import Block, Origin, Pending
from xentcli.core.errors import InputError, Place
from xentcli.io.arrays.base import Arrays
from xentcli.io.arrays.npy_header import check_size, read_header, trailing
from xentcli.io.arrays.values import native, wrong_values
from xentcli.io.source.decompressed import Decompressed
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from xentcli.core.types import Numbers
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions

    ReadHeader = Callable[[Callable[[int], bytes], str], Header]


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


def open_npy(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Arrays:
    """The array in a file; a compressed one is read from its start."""
    return open_array(source, options, read_header)


def open_array(source: Source, options: ReadOptions, header_of: ReadHeader) -> Arrays:
    """The array behind a header, of NPY or of another format that has its bytes in one piece."""
    if not isinstance(source, Decompressed):
        source = source.whole()
        header = header_of(source.open().read, source.name)
        check_size(header, source.size - header.size, source.name)
        return NpyTable(source, options, header=header)
    return _expanded(_File(source.kept()), options, header_of)


def _expanded(file: _File, options: ReadOptions, header_of: ReadHeader) -> Arrays:
    with file.reader() as read:
        header = header_of(read, file.name)
    if not header.fortran or len(header.shape) < 2:
        return MemberTable(file, header, options)
    most = header.size + header.bytes
    copy = file.source.whole(most + 1)
    if copy.size > most:
        raise trailing(file.name)
    return NpyTable(copy, options)


class _File:
    """A compressed file that is one array's, to be read from its start as often as wanted."""

    def __init__(self, source: Decompressed) -> None:
        self.source, self.name = source, source.name

    @contextmanager
    def reader(self) -> Iterator[Callable[[int], bytes]]:
        yield self.source.open().read


class File(Protocol):
    """What holds an array and is read from first to last, as often as wanted."""

    @property
    def source(self) -> Source:
        """The file that its bytes come from."""

    @property
    def name(self) -> str:
        """The array as messages name it."""

    def reader(self) -> AbstractContextManager[Callable[[int], bytes]]:
        """A function that returns the next n bytes; none at the end, where checksums have been compared."""


class MemberTable(Arrays):
    """An array whose rows lie one after the other in an archive, or in a compressed file."""

    def __init__(self, member: File, header: Header, options: ReadOptions) -> None:
        """The header has been read and checked."""
        super().__init__(member.name, header.shape, header.dtype, options)
        self._member, self._header = member, header

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """The array's rows, decompressed as they are wanted."""
        with self._member.source.steady(), self._member.reader() as read:
            read(self._header.size)
            for start in range(0, self.count, step):
                block = self._block_of(read, min(step, self.count - start))
                yield block if columns is None else block[:, list(columns)]
            if read(1):
                raise trailing(self.name)

    def _block_of(self, read: Callable[[int], bytes], count: int) -> Numbers:
        wanted = count * (self._header.bytes // self.count)
        data = read(wanted)
        if len(data) < wanted:
            raise InputError("is truncated", "copy or save it again", code="XE632", place=Place(self.name))
        return np.frombuffer(data, self._header.dtype).reshape(count, *self.rest)
