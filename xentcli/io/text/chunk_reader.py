"""A stream of text, cut into pieces at row ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.io.text.chunk import Piece, Start, fault_error
from xentcli.io.text.quotes import FEED, Structure, never_closed, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINE_OF_FIELDS = 64
"""A line may be this many times as long as the longest cell."""
MOST_QUOTES = 1 << 22
"""In a line that is longer than what is read at a time."""


class Cutter(Frozen):
    """How to cut: the delimiter, the bytes read at a time and the longest cell."""

    name: str
    delimiter: str
    size: int
    max_field: int

    def pieces(self, read: Callable[[int], bytes], start: Start) -> Iterator[Piece]:
        """All rows of the stream, in pieces of about ``size`` bytes; a fault ends them."""
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
        """How much is read next: as much again of a long line, so that its time is proportional to it."""
        return max(self.size, min(rest, LINE_OF_FIELDS * self.max_field - rest))

    @staticmethod
    def _is_plain(rest: bytes, got: bytes) -> bool:
        """Whether every line feed ends a row, whatever follows."""
        return not any(mark in data for mark in (b'"', b"\r") for data in (rest, got))

    def _check_quotes(self, data: bytes, start: Start) -> None:
        """A long line full of quotes would take many times its size to scan."""
        if len(data) > 4 * self.size and data.count(b'"') > max(MOST_QUOTES, self.size):
            raise self._too_long(start)

    def _check_length(self, rest: bytes, opened: int | None, start: Start) -> None:
        """A row's beginning that is longer than a row may be is not held any longer."""
        if opened is not None and len(rest) - opened > self.max_field:
            error = fault_error(never_closed(opened), rest, start)
            error.message += f" within --max-field ({self.max_field} bytes)"
            error.at(file=self.name, row=start.row + 1)
            raise error
        if len(rest) > LINE_OF_FIELDS * self.max_field:
            raise self._too_long(start)

    def _too_long(self, start: Start) -> InputError:
        message = f"line over --max-field ({LINE_OF_FIELDS} x {self.max_field} bytes)"
        hint = "is it text with line ends? --max-field BYTES raises the limit"
        return InputError(message, hint, code="XE622", place=Place(self.name, start.line, start.row + 1))


def _cut(rest: bytes, got: bytes) -> tuple[bytes, bytes]:
    """What was left over and what was read: up to the last line end, and the rest."""
    end = got.rfind(b"\n") + 1
    return (b"".join((rest, memoryview(got)[:end])), got[end:]) if end else (rest + got, b"")


def _piece(data: bytes, start: Start, structure: Structure) -> Piece:
    feeds = int(np.count_nonzero(np.frombuffer(data, np.uint8) == FEED))
    if structure.feeds is not None:
        structure = replace(structure, feeds=structure.feeds[:feeds])
    return Piece(data, start, structure, feeds)
