"""Read safetensors files: a JSON header, which is validated, and the bytes of the arrays."""

from __future__ import annotations

import json
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown
from xentcli.io.arrays.low_bits import BFLOAT16
from xentcli.io.arrays.npy import NpyTable
from xentcli.io.arrays.npy_header import Header
from xentcli.io.arrays.values import holds_classes
from xentcli.io.member import chosen

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

LONGEST = 100_000_000
"""The longest header in bytes, the limit of the format."""
RAW = {
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "F8_E8M0": "float8_e8m0fnu",
    "F8_E4M3FNUZ": "float8_e4m3fnuz",
    "F8_E5M2FNUZ": "float8_e5m2fnuz",
}
"""Types of one byte by their name in the header."""
DTYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BOOL": "?",
    **dict.fromkeys(RAW, "V1"),
    "BF16": "V2",
    **{f"{sign}{8 * size}": f"<{sign.lower()}{size}" for sign in "IU" for size in (1, 2, 4, 8)},
}
"""NumPy dtypes by type name in the header; those of ``RAW`` and bfloat16 are bytes without a type."""


class Tensor(Frozen):
    """An array in the file: its dtype, its shape, and the position of its bytes after the header."""

    dtype: str
    shape: tuple[int, ...]
    start: int
    end: int


def open_safetensors(
    source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]
) -> Table:
    """Open the array ``member``; if None, the only array, or the only one with a name in ``usual``."""
    source = source.whole()
    size, tensors = _tensors(source)

    def opened(key: str) -> NpyTable:
        return _opened(source, options, size + tensors[key].start, tensors[key], f"{source.name}[{key}]")

    def decided(key: str) -> bool:
        table = opened(key)
        return holds_classes(table.dtype, table.rest, (block.values for block in table.blocks()))

    key = chosen(list(tensors), list(tensors), member, usual, source.name, decided)
    table = opened(key)
    table.beside = {name: partial(opened, name) for name in tensors if name != key}
    if table.beside and "logits" in usual:
        from xentcli.io.arrays.class_order import name_columns

        name_columns(table)
    return table


def _opened(source: Source, options: ReadOptions, start: int, found: Tensor, name: str) -> NpyTable:
    """Open an array whose bytes start at an offset."""
    if found.dtype not in DTYPES:
        message, hint = f"numbers of type {shown(found.dtype)} are not supported", "save them as float32"
        raise InputError(message, hint, code="XE656", place=Place(name))
    header = Header(np.dtype(DTYPES[found.dtype]), found.shape, fortran=False, size=start)
    raw = BFLOAT16 if found.dtype == "BF16" else RAW.get(found.dtype)
    return NpyTable(source, replace(options, raw_type=raw), name, header)


def _tensors(source: Source) -> tuple[int, dict[str, Tensor]]:
    """Return the offset of the data, and all arrays. Raise unless they fill the file without gaps."""
    length = int.from_bytes(source.read_at(0, 8), "little")
    if length > min(LONGEST, source.size - 8):
        raise _damaged(source.name, f"has a header of {length} bytes, more than the file has")
    try:
        found = json.loads(source.read_at(8, length), object_pairs_hook=_once)
        tensors = {name: _tensor(told) for name, told in found.items() if name != "__metadata__"}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(
            source.name, f"has a header that does not describe arrays: {shown(str(error))}"
        ) from error
    end = 0
    for name, one in sorted(tensors.items(), key=lambda item: (item[1].start, item[1].end)):
        if one.start != end or one.end < one.start:
            raise _damaged(source.name, f"has a gap or an overlap before {shown(name)}")
        size = math.prod(one.shape) * np.dtype(DTYPES[one.dtype]).itemsize if one.dtype in DTYPES else None
        if size not in {None, one.end - one.start}:
            raise _damaged(
                source.name, f"has {one.end - one.start} bytes for {shown(name)}, which needs {size}"
            )
        end = one.end
    if 8 + length + end != source.size:
        raise _damaged(source.name, f"has {source.size - 8 - length} bytes of arrays; its header says {end}")
    return 8 + length, tensors


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("duplicate key")
    return found


def _tensor(told: Any) -> Tensor:
    start, end = told["data_offsets"]
    numbers = (*told["shape"], start, end)
    if not all(type(number) is int and 0 <= number < 1 << 62 for number in numbers):
        raise ValueError("invalid sizes")
    return Tensor(str(told["dtype"]), tuple(told["shape"]), start, end)


def _damaged(name: str, message: str) -> InputError:
    return InputError(message, "save it again with safetensors", code="XE656", place=Place(name))
