"""One row of text into its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xentcli.errors import DataError, InputError, Place
from xentcli.formats.cutting import Start
from xentcli.formats.encoding import not_utf8


@dataclass(frozen=True, slots=True)
class Splitter:
    """How a row is split: the delimiter, and the longest cell in bytes."""

    delimiter: str
    max_field: int = 1 << 20
    _cell: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        d = re.escape(self.delimiter)
        pattern = rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"{d}]*+))(?:{d}|\Z)'
        object.__setattr__(self, "_cell", re.compile(pattern))

    def cells(self, raw: bytes, line: int, offset: int) -> list[str]:
        """The row's cells, quotes undone; the row's structure has been scanned before.

        >>> Splitter(",").cells(b'1,"a ""b"", c",', 1, 0)
        ['1', 'a "b", c', '']
        """
        try:
            row = raw.decode()
        except UnicodeDecodeError as error:
            raise not_utf8(raw, Start(offset, line), error) from None
        if "\0" in row:
            hint = "is the file binary or UTF-16? --encoding"
            raise DataError("NUL byte in the text", hint, code="XE010", place=Place(line=line))
        cells = self._quoted(row) if '"' in row else row.split(self.delimiter)
        if len(raw) > self.max_field and any(len(cell.encode()) > self.max_field for cell in cells):
            hint = "--max-field BYTES raises the limit"
            raise InputError(
                f"cell over --max-field ({self.max_field} bytes)", hint, code="XE624", place=Place(line=line)
            )
        return cells

    def _quoted(self, row: str) -> list[str]:
        cells, position = [], 0
        while match := self._cell.match(row, position):
            quoted, plain = match.groups()
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            position = match.end()
            if position == len(row) and not match[0].endswith(self.delimiter):
                break
        return cells
