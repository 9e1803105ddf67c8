"""Parse a piece of text with pyarrow, but only if it contains nothing that pyarrow would misread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.io.table import Cells
from xentcli.io.text.arrow_cells import as_labels, as_matrix, as_names, as_text, has_gaps
from xentcli.io.text.arrow_csv import LARGEST, ArrowCsv
from xentcli.io.text.fast_wide import Even

if TYPE_CHECKING:
    from xentcli.io.text.chunk import Piece
    from xentcli.io.text.label_column import Values
    from xentcli.io.text.layout import Layout, TextColumns


class Quick:
    """Parses pieces with pyarrow, which is imported with the first piece."""

    def __init__(self, reading: TextColumns) -> None:
        """All pieces share the same columns."""
        layout = reading.layout
        kinds = {column: _kind(column, reading) for column in reading.columns}
        self._reading = reading
        self._csv = ArrowCsv(layout.columns.width, kinds, layout.split.delimiter, layout.numerals.point)
        self._even = Even(reading)
        self._is_odd = any(column in reading.forms for column in reading.columns)

    def parse(self, piece: Piece) -> Values | None:
        """Return the requested columns of a piece, or None if it needs the slow parser."""
        if self._is_odd or not _plain(piece, self._reading.layout):
            return None
        return (self._split(piece) if self._even.fits else None) or self._parsed(piece)

    def _split(self, piece: Piece) -> Values | None:
        if self._reading.cells is Cells.NUMBERS:
            matrix = self._even.matrix(piece)
            return None if matrix is None else (matrix, None)
        column = self._even.rows(piece)
        return None if column is None else self._one(column)

    def _parsed(self, piece: Piece) -> Values | None:
        table = self._csv.read(piece.data)
        if table is None or table.num_rows != piece.rows:
            return None
        if self._reading.cells is not Cells.NUMBERS:
            return self._one(table[0].combine_chunks())
        matrix = as_matrix(table, piece.data)
        return None if matrix is None else (matrix, None)

    def _one(self, column: Any) -> Values | None:
        cells = self._reading.cells
        if cells is Cells.LABELS:
            return as_labels(column, self._reading.layout.numerals)
        if cells is Cells.NAMES:
            return as_names(column)
        # a gap may be a blank line, which only the slow parser distinguishes from an empty cell
        return None if has_gaps(column) else as_text(column)


def _kind(column: int, reading: TextColumns) -> str:
    if reading.cells is not Cells.NUMBERS:
        return "string"
    return "bool" if column in reading.layout.columns.truths else "double"


def _plain(piece: Piece, layout: Layout) -> bool:
    """Return whether the piece contains nothing that pyarrow silently skips or misreads."""
    data = piece.data
    if piece.structure.fault or b"\0" in data or _has_long_line(data, min(layout.split.max_field, LARGEST)):
        return False
    if layout.may_repeat_header(data) or (b"#" in data and (data.startswith(b"# ") or b"\n# " in data)):
        return False
    try:
        return data.isascii() or bool(data.decode())
    except UnicodeDecodeError:
        return False


def _has_long_line(data: bytes, most: int) -> bool:
    """Return whether a line may be longer than the limit. Only samples line ends."""
    position = 0
    while len(data) - position > most:
        position = data.rfind(b"\n", position, position + most + 1) + 1
        if not position:
            return True
    return False
