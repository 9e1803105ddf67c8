"""Cut a text stream into pieces of whole rows, each with its first row, line and byte offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.io.text.quotes import FEED, Structure, never_closed, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.core.types import Codes
    from xentcli.io.text.quotes import Fault, RawRow


LINE_OF_FIELDS = 64
"""Longest line allowed, as a multiple of the longest cell."""
MOST_QUOTES = 1 << 22
"""Most quotes allowed in a line that is longer than one read."""


class Start(Frozen):
    """A position in the text: byte offset, line (from 1) and row (from 0)."""

    offset: int = 0
    line: int = 1
    row: int = 0


class Piece(Frozen):
    """A piece of whole rows. If its structure has a fault, only the rows before the fault are usable."""

    data: bytes
    start: Start
    structure: Structure
    feeds: int
    """Number of line feeds."""

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        ends = self.structure.row_ends
        return len(ends) if ends is not None else self.feeds + (not self.data.endswith(b"\n"))

    @property
    def lines(self) -> int | Codes:
        """Return the line of the first row if every row is one line, else the line of every row."""
        ends, feeds = self.structure.row_ends, self.structure.feeds
        if ends is None or feeds is None or len(feeds) <= len(ends):
            return self.start.line
        starts = np.concatenate(([0], ends[:-1]))
        return (self.start.line + np.searchsorted(feeds, starts)).astype(np.int64)

    def error(self) -> DataError | None:
        """Return the fault as an error with its line, or None."""
        return (
            None if self.structure.fault is None else fault_error(self.structure.fault, self.data, self.start)
        )

    def batches(self, most: int) -> Iterator[list[RawRow]]:
        """Yield the rows before the fault, at most ``most`` at a time."""
        line, first, ends = self.start.line, 0, self._ends()
        if self.structure.fault:
            ends = ends[ends <= self.structure.fault.position]
        for start in range(0, len(ends), most):
            rows: list[RawRow] = []
            for end in ends[start : start + most].tolist():
                row = self.data[first:end]
                rows.append((line, self.start.offset + first, row.removesuffix(b"\n").removesuffix(b"\r")))
                line, first = line + row.count(b"\n"), end
            yield rows

    def _ends(self) -> Codes:
        if self.structure.row_ends is not None:
            return self.structure.row_ends
        ends = np.flatnonzero(np.frombuffer(self.data, np.uint8) == FEED) + 1
        return ends if self.data.endswith(b"\n") else np.append(ends, len(self.data))


def fault_error(fault: Fault, data: bytes, start: Start) -> DataError:
    """Return the fault as an error, with line numbers filled into its message."""
    line, shows = (start.line + data.count(b"\n", 0, max(0, at)) for at in (fault.position, fault.shows))
    same = "; it was opened at line {line}" if shows == line else ""
    message = fault.message.removesuffix(same).format(line=line, shows=shows)
    return DataError(message, fault.hint, code=fault.code, place=Place(line=line))


class Cutter(Frozen):
    """Cuts a stream at row ends: the delimiter, the bytes per read and the longest cell."""

    name: str
    delimiter: str
    size: int
    max_field: int

    def pieces(self, read: Callable[[int], bytes], start: Start) -> Iterator[Piece]:
        """Yield the rows of the stream in pieces of about ``size`` bytes, up to the first fault."""
        rest, final = b"", False
        while not final:
            size = self._next_size(len(rest))
            got = read(size)
            final = len(got) < size
            data, after = (rest + got, b"") if final or not self._is_plain(rest, got) else _cut(rest, got)
            del got
            self._check_quotes(data, start)
            structure = scan(data, self.delimiter, final=final)
            end = len(data) if structure.fault else structure.end
            rest = data[end:] + after
            if end:
                piece = _piece(data if end == len(data) else data[:end], start, structure)
                start = Start(start.offset + end, start.line + piece.feeds, start.row + piece.rows)
                del data
                yield piece
                del piece
            if structure.fault:
                return
            self._check_length(rest, None if structure.opened is None else structure.opened - end, start)

    def _next_size(self, rest: int) -> int:
        """Return the size of the next read. It doubles within a long line, to keep the time linear."""
        return max(self.size, min(rest, LINE_OF_FIELDS * self.max_field - rest))

    @staticmethod
    def _is_plain(rest: bytes, got: bytes) -> bool:
        """Return whether every line feed ends a row, whatever comes next."""
        return not any(mark in data for mark in (b'"', b"\r") for data in (rest, got))

    def _check_quotes(self, data: bytes, start: Start) -> None:
        """Raise if a long line has too many quotes: a scan would take many times its size."""
        if len(data) > 4 * self.size and data.count(b'"') > max(MOST_QUOTES, self.size):
            raise self._too_long(start)

    def _check_length(self, rest: bytes, opened: int | None, start: Start) -> None:
        """Raise if an unfinished row is already longer than a row may be."""
        if opened is not None and len(rest) - opened > self.max_field:
            error = fault_error(never_closed(opened), rest, start)
            error.message += f" within --max-field ({self.max_field} bytes)"
            error.at(file=self.name, row=start.row + 1)
            raise error
        if len(rest) > LINE_OF_FIELDS * self.max_field:
            raise self._too_long(start)

    def _too_long(self, start: Start) -> InputError:
        message = f"line longer than --max-field ({LINE_OF_FIELDS} x {self.max_field} bytes)"
        hint = "are line breaks missing? --max-field BYTES raises the limit"
        return InputError(message, hint, code="XE622", place=Place(self.name, start.line, start.row + 1))


def _cut(rest: bytes, got: bytes) -> tuple[bytes, bytes]:
    """Split the rest of the last read plus the new bytes after the last line end."""
    end = got.rfind(b"\n") + 1
    return (b"".join((rest, memoryview(got)[:end])), got[end:]) if end else (rest + got, b"")


def _piece(data: bytes, start: Start, structure: Structure) -> Piece:
    feeds = int(np.count_nonzero(np.frombuffer(data, np.uint8) == FEED))
    if structure.feeds is not None:
        structure = replace(structure, feeds=structure.feeds[:feeds])
    return Piece(data, start, structure, feeds)
