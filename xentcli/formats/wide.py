"""Wide matrices of numbers, read as one long column: pyarrow spends as much on a column as on forty cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.formats.arrow_csv import ArrowCsv
from xentcli.formats.arrow_values import as_matrix
from xentcli.formats.strict import FEED
from xentcli.formats.table import Cells

if TYPE_CHECKING:
    from xentcli.formats.layout import Reading
    from xentcli.formats.pieces import Piece
    from xentcli.types import Numbers

WIDE = 64
"""From so many columns on it pays."""


def is_wide(reading: Reading) -> bool:
    """Whether there are many columns, and all of them numbers."""
    columns = reading.layout.columns
    many = reading.cells is Cells.NUMBERS and columns.width >= WIDE
    return many and all(columns.numeric) and not columns.truths


class Wide:
    """Reads the pieces of a wide matrix."""

    def __init__(self, reading: Reading) -> None:
        """Nothing is imported yet."""
        self._layout, self._columns = reading.layout, reading.columns
        self._delimiter = self._layout.split.delimiter.encode()
        self._csv = ArrowCsv(1, {0: "double"}, self._layout.split.delimiter, self._layout.numerals.point)

    def parse(self, piece: Piece) -> Numbers | None:
        """The wanted columns of a piece; None where it has quotes, uneven rows or what is no number."""
        width = self._layout.columns.width
        if b'"' in piece.data or not self._is_even(piece.data, width):
            return None
        table = self._csv.read(piece.data.replace(self._delimiter, b"\n"))
        if table is None or table.num_rows != piece.rows * width:
            return None
        values = as_matrix(table, piece.data)
        return None if values is None else self._chosen(values.reshape(-1, width))

    def _is_even(self, data: bytes, width: int) -> bool:
        """Whether every line has as many cells; they are few and long."""
        array, start = np.frombuffer(data, np.uint8), 0
        for end in (*np.flatnonzero(array == FEED).tolist(), len(array)):
            cells = np.count_nonzero(array[start:end] == self._delimiter[0]) + 1
            if cells != width and start < len(array):
                return False
            start = end + 1
        return True

    def _chosen(self, rows: Numbers) -> Numbers:
        return rows if self._columns == tuple(range(rows.shape[1])) else rows[:, list(self._columns)]
