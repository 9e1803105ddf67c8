"""Recognise tables with cells separated by blanks, as opposed to lists of numbers and names with blanks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError
from xentcli.io.text.header import USUAL, is_header
from xentcli.io.text.numbers import Numerals

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELLS = re.compile(r'"[^"]*"(?!\S)|(?<!\S)[^\s"]+(?!\S)')
_ROW = re.compile(r'\s*(?:(?:"[^"]*"|[^\s"]+)(?:\s+|$))+')
_QUOTED = re.compile(r'"[^"]*"')
_SEVERAL = re.compile(r"\S(?: {2,}|\t+ +)\S|^ +\S")
POINT, COMMA = Numerals("."), Numerals(",")


def cells_of(line: str) -> list[str]:
    """Return the cells between blanks, quoted ones whole; empty if there are quotes inside other cells.

    >>> cells_of('"1"  "New York" 0.5')
    ['"1"', '"New York"', '0.5']
    """
    return _CELLS.findall(line) if _ROW.fullmatch(line) else []


def is_aligned(lines: Sequence[str]) -> bool:
    """Return whether runs of blanks separate the cells, so that columns are aligned.

    >>> is_aligned(["label    p", "1      0.5"]), is_aligned(['"label" "my  p"', '"1" 0.5'])
    (True, False)
    """
    return any(_SEVERAL.search(_QUOTED.sub('""', line)) for line in lines)


def lacks_index(lines: Sequence[str]) -> bool:
    """Return whether the first line has a gap above row numbers instead of a name, as pandas writes.

    >>> lacks_index(["   label    p", "0      1  0.5", "1      0  0.5"]), lacks_index(["a b", "0 1 2"])
    (True, False)
    """
    head, body = cells_of(lines[0]) if lines else [], [cells_of(line) for line in lines[1:]]
    if not body or lines[0][:1] != " " or any(line[:1].isspace() for line in lines[1:]):
        return False
    first = [row[0] for row in body if row]
    whole = all(cell.isdecimal() for cell in first) and len(set(first)) == len(body)
    return whole and all(len(row) == len(head) + 1 for row in body)


def single_blanks(line: str) -> str:
    """Return a line with every run of blanks between cells replaced by one blank."""
    return " ".join(cells_of(line)) if '"' in line else " ".join(line.split())


def blank_delimited(
    lines: Sequence[str], other: str, *, header: bool | None = None, marked: bool = False
) -> bool:
    """Return whether blanks separate the cells, instead of the delimiter ``other`` or numbers of a list.

    With ``marked``, the first line is certainly a header if it has a name for each cell.

    >>> blank_delimited(["label p0 p1", "1 0.25 0.75", "0 0.5 0.5"], ",")
    True
    >>> [blank_delimited(lines, ",") for lines in (["0.25 0.75"] * 2, ["New York", "Los Angeles"], ["0 2"])]
    [False, False, False]
    """
    if all(other in line for line in lines[1:] or lines) and other != ",":
        return False
    rows = [cells_of(line) for line in lines]
    width = len(rows[-1]) if rows else 0
    head, body = rows[0] if rows else [], rows[1:]
    if width < 2 or any(len(row) != width for row in body) or len(head) not in {width, width - 1}:
        return False
    if any("," in line for line in lines) and not _are_commas(rows):
        return False
    if marked and body and len(head) == width:
        return len({*head}) == width
    named = header is not False and bool(body) and _is_header(head, body, width)
    return named or (len(head) == width and _differ(rows))


def _are_commas(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether commas are decimal commas."""
    return all("," not in cell or COMMA.number(cell) is not None for row in rows for cell in row)


def _columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[cell.strip('"') for cell in column] for column in zip(*rows, strict=True)]


def _are_numbers(cells: Sequence[str]) -> bool:
    return all(POINT.number(cell) is not None or COMMA.number(cell) is not None for cell in cells)


def _has_fractions(cells: Sequence[str]) -> bool:
    return _are_numbers(cells) and any(float(cell.replace(",", ".")) % 1 for cell in cells)


def _is_header(head: Sequence[str], body: Sequence[Sequence[str]], width: int) -> bool:
    """Return whether a line of different names is above columns, some of which hold numbers."""
    names, columns = [cell.strip('"') for cell in head], _columns(body)
    if len(set(names)) < len(names):
        return False
    quoted = all(cell.startswith('"') for cell in head)
    texts = sum(not _are_numbers([name]) for name in names)
    told = quoted or any(name.casefold() in USUAL for name in names)
    if len(head) < width:
        rows = [row[0].strip('"') for row in body]
        counted = rows == [str(n) for n in range(1, len(rows) + 1)]
        names_of_rows = quoted and all(row[0].startswith('"') for row in body)
        return names_of_rows or (counted and (len(rows) > 2 or told or any(map(_has_fractions, columns))))
    if not texts:
        return _is_sure([names, *body])
    if any(name in column for name, column in zip(names, columns, strict=True)):
        return False
    above_numbers = [column for name, column in zip(names, columns, strict=True) if _are_numbers([name])]
    if not all(map(_has_fractions, above_numbers)):
        return False
    above = any(_has_fractions(column) for column in columns) or (told and any(map(_are_numbers, columns)))
    return texts > 0 and above and (texts > 1 or told)


def _is_sure(rows: list[Sequence[str]]) -> bool:
    """Return whether a first row of numbers is certainly a header, as 0 1 2 above fractions."""
    try:
        return is_header(rows, POINT)
    except DataError:
        return False


def _differ(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether some columns hold fractions and others whole numbers or text, unlike any list."""
    columns = _columns(rows)
    fractions = [_has_fractions(column) for column in columns]
    kinds = [_are_numbers(column) for column in columns]
    words = [not number for number in kinds]
    if not any(fractions) or all(fractions) or sum(mine != after for mine, after in pairwise(words)) > 2:
        return False
    return len(columns) > 2 or (not any(words) and len(rows) > 2)
