"""Read Arrow columns of numbers, and lists of them, as NumPy arrays.

Buffers are read directly, because ``to_numpy`` imports pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.frozen import Frozen
from xentcli.io.columnar.arrow_types import is_dictionary, is_list
from xentcli.io.columnar.compute import kernel

if TYPE_CHECKING:
    from xentcli.core.types import Mask, Numbers


def mask_of_nulls(column: Any) -> Mask | None:
    """Return the mask (N,) of null cells, or None if there are none."""
    if not column.null_count:
        return None
    return np.array(column.is_null().to_pylist(), np.bool_)


def numbers_of(column: Any, dtype: np.dtype[Any]) -> Numbers:
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


def sizes_of(column: Any) -> Numbers:
    """Return the length of the list in each row, 0 for null."""
    here = mask_of_nulls(column)
    if str(column.type).startswith("fixed"):
        sizes = np.full(len(column), column.type.list_size, np.int64)
    elif "list_view" in str(column.type).split("<")[0]:
        sizes = _buffer(column.sizes, np.dtype(str(column.sizes.type))).astype(np.int64)
    else:
        offsets = column.offsets
        sizes = np.diff(_buffer(offsets, np.dtype(str(offsets.type)))).astype(np.int64)
    return sizes if here is None else np.where(here, 0, sizes)


class Lists(Frozen, eq=False):
    """The items of lists, the number of items in each row, and the rows that are matrices."""

    items: Any
    sizes: Numbers
    matrices: Mask | None = None


def flattened(column: Any) -> Lists:
    """Return lists as lists of items; a list of lists may have only one axis longer than 1.

    >>> import pyarrow as pa
    >>> found = flattened(pa.array([[[1, 2]], None, [[3], [4]], [[1, 2], [3, 4]]]))
    >>> found.sizes.tolist(), found.matrices.tolist()
    ([2, 0, 2, 4], [False, False, False, True])
    """
    sizes, items = sizes_of(column), column.flatten()
    if not is_list(items.type):
        return Lists(items, sizes)
    inner = flattened(items)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    total = np.bincount(rows, inner.sizes, len(sizes)).astype(np.int64)
    long = np.bincount(rows, inner.sizes != 1, len(sizes)) > 0
    matrices = (sizes > 1) & long
    if inner.matrices is not None:
        matrices |= np.bincount(rows, inner.matrices, len(sizes)) > 0
    return Lists(inner.items, total, matrices)
