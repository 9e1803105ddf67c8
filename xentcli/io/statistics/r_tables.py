"""Data frames, matrices, vectors and factors of R as Arrow columns."""

from __future__ import annotations

from typing import Any

import numpy as np

from xentcli.core.frozen import Frozen
from xentcli.io.columnar.declared import classes_metadata, titles_metadata
from xentcli.io.statistics.r_objects import attributes, numbers, texts, type_of, words

NUMBERS = frozenset({"REAL", "INT", "LGL"})
DATES = frozenset({"Date", "POSIXct", "POSIXlt", "difftime", "hms"})
MOST_DAYS, MOST_SECONDS = 2.0**31, 2.0**63 / 1e6
"""What a date and a time can hold; anything larger is a missing one."""


class Frame(Frozen, eq=False):
    """Columns of one object."""

    name: str
    schema: Any
    columns: tuple[Any, ...]
    rows: int
    is_wide: bool
    """Whether the object is a data frame, with names for its columns."""


def frame_of(name: str, one: Any) -> Frame | None:
    """Return an object as columns; None if it is not data."""
    import pyarrow as pa

    told = attributes(one)
    classes, shape = words(told.get("class")), _shape(told)
    if "data.frame" in classes:
        found = _columns_of_frame(one, told)
    elif type_of(one) not in {*NUMBERS, "STR"} or len(shape) > 2:
        return None
    elif len(shape) == 2:
        found = _matrix(name, one, told, shape)
    else:
        found = [_vector(name, one, told)]
    if found is None:
        return None
    fields = [pa.field(title, column.type, metadata=extra) for title, column, extra in found]
    rows = len(found[0][1]) if found else 0
    if any(len(column) != rows for _, column, _ in found):
        return None
    return Frame(name, pa.schema(fields), tuple(c for _, c, _ in found), rows, "data.frame" in classes)


Columns = list[tuple[str, Any, dict[bytes, bytes] | None]]


def _shape(told: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(size) for size in numbers(told["dim"])[0]) if "dim" in told else ()


def _columns_of_frame(one: Any, told: dict[str, Any]) -> Columns | None:
    if type_of(one) != "VEC":
        return None
    found: Columns = []
    rows = _row_names(told.get("row.names"))
    for title, column in zip(words(told.get("names")), one.value, strict=True):
        inner = attributes(column)
        shape = _shape(inner)
        if len(shape) == 2 and type_of(column) in NUMBERS:
            found += _matrix(title, column, inner, shape) or []
        elif type_of(column) in {*NUMBERS, "STR"}:
            found.append(_vector(title, column, inner))
    return [*rows, *found]


def _row_names(one: Any) -> Columns:
    """Return the row names unless they are row numbers."""
    import pyarrow as pa

    if one is None:
        return []
    if type_of(one) == "STR":
        return [("", pa.array(texts(one), pa.string()), None)]
    plain, missing = numbers(one)
    if missing is not None or any(np.array_equal(plain, np.arange(len(plain)) + first) for first in (0, 1)):
        return []
    return [("", pa.array(plain), None)]


def _matrix(name: str, one: Any, told: dict[str, Any], shape: tuple[int, ...]) -> Columns | None:
    """Return a matrix as a column of lists, with its column names as the names of the numbers."""
    import pyarrow as pa

    names = told.get("dimnames")
    rows, titles = (words(part) for part in names.value) if names is not None else ([], [])
    before: Columns = [("", pa.array(rows, pa.string()), None)] if rows and not _are_counted(rows) else []
    if type_of(one) == "STR":
        cells = np.array(texts(one), object).reshape(shape, order="F")
        called = titles or [f"{name}.{place}" for place in range(shape[1])]
        return [
            *before,
            *((title, pa.array(cells[:, k], pa.string()), None) for k, title in enumerate(called)),
        ]
    plain, missing = numbers(one)
    values = plain.reshape(shape, order="F")
    gaps = np.zeros(shape, np.bool_) if missing is None else missing.reshape(shape, order="F")
    if name and shape[1]:
        flat = pa.array(np.ascontiguousarray(values).reshape(-1), mask=np.ascontiguousarray(gaps).reshape(-1))
        lists = pa.FixedSizeListArray.from_arrays(flat, shape[1])
        return [*before, (name, lists, titles_metadata(titles))]
    called = titles or list(map(str, range(shape[1])))
    arrays = (pa.array(np.ascontiguousarray(values[:, k]), mask=gaps[:, k].copy()) for k in range(shape[1]))
    return [*before, *((title, array, None) for title, array in zip(called, arrays, strict=True))]


def _are_counted(names: list[str]) -> bool:
    return names == [str(place) for place in range(1, len(names) + 1)]


def _vector(name: str, one: Any, told: dict[str, Any]) -> tuple[str, Any, dict[bytes, bytes] | None]:
    """Return a vector or a factor as a column."""
    import pyarrow as pa

    classes = words(told.get("class"))
    if type_of(one) == "STR":
        return name, pa.array(texts(one), pa.string()), None
    values, missing = numbers(one)
    if "factor" in classes:
        gaps = values < 1 if missing is None else missing | (values < 1)
        codes = pa.array((np.where(gaps, 1, values) - 1).astype(np.int32), mask=gaps)
        return name, pa.DictionaryArray.from_arrays(codes, words(told.get("levels")), ordered=True), None
    if DATES.intersection(classes):
        return name, _dates(values, missing, classes), None
    if "integer64" in classes:
        values = values.view(np.int64)
        missing = values == np.iinfo(np.int64).min
    labels = told.get("labels")
    if labels is not None and type_of(labels) in NUMBERS:
        ids = numbers(labels)[0].tolist()
        known = dict(zip(ids, words(attributes(labels).get("names")), strict=False))
        return name, *_labelled(values, missing, known)
    return name, pa.array(values, mask=missing), None


def _labelled(values: Any, missing: Any, labels: dict[Any, str]) -> tuple[Any, dict[bytes, bytes] | None]:
    """Return ids and the names of their classes, if every id has its own name."""
    import pyarrow as pa

    from xentcli.io.statistics.column import Column

    column = Column("")
    gaps = np.isnan(values) if missing is None else missing | np.isnan(values)
    column.see([None if gap else value for value, gap in zip(values.tolist(), gaps.tolist(), strict=True)])
    classes = column.classes(labels, ())
    if not classes:
        return pa.array(values, mask=missing), None
    return pa.array(np.where(gaps, 0, values), mask=gaps).cast(pa.int64()), classes_metadata(classes)


def _dates(values: Any, missing: Any, classes: list[str]) -> Any:
    """Return dates and times, which are read as text only."""
    import pyarrow as pa

    is_day = "Date" in classes
    gaps = ~(np.abs(values.astype(np.float64)) < (MOST_DAYS if is_day else MOST_SECONDS))
    gaps = gaps if missing is None else gaps | missing
    plain = np.where(gaps, 0, values)
    if is_day:
        return pa.array(plain.astype(np.int32), pa.date32(), mask=gaps)
    return pa.array((plain * 1e6).astype(np.int64), pa.timestamp("us"), mask=gaps)
