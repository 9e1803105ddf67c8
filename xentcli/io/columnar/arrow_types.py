"""Classify Arrow types as numbers, text or vectors, with errors for unsupported types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.text import shown
from xentcli.io.columnar.fields import Field, are_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.errors import XentError

NUMBERS = {
    **{f"{sign}int{bits}": f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)},
    "halffloat": "float16",
    "float": "float32",
    "double": "float64",
    "bool": "bool",
}
"""NumPy dtypes by Arrow type name."""
WORDED = ("timestamp", "date", "time", "decimal")
"""Types that are not read as numbers, but can be keys and groups."""
SAMPLED = 101
"""Number of rows that are searched for the classes that they list."""
TEXT = frozenset({"string", "large_string", "string_view"})
DATES = ("timestamp", "date", "time", "duration", "month", "day_time")
BYTES = ("binary", "large_binary", "fixed_size_binary")
LISTS = ("list", "large_list", "fixed_size_list")
REFUSED = (
    (DATES, "XE031", "dates are no labels, predictions or weights", "save them as numbers or as text"),
    (("struct", "map"), "XE032", "a structured column ({kind}) is none of numbers", "save one field of it"),
    (BYTES, "XE033", "bytes ({kind}) are neither numbers nor text", "save them as text: CAST(id AS VARCHAR)"),
    (LISTS, "XE033", "lists of other than numbers ({kind}) are not read", "as many numbers in every row"),
    (("",), "XE033", "numbers of type {kind} are not read", "save them as float64: CAST(p AS DOUBLE)"),
)  # fmt: skip
"""Code, message and hint for each unsupported kind of type; the last is the default."""


def fields_of(schema: Any, name: str, head: Callable[[str], Any]) -> list[Field]:
    """Return the fields of a schema. ``head`` returns the first cells of a column, checked."""
    return [_field(schema.field(place), name, head) for place in range(len(schema))]


def _field(field: Any, name: str, head: Callable[[str], Any]) -> Field:
    kind = field.type
    if (field.metadata and b"ARROW:extension:name" in field.metadata) or hasattr(kind, "storage_type"):
        message, hint = "is of an extension type, which is not read", "write plain numbers or text"
        place = Place(name, column=field.name)
        return Field(field.name, None, refusal=InputError(message, hint, code="XE652", place=place))
    plain = kind.value_type if is_dictionary(kind) else kind
    if (dtype := NUMBERS.get(str(plain))) is not None:
        return Field(field.name, np.dtype(dtype))
    if str(plain) in TEXT:
        return Field(field.name, None)
    item = NUMBERS.get(str(kind.value_type)) if is_list(kind) else None
    listed = is_list(kind) and _is_listed(kind, item, lambda: head(field.name))
    if item is None and "struct<" in str(kind):
        return _structured(field, name, head)
    if item is None or listed:
        refusal, worded = _refusal(str(kind), name, field.name), listed or str(kind).startswith(WORDED)
        return Field(field.name, None, refusal=refusal, worded=worded, listed=listed)
    size = kind.list_size if str(kind).startswith("fixed") else _first_length(head(field.name))
    return Field(field.name, np.dtype(item), size, refusal=None if size else _empty(name, field.name))


def _first_length(cells: Any) -> int:
    """Return the length of the first list that is not empty."""
    return next((len(cell) for cell in cells if cell.is_valid and len(cell)), 0)


def _structured(field: Any, name: str, head: Callable[[str], Any]) -> Field:
    """Return the field of structures, which can be read if they list all classes with their scores."""
    from xentcli.io.columnar.rankings import ranking_of

    first = next((cell for cell in head(field.name)), None)
    known = None if first is None else ranking_of(field.name, head(field.name)[:SAMPLED].to_pylist(), name)
    if known is None or (known.titles is None and known.refusal is None):
        return Field(field.name, None, refusal=_refusal(str(field.type), name, field.name))
    titles = known.titles or ("",)
    return Field(field.name, np.dtype(np.float64), len(titles), titles, known.refusal, ranking=known)


def _is_listed(kind: Any, item: str | None, head: Callable[[], Any]) -> bool:
    """Return whether lists hold names, or ids in lists of different lengths."""
    value = kind.value_type
    if item is None:
        return str(value.value_type if is_dictionary(value) else value) in TEXT
    if "int" not in item or str(kind).startswith("fixed"):
        return False
    return are_ids([cell.as_py() for cell in head()[:SAMPLED] if cell.is_valid])


def is_dictionary(kind: Any) -> bool:
    """Return whether the cells are dictionary-encoded."""
    return str(kind).startswith("dictionary")


def is_list(kind: Any) -> bool:
    """Return whether the cells are lists."""
    return str(kind).startswith(("list", "large_list", "fixed_size_list"))


def _refusal(kind: str, name: str, column: str) -> XentError:
    said = next(row for row in REFUSED if kind.startswith(row[0]))
    return DataError(
        said[2].format(kind=shown(kind)), said[3], code=said[1], place=Place(name, column=column)
    )


def _empty(name: str, column: str) -> XentError:
    message, hint = "no columns: the first row's list is empty", "a list of as many numbers in every row"
    return DataError(message, hint, code="XE034", place=Place(name, column=column))
