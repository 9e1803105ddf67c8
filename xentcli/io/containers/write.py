"""Write an array of a container as NPY, block by block."""

from __future__ import annotations

import math
import os
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError
from xentcli.core.frozen import replace

FREE = 16
"""An array may always take this many times --max-memory."""
GROWTH = 1100
"""An array may always be this many times larger than its file, as with deflate."""

if TYPE_CHECKING:
    from xentcli.core.types import Numbers
    from xentcli.io.containers.item import Item


def write_item(chosen: tuple[Item, list[str]], out: IO[bytes], most: int) -> dict[str, Any]:
    """Write an array within a limit of bytes, and return a report on it and on other arrays.

    Masked numbers become NaN; whole numbers are then written as float64.
    """
    item, others = chosen
    item = _of_known_width(item)
    _check_room(item, out, most)
    masked = _written(item, out)
    return {
        "name": item.name,
        "matrix": item.matrix,
        "columns": item.columns,
        "classes": {field: [*names] for field, names in item.classes.items()},
        "refusals": {field: [e.code, e.message, e.hint] for field, e in item.refusals.items()},
        "notes": item.notes,
        "masked": masked,
        "others": others,
        "step": item.step,
    }


def _written(item: Item, out: IO[bytes]) -> list[Any] | None:
    """Write the array; return the row of the first masked number and its value, or None."""
    first: list[Any] | None = None
    out.write(_header(item.shape, item.dtype))
    row = 0
    for block in item.blocks():
        mask = np.ma.getmaskarray(block) if np.ma.is_masked(block) else None
        if mask is not None and item.dtype.kind != "f":
            out.seek(0)
            out.truncate()
            return _written(replace(item, dtype=np.dtype(np.float64)), out)
        values = np.asarray(np.ma.getdata(block), item.dtype)
        if mask is not None:
            place = tuple(np.argwhere(mask)[0].tolist())
            first = first or [row + place[0] + 1, str(np.ma.getdata(block)[place])]
            values = np.where(mask, np.array(np.nan, item.dtype), values)
        out.write(np.ascontiguousarray(values).view(np.uint8).data)
        row += len(block)
    return first


def _header(shape: tuple[int, ...], dtype: np.dtype[Any]) -> bytes:
    from io import BytesIO

    head = BytesIO()
    told = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_2_0(head, told)
    return head.getvalue()


def _of_known_width(item: Item) -> Item:
    """Return the array with all texts, also those in fields, as long as the longest one."""
    if not item.dtype.hasobject:
        return item
    fields = item.dtype.names or ("",)
    widths = dict.fromkeys(fields, 1)
    for block in item.blocks():
        for field in fields:
            values = block[field] if field else block
            if values.dtype.kind == "O":
                widths[field] = max([widths[field], *map(len, map(_encoded, values.flat))])
    if item.dtype.names is None:
        dtype = np.dtype(f"S{widths['']}")
    else:
        kinds = {name: item.dtype[name] for name in fields}
        dtype = np.dtype([(n, f"S{widths[n]}" if kind.kind == "O" else kind) for n, kind in kinds.items()])

    def read(start: int, stop: int) -> Numbers:
        return _fixed(item.read(start, stop), dtype)

    return replace(item, dtype=dtype, read=read)


def _fixed(block: Numbers, dtype: np.dtype[Any]) -> Numbers:
    """Return texts as bytes of a fixed width."""
    if dtype.names is None:
        flat = [_encoded(value) for value in block.flat]
        return np.array(flat, dtype).reshape(block.shape)
    made = np.empty(block.shape, dtype)
    for name in dtype.names:
        values = block[name]
        made[name] = _fixed(values, dtype[name]) if values.dtype.kind == "O" else values
    return made


def _encoded(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b"" if value is None else str(value).encode()


def _check_room(item: Item, out: IO[bytes], most: int) -> None:
    """Raise if the array is far larger than its file, or larger than the space for its copy."""
    wanted = math.prod(item.shape) * item.dtype.itemsize
    if wanted > most:
        message = f"expands to {wanted} bytes, over the limit of {most}"
        hint = f"is it damaged? use --max-memory BYTES to allow {FREE} times as many"
        raise InputError(message, hint, code="XE692")
    room = os.fstatvfs(out.fileno())
    if wanted > room.f_bavail * room.f_frsize:
        message = f"needs {wanted} bytes of temporary space, more than there are"
        raise InputError(message, "set TMPDIR to a folder with more space", code="XE607")
