"""The careful way to read a piece of text: row by row and cell by cell, to say exactly what is wrong."""

from __future__ import annotations

import heapq
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.types import Block
from xentcli.io.bad_rows import without, wrong_rows
from xentcli.io.table import Cells
from xentcli.io.text.cell_errors import complaint
from xentcli.io.text.label_column import (
    mixed_truth,
    never_wrong,
    read_labels,
    read_names,
    wrong_labels,
    wrong_names,
)
from xentcli.io.text.numbers import BLANKS
from xentcli.io.text.row_checks import check_row
from xentcli.io.text.words import TRUTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.core.types import Codes, Numbers, Origin
    from xentcli.io.table import Complain
    from xentcli.io.text.chunk import Piece
    from xentcli.io.text.layout import TextColumns

ROWS_AT_ONCE = 1 << 13
"""Rows that are read at a time where errors are told, for each of them may have one."""
ONE_COLUMN = {
    Cells.LABELS: (wrong_labels, read_labels),
    Cells.NAMES: (wrong_names, read_names),
    Cells.TEXT: (never_wrong, read_names),
}
"""How the cells of one column are judged, and how they are read when none is wrong."""


class _Rows:
    """The rows of a piece: the wanted cells of each (none where it is no row), their lines, the errors."""

    def __init__(self, reading: TextColumns, first: int) -> None:
        self.reading, self.first = reading, first
        self.cells: list[list[str]] = []
        self.lines: list[int] = []
        self.errors: list[tuple[int, XentError]] = []

    def place(self, row: int, column: int | None = None) -> Place:
        layout = self.reading.layout
        name = None if column is None else layout.label(column)
        return Place(layout.name, self.lines[row], self.first + row + 1, name)

    def each_line(self, piece: Piece) -> int | Codes:
        """The first row's line where each row is one line, else every row's."""
        start = self.first - piece.start.row
        known = piece.lines
        return known + start if isinstance(known, int) else known[start : start + len(self.cells)]


def blocks(piece: Piece, reading: TextColumns, origin: Origin, complain: Complain | None) -> Iterator[Block]:
    """The wanted columns of a piece; its first error is raised, or every one told to ``complain``."""
    read = _matrix if reading.cells is Cells.NUMBERS else _column
    for rows in _rows(piece, reading, ROWS_AT_ONCE if complain is not None else None):
        values, categories, wrong = read(rows, complain)
        yield from without(Block(values, rows.first, origin, rows.each_line(piece), categories), wrong)


def _rows(piece: Piece, reading: TextColumns, most: int | None) -> Iterator[_Rows]:
    """The rows up to the first error; with ``most`` all of them, so many at a time."""
    rows = _Rows(reading, piece.start.row)
    for line, offset, raw in piece.each():
        if len(rows.cells) == most:
            yield rows
            rows = _Rows(reading, rows.first + len(rows.cells))
        rows.lines.append(line)
        try:
            cells = reading.layout.split.cells(raw, line, offset)
            check_row(raw, cells, line, reading)
            rows.cells.append([cells[column] for column in reading.columns])
        except XentError as error:
            error.place = rows.place(len(rows.cells))
            rows.errors.append((len(rows.cells), error.with_traceback(None)))
            rows.cells.append([])
            if most is None or not isinstance(error, DataError):
                yield rows
                return
    if fault := piece.error():
        fault.at(file=reading.layout.name, row=rows.first + len(rows.cells) + 1)
        rows.errors.append((len(rows.cells), fault))
    yield rows


def _matrix(rows: _Rows, complain: Complain | None) -> tuple[Numbers, None, list[int]]:
    values = np.zeros((len(rows.cells), len(rows.reading.columns)))
    wrong = wrong_rows(heapq.merge(rows.errors, _fill(values, rows), key=itemgetter(0)), complain)
    return values, None, wrong


def _fill(values: Numbers, rows: _Rows) -> Iterator[tuple[int, XentError]]:
    """Put the numbers in; the cells that are none come out as errors."""
    columns, layout = rows.reading.columns, rows.reading.layout
    truths = [column in layout.columns.truths for column in columns]
    for r, cells in enumerate(rows.cells):
        for c, cell in enumerate(cells):
            value = TRUTHS.get(cell.strip(BLANKS)) if truths[c] else layout.numerals.number(cell)
            if value is None:
                error = _no_number(cell, rows.reading, truth=truths[c])
                error.place = rows.place(r, columns[c])
                yield r, error
            else:
                values[r, c] = value


def _column(rows: _Rows, complain: Complain | None) -> tuple[Numbers, tuple[str, ...] | None, list[int]]:
    judge, read = ONE_COLUMN[rows.reading.cells]
    whole = [row for row, cells in enumerate(rows.cells) if cells]
    errors = _placed(judge([rows.cells[row][0] for row in whole], rows.reading.layout.numerals), whole, rows)
    wrong = wrong_rows(heapq.merge(rows.errors, errors, key=itemgetter(0)), complain)
    right = sorted(set(whole) - set(wrong)) if wrong else whole
    found, categories = read([rows.cells[row][0] for row in right], rows.reading.layout.numerals)
    values = np.zeros(len(rows.cells), found.dtype)
    values[right] = found
    return values, categories, wrong


def _placed(
    errors: Iterable[tuple[int, DataError]], whole: list[int], rows: _Rows
) -> Iterator[tuple[int, XentError]]:
    for at, error in errors:
        error.place = rows.place(whole[at], rows.reading.columns[0])
        yield whole[at], error


def _no_number(cell: str, reading: TextColumns, *, truth: bool) -> DataError:
    """The error for a cell that is no number, or no truth value where the column's first cells are."""
    numerals = reading.layout.numerals
    if truth and numerals.number(cell) is not None:
        return mixed_truth(cell, "True and False")
    return mixed_truth(cell, "numbers") if cell.strip(BLANKS) in TRUTHS else complaint(cell, numerals)
