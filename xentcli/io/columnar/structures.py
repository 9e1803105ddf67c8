"""Read structures as vectors of numbers: Spark's vectors, one number per field, and maps."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.text import shown
from xentcli.io.columnar.arrow_types import NUMBERS
from xentcli.io.columnar.buffers import mask_of_nulls, numbers_of, sizes_of
from xentcli.io.columnar.fields import Taken, ragged
from xentcli.io.columnar.plain import children

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.types import Mask, Numbers
    from xentcli.io.columnar.fields import Field

    Wrong = dict[int, DataError]

SPARK = ("type", "size", "indices", "values")
"""The fields of a vector of Spark ML. Type 0 is sparse, with a size and indices; type 1 is dense."""
HINT = "fill it in, or remove the row from all files"


def taken_record(column: Any, field: Field) -> Taken:
    """Return the numbers of a column of structures (N, width); rows without them are errors."""
    missing = mask_of_nulls(column)
    wrong: Wrong = {}
    values = RECORDS[field.record](column, field, wrong)
    if missing is not None:
        wrong = {row: error for row, error in wrong.items() if not missing[row]}
    return Taken(values, missing=missing, wrong=tuple(wrong.items()))


def _by_name(column: Any, field: Field, wrong: Wrong) -> Numbers:
    """Return the numbers of structures with one number per field."""
    assert field.dtype is not None
    parts = children(column)
    values = np.zeros((len(column), len(parts)), field.dtype)
    for place, (name, part) in enumerate(parts.items()):
        gaps = mask_of_nulls(part)
        own = numbers_of(part, np.dtype(NUMBERS[str(part.type)]))
        values[:, place] = own if gaps is None else np.where(gaps, 0, own)
        for row in () if gaps is None else np.flatnonzero(gaps).tolist():
            said = f"is a missing number: null in the field '{shown(name)}'"
            wrong.setdefault(row, DataError(said, HINT, code="XE016"))
    return values


def width_of_spark(column: Any) -> int:
    """Return the length of the first vector, or 0."""
    for cell in column:
        one = cell.as_py()
        if one is not None:
            return len(one["values"] or ()) if one["type"] == 1 else int(one["size"] or 0)
    return 0


def _spark(column: Any, field: Field, wrong: Wrong) -> Numbers:
    """Return the numbers of Spark's vectors, dense and sparse."""
    width = field.width or 0
    parts = children(column)
    is_dense = _ints(parts["type"]) == 1
    counts = sizes_of(parts["values"])
    sizes = np.where(is_dense, counts, _ints(parts["size"]))
    flat = parts["values"].flatten()
    rows = np.repeat(np.arange(len(column)), counts)
    places = _places(parts["indices"], is_dense, counts)
    _blame(wrong, sizes, width, rows, flat, places)
    values = np.zeros((len(column), width), field.dtype)
    right = ~np.isin(rows, list(wrong))
    assert field.dtype is not None
    values[rows[right], places[right]] = numbers_of(flat, field.dtype)[right]
    return values


def _places(indices: Any, is_dense: Mask, counts: Numbers) -> Numbers:
    """Return the place of every value in its vector; -1 if a sparse vector has no index for it."""
    ends = np.cumsum(counts)
    places: Numbers = np.arange(int(counts.sum())) - np.repeat(ends - counts, counts)
    given = sizes_of(indices)
    fits = ~is_dense & (given == counts)
    own, sparse = np.repeat(fits, given), np.repeat(~is_dense, counts)
    places[sparse] = -1
    places[np.repeat(fits, counts)] = _ints(indices.flatten())[own]
    return places


def _blame(wrong: Wrong, sizes: Numbers, width: int, rows: Numbers, flat: Any, places: Numbers) -> None:
    """Record the rows with other lengths, missing numbers or invalid indices."""
    for row in np.flatnonzero(sizes != width).tolist():
        wrong[row] = ragged(int(sizes[row]), width)
    gaps = mask_of_nulls(flat)
    for row in () if gaps is None else dict.fromkeys(rows[gaps].tolist()):
        wrong.setdefault(row, DataError("is a missing number: null in a vector", HINT, code="XE016"))
    again = np.zeros(len(places), np.bool_)
    again[1:] = (rows[1:] == rows[:-1]) & (places[1:] <= places[:-1])
    for row in dict.fromkeys(rows[(places < 0) | (places >= width) | again].tolist()):
        said = "a sparse vector with indices that do not match its values"
        wrong.setdefault(row, DataError(said, "save the file again", code="XE070"))


def _ints(column: Any) -> Numbers:
    """Return a column of whole numbers as int64, with 0 for null."""
    gaps = mask_of_nulls(column)
    values: Numbers = numbers_of(column, np.dtype(str(column.type))).astype(np.int64)
    if gaps is not None:
        values[gaps] = 0
    return values


RECORDS: dict[str, Callable[[Any, Field, Wrong], Numbers]] = {"by name": _by_name, "spark": _spark}
"""The readers of structures, by the name in `Field.record`."""


def cells_of(column: Any) -> list[Any]:
    """Return the cells as Python objects; a map is a list of its keys and values.

    >>> import pyarrow as pa
    >>> cells_of(pa.array([[("cat", 0.75), ("dog", 0.25)]], pa.map_(pa.string(), pa.float64())))
    [[{'label': 'cat', 'score': 0.75}, {'label': 'dog', 'score': 0.25}]]
    """
    cells: list[Any] = column.to_pylist()
    if not str(column.type).startswith("map<"):
        return cells
    return [None if cell is None else [_scored(*pair) for pair in cell] for cell in cells]


def _scored(name: Any, score: Any) -> dict[str, Any]:
    return {"label": name, "score": float(score) if isinstance(score, Decimal) else score}
