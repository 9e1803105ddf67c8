"""Even rows without quotes, split into cells at every delimiter: three times as quick as reading them as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.formats.arrow_csv import LARGEST
from xentcli.formats.arrow_values import as_numbers
from xentcli.formats.table import Cells

if TYPE_CHECKING:
    from xentcli.formats.layout import Reading
    from xentcli.formats.pieces import Piece
    from xentcli.types import Numbers


class Even:
    """Reads pieces in which every delimiter ends a cell, and every row has as many as the first."""

    def __init__(self, reading: Reading) -> None:
        """Nothing is imported yet."""
        self._layout, self._columns = reading.layout, reading.columns
        columns = self._layout.columns
        self._numbers = all(columns.numeric) and not columns.truths and self._layout.numerals.point == "."
        self.fits = self._numbers if reading.cells is Cells.NUMBERS else columns.width == 1

    def matrix(self, piece: Piece) -> Numbers | None:
        """The wanted columns of a piece; None where it has uneven rows, or what is no number by itself."""
        from pyarrow import compute

        rows, width = self.rows(piece), self._layout.columns.width
        if rows is None:
            return None
        cells = compute.split_pattern(rows, self._layout.split.delimiter)
        if (np.diff(_offsets(cells)) != width).any():
            return None
        values = as_numbers(cells.values, piece.data)
        return None if values is None else self._chosen(values.reshape(-1, width))

    def rows(self, piece: Piece) -> Any | None:
        """Each row's text; None where a row may be more or less than a line."""
        import pyarrow as pa
        from pyarrow import compute

        data = piece.data
        if b'"' in data or len(data) > LARGEST:
            return None
        end = "\r\n" if b"\r" in data else "\n"
        bounds = np.array([0, len(data) - len(end) * data.endswith(end.encode())], np.int32)
        text = pa.StringArray.from_buffers(1, pa.py_buffer(bounds), pa.py_buffer(data))
        rows = compute.split_pattern(text, end).values
        return rows if len(rows) == piece.rows else None

    def _chosen(self, rows: Numbers) -> Numbers:
        return rows if self._columns == tuple(range(rows.shape[1])) else rows[:, list(self._columns)]


def _offsets(lists: Any) -> Numbers:
    return np.frombuffer(lists.buffers()[1], np.int32)[: len(lists) + 1]
