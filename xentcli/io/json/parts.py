"""The parts of a JSON object that may be columns: lists, and objects with a value for each row."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.text import shown
from xentcli.io.json.part import SERIES, Part, is_whole, quoted
from xentcli.io.source.spool import spooled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.io.json.scan import Scanner
    from xentcli.io.source.file import Source

WRAPPERS = frozenset(
    {"data", "rows", "records", "predictions", "results", "outputs", "instances"}
    | {"dataframe_split", "dataframe_records"}
)
"""Usual keys of an object that holds the whole table."""
BATCH = 1 << 20
"""Number of bytes that are written at a time."""
BUFFERS = 1 << 24
"""Bytes of memory for reading all parts side by side."""

KEY_BYTES = 100
"""The approximate memory of a key's hash in a set."""


class Parts:
    """The members of an object: single values, and parts with the spool of their values."""

    def __init__(self, scanner: Scanner, most: int) -> None:
        """Read the object to its end; ``most`` is the largest number of keys."""
        self.name, self._scanner, self._most = scanner.name, scanner, most
        self.single: dict[str, Any] = {}
        self.parts: dict[str, Part] = {}
        self.wrapper: str | None = None
        self._size = 0
        pieces = self._pieces()
        self._spool: Source = spooled(lambda: next(pieces, b""), scanner.name)

    def lines(self, part: Part, shares: int = 1) -> Iterator[bytes]:
        """Yield the values of a part, one per line; a key comes before each value of an object.

        ``shares`` is the number of parts that are read at the same time.
        """
        at, rest, size = part.start, b"", max(256, min(BATCH, BUFFERS // shares))
        while at < part.stop:
            piece = self._spool.read_at(at, min(size, part.stop - at))
            at += len(piece)
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole

    def _pieces(self) -> Iterator[bytes]:
        """Yield the values of all parts as lines, and note where each part begins and ends."""
        batch = bytearray()
        for line in self._object(wrapped=False):
            batch += line
            if len(batch) >= BATCH:
                yield bytes(batch)
                batch.clear()
        if batch:
            yield bytes(batch)

    def _object(self, *, wrapped: bool) -> Iterator[bytes]:
        members = self._scanner.members()
        for key in members:
            self._check(key)
            ahead = self._scanner.peek()
            if is_whole(key) and ahead not in {"[", "{"} and not (self.single or self.parts):
                yield from self._part(Part(SERIES, is_map=True, start=self._size), chain([key], members))
            elif ahead == "{" and key in WRAPPERS and not wrapped and self.wrapper is None:
                self.wrapper = key
                yield from self._object(wrapped=True)
            elif ahead in {"[", "{"}:
                part = Part(key, is_map=ahead == "{", start=self._size)
                yield from self._part(part, self._scanner.members() if part.is_map else self._scanner.items())
            else:
                self.single[key], _ = self._scanner.value()

    def _part(self, part: Part, keys: Iterable[str | None]) -> Iterator[bytes]:
        self.parts[part.key] = part
        met: set[int] = set()
        for key in keys:
            value, text = self._scanner.value()
            part.add(value, key)
            if key is not None and not part.counted and len(self.parts) == 1:
                self._once(key, met, part.count)
            line = text.encode() + b"\n" if key is None else f"{quoted(key)}\n{text}\n".encode()
            self._size += len(line)
            yield line
        part.stop = self._size

    def _once(self, key: str, met: set[int], count: int) -> None:
        """Raise if a key of the first object is repeated; all other objects must have the same keys."""
        if not met:
            met.update(hash(str(one)) for one in range(count - 1))
        if hash(key) in met:
            raise key_twice(key, self.name)
        met.add(hash(key))
        if len(met) * KEY_BYTES > self._scanner.memory:
            message = f"more than {len(met)} row names, which may exceed --max-memory"
            hint = "use --max-memory BYTES to raise the limit, or write JSON lines"
            raise InputError(message, hint, code="XE687", place=Place(self.name))

    def _check(self, key: str) -> None:
        if key in self.single or key in self.parts:
            raise key_twice(key, self.name)
        if len(self.single) + len(self.parts) >= self._most:
            message, hint = (
                f"an object has more than {self._most} keys",
                "use --max-columns N to raise the limit",
            )
            raise InputError(message, hint, code="XE623", place=Place(self.name))


def key_twice(key: str, name: str) -> DataError:
    """Return the error for a key that occurs twice in one object."""
    place = Place(name)
    return DataError(
        f"duplicate key: '{shown(key)}'", "write each key once", code="XE041", place=place, value=key
    )
