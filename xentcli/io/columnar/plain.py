"""Arrow columns as columns of basic types: numbers, text, and lists, structures and maps of them.

Extension types, run-end encoding, views of lists, dictionaries of numbers, decimals and shredded variants
hold the same values in other forms.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from xentcli.io.columnar.arrow_types import is_struct, is_text
from xentcli.io.columnar.buffers import sizes_of
from xentcli.io.columnar.compute import kernel

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT_DIGITS = 18
"""Whole decimals of up to this many digits are read as int64."""
SHREDDED = "typed_value"
VARIANT = frozenset({"metadata", "value", SHREDDED})
"""The fields of a variant: its value, or its value as another type."""
NULL = b"\0"
"""A variant that is null."""


def plain(column: Any) -> Any:
    """Return a column with the same values in a basic type. Other extension types stay as they are."""
    return column if is_plain(column.type) else _changed(column)


@lru_cache(1024)
def is_plain(kind: Any) -> bool:
    """Return whether a type is basic already."""
    return bool(plain_type(kind) == kind)


@lru_cache(1024)
def plain_type(kind: Any) -> Any:
    """Return the basic type that holds the values of a type."""
    import pyarrow as pa

    return _changed(pa.nulls(0, kind)).type


def _changed(column: Any) -> Any:
    """Return a column in a basic type, whatever its type is."""
    import pyarrow as pa

    if isinstance(column.type, pa.BaseExtensionType):
        reader = EXTENSIONS.get(getattr(column.type, "extension_name", ""))
        return column if reader is None else plain(reader(column.storage))
    kind = re.match(r"[a-z_]*", str(column.type))
    reader = READERS.get(kind[0] if kind else "")
    if reader is None:
        return _decimal(column) if pa.types.is_decimal(column.type) else column
    return reader(column)


def _decoded_runs(column: Any) -> Any:
    return plain(kernel("run_end_decode", None, column))


def _decoded(column: Any) -> Any:
    """Return a dictionary of anything but text without the dictionary."""
    return column if is_text(column.type) else plain(column.dictionary_decode())


def _decimal(column: Any) -> Any:
    """Return decimals as int64 if all values of the type fit, else as the nearest float64.

    They are read from their digits: pyarrow's own cast to float64 divides two rounded numbers and is often
    off in the last bit, and its cast of decimal32 to int64 fails.
    """
    import pyarrow as pa

    whole = column.type.scale == 0 and column.type.precision <= EXACT_DIGITS
    texts = kernel("cast", "CastOptions", column, pa.string())
    return kernel("cast", "CastOptions", texts, pa.int64() if whole else pa.float64())


def _list(column: Any) -> Any:
    """Return lists of any layout as lists of items in a basic type."""
    import pyarrow as pa

    kind = column.type
    if is_plain(kind.value_type) and "list_view" not in str(kind).split("<")[0]:
        return column
    items = plain(column.flatten())
    offsets = np.concatenate([[0], np.cumsum(sizes_of(column))])
    mask = column.is_null() if column.null_count else None
    return pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), items, mask=mask)


# ------------------------------------------------------------------ structures and variants


def children(column: Any) -> dict[str, Any]:
    """Return the fields of a column of structures, null where the structure is."""
    names = [column.type.field(place).name for place in range(column.type.num_fields)]
    return dict(zip(names, column.flatten(), strict=True))


def is_variant(kind: Any) -> bool:
    """Return whether a type is that of a variant, as Parquet stores it."""
    names = {kind.field(place).name for place in range(kind.num_fields)} if is_struct(kind) else set()
    if not names or not names <= VARIANT or len(names) < 2:
        return False
    types = {name: str(kind.field(name).type) for name in names - {SHREDDED}}
    return all("binary" in one for one in types.values()) and (SHREDDED in names or len(names) == 2)


def _structure(column: Any) -> Any:
    import pyarrow as pa

    parts = children(column)
    if is_variant(column.type) and SHREDDED in parts:
        return plain(parts[SHREDDED])
    if all(is_plain(part.type) for part in parts.values()):
        return column
    values = [plain(part) for part in parts.values()]
    mask = column.is_null() if column.null_count else None
    return pa.StructArray.from_arrays(values, list(parts), mask=mask)


def residual(column: Any) -> Any:
    """Return the mask (N,) of rows that hold a variant in its own encoding, or None if the type has none."""
    kind = column.type
    if SHREDDED not in str(kind):
        return None
    if is_struct(kind):
        parts = children(column)
        masks = [mask for part in parts.values() if (mask := residual(part)) is not None]
        if is_variant(kind) and "value" in parts:
            values = parts["value"].to_pylist()
            masks.append(np.array([value not in {None, NULL} for value in values], np.bool_))
        return np.logical_or.reduce(masks) if masks else None
    if not hasattr(kind, "value_type") or not is_struct(kind.value_type):
        return None
    inner = residual(column.flatten())
    return None if inner is None else _any(inner, sizes_of(column))


def _any(inner: Any, sizes: Any) -> Any:
    """Return the mask of rows with a marked item."""
    rows = np.repeat(np.arange(len(sizes)), sizes)
    return np.isin(np.arange(len(sizes)), rows[inner])


# ------------------------------------------------------------------ extension types


def _truths(column: Any) -> Any:
    import pyarrow as pa

    return kernel("cast", "CastOptions", column, pa.bool_())


def _uuids(column: Any) -> Any:
    import pyarrow as pa

    texts = [None if value is None else str(UUID(bytes=value)) for value in column.to_pylist()]
    return pa.array(texts, pa.string())


def _stored(column: Any) -> Any:
    return column


EXTENSIONS: dict[str, Callable[[Any], Any]] = {
    "arrow.bool8": _truths,
    "arrow.uuid": _uuids,
    "arrow.json": _stored,
    "arrow.fixed_shape_tensor": _stored,
    **{f"datasets.features.features.Array{rank}DExtensionType": _stored for rank in range(2, 6)},
}
"""How the extension types are read from the values that they are stored as."""

READERS: dict[str, Callable[[Any], Any]] = {
    "run_end_encoded": _decoded_runs,
    "dictionary": _decoded,
    "struct": _structure,
    **dict.fromkeys(("list", "large_list", "fixed_size_list", "list_view", "large_list_view"), _list),
}
"""How other types are read, by the first word of their name."""
