"""Whether the first row of a text file names its columns, and what the columns look like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xentcli.errors import DataError, shown
from xentcli.formats.cells import BLANKS, TRUTHS, Numerals

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = Sequence[str]

USUAL = frozenset(
    "label labels y y_true true_label target targets class classes class_id class_name class_label category ground_truth id".split()
)
"""Names that columns have, in lower case; a file of text that starts with one has a header."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the first rows tell of a file's columns."""

    width: int
    names: tuple[str, ...] | None
    numeric: tuple[bool, ...]
    truths: frozenset[int]
    index: int | None


def columns_of(rows: list[Row], header: bool | None, numerals: Numerals) -> Columns:
    """The columns of a file that starts with these rows; ``header`` None means: find out whether it has one."""
    has_header = is_header(rows, numerals) if header is None else header
    body = _below(rows) if has_header else rows
    if not body or not any(cell for row in body for cell in row):
        hint = "--no-header, if its only line is a row" if has_header and len(rows) == 1 else None
        raise DataError("no rows", hint, code="XE013")
    width = len(rows[0])
    names = _names(rows[0]) if has_header else None
    columns = [[row[c] for row in body if c < len(row)] for c in range(width)]
    truths = frozenset(c for c, cells in enumerate(columns) if cells and all(_truth(cell) for cell in cells))
    numeric = tuple(c in truths or _numbers(cells, numerals) for c, cells in enumerate(columns))
    return Columns(width, names, numeric, truths, _index(names, columns))


def is_header(rows: list[Row], numerals: Numerals) -> bool:
    """Whether the first row is none of data: text above numbers, 0..K-1 above fractions, or a usual name."""
    head, body = rows[0], _below(rows)
    data = [numerals.is_data(cell) for cell in head]
    if any(_usual(cell, [row[c] for row in rows[1:] if c < len(row)]) for c, cell in enumerate(head)):
        return True
    below = [[row[c] for row in body if c < len(row) and row[c].strip(BLANKS)] for c in range(len(head))]
    full = [bool(cells) and all(numerals.is_data(cell) for cell in cells) for cells in below]
    if any(under and not own for own, under in zip(data, full, strict=True)):
        return True
    if all(data):
        return all(full) and _counted(head, below)
    if any(data):
        return False
    if not any(cell.strip(BLANKS) for row in rows for cell in row):
        raise DataError("no rows", code="XE013")
    raise DataError(
        f"is the first row ('{shown(','.join(head))}') names of columns, or data?",
        "--header or --no-header",
        code="XE014",
    )


def _below(rows: list[Row]) -> list[Row]:
    """The rows below the header, without repetitions of it, which are reported when they are read."""
    return [row for row in rows[1:] if row != rows[0]] or rows[1:]


def _usual(cell: str, below: list[str]) -> bool:
    """Whether a cell is a usual name of a column; a single letter is one only where it is no label below."""
    name = cell.strip(BLANKS)
    return name.casefold() in USUAL and (len(name) > 1 or cell not in below)


def _counted(head: Row, below: list[list[str]]) -> bool:
    """Whether a first row of 0..K-1 counts the columns: it stands above fractions, truth values or, from three on, 0 and 1."""
    if [cell.strip(BLANKS) for cell in head] != [str(c) for c in range(len(head))]:
        return False
    cells = [cell.strip(BLANKS) for column in below for cell in column]
    if all(_truth(cell) for cell in cells):
        return True
    whole = [cell for cell in cells if cell.lstrip("+-").isdigit()]
    if len(head) > 2:
        return len(whole) < len(cells) or set(cells) <= {"0", "1"}
    if whole and len(whole) < len(cells):
        hint = "--header or --no-header"
        raise DataError(
            f"is the first row ('{','.join(head)}') names of columns, or data?", hint, code="XE014"
        )
    return not whole


def _names(head: Row) -> tuple[str, ...]:
    first = head[0].removeprefix("#")  # numpy.savetxt marks its header so
    names = tuple(name.strip(BLANKS) for name in (first, *head[1:]))
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DataError(f"column twice: '{shown(name)}'", "rename one of them", code="XE012", value=name)
        seen.add(name)
    return names


def _truth(cell: str) -> bool:
    return cell.strip(BLANKS) in TRUTHS


def _numbers(cells: list[str], numerals: Numerals) -> bool:
    return bool(cells) and all(numerals.number(cell) is not None for cell in cells)


def _index(names: tuple[str, ...] | None, columns: list[list[str]]) -> int | None:
    """pandas writes its index as a first column without a name: 0, 1, 2, ..."""
    if names is None or len(names) < 2 or names[0]:
        return None
    return 0 if columns[0] == [str(row) for row in range(len(columns[0]))] else None
