"""Read one array of an NPZ archive, streamed from the zip file."""

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
"""Errors that ``zipfile`` raises for damaged members."""


def open_npz(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the array ``member``; if None, the only array, or the only one with a name in ``usual``."""
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
    """A member of an archive, readable from its start any number of times."""

    def __init__(
        self,
        source: Source,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        name: str,
        hint: str = "save it again with np.savez",
    ) -> None:
        """``hint`` is told if the member is damaged."""
        self.source, self.info, self.name, self._archive, self._hint = source, info, name, archive, hint

    @contextmanager
    def reader(self) -> Iterator[Callable[[int], bytes]]:
        """Yield a function that reads the next n bytes. The checksum is verified at the end."""
        with self._guarded(lambda: self._archive.open(self.info)) as stream:
            yield lambda size: self._read(stream, size)

    def copied(self) -> Source:
        """Return the member copied to a file, for arrays that need random access."""
        with self.reader() as read:
            return spooled(lambda: read(COPY_BYTES), self.name)

    def _read(self, stream: IO[bytes], size: int) -> bytes:
        piece: bytes = self._guarded(lambda: stream.read(size))
        return piece

    def _guarded(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except DAMAGED as error:
            message = f"is damaged: {shown(str(error))}"
            raise InputError(message, self._hint, code="XE647", place=Place(self.name)) from error
