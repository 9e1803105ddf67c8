"""Check the values of arrays, and convert text arrays to codes of names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.blocks import Block
from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.text import shown
from xentcli.io.text.cell_errors import FILL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.core.blocks import Origin
    from xentcli.core.types import Numbers

READABLE = "biufUS"
REFUSED = {
    "c": ("XE030", "complex numbers cannot be labels, predictions or weights", "save the real part"),
    "M": ("XE031", "dates cannot be labels, predictions or weights", "save them as numbers or as text"),
    "m": ("XE031", "durations cannot be labels, predictions or weights", "save them as numbers or as text"),
    "V": (
        "XE032",
        "a structured or raw array does not hold numbers",
        "save one field: np.save(FILE, a['field'])",
    ),
}
"""Code, message and hint for each kind of dtype that is not supported."""


def check_array(name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
    """Raise if the array does not hold rows of numbers or text."""
    place = Place(name)
    if dtype.kind not in READABLE or (dtype.kind == "f" and dtype.itemsize > 8):
        other = ("XE033", f"numbers of type {dtype} are not supported", "save them as float64")
        code, message, hint = REFUSED.get(dtype.kind, other)
        raise DataError(message, hint, code=code, place=place)
    if not shape:
        hint = "save an array with at least one axis"
        raise DataError("no rows: the array is a single number", hint, code="XE035", place=place)
    if not shape[0]:
        raise DataError("no rows", "did the program that wrote it fail?", code="XE013", place=place)
    if 0 in shape:
        raise DataError(
            f"no columns: the shape is {shape}", "is it the right array?", code="XE034", place=place
        )


def holds_classes(dtype: np.dtype[Any], row: tuple[int, ...], blocks: Iterable[Numbers]) -> bool:
    """Return whether an array holds predicted classes: whole numbers or texts; floats need one per row.

    >>> holds_classes(np.dtype("f4"), (), [np.array([1.0, 0.0])])
    True
    """
    if dtype.kind in "biuUS":
        return True
    return math.prod(row) == 1 and all(bool((block == np.rint(block)).all()) for block in blocks)


def native(values: Numbers, name: str) -> Numbers:
    """Return the values in native byte order and C order."""
    values = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))
    if values.dtype.kind == "U":
        points = values.reshape(-1).view(np.uint32)
        if ((points > 0x10FFFF) | ((points >= 0xD800) & (points < 0xE000))).any():
            raise InputError(
                "the text is not Unicode", "the file is damaged", code="XE620", place=Place(name)
            )
    return values


def wrong_values(block: Block) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each invalid truth value or empty name."""
    values = block.values
    if block.categories is not None:
        empty = block.categories.index("") if "" in block.categories else -1
        for row in _rows_with(values == empty):
            yield row, DataError("empty label", FILL, code="XE015", place=block.place(row))
    elif values.dtype.kind == "b":
        message, hint = "a truth value that is neither 0 nor 1", "the file is damaged"
        for row in _rows_with(values.view(np.uint8) > 1):
            yield row, DataError(message, hint, code="XE036", place=block.place(row))


def _rows_with(marked: Any) -> list[int]:
    rows: list[int] = np.flatnonzero(marked.reshape(len(marked), -1).any(axis=1)).tolist()
    return rows


def no_numbers(block: Block) -> DataError:
    """Return the error for text where numbers are expected."""
    found = block.values.reshape(-1)[:1].tolist()[0]
    value = found.decode(errors="backslashreplace") if isinstance(found, bytes) else str(found)
    hint = "is this the array of labels?"
    return DataError(
        f"'{shown(value)}' is not a number", hint, code="XE020", place=block.place(0), value=value
    )


def named(values: Numbers, first: int, origin: Origin) -> Block:
    """Return the values as a block of codes into their names."""
    unique, codes = np.unique(values, return_inverse=True)
    try:
        categories = tuple(map(text, unique))
    except UnicodeDecodeError as error:
        raise _not_utf8(values, first, origin) from error
    return Block(codes.reshape(values.shape), first, origin, categories=categories)


def _not_utf8(values: Numbers, first: int, origin: Origin) -> InputError:
    """Return the error for the first name that is not UTF-8."""
    rows = (value for value in enumerate(values.reshape(len(values), -1).tolist(), first + 1))
    row, name = next((row, name) for row, names in rows for name in names if not _is_utf8(name))
    message, hint = f"{shown(name)} is not UTF-8", "save the names as text: a.astype(str)"
    return InputError(message, hint, code="XE620", place=Place(origin.file, row=row), value=name)


def _is_utf8(name: bytes) -> bool:
    try:
        return bool(name.decode()) or not name
    except UnicodeDecodeError:
        return False


def text(value: Any) -> str:
    """Return an array value as a name: bytes are decoded as UTF-8, numbers formatted by Python.

    >>> text(b"caf\\xc3\\xa9"), text(np.int64(3))
    ('café', '3')
    """
    value = value.item() if isinstance(value, np.generic) else value
    return value.decode() if isinstance(value, bytes) else str(value)
