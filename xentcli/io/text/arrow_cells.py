"""What pyarrow has read, as arrays; or None where the text may not say what pyarrow made of it.

Seen in pyarrow: ``0x1`` is 1, ``007`` is 7, ``1e400`` is inf, ``nan(1)`` is NaN.
Its memory is taken as it is, for ``to_numpy`` imports pandas.
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
    """All columns as one matrix of float64; ``data`` is the text they were read from."""
    import pyarrow as pa

    if any(kind != pa.float64() for kind in table.schema.types):
        table = table.cast(pa.schema([(name, pa.float64()) for name in table.column_names]))
    (batch,) = table.combine_chunks(memory_pool=pool()).to_batches()
    return _believed(batch.to_tensor(memory_pool=pool()).to_numpy(), data)


def as_numbers(cells: Any, data: bytes) -> Numbers | None:
    """Cells of text as float64; ``data`` is the text that they are in."""
    values = _cast(cells, "float64")
    return None if values is None else _believed(values, data)


def _believed(values: Numbers, data: bytes) -> Numbers | None:
    return values if np.isfinite(values).all() or not _may_mislead(data) else None


def as_names(column: Any) -> Values | None:
    """A column of text as codes into its names."""
    if has_gaps(column):
        return None
    codes, names = as_text(column)
    return (codes, names) if names and all(name.strip(BLANKS) for name in names) else None


def as_text(column: Any) -> Values:
    """A column of text as codes into its different cells."""
    coded = kernel("dictionary_encode", "DictionaryEncodeOptions", column)
    return _numbers(coded.indices, "int32"), tuple(coded.dictionary.to_pylist())


def as_labels(column: Any, numerals: Numerals) -> Values | None:
    """A column of text as integers, else truth values, else numbers, else names."""
    if has_gaps(column):
        return None
    if sort_of(column[0].as_py(), numerals) is Sort.NAME:  # then they all are, or are wrong
        return _if_names(column, numerals)
    written = _with_points(column, numerals)
    for kind in ("int64", "float64") if written is not None else ():
        if (values := _cast(written, kind)) is not None:
            return (values, None) if _trusted(values, *_text(written)) else None
    return _if_names(column, numerals)


def has_gaps(column: Any) -> bool:
    """Whether a cell is empty or goes on over a line end."""
    data, bounds = _text(column)
    return b"\n" in data or b"\r" in data or bool((np.diff(bounds) == 0).any())


def _if_names(column: Any, numerals: Numerals) -> Values | None:
    parsed = as_names(column)
    if parsed is None or parsed[1] is None:
        return None
    return parsed if common_sort(sorts_of(parsed[1], numerals).values()) is Sort.NAME else None


def _with_points(column: Any, numerals: Numerals) -> Any | None:
    """The cells without blanks around them and with a decimal point, as a cast wants them."""
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
    """All the cells' bytes, and where each starts and ends in them."""
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return (b"" if data is None else memoryview(data)[bounds[0] : bounds[-1]].tobytes()), bounds - bounds[0]


def _trusted(values: Numbers, data: bytes, bounds: Numbers) -> bool:
    """Whether the text says the very numbers that pyarrow made of it, and they can be told apart."""
    if b"x" in data or b"X" in data or _leading_zero(data, bounds):
        return False
    if values.dtype.kind == "i" and b"-" in data and (np.diff(bounds)[values == 0] > 1).any():
        return False  # a minus zero
    if values.dtype.kind == "i":
        return bool(values.min() > -LARGEST_CLASS and values.max() < LARGEST_CLASS)
    finite = np.isfinite(values)
    if not finite.all() and _may_mislead(data):
        return False
    return bool((np.abs(values[finite]) < LARGEST_CLASS).all())


def _leading_zero(data: bytes, bounds: Numbers) -> bool:
    """Whether a cell starts with a zero and another digit after it."""
    if np.diff(bounds).max(initial=0) < 2:
        return False
    letters, first = np.frombuffer(data + b"..", np.uint8), bounds[:-1]
    if b"-" in data or b"+" in data:
        first = first + np.isin(letters[first], (0x2B, 0x2D))
    digit_after = (letters[first + 1] - 0x30 < 10) & (first + 1 < bounds[1:])
    return bool((digit_after & (letters[first] == 0x30)).any())


def _may_mislead(data: bytes) -> bool:
    """Whether an infinity or NaN may come from anything but the word for it: a huge number, or ``nan(1)``."""
    if b"(" in data or (any(near.search(data) for near in _NEAR_EXPONENT) and _EXPONENT.search(data)):
        return True
    digits = np.frombuffer(data, np.uint8) - 0x30 < 10
    runs = digits[: len(digits) // _RUN * _RUN].reshape(-1, _RUN)
    return bool(runs.all(axis=1).any())  # without exponent 1e309 has 310 digits; 200 fill one of these
