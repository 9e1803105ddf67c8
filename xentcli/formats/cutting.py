"""A stream of text cut into pieces of whole rows that know their first row, line and byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xentcli.errors import DataError, InputError, Place
from xentcli.formats.strict import FEED, Fault, Structure, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.types import Codes

LINE_OF_FIELDS = 64
"""A line may be this many times as long as the longest cell."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where reading begins: the byte, the line (from 1) and the row (from 0)."""

    offset: int = 0
    line: int = 1
    row: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole rows of text. With a ``fault``, only the rows before it can be told apart."""

    data: bytes
    start: Start
    structure: Structure
    feeds: int
    """How many line feeds."""

    @property
    def rows(self) -> int:
        """How many rows."""
        ends = self.structure.row_ends
        return len(ends) if ends is not None else self.feeds + (self.data[-1:] not in (b"", b"\n"))

    @property
    def lines(self) -> int | Codes:
        """The first row's line where each row is one line, else every row's."""
        ends, feeds = self.structure.row_ends, self.structure.feeds
        if ends is None or feeds is None or len(feeds) <= len(ends):
            return self.start.line
        starts = np.concatenate(([0], ends[:-1]))
        return (self.start.line + np.searchsorted(feeds, starts)).astype(np.int64)

    def error(self) -> DataError | None:
        """The fault as an error that knows its line."""
        if (fault := self.structure.fault) is None:
            return None
        line = self.start.line + self.data.count(b"\n", 0, fault.position)
        return DataError(fault.message, fault.hint, code=fault.code, place=Place(line=line))

    def each(self) -> Iterator[tuple[int, int, bytes]]:
        """Every row up to the fault: its line, its first byte's offset, and its bytes without the line end."""
        line, offset, data = self.start.line, self.start.offset, self.data
        limit = len(data) if self.structure.fault is None else self.structure.fault.position
        ends = self.structure.row_ends
        if ends is None:
            ends = np.flatnonzero(np.frombuffer(data, np.uint8) == FEED) + 1
            ends = ends if data.endswith(b"\n") else np.append(ends, len(data))
        first = 0
        for end in ends.tolist():
            if end > limit:
                return
            row = data[first:end]
            yield line, offset + first, row.removesuffix(b"\n").removesuffix(b"\r")
            line, first = line + row.count(b"\n"), end


@dataclass(frozen=True, slots=True)
class Cutter:
    """How to cut: the delimiter, the bytes read at a time and the longest cell."""

    name: str
    delimiter: str
    size: int
    max_field: int

    def pieces(self, read: Callable[[int], bytes], start: Start) -> Iterator[Piece]:
        """All rows of the stream, in pieces of about ``size`` bytes."""
        rest, final = b"", False
        while not final:
            got = read(self.size)
            final, data = len(got) < self.size, rest + got
            structure = scan(data, self.delimiter, final=final)
            structure = self._unclosed(structure, data, start) if final else structure
            end = len(data) if structure.fault else structure.end
            if end:
                piece = Piece(data[:end], start, _within(structure, end), _feeds(data[:end]))
                yield piece
                start = Start(start.offset + end, start.line + piece.feeds, start.row + piece.rows)
            if structure.fault:
                return
            rest = data[end:]
            self._check_length(rest, structure, end, start)

    def _unclosed(self, structure: Structure, data: bytes, start: Start) -> Structure:
        if structure.opened is None or structure.fault:
            return structure
        fault = self._opened(data[: structure.opened], start.line)
        fault = Fault(structure.opened, fault.code, fault.message, fault.hint)
        return Structure(structure.end, structure.row_ends, structure.feeds, fault, structure.opened)

    def _opened(self, before: bytes, line: int) -> Fault:
        message = f"quote opened at line {line + before.count(FEED.to_bytes())} is never closed"
        return Fault(0, "XE005", message, 'close the quote, or double one that is meant: ""')

    def _check_length(self, rest: bytes, structure: Structure, end: int, start: Start) -> None:
        """A row's beginning that is longer than any row may be is never held."""
        place = Place(self.name, start.line, start.row + 1)
        if structure.opened is not None and len(rest) - (structure.opened - end) > self.max_field:
            fault = self._opened(rest[: structure.opened - end], start.line)
            message = f"{fault.message} within --max-field ({self.max_field} bytes)"
            raise DataError(message, fault.hint, code=fault.code, place=place)
        if len(rest) > LINE_OF_FIELDS * self.max_field:
            message = f"line over --max-field ({LINE_OF_FIELDS} x {self.max_field} bytes)"
            raise InputError(
                message,
                "is it a text file with line ends? --max-field BYTES raises the limit",
                code="XE622",
                place=place,
            )


def _feeds(data: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == FEED))


def _within(structure: Structure, end: int) -> Structure:
    """The structure of the first ``end`` bytes only."""
    if structure.row_ends is None or structure.feeds is None:
        return structure
    feeds = structure.feeds[: np.searchsorted(structure.feeds, end)]
    return Structure(end, structure.row_ends, feeds, structure.fault, structure.opened)
