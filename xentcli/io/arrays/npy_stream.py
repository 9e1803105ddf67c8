"""NPY files as they come: by position where that is possible, and compressed ones from first to last."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xentcli.io.arrays.npy import NpyTable
from xentcli.io.arrays.npy_header import check_size, read_header, trailing
from xentcli.io.source.decompressed import Decompressed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.io.arrays.base import Arrays
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions

    ReadHeader = Callable[[Callable[[int], bytes], str], Header]


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
    from xentcli.io.arrays.npz import MemberTable

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
