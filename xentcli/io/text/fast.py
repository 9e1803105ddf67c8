"""The quick way to read a piece of text: pyarrow, where every byte that it would misread can be ruled out."""

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
    """Reads pieces with pyarrow, which is imported at the first one."""

    def __init__(self, reading: TextColumns) -> None:
        """What is wanted is the same for all pieces."""
        layout = reading.layout
        kinds = {column: _kind(column, reading) for column in reading.columns}
        self._reading = reading
        self._csv = ArrowCsv(layout.columns.width, kinds, layout.split.delimiter, layout.numerals.point)
        self._even = Even(reading)

    def parse(self, piece: Piece) -> Values | None:
        """The wanted columns of a piece; None where only the careful way can tell what they are."""
        if not _plain(piece, self._reading.layout):
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
        # a gap may be a line of nothing, which the careful way tells from an empty cell
        return None if has_gaps(column) else as_text(column)


def _kind(column: int, reading: TextColumns) -> str:
    if reading.cells is not Cells.NUMBERS:
        return "string"
    return "bool" if column in reading.layout.columns.truths else "double"


def _plain(piece: Piece, layout: Layout) -> bool:
    """Whether the piece has none of what pyarrow does not tell of."""
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
    """Whether a line may be longer than a cell may be; looks at one line end in so many bytes only."""
    position = 0
    while len(data) - position > most:
        position = data.rfind(b"\n", position, position + most + 1) + 1
        if not position:
            return True
    return False
