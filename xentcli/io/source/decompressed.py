"""A compressed source as the source of what it expands to, from the first byte on, as often as wanted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.compression.read import DamagedError, GreedyError, TrailingError, TruncatedError
from xentcli.io.source.file import Reader, Source
from xentcli.io.source.pipe import ENDLESS
from xentcli.io.source.spool import COPY_BYTES, spooled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.compression.registry import Compression

HEAD_BYTES = 1 << 19
"""How many bytes are kept: more than are looked at to find a layout."""
REASONS = {
    TruncatedError: ("XE615", "is truncated ({name}): the stream has no end",
                     "copy it again; {test} FILE tests it"),
    TrailingError: ("XE617", "has something else after its {name} stream, from byte {error} on",
                    "to leave that out: head -c {error} FILE | xentcli ... -"),
    GreedyError: ("XE618", "takes more memory to expand ({name}) than {limit}", "{raised}"),
    DamagedError: ("XE616", "is damaged ({name}): {error}", "copy it again; {test} FILE tests it"),
}  # fmt: skip
"""What ends the expansion before its end, and what is said then."""


class Decompressed(Source):
    """Expanded bytes: whoever has read them to their end knows that all checksums are right."""

    by_position = False

    def __init__(self, compressed: Source, compression: Compression, memory: int) -> None:
        """The first bytes are expanded now; ``memory`` is how much of it that may take."""
        self.name, self.size, self.stamp = compressed.name, ENDLESS, compressed.stamp
        self._compressed, self._compression, self._memory = compressed, compression, memory
        self._head, self._whole = b"", False
        with compressed.steady():
            self._head = self.open().read(HEAD_BYTES)
        self._whole = len(self._head) < HEAD_BYTES

    def open(self) -> Reader:
        """A reader of its own, at the first byte."""
        return _Reader(self)

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset`` on; beyond the first ones they are expanded anew for it."""
        reader = self.open()
        reader.seek(offset)
        return reader.read(size)

    def fill(self, offset: int, buffer: memoryview) -> int:
        """Fill the buffer from ``offset`` on."""
        found = self.read_at(offset, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def forget(self) -> None:
        """The next reader is the last one."""
        self._compressed.forget()

    def kept(self) -> Decompressed:
        """The same bytes, to be expanded as often as wanted even if the compressed ones come but once."""
        return Decompressed(self._compressed.whole(), self._compression, self._memory)

    def whole(self, most: int = ENDLESS) -> Source:
        """The same bytes, or the first ones, in a file without a name that can be read by position."""
        self.forget()
        reader = self.open()
        with self.steady():
            return spooled(lambda: reader.read(min(COPY_BYTES, most - reader.tell())), self.name)

    def verify(self) -> None:
        """Raise if the compressed file changed since it was opened."""
        self._compressed.verify()

    def pieces(self) -> Iterator[bytes]:
        """All bytes, as they come."""
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


class _Reader(Reader):
    """Reads on and on; to go back takes another one."""

    def __init__(self, source: Decompressed) -> None:
        super().__init__(source)
        self._pieces, self._piece = source.pieces(), memoryview(b"")

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        assert whence == os.SEEK_SET
        assert offset >= self._position, "expanded bytes are read forward"
        while self._position < offset and self.read(min(COPY_BYTES, offset - self._position)):
            pass
        return self._position

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        read = self.read(len(view))
        view[: len(read)] = read
        return len(read)

    def read(self, size: int = -1) -> bytes:
        found, missing = [], ENDLESS if size < 0 else size
        while missing and (self._piece or self._next()):
            found.append(self._piece[:missing])
            self._piece = self._piece[missing:]
            missing -= len(found[-1])
        read = b"".join(found)
        self._position += len(read)
        return read

    def _next(self) -> bool:
        """Go on to the next piece that holds something; whether there is one."""
        self._piece = memoryview(next(filter(None, self._pieces), b""))
        return bool(self._piece)
