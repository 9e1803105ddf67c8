"""Read and write headers of IDX files, the format of MNIST: type and sizes, then big-endian values."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, InputError, Place, UsageError
from xentcli.io.arrays.npy import open_array
from xentcli.io.arrays.npy_header import Header

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table
    from xentcli.io.write.sheet import Sheet

DTYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
"""NumPy types by the third byte of the file."""
CODES = {stored: code for code, stored in DTYPES.items()}
MOST_AXES = 4


def open_idx(source: Source, options: ReadOptions, _member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the array in a file. Raise if it holds images where labels are expected."""
    table = open_array(source, options, idx_header)
    if "label" in usual and len(table.shape) > 2 and table.dtype == np.uint8:
        size = " x ".join(str(n) for n in table.shape[1:])
        hint = "the labels are in a separate file, such as train-labels-idx1-ubyte"
        raise DataError(f"contains {size} images, not labels", hint, code="XE047", place=Place(source.name))
    return table


def idx_header(read: Callable[[int], bytes], name: str) -> Header:
    """Read and check the header. ``read`` returns the next n bytes (fewer at the end)."""
    head = read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[2] not in DTYPES or not 1 <= head[3] <= MOST_AXES:
        raise _damaged(name, "does not start like an IDX file")
    sizes = read(4 * head[3])
    if len(sizes) < 4 * head[3]:
        raise _damaged(name, "ends inside its IDX header")
    shape = struct.unpack(f">{head[3]}I", sizes)
    return Header(np.dtype(DTYPES[head[2]]), shape, fortran=False, size=4 + len(sizes))


def _damaged(name: str, message: str) -> InputError:
    hint = "copy it again, or use --input-format NAME if it has another format"
    return InputError(message, hint, code="XE653", place=Place(name))


def stored_type(dtype: str) -> str:
    """Return the big-endian dtype that is stored for this dtype; raise if IDX does not have it.

    >>> stored_type("int32")
    '>i4'
    """
    kind = np.dtype(dtype)
    stored = kind.newbyteorder(">").str.replace("|", ">")
    if stored not in CODES:
        hint = "use --dtype uint8, int32 or float32; names need another format"
        what = "names" if kind.kind == "U" else f"numbers of type {kind}"
        raise UsageError(f"IDX cannot store {what}", hint, code="XE526")
    return stored


def header_bytes(sheet: Sheet, rows: int) -> bytes:
    """Return the header of a file with this number of rows."""
    shape = sheet.shape(rows)
    return struct.pack(f">BBBB{len(shape)}I", 0, 0, CODES[sheet.dtype], len(shape), *shape)
