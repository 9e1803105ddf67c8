"""NPZ archives: the one array that is meant, streamed out of its zip file."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.arrays.base import Arrays
from xentcli.io.arrays.npy import NpyTable
from xentcli.io.arrays.npy_header import Header, check_size, read_header, trailing
from xentcli.io.arrays.zip import directory
from xentcli.io.member import chosen
from xentcli.io.source.spool import COPY_BYTES, spooled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from typing import IO

    from xentcli.core.types import Numbers
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What ``zipfile`` raises for a member that is not what its directory says."""


def open_npz(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """The array called ``member``; without a name the only one, or the only one among the usual names."""
    source = source.whole()
    archive, members = directory(source)
    arrays = [key for key, info in members.items() if info.filename.endswith(".npy")]
    key = chosen(list(members), arrays, member and member.removesuffix(".npy"), usual, source.name)
    found = Member(source, archive, members[key], f"{source.name}[{key}]")
    with found.reader() as read:
        header = read_header(read, found.name)
        check_size(header, found.info.file_size - header.size, found.name)
    if header.fortran and len(header.shape) > 1:
        return NpyTable(found.copied(), options)
    return MemberTable(found, header, options)


class Member:
    """One member of an archive, to be read from its start as often as wanted."""

    def __init__(self, source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> None:
        """Nothing is read yet."""
        self.source, self.info, self.name, self._archive = source, info, name, archive

    @contextmanager
    def reader(self) -> Iterator[Callable[[int], bytes]]:
        """A function that returns the next n bytes; at the end the checksum has been compared."""
        with self._guarded(lambda: self._archive.open(self.info)) as stream:
            yield lambda size: self._read(stream, size)

    def copied(self) -> Source:
        """All its bytes as a source of its own, for arrays that cannot be read from first to last."""
        with self.reader() as read:
            return spooled(lambda: read(COPY_BYTES), self.name)

    def _read(self, stream: IO[bytes], size: int) -> bytes:
        piece: bytes = self._guarded(lambda: stream.read(size))
        return piece

    def _guarded(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except DAMAGED as error:
            message, hint = f"is damaged: {shown(str(error))}", "save it again with np.savez"
            raise InputError(message, hint, code="XE647", place=Place(self.name)) from error


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
    """An array whose rows lie one after the other in the archive, or in another file."""

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
