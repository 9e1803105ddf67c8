"""How much memory the compressed batches of an Arrow file take, from their headers, before one is decoded."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.source.file import Source

FILE = b"ARROW1"
CONTINUES = b"\xff\xff\xff\xff"
DICTIONARY, BATCH = 2, 3
"""Types of messages with data."""
AT_ONCE = 1 << 24
"""The size in bytes up to which a batch is read as a whole."""


class Node(Frozen):
    """A table of a flat buffer: its bytes, and where it begins."""

    data: bytes
    at: int

    def place(self, field: int) -> int:
        """Return where a field is; 0 if it is not there."""
        known = self.at - self._number("<i", self.at)
        entry = known + 4 + 2 * field
        offset = self._number("<H", entry) if entry < known + self._number("<H", known) else 0
        return self.at + offset if offset else 0

    def number(self, field: int, form: str) -> int:
        """Return a number."""
        at = self.place(field)
        return self._number(form, at) if at else 0

    def inside(self, field: int) -> Node | None:
        """Return a table that a field leads to."""
        at = self.place(field)
        return Node(self.data, at + self._number("<I", at)) if at else None

    def items(self, field: int, form: str) -> list[tuple[int, ...]]:
        """Return the structures in a vector."""
        vector = self.inside(field)
        if vector is None:
            return []
        start, size = vector.at + 4, struct.calcsize(form)
        stop = start + size * self._number("<I", vector.at)
        if stop > len(self.data):
            raise struct.error("a vector ends after its message")
        return list(struct.iter_unpack(form, self.data[start:stop]))

    def _number(self, form: str, at: int) -> int:
        return int(struct.unpack_from(form, self.data, at)[0]) if at >= 0 else 0


def root(data: bytes) -> Node:
    """Return the first table of a flat buffer."""
    return Node(data, struct.unpack_from("<I", data)[0])


def check_sizes(source: Source, most: int) -> None:
    """Raise if a compressed batch or dictionary expands to more than so many bytes.

    What is damaged is left to pyarrow.
    """
    try:
        for size in _sizes(source):
            if size > most:
                message = f"a batch takes {size} bytes, over 8 x --max-memory"
                hint = "--max-memory BYTES raises the limit; smaller batches need less"
                raise InputError(message, hint, code="XE658")
    except struct.error:
        return


def _sizes(source: Source) -> Iterator[int]:
    for at in _messages(source):
        start, message = _message(source, at)
        data = message.inside(2)
        if data is None or message.number(1, "<B") not in {DICTIONARY, BATCH}:
            continue
        batch = data.inside(1) if message.number(1, "<B") == DICTIONARY else data
        if batch is not None and batch.place(3):
            yield _expanded(source, start, message.number(3, "<q"), batch.items(2, "<qq"))


def _expanded(source: Source, start: int, length: int, buffers: list[tuple[int, ...]]) -> int:
    """Return the sizes that the buffers tell: each begins with its own, or -1 if it is not compressed."""
    body = source.read_at(start, length) if 0 <= length <= AT_ONCE else None
    total = 0
    for offset, size in buffers:
        told = source.read_at(start + offset, 8) if body is None else body[offset : offset + 8]
        if size >= 8 and len(told) == 8:
            total += max(size - 8, int.from_bytes(told, "little", signed=True))
    return total


def _message(source: Source, at: int) -> tuple[int, Node]:
    """Return where the data of a message begin, and its header."""
    mark, size = struct.unpack("<4sI", source.read_at(at, 8))
    if mark != CONTINUES or not size:
        raise struct.error("no message")
    return at + 8 + size, root(source.read_at(at + 8, min(size, AT_ONCE)))


def _messages(source: Source) -> Iterator[int]:
    """Yield where messages with data begin: a file has a list of them at its end."""
    if source.read_at(0, len(FILE)) != FILE:
        at = 0
        while True:
            start, message = _message(source, at)
            yield at
            at = start + max(0, message.number(3, "<q"))
    size = struct.unpack("<i", source.read_at(source.size - 10, 4))[0]
    footer = root(source.read_at(source.size - 10 - size, min(size, AT_ONCE)))
    for field in (2, 3):
        yield from (int(block[0]) for block in footer.items(field, "<qi4xq"))
