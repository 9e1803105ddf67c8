"""The quick way to read a piece of text: pyarrow, where every byte that it would misread can be ruled out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.formats.cells import LARGEST_CLASS, TRUTHS, Numerals
from xentcli.formats.labels import Sort, common_sort, sort_of
from xentcli.formats.table import Cells

if TYPE_CHECKING:
    from xentcli.formats.cutting import Piece
    from xentcli.formats.layout import Layout, Reading
    from xentcli.types import Numbers

    Values = tuple[Numbers, tuple[str, ...] | None]

_HUGE = re.compile(rb"[eE]\+?0*[1-9]\d\d|\d{300}|\(")
"""What can make pyarrow return an infinity or NaN without the word for it."""


def parse(piece: Piece, reading: Reading) -> Values | None:
    """The wanted columns of a piece; None where only the careful way can tell what they are."""
    if not _plain(piece, reading.layout):
        return None
    import pyarrow as pa

    try:
        table = _table(piece, reading)
        if table.num_rows != piece.rows:
            return None
        if reading.cells is Cells.NUMBERS:
            return _matrix(table, piece)
        return (
            _names(table[0]) if reading.cells is Cells.NAMES else _labels(table[0], reading.layout.numerals)
        )
    except pa.ArrowException:
        return None


def _plain(piece: Piece, layout: Layout) -> bool:
    """Whether the piece has none of what pyarrow does not tell of."""
    data = piece.data
    if (
        piece.fault
        or b"\0" in data
        or layout.may_repeat_header(data)
        or data.startswith(b"# ")
        or b"\n# " in data
    ):
        return False
    if len(data) > layout.split.max_field:
        return False
    try:
        return data.isascii() or bool(data.decode())
    except UnicodeDecodeError:
        return False


def _table(piece: Piece, reading: Reading) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    layout, quoted = reading.layout, b'"' in piece.data
    kinds = {str(column): _kind(column, reading) for column in reading.columns}
    return csv.read_csv(
        pa.py_buffer(piece.data),
        csv.ReadOptions(
            use_threads=False,
            block_size=len(piece.data) + 1,
            column_names=[str(column) for column in range(layout.columns.width)],
        ),
        csv.ParseOptions(
            delimiter=layout.split.delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            ignore_empty_lines=False,
        ),
        csv.ConvertOptions(
            column_types=kinds,
            include_columns=list(kinds),
            null_values=[],
            strings_can_be_null=False,
            true_values=[word for word, truth in TRUTHS.items() if truth],
            false_values=[word for word, truth in TRUTHS.items() if not truth],
            decimal_point=layout.numerals.point,
        ),
    )


def _kind(column: int, reading: Reading) -> Any:
    import pyarrow as pa

    if reading.cells is not Cells.NUMBERS:
        return pa.string()
    return pa.bool_() if column in reading.layout.columns.truths else pa.float64()


def _matrix(table: Any, piece: Piece) -> Values | None:
    import pyarrow as pa

    values = np.empty((table.num_rows, table.num_columns))
    for at, column in enumerate(table.columns):
        numbers = column.cast(pa.float64()) if pa.types.is_boolean(column.type) else column
        values[:, at] = _numbers(_one(numbers), np.float64)
    finite = bool(np.isfinite(values).all())
    return (values, None) if finite or not _HUGE.search(piece.data) else None


def _one(column: Any) -> Any:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _numbers(array: Any, dtype: Any) -> Numbers:
    """pyarrow's own memory as an array; ``to_numpy`` would import pandas."""
    return np.frombuffer(array.buffers()[1], dtype)[array.offset : array.offset + len(array)]


def _text(array: Any) -> tuple[bytes, Numbers]:
    """All the cells' bytes, and where each starts and ends in them."""
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    return (b"" if data is None else memoryview(data)[bounds[0] : bounds[-1]].tobytes()), bounds - bounds[0]


def _names(column: Any) -> Values | None:
    array = _one(column)
    data, bounds = _text(array)
    if b"\n" in data or (np.diff(bounds) == 0).any():
        return None
    coded = array.dictionary_encode()
    names = tuple(coded.dictionary.to_pylist())
    return (_numbers(coded.indices, np.int32), names) if all(name.strip(" \t") for name in names) else None


def _labels(column: Any, numerals: Numerals) -> Values | None:
    import pyarrow as pa

    array = _one(column)
    data, bounds = _text(array)
    if b"\n" in data or (np.diff(bounds) == 0).any():
        return None
    if b" " in data or b"\t" in data or (numerals.point == "," and b"," in data):
        return _as_names(column, numerals)
    for kind, dtype, refused in ((pa.int64(), np.int64, b"xX"), (pa.float64(), np.float64, b"(")):
        try:
            values = _numbers(array.cast(kind), dtype)
        except pa.ArrowInvalid:
            continue
        return (values, None) if _trusted(values, data, bounds, refused) else None
    return _as_names(column, numerals)


def _trusted(values: Numbers, data: bytes, bounds: Numbers, refused: bytes) -> bool:
    """Whether the text says the very numbers that pyarrow made of it."""
    if any(letter in data for letter in refused) or _leading_zero(data, bounds):
        return False
    if values.dtype == np.float64 and not np.isfinite(values).all() and _HUGE.search(data):
        return False
    return not (np.abs(values) >= LARGEST_CLASS).any()


def _leading_zero(data: bytes, bounds: Numbers) -> bool:
    """Whether any cell is written like 007."""
    letters = np.frombuffer(data + b"..", np.uint8)
    first = bounds[:-1] + np.isin(letters[bounds[:-1]], (0x2B, 0x2D))
    after = letters[first + 1]
    return bool(
        ((letters[first] == 0x30) & (first + 1 < bounds[1:]) & (after >= 0x30) & (after <= 0x39)).any()
    )


def _as_names(column: Any, numerals: Numerals) -> Values | None:
    parsed = _names(column)
    if parsed is None or parsed[1] is None:
        return None
    sorts = {sort_of(name, numerals) for name in parsed[1]}
    return parsed if common_sort(sorts) is Sort.NAME else None
