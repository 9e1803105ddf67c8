"""Reading on after rows that are none: every error is told, and the good rows come between them as blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xentcli.errors import InputError, Place, XentError
from xentcli.formats.careful import ONE_COLUMN, no_number, number_of
from xentcli.formats.labels import BadCellError
from xentcli.formats.row_checks import row_error
from xentcli.formats.table import Cells
from xentcli.types import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.formats.labels import Values
    from xentcli.formats.layout import Reading
    from xentcli.formats.pieces import Piece
    from xentcli.formats.table import Complain
    from xentcli.types import Origin


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is one: its number from 0, its line, and the wanted cells."""

    index: int
    line: int
    cells: list[str]


def salvaged(piece: Piece, reading: Reading, origin: Origin, complain: Complain) -> Iterator[Block]:
    """The good rows of a piece, in blocks of rows that follow each other; a broken structure still ends it all."""
    rows = _readable(_whole_rows(piece, reading, complain), reading, complain)
    for run in _runs(rows):
        values, categories = _values(run, reading)
        lines = np.array([row.line for row in run], dtype=np.int64)
        yield Block(values, run[0].index, origin, lines, categories)
    if fault := piece.error():
        fault.at(file=reading.layout.name)
        raise fault


def _whole_rows(piece: Piece, reading: Reading, complain: Complain) -> list[_Row]:
    """The rows with as many cells as there are columns."""
    rows = []
    for index, (line, offset, raw) in enumerate(piece.each(), piece.start.row):
        try:
            cells = reading.layout.split.cells(raw, line, offset)
            error: XentError | None = row_error(raw, cells, line, reading)
        except InputError:
            raise
        except XentError as broken:
            error = broken
        if error is None:
            rows.append(_Row(index, line, [cells[column] for column in reading.columns]))
        else:
            error.at(file=reading.layout.name, line=line, row=index + 1)
            complain(error)
    return rows


def _readable(rows: list[_Row], reading: Reading, complain: Complain) -> list[_Row]:
    """The rows whose wanted cells can be read."""
    if reading.cells is Cells.NUMBERS:
        return [row for row in rows if _all_numbers(row, reading, complain)]
    while rows:
        try:
            _values(rows, reading)
        except BadCellError as bad:
            _tell(bad.error, rows[bad.index], reading.columns[0], reading, complain)
            rows = _without(rows, bad.index, reading, complain)
        else:
            break
    return rows


def _without(rows: list[_Row], first: int, reading: Reading, complain: Complain) -> list[_Row]:
    """The rows but the bad one, and but those whose very same cell is as bad."""
    cell = rows[first].cells[0]
    for row in rows[first + 1 :]:
        if row.cells[0] == cell:
            try:
                _values([rows[first], row], reading)
            except BadCellError as bad:
                _tell(bad.error, row, reading.columns[0], reading, complain)
    return [row for row in rows if row.cells[0] != cell]


def _all_numbers(row: _Row, reading: Reading, complain: Complain) -> bool:
    good = True
    for column, cell in zip(reading.columns, row.cells, strict=True):
        if number_of(cell, column, reading) is None:
            _tell(no_number(cell, column, reading), row, column, reading, complain)
            good = False
    return good


def _tell(error: XentError, row: _Row, column: int, reading: Reading, complain: Complain) -> None:
    error.place = Place(reading.layout.name, row.line, row.index + 1, reading.layout.label(column))
    complain(error)


def _runs(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows that follow each other, together."""
    run: list[_Row] = []
    for row in rows:
        if run and row.index != run[-1].index + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _values(rows: list[_Row], reading: Reading) -> Values:
    if reading.cells is not Cells.NUMBERS:
        return ONE_COLUMN[reading.cells]([row.cells[0] for row in rows], reading.layout.numerals)
    numbers = [
        [number_of(c, column, reading) for column, c in zip(reading.columns, row.cells, strict=True)]
        for row in rows
    ]
    return np.array(numbers, dtype=np.float64), None
