"""Read NPY files by position, without unpickling. Compressed files are read sequentially."""

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
from xentcli.io.arrays.values import wrong_values
from xentcli.io.source.decompressed import Decompressed
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from xentcli.core.types import Numbers
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

    ReadHeader = Callable[[Callable[[int], bytes], str], Header]


class NpyTable(Arrays):
    """An array in an uncompressed file."""

    anywhere = True
    made_of: Source | None = None
    """The source that the array was made of; a pipe can be read again while it is in use."""

    def __init__(
        self,
        source: Source,
        options: ReadOptions,
        name: str | None = None,
        header: Header | None = None,
    ) -> None:
        """Read the header unless it is given, and check it against the file size."""
        name = name or source.name
        if header is None:
            header = read_header(source.open().read, name)
            check_size(header, source.size - header.size, name)
        super().__init__(name, header.shape, header.dtype, options)
        self._source, self._header = source, header
        self._row = header.bytes // self.count

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the requested columns, ``step`` rows at a time."""
        read = self._gathered if self._header.fortran and len(self.shape) > 1 else self._consecutive
        with self._source.steady():
            for start in range(0, self.count, step):
                yield read(start, min(start + step, self.count), columns)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield blocks that are read by position when they are loaded."""
        columns, step = self._wanted(columns), self._step()
        read = partial(self._load, columns, cells)
        for start in range(0, self.count, step):
            yield Pending(start, min(step, self.count - start), read)

    def _load(self, columns: tuple[int, ...] | None, cells: Cells, first: int, count: int) -> Block:
        fetch = self._gathered if self._header.fortran and len(self.shape) > 1 else self._consecutive
        origin = Origin(self.name, None if columns is None else tuple(map(str, columns)))
        block = self._block(self._native(fetch(first, first + count, columns)), first, origin, cells)
        for _, error in () if cells is Cells.TEXT else wrong_values(block):
            self.verify()
            raise error
        return block

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _consecutive(self, start: int, stop: int, columns: tuple[int, ...] | None) -> Numbers:
        block = self._read(start * self._row, (stop - start) * (self._row // self._header.dtype.itemsize))
        block = block.reshape(stop - start, *self.rest)
        return block if columns is None else block[:, list(columns)]

    def _gathered(self, start: int, stop: int, columns: tuple[int, ...] | None) -> Numbers:
        """Read rows of a Fortran-ordered array, one column at a time."""
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


def open_npy(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open the array in a file."""
    return open_array(source, options, read_header)


def open_array(source: Source, options: ReadOptions, header_of: ReadHeader) -> Table:
    """Open an array stored as a header and contiguous values, in NPY or another format."""
    if not isinstance(source, Decompressed):
        source = source.whole()
        header = header_of(source.open().read, source.name)
        check_size(header, source.size - header.size, source.name)
        return with_fields(header, source.name, options, lambda own: NpyTable(source, options, header=own))
    return _expanded(_File(source.kept()), options, header_of)


def with_fields(header: Header, name: str, options: ReadOptions, rows: Callable[[Header], Arrays]) -> Table:
    """Return the rows of a header as an array, or as a table if they have named fields."""
    if header.dtype.names is None:
        return rows(header)
    from xentcli.io.arrays.structured import StructuredTable

    return StructuredTable(rows, header, name, options)


def _expanded(file: _File, options: ReadOptions, header_of: ReadHeader) -> Table:
    with file.reader() as read:
        header = header_of(read, file.name)
    if header.dtype.names is not None:
        return with_fields(header, file.name, options, lambda own: MemberTable(file, own, options))
    if not header.fortran or len(header.shape) < 2:
        return MemberTable(file, header, options)
    most = header.size + header.bytes
    copy = file.source.whole(most + 1)
    if copy.size > most:
        raise trailing(file.name)
    return NpyTable(copy, options)


class _File:
    """An array in a compressed file, readable from its start any number of times."""

    def __init__(self, source: Decompressed) -> None:
        self.source, self.name = source, source.name

    @contextmanager
    def reader(self) -> Iterator[Callable[[int], bytes]]:
        yield self.source.open().read


class File(Protocol):
    """A file that holds one array and is read sequentially, any number of times."""

    @property
    def source(self) -> Source:
        """Return the source of the bytes."""

    @property
    def name(self) -> str:
        """Return the name of the array for messages."""

    def reader(self) -> AbstractContextManager[Callable[[int], bytes]]:
        """Return a function that reads the next n bytes. Checksums are verified at the end."""


class MemberTable(Arrays):
    """An array in an archive or compressed file, whose rows are read sequentially."""

    def __init__(self, member: File, header: Header, options: ReadOptions) -> None:
        """The header is already read and checked."""
        super().__init__(member.name, header.shape, header.dtype, options)
        self._member, self._header = member, header

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the requested columns, ``step`` rows at a time, decompressing on demand."""
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
            raise InputError(
                "is truncated", "copy or save the file again", code="XE632", place=Place(self.name)
            )
        return np.frombuffer(data, self._header.dtype).reshape(count, *self.rest)
