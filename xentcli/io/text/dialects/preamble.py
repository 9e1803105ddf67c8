"""The lines above a table: `sep=;`, comments, and titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Note
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.io.text.header import is_header
from xentcli.io.text.numbers import Numerals
from xentcli.io.text.quotes import Splitter
from xentcli.io.text.sniff import DELIMITERS, sniffed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.io.text.dialects.first_lines import Text
    from xentcli.io.text.header import Row

_SEPARATOR = re.compile(r'"?sep=(\\t|.)"?[,;\t]*', re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
MOST_TITLES = 20
COMMENT = "#"


class Preamble(Frozen):
    """The number of lines above the table, and their text."""

    skip: int = 0
    delimiter: str | None = None
    said: str = ""
    """The first line that was skipped, if it needs a note."""

    def notes(self, name: str) -> tuple[Note, ...]:
        """Return the note on the lines that were skipped."""
        if not self.said:
            return ()
        lines = "a line" if self.skip == 1 else f"{self.skip} lines"
        return (Note("XE870", f"{name}: skipped {lines} above the table: {shown(self.said)}"),)


def preamble_of(text: Text) -> Preamble:
    """Return the lines above the table of a text."""
    first = text.lines[0] if text.lines else ""
    if text.cells:
        return Preamble()
    separator = _SEPARATOR.fullmatch(first.strip())
    if separator is not None and len(text.lines) > 1:
        mark = separator[1].replace("\\t", "\t")
        return Preamble(1, mark if mark in {*DELIMITERS, " "} else None)
    if first.startswith(COMMENT):
        return _comments(text)
    return _titles(text)


def _comments(text: Text) -> Preamble:
    """Return the comments; the last one is the header if the first row is not, as NumPy writes it."""
    lines = text.lines
    count = next((n for n, line in enumerate(lines) if not line.startswith(COMMENT)), len(lines))
    rest = lines[count:]
    while rest and not rest[0].strip():
        count, rest = count + 1, rest[1:]
    if not rest:
        return Preamble()
    delimiter = sniffed("".join(line + "\n" for line in rest)) if text.options.delimiter is None else " "
    last = count - 1
    if not _is_headed(rest, delimiter) and _fits(lines[last], rest[0], delimiter):
        return Preamble(last, None, lines[0] if last else "")
    return Preamble(count, None, lines[0])


def _fits(comment: str, row: str, delimiter: str) -> bool:
    """Return whether a comment has a name for each cell of a row."""
    if not comment.startswith(COMMENT) or not comment.strip("# \t"):
        return False
    if delimiter in row:
        return comment.count(delimiter) == row.count(delimiter)
    return len(comment.lstrip("# ").split()) == len(row.split()) or delimiter not in comment


def _is_headed(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether the first line is certainly a header."""
    if delimiter not in lines[0] and " " in lines[0].strip():
        delimiter = " "
    split = Splitter(delimiter)
    found = (split.checked(line) for line in lines)
    rows: list[Row] = [row for row in found if row is not None]
    rows = [row for row in rows if len(row) == len(rows[0])]
    try:
        return len(rows) > 1 and is_header(rows, Numerals())
    except DataError:
        return False


def _titles(text: Text) -> Preamble:
    """Return the titles: lines of text without cells, above a header and rows of equal length."""
    lines = text.lines
    said = text.options.delimiter
    for delimiter in DELIMITERS if said is None else (said,):
        counts = [line.count(delimiter) for line in lines]
        skip = next((n for n, line in enumerate(lines) if _is_row(line, delimiter)), 0)
        body = lines[skip:]
        if not 0 < skip <= MOST_TITLES or len(body) < 2:
            continue
        even = len({*counts[skip:]}) == 1 and counts[skip] > 0
        if (
            even
            and _LETTER.search(lines[0])
            and _is_headed(body, delimiter)
            and _has_numbers(body, delimiter)
        ):
            return Preamble(skip, delimiter, lines[0].strip(delimiter + ' "'))
    return Preamble()


def _is_row(line: str, delimiter: str) -> bool:
    """Return whether a line has a cell after the first one."""
    return any(cell.strip(' "') for cell in line.split(delimiter)[1:])


def _has_numbers(lines: Sequence[str], delimiter: str) -> bool:
    cells = lines[1].split(delimiter)
    return any(Numerals(point).number(cell) is not None for cell in cells for point in ".,")
