"""NPZ archives: the one array that is meant, streamed out of its zip file."""

from __future__ import annotations

import difflib
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from xentcli.errors import InputError, Place, UsageError, shown
from xentcli.formats.arrays import Arrays
from xentcli.formats.npy import NpyTable
from xentcli.formats.npy_header import Header, check_size, read_header, trailing
from xentcli.formats.spooling import AT_ONCE, spooled
from xentcli.formats.zip_directory import directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from typing import IO

    from xentcli.formats.source import Source
    from xentcli.formats.table import ReadOptions, Table
    from xentcli.types import Numbers

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""What ``zipfile`` raises for a member that is not what its directory says."""


def open_npz(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """The array called ``member``; without a name the only one, or the only one among the usual names."""
    source = source.whole()
    with source.steady():
        archive, members = directory(source)
        key = _chosen(members, member, usual, source.name)
        found = Member(source, archive, members[key], f"{source.name}[{key}]")
        with found.reader() as read:
            header = read_header(read, found.name)
            check_size(header, found.info.file_size - header.size, found.name)
        if header.fortran and len(header.shape) > 1:
            return NpyTable(found.copied(), options)
    return MemberTable(found, header, options)


def _chosen(
    members: Mapping[str, zipfile.ZipInfo], member: str | None, usual: tuple[str, ...], name: str
) -> str:
    if member is not None:
        return _named(members, member.removesuffix(".npy"), name)
    arrays = [key for key, info in members.items() if info.filename.endswith(".npy")]
    likely = arrays if len(arrays) == 1 else [key for key in arrays if key in usual]
    if len(likely) == 1:
        return likely[0]
    hint = "--labels-column NAME or --prediction-columns NAME"
    message = f"which array? it has {len(arrays)}: {_listed(arrays)}"
    raise InputError(message, hint, code="XE648", place=Place(name))


def _named(members: Mapping[str, Any], key: str, name: str) -> str:
    if key in members:
        return key
    near = difflib.get_close_matches(key, members, n=1)
    hint = f"did you mean {shown(near[0])}?" if near else f"it has {_listed(list(members))}"
    raise UsageError(f"no array '{shown(key)}'", hint, code="XE555", place=Place(name))


def _listed(keys: list[str]) -> str:
    return shown(", ".join(keys[:20]))


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
            return spooled(lambda: read(AT_ONCE), self.name)

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
