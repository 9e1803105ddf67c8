"""Convert Arrow columns to numbers, codes of names and vectors, and detect missing values.

Buffers are read directly, because ``to_numpy`` imports pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, InputError
from xentcli.core.frozen import Frozen
from xentcli.io.columnar.arrow_types import is_dictionary
from xentcli.io.columnar.compute import kernel
from xentcli.io.columnar.fields import Taken, listed_texts, ragged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Mask, Numbers
    from xentcli.io.columnar.fields import Field


class Batch(Frozen, eq=False):
    """A record batch or table of rows."""

    rows: Any
    lines: None = None

    def __len__(self) -> int:
        count: int = self.rows.num_rows
        return count

    def take(self, field: Field) -> Taken:
        """Return the values of a field."""
        column = self.rows.column(self.rows.schema.get_field_index(field.name))
        checked(column, field.name)
        if field.ranking is not None:
            from xentcli.io.columnar.json_values import listed_scores

            return listed_scores(column.to_pylist(), field, field.ranking)
        if field.width is not None:
            return _vectors(column, field, field.width)
        missing = _missing(column)
        if field.listed:
            return listed_texts(column.to_pylist())
        if field.dtype is None:
            return _words(_spelled(column) if field.worded else column, missing)
        return Taken(_numbers(column, field.dtype), missing=missing)


def checked(column: Any, name: str) -> None:
    """Raise unless all offsets of a column are valid and its text is UTF-8."""
    import pyarrow as pa

    try:
        column.validate(full=True)
    except (pa.ArrowException, ValueError) as error:
        text = "UTF" in str(error)
        message = (
            "bytes that are not UTF-8"
            if text
            else "is damaged (Arrow): its cells are not where they are said to be"
        )
        code = "XE620" if text else "XE650"
        wrong = InputError(message, "the file is damaged", code=code)
        wrong.at(column=name)
        raise wrong from error


def _missing(column: Any) -> Mask | None:
    """Return the mask (N,) of null cells, or None if there are none."""
    if not column.null_count:
        return None
    return np.array(column.is_null().to_pylist(), np.bool_)


def _spelled(column: Any) -> Any:
    """Return dates and decimals as text, dropping fractions of only zeros."""
    import pyarrow as pa

    words = kernel("cast", "CastOptions", column, pa.string())
    return kernel("replace_substring_regex", "ReplaceSubstringOptions", words, r"\.0+(Z?)$", r"\1")


def _numbers(column: Any, dtype: np.dtype[Any]) -> Numbers:
    """Return a numeric column as an array (N,); values of null cells are undefined."""
    if is_dictionary(column.type):
        column = column.dictionary_decode()
    if dtype.kind == "b":
        import pyarrow as pa

        return _buffer(kernel("cast", "CastOptions", column, pa.uint8()), np.dtype("u1")).view(np.bool_)
    return _buffer(column, dtype)


def _buffer(column: Any, dtype: np.dtype[Any]) -> Numbers:
    data = column.buffers()[1]
    if data is None or not len(column):
        return np.zeros(len(column), dtype)
    return np.frombuffer(data, dtype, count=len(column), offset=column.offset * dtype.itemsize)


def _words(column: Any, missing: Mask | None) -> Taken:
    """Return a text column as codes into the names that occur in it."""
    if not is_dictionary(column.type):
        column = kernel("dictionary_encode", "DictionaryEncodeOptions", column)
    codes = _numbers(column.indices, np.dtype(str(column.indices.type))).astype(np.int64)
    if missing is not None:
        codes[missing] = 0
    used = np.flatnonzero(np.bincount(codes, minlength=1)) if len(codes) else codes
    known = column.dictionary
    some = known.to_pylist() if len(used) == len(known) else [known[place].as_py() for place in used.tolist()]
    words = some or [""]
    names = {word or "": code for code, word in enumerate(dict.fromkeys(word or "" for word in words))}
    place = np.zeros(int(codes.max(initial=0)) + 1, np.int32)
    place[used if len(column.dictionary) else [0]] = [names[word or ""] for word in words]
    nothing = np.isin(codes, [code for code, word in zip(used, words, strict=True) if word is None])
    both = nothing if missing is None else missing | nothing
    return Taken(place[codes], tuple(names), both if both.any() else None)


def _vectors(column: Any, field: Field, width: int) -> Taken:
    """Return a column of lists as an array (N, width); rows with other lists are errors."""
    assert field.dtype is not None
    missing = _missing(column)
    sizes = _sizes(column, width)
    flat = column.flatten()
    wrong = dict(_wrong(sizes, _missing(flat), width, missing))
    numbers = _numbers(flat, field.dtype)
    if not wrong and missing is None:
        return Taken(numbers.reshape(len(column), width))
    values = np.zeros((len(column), width), field.dtype)
    fits = sizes == width
    values[fits] = numbers[np.repeat(fits, sizes)].reshape(-1, width)
    return Taken(values, missing=missing, wrong=tuple(wrong.items()))


def _sizes(column: Any, width: int) -> Numbers:
    """Return the length of the list in each row, 0 for null."""
    here = _missing(column)
    if str(column.type).startswith("fixed"):
        sizes = np.full(len(column), width)
    else:
        offsets = column.offsets
        sizes = np.diff(_buffer(offsets, np.dtype(str(offsets.type)))).astype(np.int64)
    if here is not None:
        sizes = np.where(here, 0, sizes)
    return sizes


def _wrong(
    sizes: Numbers, gaps: Mask | None, width: int, missing: Mask | None
) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each list with another length or a null value."""
    off = sizes != width if missing is None else (sizes != width) & ~missing
    for row in np.flatnonzero(off).tolist():
        yield row, ragged(int(sizes[row]), width)
    if gaps is not None:
        rows = np.repeat(np.arange(len(sizes)), sizes)
        for row in dict.fromkeys(rows[gaps].tolist()):
            hint = "fill it, or leave the row out of all files"
            yield row, DataError("is a missing number: null in a list", hint, code="XE016")
