"""Rows of text into their cells."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, InputError, Place, XentError
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.io.text.chunk import RawRow


class Splitter(Frozen):
    """How a row is split: the delimiter, and the longest cell in bytes."""

    delimiter: str
    max_field: int = 1 << 20
    max_columns: int = 100_000

    def rows(self, rows: list[RawRow]) -> list[list[str] | XentError]:
        """Return the cells of each row, or what is wrong with it."""
        found: list[list[str] | XentError] = []
        for line, offset, raw in rows:
            try:
                found.append(self.cells(raw, line, offset))
            except XentError as error:
                found.append(error.with_traceback(None))
        return found

    def cells(self, raw: bytes, line: int, offset: int) -> list[str]:
        """The cells of the row at this line and byte, quotes undone; the quotes have been scanned before.

        >>> Splitter(",").cells(b'1,"a ""b"", c",', 1, 0)
        ['1', 'a "b", c', '']
        """
        row = _decoded(raw, line, offset)
        cells = self._quoted(row) if '"' in row else row.split(self.delimiter, self.max_columns)
        if len(cells) > self.max_columns:
            raise _over("columns", "--max-columns", self.max_columns, line, "XE623")
        if len(raw) > self.max_field and any(len(cell.encode()) > self.max_field for cell in cells):
            raise _over("cell", "--max-field", self.max_field, line, "XE624")
        return cells

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        d = re.escape(self.delimiter)
        return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"{d}]*+))({d}|\Z)')

    def _quoted(self, row: str) -> list[str]:
        cells: list[str] = []
        position, more = 0, True
        while more and len(cells) <= self.max_columns and (match := self._cell.match(row, position)):
            quoted, plain, end = match.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            position, more = match.end(), bool(end)
        return cells


def _over(what: str, option: str, limit: int, line: int, code: str) -> InputError:
    hint = f"{option} N raises the limit; is it a text file?"
    return InputError(f"{what} over {option} ({limit})", hint, code=code, place=Place(line=line))


def _decoded(raw: bytes, line: int, offset: int) -> str:
    if b"\0" in raw:
        hint = "is the file binary or UTF-16? --encoding"
        raise DataError("NUL byte in the text", hint, code="XE010", place=Place(line=line))
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        message = f"byte 0x{raw[error.start]:02X} at offset {offset + error.start} is not UTF-8"
        hint = "--encoding latin-1, or whatever the text is encoded in"
        raise InputError(message, hint, code="XE620", place=Place(line=line)) from None
