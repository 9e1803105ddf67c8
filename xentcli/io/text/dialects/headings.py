"""Tables with more above their rows than a header: titles, comments, several header lines, row names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.io.text.delimited import open_delimited
from xentcli.io.text.dialects.blanks import blank_delimited, is_aligned, lacks_index, single_blanks
from xentcli.io.text.dialects.first_lines import text_of
from xentcli.io.text.dialects.header_forms import Heading, heading_of
from xentcli.io.text.dialects.preamble import COMMENT, preamble_of
from xentcli.io.text.dialects.rewritten import Rewritten
from xentcli.io.text.layout import Told
from xentcli.io.text.quotes import Splitter
from xentcli.io.text.sniff import DELIMITERS, SPOKEN, sniffed

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.io.text.chunk import Start
    from xentcli.io.text.dialects.first_lines import Text

BLANK = " "
UNNAMED = '"" '
"""A cell without a name, before the names of a header."""


def open_headed(text: Text) -> Table | None:
    """Open a text with lines that are not rows, or with cells separated by blanks; None for others."""
    top = preamble_of(text)
    lines = text.lines[top.skip :]
    marked = bool(lines) and lines[0].startswith(COMMENT) and not text.cells
    if marked:
        lines = (lines[0].lstrip(COMMENT + BLANK), *lines[1:])
    unnamed = text.options.header is not False and not text.cells and lacks_index(lines)
    if unnamed:
        lines = (UNNAMED + lines[0], *lines[1:])
    delimiter = _delimiter(text, top.delimiter, lines, marked=marked)
    if delimiter == BLANK and text.options.delimiter is None and is_aligned(lines):
        return _single_spaced(text, text.starts[top.skip], UNNAMED if unnamed else "")
    rows = _rows(lines, delimiter)
    heading = None if text.options.header is False or len(rows) < 2 else heading_of(rows, lines)
    if marked and rows and heading is None and delimiter == BLANK:
        heading = Heading(tuple(rows[0]))
    if heading is None and not top.skip and (text.options.delimiter or delimiter != BLANK):
        return None
    told = Told(text.starts[top.skip], delimiter, notes=top.notes(text.name))
    if heading is not None:
        start = text.starts[top.skip + heading.lines]
        notes = (*told.notes, *heading.notes(text.name))
        told = Told(start, delimiter, heading.names, notes, heading.declared, heading.roles, heading.slack)
    return open_delimited(text.source, text.options, told=told)


def _delimiter(text: Text, said: str | None, lines: tuple[str, ...], *, marked: bool) -> str:
    """Return the delimiter: from an option, the text or the file name, else as detected."""
    option = text.options.delimiter
    if option is not None:
        return SPOKEN.get(option, option)
    if said is not None or text.tabs:
        return said or "\t"
    candidates = tuple(d for d in DELIMITERS if d != text.options.decimal)
    some = lines[1:] if len(lines) > 1 and not any(d in lines[0] for d in candidates) else lines
    found = sniffed("".join(line + "\n" for line in some), candidates)
    return BLANK if blank_delimited(lines, found, header=text.options.header, marked=marked) else found


def _rows(lines: tuple[str, ...], delimiter: str) -> list[list[str]]:
    """Return the cells of the first lines, up to a line that is no row, as one with an open quote."""
    split = Splitter(delimiter)
    rows: list[list[str]] = []
    for line in lines:
        cells = split.checked(line)
        if cells is None:
            break
        rows.append(cells)
    return rows


def _single_spaced(text: Text, start: Start, before: str) -> Table | None:
    """Open a table of aligned columns, with every run of blanks as one, and a text before the first line."""

    def rewrite(line: str, number: int) -> str:
        return single_blanks(before + line if number == start.line else line)

    source = Rewritten(text.source.kept(), text.options, start, lambda: rewrite)
    options = replace(text.options, encoding="utf-8")
    return open_headed(text_of(source, options, text.member, text.usual))
