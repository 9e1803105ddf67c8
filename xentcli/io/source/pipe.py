"""Read a pipe once, without copying it to disk or keeping it in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.progress import ENDLESS
from xentcli.io.source.file import Source
from xentcli.io.source.spool import next_piece, spooled

if TYPE_CHECKING:
    from collections.abc import Callable


class Stream(Source):
    """A stream that is read once. All bytes are kept until :meth:`forget`, to detect the layout."""

    by_position = False

    def __init__(self, read: Callable[[], bytes | None], name: str) -> None:
        """``read`` returns the next bytes, empty at the end."""
        self.name, self.size = name, ENDLESS
        self._next, self._kept, self._start = read, bytearray(), 0
        self._ended = self._forgetful = False

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes from ``offset`` on. After :meth:`forget`, reads must be sequential."""
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
        """Fill the buffer from ``offset`` on; return the number of bytes read."""
        found = self.read_at(offset, len(buffer))
        buffer[: len(found)] = found
        return len(found)

    def forget(self) -> None:
        """Stop storing bytes, because they are not read again."""
        self._forgetful = True

    def whole(self) -> Source:
        """Return the bytes copied to an unnamed file, for formats that need random access."""
        pieces = iter([bytes(self._kept)])
        return spooled(lambda: next(pieces, b"") or self._next(), self.name)

    def kept(self) -> Source:
        """Return the bytes copied to an unnamed file."""
        return self.whole()

    def verify(self) -> None:
        """Do nothing: a pipe cannot change what it has delivered."""
