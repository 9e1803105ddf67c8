"""NPZ archives: the one array that is meant, streamed out of its zip file."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.arrays.npy import MemberTable, NpyTable
from xentcli.io.arrays.npy_header import check_size, read_header
from xentcli.io.arrays.zip import directory
from xentcli.io.member import chosen
from xentcli.io.source.spool import COPY_BYTES, spooled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

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
