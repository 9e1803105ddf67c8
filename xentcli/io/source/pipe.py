"""A pipe read through once: nothing of it is kept on disk, and in memory only what is being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.io.source.file import Source
from xentcli.io.source.spool import next_piece, spooled

if TYPE_CHECKING:
    from collections.abc import Callable

ENDLESS = 1 << 62
"""The size of what has not ended yet."""


class Stream(Source):
    """Bytes that come once. Until :meth:`forget` all of them are kept, so that a layout can be found."""

    by_position = False

    def __init__(self, read: Callable[[], bytes | None], name: str) -> None:
        """``read`` returns the next bytes, none at the end."""
        self.name, self.size = name, ENDLESS
        self._next, self._kept, self._start = read, bytearray(), 0
        self._ended = self._forgetful = False

    def read_at(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset`` on; after :meth:`forget`, reading only goes on from there."""
        assert offset >= self._start, "a stream is read once"
        begin, end = offset - self._start, offset - self._start + size
        while len(self._kept) < end and not self._ended:
            piece = next_piece(self._next, self.name)
            self._kept += piece
            self._ended = not piece
        with memoryview(self._kept) as kept:
            found = bytes(kept[begin:end])
        if self._forgetful:
            del self._kept[: begin + len(found)]
            self._start = offset + len(found)
        return found

    def fill(self, offset: int, buffer: memoryview) -> int:
        """Fill the buffer from ``offset`` on; the answer is how many bytes there were."""
        found = self.read_at(offset, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def forget(self) -> None:
        """From now on, what has been read is not read again."""
        self._forgetful = True

    def whole(self) -> Source:
        """The same bytes in a file without a name, for formats that read here and there."""
        pieces = iter([bytes(self._kept)])
        return spooled(lambda: next(pieces, b"") or self._next(), self.name)

    def verify(self) -> None:
        """A pipe cannot change what it has given."""
