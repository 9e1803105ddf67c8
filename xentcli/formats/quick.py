"""The quick way to read a piece of text: pyarrow, where every byte that it would misread can be ruled out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from xentcli.formats.arrow_values import as_labels, as_matrix, as_names, as_text
from xentcli.formats.cells import TRUTHS
from xentcli.formats.table import Cells

if TYPE_CHECKING:
    from xentcli.formats.labels import Values
    from xentcli.formats.layout import Layout, Reading
    from xentcli.formats.pieces import Piece

LARGEST = 1 << 30
"""In bytes: no piece with a row that is larger is read the quick way."""


class Quick:
    """Reads pieces with pyarrow, which is imported at the first one."""

    def __init__(self, reading: Reading) -> None:
        """What is wanted is the same for all pieces."""
        self._reading = reading

    def parse(self, piece: Piece) -> Values | None:
        """The wanted columns of a piece; None where only the careful way can tell what they are."""
        if not _plain(piece, self._reading.layout):
            return None
        import pyarrow as pa

        try:
            table = self._table(piece.data)
        except pa.ArrowException:
            return None
        if table.num_rows != piece.rows:
            return None
        if self._reading.cells is Cells.NUMBERS:
            return as_matrix(table, piece.data)
        column = table[0].combine_chunks()
        if self._reading.cells is Cells.TEXT:
            return as_text(column)
        numerals = self._reading.layout.numerals
        return as_names(column) if self._reading.cells is Cells.NAMES else as_labels(column, numerals)

    def _table(self, data: bytes) -> Any:
        import pyarrow as pa
        from pyarrow import csv

        quoted = b'"' in data
        parsing = csv.ParseOptions(
            delimiter=self._reading.layout.split.delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        )
        return csv.read_csv(pa.py_buffer(data), self._shape, parsing, self._conversion)

    @cached_property
    def _shape(self) -> Any:
        from pyarrow import csv

        names = list(map(str, range(self._reading.layout.columns.width)))
        return csv.ReadOptions(use_threads=False, block_size=LARGEST, column_names=names)

    @cached_property
    def _conversion(self) -> Any:
        from pyarrow import csv

        kinds = {str(column): self._kind(column) for column in self._reading.columns}
        return csv.ConvertOptions(
            column_types=kinds,
            include_columns=list(kinds),
            null_values=[],
            strings_can_be_null=False,
            true_values=[word for word, truth in TRUTHS.items() if truth],
            false_values=[word for word, truth in TRUTHS.items() if not truth],
            decimal_point=self._reading.layout.numerals.point,
        )

    def _kind(self, column: int) -> Any:
        import pyarrow as pa

        if self._reading.cells is not Cells.NUMBERS:
            return pa.string()
        return pa.bool_() if column in self._reading.layout.columns.truths else pa.float64()


def _plain(piece: Piece, layout: Layout) -> bool:
    """Whether the piece has none of what pyarrow does not tell of."""
    data = piece.data
    if piece.structure.fault or b"\0" in data or _has_long_line(data, min(layout.split.max_field, LARGEST)):
        return False
    if data.startswith(b"# ") or b"\n# " in data or layout.may_repeat_header(data):
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
