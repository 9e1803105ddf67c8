"""A piece of text: whole rows that know their first row, line and byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.io.text.quotes import FEED, Fault, Structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Codes


class Start(Frozen):
    """Where reading begins: the byte, the line (from 1) and the row (from 0)."""

    offset: int = 0
    line: int = 1
    row: int = 0


class Piece(Frozen):
    """Whole rows of text. With a fault in its structure, only the rows before that can be told apart."""

    data: bytes
    start: Start
    structure: Structure
    feeds: int
    """How many line feeds."""

    @property
    def rows(self) -> int:
        """How many rows."""
        ends = self.structure.row_ends
        return len(ends) if ends is not None else self.feeds + (not self.data.endswith(b"\n"))

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
        return (
            None if self.structure.fault is None else fault_error(self.structure.fault, self.data, self.start)
        )

    def each(self) -> Iterator[tuple[int, int, bytes]]:
        """Every row up to the fault: its line, its offset, and its bytes without the line end."""
        line, first, fault = self.start.line, 0, self.structure.fault
        for end in self._ends().tolist():
            if fault and end > fault.position:
                return
            row = self.data[first:end]
            yield line, self.start.offset + first, row.removesuffix(b"\n").removesuffix(b"\r")
            line, first = line + row.count(b"\n"), end

    def _ends(self) -> Codes:
        if self.structure.row_ends is not None:
            return self.structure.row_ends
        ends = np.flatnonzero(np.frombuffer(self.data, np.uint8) == FEED) + 1
        return ends if self.data.endswith(b"\n") else np.append(ends, len(self.data))


def fault_error(fault: Fault, data: bytes, start: Start) -> DataError:
    """A fault as an error: its message with the lines filled in."""
    line, shows = (start.line + data.count(b"\n", 0, max(0, at)) for at in (fault.position, fault.shows))
    same = "; it was opened at line {line}" if shows == line else ""
    message = fault.message.removesuffix(same).format(line=line, shows=shows)
    return DataError(message, fault.hint, code=fault.code, place=Place(line=line))
