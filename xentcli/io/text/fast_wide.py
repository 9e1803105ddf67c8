"""Split uniform rows without quotes at every delimiter, which is faster than CSV parsing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.io.columnar.compute import kernel
from xentcli.io.table import Cells
from xentcli.io.text.arrow_cells import as_numbers
from xentcli.io.text.arrow_csv import LARGEST
from xentcli.io.text.quotes import FEED

if TYPE_CHECKING:
    from xentcli.core.types import Numbers
    from xentcli.io.text.chunk import Piece
    from xentcli.io.text.layout import TextColumns


class Even:
    """Parses pieces in which every delimiter ends a cell and all rows have the same number of cells."""

    def __init__(self, reading: TextColumns) -> None:
        self._layout, self._columns = reading.layout, reading.columns
        columns = self._layout.columns
        numbers = columns.is_wide and self._layout.numerals.point == "."
        self.fits = numbers if reading.cells is Cells.NUMBERS else columns.width == 1

    def matrix(self, piece: Piece) -> Numbers | None:
        """Return the requested columns of a piece, or None if rows are uneven or cells not numeric."""
        width, delimiter, data = self._layout.columns.width, self._layout.split.delimiter, _lines(piece.data)
        if data is None:
            return None
        cells = _split(data.replace(b"\n", delimiter.encode()), delimiter)
        if len(cells) != piece.rows * width or not _even(data, cells, width):
            return None
        values = as_numbers(cells, piece.data)
        return None if values is None else self._chosen(values.reshape(-1, width))

    def rows(self, piece: Piece) -> Any | None:
        """Return the text of each row, or None if a row may not be exactly one line."""
        data = None if self._layout.split.delimiter.encode() in piece.data else _lines(piece.data)
        rows = None if data is None else _split(data, "\n")
        return rows if rows is not None and len(rows) == piece.rows else None

    def _chosen(self, rows: Numbers) -> Numbers:
        return rows if self._columns == tuple(range(rows.shape[1])) else rows[:, list(self._columns)]


def _lines(data: bytes) -> bytes | None:
    """Return the text with LF line ends, or None if lines may not be rows."""
    if b'"' in data or len(data) > LARGEST:
        return None
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def _split(data: bytes, delimiter: str) -> Any:
    """Split text at every delimiter into cells; a delimiter at the very end adds none."""
    import pyarrow as pa

    bounds = np.array([0, len(data) - data.endswith(delimiter.encode())], np.int32)
    text = pa.StringArray.from_buffers(1, pa.py_buffer(bounds), pa.py_buffer(data))
    return kernel("split_pattern", "SplitPatternOptions", text, delimiter).values


def _even(data: bytes, cells: Any, width: int) -> bool:
    """Return whether every line ends with the last cell of a row."""
    ends = np.frombuffer(cells.buffers()[1], np.int32)[width : len(cells) + 1 : width]
    ends = ends + np.arange(width - 1, len(cells), width)
    feeds = np.flatnonzero(np.frombuffer(data, np.uint8) == FEED)
    return np.array_equal(ends[: len(feeds)], feeds)
