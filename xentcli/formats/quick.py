"""The quick way to read a piece of text: pyarrow, where every byte that it would misread can be ruled out."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.formats.cells import BLANKS, LARGEST_CLASS, TRUTHS, Numerals
from xentcli.formats.labels import Sort, common_sort, sort_of
from xentcli.formats.table import Cells

if TYPE_CHECKING:
    from xentcli.formats.cutting import Piece
    from xentcli.formats.layout import Layout, Reading
    from xentcli.types import Numbers

    Values = tuple[Numbers, tuple[str, ...] | None]

_EXPONENT = re.compile(rb"[eE]\+?0*[1-9]\d\d")
_NEAR_EXPONENT = (re.compile(rb"e[+0-9]"), re.compile(rb"E[+0-9]"))
_RUN = 100
LARGEST = 1 << 30
"""In bytes: no piece that is read the quick way is larger."""


class Quick:
    """Reads pieces with pyarrow; its options are made once, at the first piece."""

    def __init__(self, reading: Reading) -> None:
        """Nothing is imported yet."""
        self._reading = reading

    def parse(self, piece: Piece) -> Values | None:
        """The wanted columns of a piece; None where only the careful way can tell what they are."""
        layout, cells = self._reading.layout, self._reading.cells
        if not _plain(piece, layout):
            return None
        import pyarrow as pa

        try:
            table = self._table(piece.data)
        except pa.ArrowException:
            return None
        if table.num_rows != piece.rows:
            return None
        if cells is Cells.NUMBERS:
            return _matrix(table, piece.data)
        return _names(table[0]) if cells is Cells.NAMES else _labels(table[0], layout.numerals)

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


def _matrix(table: Any, data: bytes) -> Values | None:
    import pyarrow as pa

    if any(kind != pa.float64() for kind in table.schema.types):
        table = table.cast(pa.schema([(name, pa.float64()) for name in table.column_names]))
    (batch,) = table.combine_chunks().to_batches()
    values = batch.to_tensor().to_numpy()
    return (values, None) if np.isfinite(values).all() or not _may_mislead(data) else None


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
    return (_numbers(coded.indices, np.int32), names) if all(name.strip(BLANKS) for name in names) else None


def _labels(column: Any, numerals: Numerals) -> Values | None:
    array = _one(column)
    data, bounds = _text(array)
    if b"\n" in data or (np.diff(bounds) == 0).any():
        return None
    named = sort_of(array[0].as_py(), numerals) is Sort.NAME  # then they all are, or are wrong
    if not named and (numerals.point == "." or b"." not in data):
        array = _as_written(array, data, numerals)
        for kind in ("int64", "float64"):
            if (values := _cast(array, kind)) is not None:
                return (values, None) if _trusted(values, *_text(array)) else None
    return _as_names(column, numerals)


def _as_written(array: Any, data: bytes, numerals: Numerals) -> Any:
    """The cells without blanks around them and with a decimal point, for pyarrow to read."""
    if b" " in data or b"\t" in data:
        from pyarrow import compute

        array = compute.utf8_trim(array, characters=BLANKS)
    if numerals.point == "," and b"," in data:
        from pyarrow import compute

        array = compute.replace_substring(array, pattern=",", replacement=".")
    return array


def _cast(array: Any, kind: str) -> Numbers | None:
    import pyarrow as pa

    try:
        return _numbers(array.cast(kind), np.dtype(kind))
    except pa.ArrowInvalid:
        return None


def _trusted(values: Numbers, data: bytes, bounds: Numbers) -> bool:
    """Whether the text says the very numbers that pyarrow made of it."""
    if b"x" in data or b"X" in data or _leading_zero(data, bounds):
        return False
    if values.dtype == np.float64 and not np.isfinite(values).all():
        return not _may_mislead(data) and not (np.abs(values[np.isfinite(values)]) >= LARGEST_CLASS).any()
    return not (np.abs(values) >= LARGEST_CLASS).any()


def _may_mislead(data: bytes) -> bool:
    """Whether an infinity or NaN may come from anything but the word for it: a huge number, or ``nan(1)``."""
    if b"(" in data or (any(near.search(data) for near in _NEAR_EXPONENT) and _EXPONENT.search(data)):
        return True
    digits = (np.frombuffer(data, np.uint8) - 0x30) < 10
    whole = digits[: len(digits) // _RUN * _RUN].reshape(-1, _RUN)
    return bool(whole.all(axis=1).any())  # 200 digits in a row fill one of these, and 1e309 has more


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
