"""Scan delimited text for quotes: find row ends and misplaced quotes, and split rows into cells."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, InputError, Place, XentError
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Positions = NDArray[np.int64]
    RawRow = tuple[int, int, bytes]
    """A row's line, its offset, and its bytes without the line end."""

QUOTE, RETURN, FEED = 0x22, 0x0D, 0x0A


class Fault(Frozen):
    """A structural fault: the start of the broken row, the message, and the position of the fault."""

    position: int
    code: str
    message: str
    hint: str
    shows: int = -1


class Structure(Frozen):
    """The row structure of some bytes.

    ``end`` is where the last whole row ends. ``row_ends`` and ``feeds`` are the positions after each row and
    after each line feed, or None if every line is a row. ``opened`` is the position of a quote still open at
    the end.
    """

    end: int
    row_ends: Positions | None = None
    feeds: Positions | None = None
    fault: Fault | None = None
    opened: int | None = None


def scan(data: bytes, delimiter: str, *, final: bool) -> Structure:
    """Scan bytes that begin at the start of a row. ``final``: nothing follows them."""
    end = len(data) if final else data.rfind(b"\n") + 1
    if b'"' not in data and b"\r" not in data:
        return Structure(end)
    array = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(array == QUOTE)
    opened = int(quotes[-1]) if len(quotes) % 2 else None
    faults = [
        _opening(array, quotes, delimiter),
        _closing(array, quotes, delimiter),
        _return(array, quotes, final),
    ]
    if final and opened is not None:
        faults.append(never_closed(opened))
    fault = min((fault for fault in faults if fault), key=lambda fault: fault.position, default=None)
    if not quotes.size:
        return Structure(end, fault=fault)
    feeds = np.flatnonzero(array == FEED)
    row_ends = feeds[_outside(feeds, quotes)] + 1
    if final and opened is None and data[-1] != FEED:
        row_ends = np.append(row_ends, len(data))
    return Structure(int(row_ends[-1]) if row_ends.size else 0, row_ends, feeds, fault, opened)


def never_closed(position: int) -> Fault:
    """Return the fault for a quote that is never closed."""
    hint = 'close the quote, or double a quote in the text: ""'
    return Fault(position, "XE005", "quote opened at line {line} is never closed", hint)


def _outside(positions: Positions, quotes: Positions) -> Any:
    """Return which positions are outside quotes: an even number of quotes comes before them."""
    return np.searchsorted(quotes, positions) % 2 == 0


def _opening(array: Bytes, quotes: Positions, delimiter: str) -> Fault | None:
    """Return a fault if a quote opens inside a cell. A doubled quote is valid."""
    opening = quotes[0::2]
    before = array[np.maximum(opening - 1, 0)]
    wrong = (opening > 0) & ~np.isin(before, (ord(delimiter), FEED, QUOTE))
    if not wrong.any():
        return None
    hint = 'quote the whole cell and double the quotes in it: "5"" disk"'
    return Fault(int(opening[np.argmax(wrong)]), "XE007", "quote inside an unquoted cell", hint)


def _closing(array: Bytes, quotes: Positions, delimiter: str) -> Fault | None:
    """Return a fault if a closing quote is not followed by the end of the cell or another quote."""
    closing = quotes[1::2]
    closing = closing[closing < len(array) - 1]  # the byte after the last one is unknown
    wrong = ~np.isin(array[closing + 1], (ord(delimiter), FEED, RETURN, QUOTE))
    if not wrong.any():
        return None
    first = int(np.argmax(wrong))
    message = "text after the closing quote of line {shows}; it was opened at line {line}"
    return Fault(int(quotes[2 * first]), "XE006", message, "quote whole cells, or none", int(closing[first]))


def _return(array: Bytes, quotes: Positions, final: bool) -> Fault | None:
    """Return a fault if a carriage return outside quotes is not part of a line end."""
    returns = np.flatnonzero(array == RETURN)
    returns = returns[_outside(returns, quotes) & (final | (returns < len(array) - 1))]
    wrong = array[np.minimum(returns + 1, len(array) - 1)] != FEED
    if not wrong.any():
        return None
    hint = "lines must end in LF or CR LF: tr '\\r' '\\n' < FILE | xentcli ... -"
    return Fault(int(returns[np.argmax(wrong)]), "XE009", "carriage return that does not end a line", hint)


class Splitter(Frozen):
    """Splits rows into cells: the delimiter, and the longest cell in bytes."""

    delimiter: str
    max_field: int = 1 << 20
    max_columns: int = 100_000

    def rows(self, rows: list[RawRow]) -> list[list[str] | XentError]:
        """Return the cells or the error of each row."""
        found: list[list[str] | XentError] = []
        for line, offset, raw in rows:
            try:
                found.append(self.cells(raw, line, offset))
            except XentError as error:
                found.append(error.with_traceback(None))
        return found

    def cells(self, raw: bytes, line: int, offset: int) -> list[str]:
        """Return the unquoted cells of a row that starts at this line and byte.

        Its quotes must be scanned already.

        >>> Splitter(",").cells(b'1,"a ""b"", c",', 1, 0)
        ['1', 'a "b", c', '']
        """
        row = decoded(raw, line, offset)
        cells = self._parts(row)[0] if '"' in row else row.split(self.delimiter, self.max_columns)
        if len(cells) > self.max_columns:
            raise _over("columns", "--max-columns", self.max_columns, line, "XE623")
        if len(raw) > self.max_field and any(len(cell.encode()) > self.max_field for cell in cells):
            raise _over("cell", "--max-field", self.max_field, line, "XE624")
        return cells

    def checked(self, line: str) -> list[str] | None:
        """Return the cells of a line with quotes that are not scanned yet, or None if it is no row.

        >>> Splitter(",").checked('1,"a, b"'), Splitter(",").checked('1,"a" b'), Splitter(",").checked('"a')
        (['1', 'a, b'], None, None)
        """
        try:
            cells = self.cells(line.encode("utf-8", "surrogateescape"), 0, 0)
        except XentError:
            return None
        return cells if '"' not in line or self._parts(line)[1] else None

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        d = re.escape(self.delimiter)
        return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"{d}]*+))({d}|\Z)')

    def _parts(self, row: str) -> tuple[list[str], bool]:
        """Return the cells up to one with wrong quotes, and whether there is none."""
        cells: list[str] = []
        position, more = 0, True
        while more and len(cells) <= self.max_columns and (match := self._cell.match(row, position)):
            quoted, plain, end = match.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            position, more = match.end(), bool(end)
        return cells, not more


def _over(what: str, option: str, limit: int, line: int, code: str) -> InputError:
    hint = f"is it a text file? use {option} N to raise the limit"
    return InputError(f"{what} over {option} ({limit})", hint, code=code, place=Place(line=line))


def decoded(raw: bytes, line: int, offset: int) -> str:
    """Return a row as text; raise if it is not UTF-8 or has a NUL."""
    if b"\0" in raw:
        hint = "is the file binary or UTF-16? use --encoding NAME"
        raise DataError("NUL byte in the text", hint, code="XE010", place=Place(line=line))
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        message = f"byte 0x{byte:02X} at offset {offset + error.start} is not UTF-8"
        name = "cp1252" if byte < 0xA0 else "latin-1"
        hint, ways = f"use --encoding {name}, or the actual encoding of the text", ({"encoding": name},)
        raise InputError(message, hint, code="XE620", place=Place(line=line), ways=ways) from None
