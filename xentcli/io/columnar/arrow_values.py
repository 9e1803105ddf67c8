"""Convert Arrow columns to numbers, codes of names and vectors, and detect missing values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, InputError
from xentcli.core.frozen import Frozen, replace
from xentcli.io.columnar.arrow_types import is_dictionary
from xentcli.io.columnar.buffers import flattened, mask_of_nulls, numbers_of
from xentcli.io.columnar.compute import kernel
from xentcli.io.columnar.fields import Taken, listed_texts, ragged
from xentcli.io.columnar.plain import children, plain, residual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Mask
    from xentcli.io.columnar.buffers import Lists
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
        column = self.rows.column(self.rows.schema.get_field_index(field.top))
        checked(column, field.top)
        for name in field.path[1:]:
            column = children(column)[name]
        encoded = residual(column)
        taken = _taken(column, field)
        return taken if encoded is None or not encoded.any() else _without_encoded(taken, encoded)


def _taken(column: Any, field: Field) -> Taken:
    """Return the values of a column."""
    if field.dtype is None and field.worded and not field.listed:
        return _words(_spelled(column), mask_of_nulls(column))
    column = plain(column)
    if field.ranking is not None:
        from xentcli.io.columnar.json_values import listed_scores
        from xentcli.io.columnar.structures import cells_of

        return listed_scores(cells_of(column), field, field.ranking)
    if field.record:
        from xentcli.io.columnar.structures import taken_record

        return taken_record(column, field)
    if field.width is not None:
        return _vectors(column, field, field.width)
    if field.listed:
        return listed_texts(map(field.named_items, column.to_pylist()))
    missing = mask_of_nulls(column)
    return (
        _words(column, missing)
        if field.dtype is None
        else Taken(numbers_of(column, field.dtype), missing=missing)
    )


def _without_encoded(taken: Taken, encoded: Mask) -> Taken:
    """Return the values with an error for each row that holds a variant in its own encoding."""
    said = "a VARIANT of another type than in the first rows"
    hint = "save it as a number or text: CAST(v AS DOUBLE)"
    rows = np.flatnonzero(encoded).tolist()
    wrong = dict(taken.wrong) | {row: DataError(said, hint, code="XE071") for row in rows}
    missing = None if taken.missing is None else taken.missing & ~encoded
    return replace(taken, missing=missing, wrong=tuple(wrong.items()))


def checked(column: Any, name: str) -> None:
    """Raise unless all offsets of a column are valid and its text is UTF-8."""
    import pyarrow as pa

    try:
        column.validate(full=True)
    except (pa.ArrowException, ValueError) as error:
        text = "UTF" in str(error)
        message = (
            "the text is not UTF-8" if text else "is damaged (Arrow): the offsets of its cells are invalid"
        )
        code = "XE620" if text else "XE650"
        wrong = InputError(message, "the file is damaged", code=code)
        wrong.at(column=name)
        raise wrong from error


def _spelled(column: Any) -> Any:
    """Return dates and decimals as text, dropping fractions of only zeros."""
    import pyarrow as pa

    words = kernel("cast", "CastOptions", column, pa.string())
    return kernel("replace_substring_regex", "ReplaceSubstringOptions", words, r"\.0+(Z?)$", r"\1")


def _words(column: Any, missing: Mask | None) -> Taken:
    """Return a text column as codes into the names that occur in it."""
    if not is_dictionary(column.type):
        column = kernel("dictionary_encode", "DictionaryEncodeOptions", column)
    codes = numbers_of(column.indices, np.dtype(str(column.indices.type))).astype(np.int64)
    if missing is not None:
        codes[missing] = 0
    used = np.flatnonzero(np.bincount(codes, minlength=1)) if len(codes) else codes
    known = column.dictionary
    if not len(known):
        used = codes[:0]
    some = known.to_pylist() if len(used) == len(known) else [known[place].as_py() for place in used.tolist()]
    words = some or [""]
    names = {word or "": code for code, word in enumerate(dict.fromkeys(word or "" for word in words))}
    place = np.zeros(int(codes.max(initial=0)) + 1, np.int32)
    place[used if len(column.dictionary) else [0]] = [names[word or ""] for word in words]
    nothing = np.isin(codes, [code for code, word in zip(used, words, strict=False) if word is None])
    both = nothing if missing is None else missing | nothing
    return Taken(place[codes], tuple(names), both if both.any() else None)


def _vectors(column: Any, field: Field, width: int) -> Taken:
    """Return a column of lists as an array (N, width); rows with other lists are errors."""
    assert field.dtype is not None
    missing = mask_of_nulls(column)
    lists = flattened(column)
    sizes = lists.sizes
    wrong = dict(_wrong(lists, width, missing))
    numbers = numbers_of(lists.items, field.dtype)
    if not wrong and missing is None:
        return Taken(numbers.reshape(len(column), width))
    values = np.zeros((len(column), width), field.dtype)
    fits = sizes == width
    values[fits] = numbers[np.repeat(fits, sizes)].reshape(-1, width)
    return Taken(values, missing=missing, wrong=tuple(wrong.items()))


def _wrong(lists: Lists, width: int, missing: Mask | None) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each list with another length or shape, or a null value."""
    sizes, gaps = lists.sizes, mask_of_nulls(lists.items)
    if lists.matrices is not None:
        for row in np.flatnonzero(lists.matrices).tolist():
            hint = "every row needs one list of numbers"
            yield row, DataError("a matrix, but the first row has one list", hint, code="XE072")
    off = sizes != width if missing is None else (sizes != width) & ~missing
    for row in np.flatnonzero(off).tolist():
        yield row, ragged(int(sizes[row]), width)
    if gaps is not None:
        rows = np.repeat(np.arange(len(sizes)), sizes)
        for row in dict.fromkeys(rows[gaps].tolist()):
            hint = "fill it in, or remove the row from all files"
            yield row, DataError("is a missing number: null in a list", hint, code="XE016")
