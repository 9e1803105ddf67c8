"""Read one array of an NPZ archive, streamed from the zip file."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.arrays.base import Arrays
from xentcli.io.arrays.npy import MemberTable, NpyTable, with_fields
from xentcli.io.arrays.npy_header import check_size, read_header
from xentcli.io.arrays.values import holds_classes
from xentcli.io.arrays.zip import directory
from xentcli.io.member import chosen
from xentcli.io.source.spool import COPY_BYTES, spooled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
"""Errors that ``zipfile`` raises for damaged members."""


def open_npz(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the array ``member``; if None, the only array, or the only one with a name in ``usual``."""
    source = source.whole()
    archive, members = directory(source)
    arrays = [key for key, info in members.items() if info.filename.endswith(".npy")]

    def held(key: str) -> Member:
        return Member(source, archive, members[key], f"{source.name}[{key}]")

    if member is None and {"format", "shape", "data"} <= {*arrays}:
        from xentcli.io.arrays.sparse import is_sparse, sparse_table

        if is_sparse(arrays):
            return sparse_table({key: held(key) for key in arrays}, source.name, options)
    key = chosen(
        list(members),
        arrays,
        member and member.removesuffix(".npy"),
        usual,
        source.name,
        decided=lambda key: _holds_classes(_opened(held(key), options)),
        fields=lambda key: held(key).header().dtype.names or (),
    )
    table = _opened(held(key), options)
    if table.dtype is None:
        table.apart = len(arrays) > 1
    table.beside = {name: partial(_opened_again, held, name, options) for name in arrays if name != key}
    if table.beside and isinstance(table, Arrays) and "logits" in usual:
        from xentcli.io.arrays.class_order import name_columns

        name_columns(table)
    return table


def _opened_again(held: Callable[[str], Member], key: str, options: ReadOptions) -> Table:
    return _opened(held(key), options)


def _holds_classes(table: Table) -> bool:
    row = tuple(int(n or 0) for n in table.shape[1:])
    return table.dtype is not None and holds_classes(table.dtype, row, (b.values for b in table.blocks()))


def _opened(found: Member, options: ReadOptions) -> Table:
    header = found.header()
    if header.fortran and len(header.shape) > 1 and header.dtype.names is None:
        return NpyTable(found.copied(), options)
    return with_fields(header, found.name, options, lambda own: MemberTable(found, own, options))


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
        """``hint`` is shown if the member is damaged."""
        self.source, self.info, self.name, self._archive, self._hint = source, info, name, archive, hint

    @contextmanager
    def reader(self) -> Iterator[Callable[[int], bytes]]:
        """Yield a function that reads the next n bytes. The checksum is verified at the end."""
        with self._guarded(lambda: self._archive.open(self.info)) as stream:
            yield lambda size: self._read(stream, size)

    def header(self) -> Header:
        """Read the header, and check the size."""
        with self.reader() as read:
            header = read_header(read, self.name)
            check_size(header, self.info.file_size - header.size, self.name)
        return header

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
