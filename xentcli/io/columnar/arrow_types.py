"""Classify Arrow types, with errors for unsupported ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.text import shown

if TYPE_CHECKING:
    from xentcli.core.errors import XentError

NUMBERS = {
    **{f"{sign}int{bits}": f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)},
    "halffloat": "float16",
    "float": "float32",
    "double": "float64",
    "bool": "bool",
}
"""NumPy dtypes by Arrow type name."""
WORDED = ("timestamp", "date", "time")
"""Types that are not read as numbers, but can be keys and groups."""
TEXT = frozenset({"string", "large_string", "string_view"})
DATES = ("timestamp", "date", "time", "duration", "month", "day_time")
BYTES = ("binary", "large_binary", "fixed_size_binary")
LISTS = ("list", "large_list", "fixed_size_list")
REFUSED = (
    (DATES, "XE031", "dates cannot be labels, predictions or weights", "save them as numbers or as text"),
    (("struct", "map"), "XE032", "a structured column ({kind}) does not hold numbers", "save one field"),
    (BYTES, "XE033", "bytes ({kind}) are neither numbers nor text", "save them as text: CAST(id AS VARCHAR)"),
    (("null",), "XE033", "every cell is null", "name another column, or write the values"),
    (LISTS, "XE033", "lists without numbers ({kind}) are not supported", "write lists of numbers"),
    (("",), "XE033", "numbers of type {kind} are not supported", "save them as float64: CAST(p AS DOUBLE)"),
)  # fmt: skip
"""Code, message and hint for each unsupported kind of type; the last is the default."""


def refusal(kind: Any, name: str, column: str) -> XentError:
    """Return the error for a column of an unsupported type."""
    text = str(kind)
    said = next(row for row in REFUSED if text.startswith(row[0]))
    return DataError(
        said[2].format(kind=shown(text)), said[3], code=said[1], place=Place(name, column=column)
    )


def foreign(name: str, column: str) -> XentError:
    """Return the error for a column of an unsupported extension type."""
    message, hint = "has an extension type, which is not supported", "write plain numbers or text"
    return InputError(message, hint, code="XE652", place=Place(name, column=column))


def is_dictionary(kind: Any) -> bool:
    """Return whether the cells are dictionary-encoded."""
    return str(kind).startswith("dictionary")


def is_list(kind: Any) -> bool:
    """Return whether the cells are lists."""
    return str(kind).startswith(("list", "large_list", "fixed_size_list"))


def is_struct(kind: Any) -> bool:
    """Return whether the cells are structures."""
    return str(kind).startswith("struct<")


def is_text(kind: Any) -> bool:
    """Return whether the cells are text, dictionary-encoded or not."""
    return str(kind.value_type if is_dictionary(kind) else kind) in TEXT
