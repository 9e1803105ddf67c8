"""Parse text row by row and cell by cell, with precise errors."""

from __future__ import annotations

import heapq
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block, without, wrong_rows
from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import EMPTY_MAP
from xentcli.io.table import Cells
from xentcli.io.text.cell_errors import COMMA, DECIMAL_COMMA, complaint
from xentcli.io.text.label_column import (
    mixed_truth,
    never_wrong,
    read_labels,
    read_names,
    wrong_labels,
    wrong_names,
)
from xentcli.io.text.numbers import BLANKS, Numerals
from xentcli.io.text.words import TRUTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.core.blocks import Origin
    from xentcli.core.types import Codes, Numbers
    from xentcli.io.table import Complain
    from xentcli.io.text.chunk import Piece
    from xentcli.io.text.layout import Layout, TextColumns
    from xentcli.io.text.quotes import RawRow

ROWS_AT_ONCE = 1 << 13
"""Rows per batch, since every row may have an error."""
ONE_COLUMN = {
    Cells.LABELS: (wrong_labels, read_labels),
    Cells.NAMES: (wrong_names, read_names),
    Cells.TEXT: (never_wrong, read_names),
}
"""For one column: how to check its cells, and how to parse the valid ones."""


class _Rows:
    """Rows of a piece: the requested cells (empty for a bad row), their lines, and the errors."""

    def __init__(self, reading: TextColumns, first: int) -> None:
        self.reading, self.first = reading, first
        self.cells: list[list[str]] = []
        self.lines: list[int] = []
        self.errors: list[tuple[int, XentError]] = []

    def place(self, row: int, column: int | None = None) -> Place:
        layout = self.reading.layout
        name = None if column is None else layout.label(column)
        return Place(layout.name, self.lines[row], self.first + row + 1, name)

    def add(self, batch: list[RawRow]) -> None:
        """Add these rows; a bad row adds an error and no cells."""
        columns = self.reading.columns
        forms = self.reading.forms if self.reading.layout.columns.forms else EMPTY_MAP
        for (line, _, raw), row in zip(batch, self.reading.layout.split.rows(batch), strict=True):
            self.lines.append(line)
            error = row if isinstance(row, XentError) else _row_error(raw, row, line, self.reading)
            if error is not None:
                error.place = self.place(len(self.cells))
                self.errors.append((len(self.cells), error))
            cells = row if isinstance(row, list) and error is None else None
            chosen = [cells[column] for column in columns] if cells else []
            if forms and cells:
                from xentcli.io.text.cell_forms import plain_cell

                chosen = [plain_cell(cells[c], forms[c]) if c in forms else cells[c] for c in columns]
            self.cells.append(chosen)

    def each_line(self, piece: Piece) -> int | Codes:
        """Return the line of the first row if every row is one line, else the line of every row."""
        start = self.first - piece.start.row
        known = piece.lines
        return known + start if isinstance(known, int) else known[start : start + len(self.cells)]


def blocks(piece: Piece, reading: TextColumns, origin: Origin, complain: Complain | None) -> Iterator[Block]:
    """Yield the requested columns of a piece. Pass each error to ``complain``, or raise the first if None."""
    read = _matrix if reading.cells is Cells.NUMBERS else _column
    for rows in _rows(piece, reading, all_errors=complain is not None):
        values, categories, wrong = read(rows, complain)
        block = Block(values, rows.first, origin, rows.each_line(piece), categories)
        if wrong:
            yield from without(block, wrong)
        elif len(values):
            yield block


def _rows(piece: Piece, reading: TextColumns, *, all_errors: bool) -> Iterator[_Rows]:
    """Yield the rows up to the first error; with ``all_errors`` yield all rows in batches."""
    rows = _Rows(reading, piece.start.row)
    for batch in piece.batches(ROWS_AT_ONCE):
        if all_errors and rows.cells:
            yield rows
            rows = _Rows(reading, rows.first + len(rows.cells))
        rows.add(batch)
        if rows.errors and not (all_errors and all(isinstance(e, DataError) for _, e in rows.errors)):
            yield rows
            return
    if fault := piece.error():
        fault.at(file=reading.layout.name, row=rows.first + len(rows.cells) + 1)
        rows.errors.append((len(rows.cells), fault))
    yield rows


def _matrix(rows: _Rows, complain: Complain | None) -> tuple[Numbers, None, list[int]]:
    """Return the rows as numbers (N, K) and the bad rows, which are zeros."""
    layout, columns = rows.reading.layout, rows.reading.columns
    whole = [row for row, cells in enumerate(rows.cells) if cells]
    cells = list(chain.from_iterable(rows.cells))
    found: list[float | None] = list(map(layout.numerals.number, cells))
    for place, column in enumerate(columns):
        if column in layout.columns.truths:
            some = slice(place, None, len(columns))
            found[some] = [TRUTHS.get(cell.strip(BLANKS)) for cell in cells[some]]
    values = np.zeros((len(rows.cells), len(columns)))
    values[whole] = np.array(found, np.float64).reshape(-1, len(columns))
    return values, None, _wrong(rows, _no_numbers(rows, whole, cells, found), complain)


def _wrong(rows: _Rows, errors: Iterable[tuple[int, XentError]], complain: Complain | None) -> list[int]:
    """Return the bad rows, from row errors and cell errors."""
    return wrong_rows(heapq.merge(rows.errors, errors, key=itemgetter(0)), complain)


def _no_numbers(
    rows: _Rows, whole: list[int], cells: list[str], found: list[float | None]
) -> Iterator[tuple[int, XentError]]:
    """Yield the row and error of each cell that is not a number."""
    columns, layout = rows.reading.columns, rows.reading.layout
    for at, value in enumerate(found if None in found else ()):
        if value is None:
            row, column = whole[at // len(columns)], columns[at % len(columns)]
            error = _no_number(cells[at], rows.reading, truth=column in layout.columns.truths)
            error.place = rows.place(row, column)
            if rows.first + row == 0 and layout.columns.names is None and all(map(_is_word, rows.cells[row])):
                error.hint = "is the first row a header? use --header"
                error.ways = (*error.ways, {"header": True})
            yield row, error


def _is_word(cell: str) -> bool:
    """Return whether a cell is not a number, such as False, so that it may be the name of a column."""
    return Numerals().number(cell) is None


def _column(rows: _Rows, complain: Complain | None) -> tuple[Numbers, tuple[str, ...] | None, list[int]]:
    judge, read = ONE_COLUMN[rows.reading.cells]
    whole = [row for row, cells in enumerate(rows.cells) if cells]
    cells, numerals = [rows.cells[row][0] for row in whole], rows.reading.layout.numerals
    wrong = _wrong(rows, _placed(judge(cells, numerals), whole, rows), complain)
    right = sorted(set(whole) - set(wrong)) if wrong else whole
    found, categories = read([rows.cells[row][0] for row in right] if wrong else cells, numerals)
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
    """Return the error for a cell that is not a number, or not a truth value if ``truth``."""
    numerals = reading.layout.numerals
    if truth and numerals.number(cell) is not None:
        return mixed_truth(cell, "True and False")
    return mixed_truth(cell, "numbers") if cell.strip(BLANKS) in TRUTHS else complaint(cell, numerals)


def _row_error(raw: bytes, row: list[str], line: int, reading: TextColumns) -> DataError | None:
    """Return the error for a blank row, repeated header, comment or wrong number of cells, else None."""
    layout, width = reading.layout, reading.layout.columns.width
    if not raw or (width > 1 and not raw.strip()):
        of_label = "" if reading.cells is Cells.NUMBERS else ": empty label"
        return DataError(f"blank line{of_label}", "remove the line, or fill it", code="XE004")
    if raw == layout.header and layout.is_telling():
        return DataError(
            f"header repeated at line {line}", "were files joined? keep one header", code="XE011"
        )
    if raw.startswith(b"# ") and (len(row) != width or 0 in reading.columns):
        hint = "remove it, or quote the cell if it is data"
        return DataError("comment line", hint, code="XE017", value=row[0])
    return _miscounted(row, layout) if len(row) != width else None


def _miscounted(row: list[str], layout: Layout) -> DataError:
    width, first = layout.columns.width, "the header" if layout.columns.names else "the first row"
    count = f"{len(row)} cell{'s' * (len(row) != 1)}, but {first} has {width}"
    if len(row) < width:
        return DataError(f"missing cell: {count}", "is the row cut off?", code="XE003")
    if len(row) == width + 1 and not row[-1]:
        return DataError(
            f"trailing delimiter: {count}", "remove the delimiter at the row's end", code="XE002"
        )
    halves = len(row) == 2 * width and layout.split.delimiter == "," and all(map(_are_digits, row))
    if halves:
        return DataError(count, DECIMAL_COMMA, code="XE001", ways=COMMA)
    return DataError(count, "quote cells that contain the delimiter", code="XE001")


def _are_digits(cell: str) -> bool:
    return cell.strip(BLANKS).lstrip("+-").isdecimal()
