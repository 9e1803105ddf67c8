"""The careful way to read a piece of text: row by row and cell by cell, to say exactly what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.errors import DataError, Place, XentError, shown
from xentcli.formats.cells import BLANKS, TRUTHS
from xentcli.formats.labels import BadCell, read_labels, read_names
from xentcli.formats.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.formats.cutting import Piece
    from xentcli.formats.layout import Layout, Reading
    from xentcli.types import Numbers

    Values = tuple[Numbers, tuple[str, ...] | None]

ONE_COLUMN = {Cells.LABELS: read_labels, Cells.NAMES: read_names}


def parse(piece: Piece, reading: Reading) -> Values:
    """The wanted columns of a piece, or the error of the first row that is wrong."""
    chosen: list[list[str]] = []
    lines: list[int] = []
    trouble: XentError | None = None
    try:
        for line, row in rows(piece, reading):
            chosen.append([row[column] for column in reading.columns])
            lines.append(line)
    except XentError as error:
        error.at(file=reading.layout.name, row=piece.start.row + len(lines) + 1)
        trouble = error
    values = _values(chosen, lines, piece, reading)
    if trouble is not None:
        raise trouble
    return values


def rows(piece: Piece, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """The rows of a piece, each checked to be one; ends with an error where they stop being rows."""
    line = piece.start.line - 1
    for line, offset, raw in piece.each():
        row = reading.layout.split.cells(raw, line, offset)
        if error := _fault_of(raw, row, line, reading):
            error.at(line=line)
            raise error
        yield line, row
    if fault := piece.error():
        raise fault


def _fault_of(raw: bytes, row: list[str], line: int, reading: Reading) -> DataError | None:
    layout = reading.layout
    width, names = layout.columns.width, layout.columns.names
    if not raw.strip() and (width > 1 or not raw):
        empty = "" if reading.cells is Cells.NUMBERS else ": empty label"
        return DataError(f"blank line{empty}", "remove the line, or fill it", code="XE004")
    if layout.repeats_header(raw):
        return DataError(
            f"header repeated at line {line}", "were files joined? keep one header", code="XE011"
        )
    if raw.startswith(b"# ") and (len(row) != width or 0 in reading.columns):
        return DataError(
            "a comment line", "remove it, or quote the cell if it is data", code="XE017", value=row[0]
        )
    if len(row) == width:
        return None
    return _miscounted(row, width, "header" if names else "the first row", layout)


def _miscounted(row: list[str], width: int, first: str, layout: Layout) -> DataError:
    count = f"{len(row)} cell{'s' * (len(row) != 1)}, {first} has {width}"
    if len(row) < width:
        return DataError(f"missing cell: {count}", "is the row cut off?", code="XE003")
    if len(row) == width + 1 and not row[-1]:
        return DataError(
            f"trailing delimiter: {count}", "remove the delimiter at the row's end", code="XE002"
        )
    if len(row) == 2 * width and layout.split.delimiter == "," and all(_digits(cell) for cell in row):
        return DataError(count, "decimal comma? use --decimal ,", code="XE001")
    return DataError(count, "quote cells that contain the delimiter", code="XE001")


def _digits(cell: str) -> bool:
    return cell.strip(BLANKS).lstrip("+-").isdecimal()


def _values(chosen: list[list[str]], lines: list[int], piece: Piece, reading: Reading) -> Values:
    layout, columns = reading.layout, reading.columns

    def place(row: int, column: int) -> Place:
        return Place(layout.name, lines[row], piece.start.row + row + 1, layout.label(column))

    if reading.cells is Cells.NUMBERS:
        return _matrix(chosen, place, reading), None
    try:
        return ONE_COLUMN[reading.cells]([row[0] for row in chosen], layout.numerals)
    except BadCell as bad:
        bad.error.place = place(bad.index, columns[0])
        raise bad.error from None


def _matrix(chosen: list[list[str]], place: Callable[[int, int], Place], reading: Reading) -> Numbers:
    layout, columns = reading.layout, reading.columns
    values = np.empty((len(chosen), len(columns)))
    truths = [column in layout.columns.truths for column in columns]
    number = layout.numerals.number
    for row, cells in enumerate(chosen):
        for at, cell in enumerate(cells):
            value = TRUTHS.get(cell.strip(BLANKS)) if truths[at] else number(cell)
            if value is None:
                error = _not_a_number(cell, layout, truth=truths[at])
                error.place = place(row, columns[at])
                raise error
            values[row, at] = value
    return values


def _not_a_number(cell: str, layout: Layout, *, truth: bool) -> DataError:
    among = "True and False" if truth else "numbers"
    mixed = layout.numerals.number(cell) is not None if truth else cell.strip(BLANKS) in TRUTHS
    if mixed:
        hint = "write 1 and 0, or True and False, not both"
        return DataError(f"'{shown(cell)}' among {among}", hint, code="XE027", value=cell)
    return layout.numerals.complaint(cell)
