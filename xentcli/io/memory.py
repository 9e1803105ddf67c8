"""Tables from Python objects: arrays, lists, and data frames of libraries that support Arrow."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place, UsageError
from xentcli.core.types import RAW_TYPES
from xentcli.io.arrays.base import ArrayTable
from xentcli.io.columnar.arrow_values import Batch
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.fields import are_ids
from xentcli.io.columnar.schema_fields import fields_of
from xentcli.io.table import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.columnar.fields import Field
    from xentcli.io.table import Table

PLAIN = ReadOptions()
GAPPY = ReadOptions(unknown=())
ARROW = ("__arrow_c_stream__", "__arrow_c_array__")
"""Methods of the Arrow interface of pandas, polars, pyarrow and others."""


def array_table(data: Any, name: str) -> Table:
    """Return a table of an array, or of anything that NumPy converts: lists, tensors in main memory.

    >>> array_table([2, 0, 1], "labels").shape
    (3,)
    """
    array = as_array(data, name)
    if array.dtype.names is None:
        return ArrayTable(array, name)
    from xentcli.io.arrays.npy_header import Header
    from xentcli.io.arrays.structured import StructuredTable

    flat = np.ascontiguousarray(array)

    def rows(header: Header) -> ArrayTable:
        return ArrayTable(flat.view(np.uint8).reshape(header.shape), name)

    return StructuredTable(rows, Header(flat.dtype, flat.shape, fortran=False, size=0), name, PLAIN)


def as_array(data: Any, name: str) -> Numbers:
    """Convert the data to a NumPy array; raise if that fails."""
    try:
        array = data if isinstance(data, np.ndarray) else np.asarray(data)
    except ValueError as error:
        hint = "give every row the same number of values, all of one type"
        raise DataError("the rows have different lengths", hint, code="XE037", place=Place(name)) from error
    except (RuntimeError, TypeError) as error:  # raised by tensors
        message = f"cannot be converted to an array: {str(error).splitlines()[0]}"
        hint = "pass plain numbers, as in p.detach().cpu().float().numpy()"
        raise UsageError(message, hint, code="XE561", place=Place(name)) from error
    if array.dtype.kind == "O" and not array.shape:
        message = f"a {type(data).__name__} is not an array, table, path or iterator of blocks"
        hint = "pass an array; use .toarray() of a sparse matrix, .collect() of a lazy frame"
        raise UsageError(message, hint, code="XE561", place=Place(name))
    return array.astype(np.float32) if array.dtype.name in RAW_TYPES else array


def holds_lists(data: Any) -> bool:
    """Return whether rows are lists or sets of names, or lists of ids that differ in length.

    >>> holds_lists([["a"], ["b", "c"]]), holds_lists([{0, 3}, set()]), holds_lists([[0, 1], [1, 0]])
    (True, True, False)
    """
    if not isinstance(data, list | tuple) and getattr(getattr(data, "dtype", None), "kind", "") not in {
        *"OUS"
    }:
        return False
    first = next(iter(data), None) if len(data) else None
    if not isinstance(first, list | tuple | set | frozenset | np.ndarray) or getattr(data, "ndim", 1) > 2:
        return False
    rows = [list(row) for row in data if isinstance(row, list | tuple | set | frozenset | np.ndarray)]
    items = {type(item) for row in rows for item in row}
    if len(rows) < len(data) or not items:
        return False
    names, ids = (all(issubclass(item, kind) for item in items) for kind in (str, (int, np.integer)))
    return names or (ids and (isinstance(first, set | frozenset) or are_ids(_whole(row) for row in rows)))


def _whole(row: list[Any]) -> list[int]:
    return list(map(int, row))


def list_table(data: Any, name: str) -> FrameTable:
    """Return a table of rows that are lists or sets of labels.

    >>> list_table([["a"], ["b", "c"]], "labels").columns
    ('labels',)
    """
    import json

    import pyarrow as pa

    rows = (sorted(row) if isinstance(row, set | frozenset) else row for row in data)
    texts = [json.dumps([getattr(item, "item", lambda item=item: item)() for item in row]) for row in rows]
    return FrameTable(pa.table({name: pa.array(texts, pa.string())}), name)


def is_frame(data: Any) -> bool:
    """Return whether the data are a data frame or column of pandas, polars, pyarrow or similar."""
    return _of_pandas(data) or _is_extension(data) or any(hasattr(data, way) for way in ARROW)


def frame_table(data: Any, name: str, keys: Collection[str] = (), *, with_gaps: bool = False) -> FrameTable:
    """Return a table of a data frame or a single column.

    An index named like one of ``keys`` becomes a column. ``with_gaps`` allows missing numbers.

    >>> import pandas as pd
    >>> frame_table(pd.DataFrame({"y": [1, 0], "p": [0.5, 0.25]}), "labels").columns
    ('y', 'p')
    """
    return FrameTable(as_arrow(data, name, keys), name, GAPPY if with_gaps else PLAIN)


def as_arrow(data: Any, name: str, keys: Collection[str] = ()) -> Any:
    """Return the columns as a pyarrow table. An unnamed column is named after its role."""
    import pyarrow as pa

    try:
        data = sys.modules["pandas"].Series(data) if _is_extension(data) else data
        if _of_pandas(data):
            frame = data if hasattr(data, "columns") else data.to_frame(_called(data, name))
            index = str(frame.index.name)
            kept = index in keys or index.strip().lower() in keys
            return pa.Table.from_pandas(frame, preserve_index=kept)
        if hasattr(data, "columns") or hasattr(data, "schema"):
            return pa.table(data)
        return pa.table({_called(data, name): pa.chunked_array(data)})
    except (pa.ArrowException, TypeError, ValueError) as error:
        text = "; ".join(map(str, error.args))
        hint = "give each column one name and one type of value"
        raise DataError(f"cannot be read: {text}", hint, code="XE037", place=Place(name)) from error


def _of_pandas(data: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, pandas.DataFrame | pandas.Series)


def _is_extension(data: Any) -> bool:
    """Return whether the data are an array of pandas, such as a Categorical: a column without a name."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, pandas.api.extensions.ExtensionArray)


def _called(column: Any, name: str) -> str:
    found = getattr(column, "name", None)
    return name if found in {None, ""} else str(found)


class FrameTable(Records):
    """A data frame in memory."""

    def __init__(self, rows: Any, name: str, options: ReadOptions = PLAIN) -> None:
        """The data are not copied."""
        self._rows = rows
        super().__init__(name, fields_of(rows.schema, name, self._head), rows.num_rows, options)

    def chunks(self, fields: tuple[Field, ...]) -> Iterator[Batch]:
        """Yield all rows, in batches no larger than a block of an array."""
        step = self._rows_at_once(fields)
        wanted = self._rows.select([*dict.fromkeys(field.top for field in fields)])
        return map(Batch, wanted.to_batches(max_chunksize=step))

    def _arrow_schema(self) -> Any:
        return self._rows.schema

    def _head(self, name: str) -> Any:
        """Return the cells of a column."""
        return self._rows[name]
