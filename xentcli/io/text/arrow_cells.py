"""Convert pyarrow's columns to arrays, or return None where pyarrow may have misread the text.

Cells that pyarrow reads differently: ``0x1`` as 1, ``007`` as 7, ``1e400`` as inf, ``nan(1)`` as NaN. Buffers
are read directly, because ``to_numpy`` imports pandas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.io.columnar.compute import kernel, pool
from xentcli.io.text.cell_types import Sort, common_sort, sort_of, sorts_of
from xentcli.io.text.numbers import BLANKS, LARGEST_CLASS, Numerals

if TYPE_CHECKING:
    from xentcli.core.types import Numbers
    from xentcli.io.text.label_column import Values

_EXPONENT = re.compile(rb"[eE]\+?0*[1-9]\d\d")
_NEAR_EXPONENT = (re.compile(rb"e[+0-9]"), re.compile(rb"E[+0-9]"))
_RUN = 100


def as_matrix(table: Any, data: bytes) -> Numbers | None:
    """Return all columns as one float64 matrix (N, K), or None. ``data`` is the text that was parsed."""
    import pyarrow as pa

    if any(kind != pa.float64() for kind in table.schema.types):
        table = table.cast(pa.schema([(name, pa.float64()) for name in table.column_names]))
    (batch,) = table.combine_chunks(memory_pool=pool()).to_batches()
    return _believed(batch.to_tensor(memory_pool=pool()).to_numpy(), data)


def as_numbers(cells: Any, data: bytes) -> Numbers | None:
    """Return the cells as float64, or None if one is not a number. ``data`` is their text."""
    values = _cast(cells, "float64")
    return None if values is None else _believed(values, data)


def _believed(values: Numbers, data: bytes) -> Numbers | None:
    return values if np.isfinite(values).all() or not _may_mislead(data) else None


def as_names(column: Any) -> Values | None:
    """Return the cells as codes and names; None if a cell is empty, blank or contains a line break."""
    if has_gaps(column):
        return None
    codes, names = as_text(column)
    return (codes, names) if names and all(name.strip(BLANKS) for name in names) else None


def as_text(column: Any) -> Values:
    """Return the cells as codes into the distinct texts."""
    coded = kernel("dictionary_encode", "DictionaryEncodeOptions", column)
    return _numbers(coded.indices, "int32"), tuple(coded.dictionary.to_pylist())


def as_labels(column: Any, numerals: Numerals) -> Values | None:
    """Return the cells as integers, numbers or codes and names; None if the slow parser must decide."""
    if has_gaps(column):
        return None
    if sort_of(column[0].as_py(), numerals) is Sort.NAME:  # then all must be names
        return _if_names(column, numerals)
    written = _with_points(column, numerals)
    for kind in ("int64", "float64") if written is not None else ():
        if (values := _cast(written, kind)) is not None:
            return (values, None) if _trusted(values, *_text(written)) else None
    return _if_names(column, numerals)


def has_gaps(column: Any) -> bool:
    """Return whether any cell is empty or contains a line break."""
    data, bounds = _text(column)
    return b"\n" in data or b"\r" in data or bool((np.diff(bounds) == 0).any())


def _if_names(column: Any, numerals: Numerals) -> Values | None:
    parsed = as_names(column)
    if parsed is None or parsed[1] is None:
        return None
    return parsed if common_sort(sorts_of(parsed[1], numerals).values()) is Sort.NAME else None


def _with_points(column: Any, numerals: Numerals) -> Any | None:
    """Return the cells without surrounding blanks and with a decimal point, ready for a cast."""
    data, _ = _text(column)
    if b" " in data or b"\t" in data:
        column = kernel("utf8_trim", "TrimOptions", column, BLANKS)
    if numerals.point == ".":
        return column
    if b"." in data:
        return None
    return kernel("replace_substring", "ReplaceSubstringOptions", column, numerals.point, ".")


def _cast(column: Any, kind: str) -> Numbers | None:
    import pyarrow as pa

    try:
        return _numbers(kernel("cast", "CastOptions", column, pa.type_for_alias(kind)), kind)
    except pa.ArrowInvalid:
        return None


def _numbers(column: Any, kind: str) -> Numbers:
    return np.frombuffer(column.buffers()[1], kind)[column.offset : column.offset + len(column)]


def _text(column: Any) -> tuple[bytes, Numbers]:
    """Return the bytes of all cells, and the offsets (N + 1,) of the cells in them."""
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return (b"" if data is None else memoryview(data)[bounds[0] : bounds[-1]].tobytes()), bounds - bounds[0]


def _trusted(values: Numbers, data: bytes, bounds: Numbers) -> bool:
    """Return whether the numbers are exactly what the text means and are safe as class ids."""
    if b"x" in data or b"X" in data or _leading_zero(data, bounds):
        return False
    if values.dtype.kind == "i" and b"-" in data and (np.diff(bounds)[values == 0] > 1).any():
        return False  # minus zero
    if values.dtype.kind == "i":
        return bool(values.min() > -LARGEST_CLASS and values.max() < LARGEST_CLASS)
    finite = np.isfinite(values)
    if not finite.all() and _may_mislead(data):
        return False
    return bool((np.abs(values[finite]) < LARGEST_CLASS).all())


def _leading_zero(data: bytes, bounds: Numbers) -> bool:
    """Return whether any cell has a leading zero, such as ``007``."""
    if np.diff(bounds).max(initial=0) < 2:
        return False
    letters, first = np.frombuffer(data + b"..", np.uint8), bounds[:-1]
    if b"-" in data or b"+" in data:
        first = first + np.isin(letters[first], (0x2B, 0x2D))
    digit_after = (letters[first + 1] - 0x30 < 10) & (first + 1 < bounds[1:])
    return bool((digit_after & (letters[first] == 0x30)).any())


def _may_mislead(data: bytes) -> bool:
    """Return whether an infinity or NaN may come from a huge number or from ``nan(1)``."""
    if b"(" in data or (any(near.search(data) for near in _NEAR_EXPONENT) and _EXPONENT.search(data)):
        return True
    digits = np.frombuffer(data, np.uint8) - 0x30 < 10
    runs = digits[: len(digits) // _RUN * _RUN].reshape(-1, _RUN)
    return bool(runs.all(axis=1).any())  # 1e309 without exponent has 310 digits; any 200 digits fill a run
