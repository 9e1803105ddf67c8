"""Read a compressed source as its decompressed bytes, any number of times."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.core.progress import ENDLESS
from xentcli.core.text import shown
from xentcli.io.compression.read import DamagedError, GreedyError, TrailingError, TruncatedError
from xentcli.io.source.file import Reader, Source
from xentcli.io.source.spool import COPY_BYTES, spooled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.compression.registry import Compression

HEAD_BYTES = 1 << 19
"""Bytes kept in memory, enough to detect the layout of a file."""
REASONS = {
    TruncatedError: ("XE615", "is truncated ({name}): the stream has no end",
                     "copy the file again; check it with {test} FILE"),
    TrailingError: ("XE617", "has other data after its {name} stream, from byte {error} on",
                    "to ignore that: head -c {error} FILE | xentcli ... -"),
    GreedyError: ("XE618", "needs more memory to decompress ({name}) than {limit}", "{raised}"),
    DamagedError: ("XE616", "is damaged ({name}): {error}", "copy the file again; check it with {test} FILE"),
}  # fmt: skip
"""Code and message for each error of decompression."""


class Pieces(Source):
    """A source that yields its bytes in pieces, each time from the start."""

    by_position = False

    def pieces(self) -> Iterator[bytes]:
        """Yield all bytes in pieces."""
        raise NotImplementedError

    def open(self) -> Reader:
        """Return an independent reader at the first byte."""
        return PieceReader(self)

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes from ``offset`` on. Reading starts again from the first piece."""
        reader = self.open()
        reader.seek(offset)
        return reader.read(size)

    def fill(self, offset: int, buffer: memoryview) -> int:
        """Fill the buffer from ``offset`` on; return the number of bytes read."""
        found = self.read_at(offset, len(buffer))
        buffer[: len(found)] = found
        return len(found)


class Decompressed(Pieces):
    """Decompressed bytes. Reading to the end verifies all checksums."""

    def __init__(self, compressed: Source, compression: Compression, memory: int) -> None:
        """Decompress the first bytes. ``memory`` limits the memory of the decompressor, in bytes."""
        self.name, self.size, self.stamp = compressed.name, ENDLESS, compressed.stamp
        self._compressed, self._compression, self._memory = compressed, compression, memory
        self._begin()

    def _begin(self) -> None:
        """Decompress the first bytes."""
        self._head, self._whole = b"", False
        with self._compressed.steady():
            self._head = self.open().read(HEAD_BYTES)
        self._whole = len(self._head) < HEAD_BYTES

    def forget(self) -> None:
        """Allow no further readers after the next one."""
        self._compressed.forget()

    def kept(self) -> Decompressed:
        """Return a source of the same bytes that can be read again, even from a pipe."""
        return Decompressed(self._compressed.whole(), self._compression, self._memory)

    def whole(self, most: int = ENDLESS) -> Source:
        """Return the bytes, at most ``most`` of them, copied to an unnamed file for random access."""
        self.forget()
        reader = self.open()
        with self.steady():
            return spooled(lambda: reader.read(min(COPY_BYTES, most - reader.tell())), self.name)

    def verify(self) -> None:
        """Raise if the compressed file changed since it was opened."""
        self._compressed.verify()

    def pieces(self) -> Iterator[bytes]:
        """Yield all bytes in pieces."""
        yield self._head
        skip = len(self._head)
        for piece in () if self._whole else self._expanded():
            yield piece[skip:]
            skip = max(0, skip - len(piece))

    def _expanded(self) -> Iterator[bytes]:
        try:
            yield from self._compression.unpack(self._compressed.open(), self._memory)
        except DamagedError as error:
            raise self._said(error) from error

    def _said(self, error: DamagedError) -> InputError:
        kind, (code, message, hint) = self._compression, REASONS[type(error)]
        limit, raised = kind.limit
        known = {"name": kind.name, "test": kind.test, "error": shown(str(error))}
        known |= {"limit": limit.format(memory=self._memory), "raised": raised}
        return InputError(message.format(**known), hint.format(**known), code=code, place=Place(self.name))


class PieceReader(Reader):
    """A sequential reader of a source that yields pieces. Seeking back takes a new reader."""

    def __init__(self, source: Pieces) -> None:
        super().__init__(source)
        self._pieces, self._piece = source.pieces(), memoryview(b"")

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move forward to an offset, and return it."""
        assert whence == os.SEEK_SET
        assert offset >= self._position, "expanded bytes are read forward"
        while self._position < offset and self.read(min(COPY_BYTES, offset - self._position)):
            pass
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; return the number of bytes read, fewer only at the end."""
        view = memoryview(buffer).cast("B")
        read = self.read(len(view))
        view[: len(read)] = read
        return len(read)

    def read(self, size: int = -1) -> bytes:
        """Return the next ``size`` bytes, or all if negative; fewer only at the end."""
        found, missing = [], ENDLESS if size < 0 else size
        while missing and (self._piece or self._next()):
            found.append(self._piece[:missing])
            self._piece = self._piece[missing:]
            missing -= len(found[-1])
        read = b"".join(found)
        self._position += len(read)
        return read

    def _next(self) -> bool:
        """Move to the next piece that is not empty; return whether there is one."""
        self._piece = memoryview(next(filter(None, self._pieces), b""))
        return bool(self._piece)
