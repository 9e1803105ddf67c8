"""Read and validate headers of NPY files, versions 1 to 3."""

from __future__ import annotations

import ast
import math
import re
import struct
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

MAGIC = b"\x93NUMPY"
LONGEST = 10_000
"""The longest header in bytes; NumPy has the same limit."""
LENGTHS = {1: ("<H", "latin-1"), 2: ("<I", "latin-1"), 3: ("<I", "utf-8")}
"""The struct format of the header length, and the encoding of the header, for each version."""
E5M2 = ("<f1", "|f1", ">f1")
"""What np.save writes for float8_e5m2 of ml_dtypes, and for nothing else; np.load does not know it."""
PICKLE = "pickle refused: object arrays can run any code"
RESAVE = "save it again with a plain dtype: np.save(FILE, a.astype('float64'))"


class Header(Frozen):
    """The dtype, shape and order of an array; ``size`` is the length of the header in bytes."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    fortran: bool
    size: int

    @property
    def bytes(self) -> int:
        """Return the size of the array in bytes, without overflow."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_header(read: Callable[[int], bytes], name: str) -> Header:
    """Read and check the header. ``read`` returns the next n bytes (fewer at the end)."""
    head = read(8)
    if head[:6] != MAGIC:
        raise _damaged(name, "is not an NPY file", code="XE614")
    if len(head) < 8:
        raise _damaged(name, "ends inside its header")
    if head[7] or head[6] not in LENGTHS:
        raise _damaged(name, f"has an unknown NPY version, {head[6]}.{head[7]}", code="XE631")
    form, encoding = LENGTHS[head[6]]
    raw = _exactly(read, struct.calcsize(form), name)
    length = struct.unpack(form, raw)[0]
    if length > LONGEST:
        raise _damaged(name, f"has a header of {length} bytes; the limit is {LONGEST}")
    fields = _fields(_exactly(read, length, name), encoding, name)
    dtype, shape = _dtype(fields["descr"], name), _shape(fields["shape"], name)
    return Header(dtype, shape, _flag(fields["fortran_order"], name), len(head) + len(raw) + length)


def check_size(header: Header, available: int, name: str) -> None:
    """Raise unless the array fills its file exactly. Called before memory is allocated."""
    if available < header.bytes:
        message = f"is truncated: it needs {_amount(header.bytes)} bytes and has {_amount(available)}"
        raise InputError(message, "copy or save the file again", code="XE632", place=Place(name))
    if available > header.bytes:
        message = f"has {_amount(available - header.bytes)} trailing bytes after its array"
        raise InputError(message, "save one array per file", code="XE633", place=Place(name))


def trailing(name: str) -> InputError:
    """Return the error for bytes after an array, when their number is unknown."""
    return InputError(
        "has trailing bytes after its array", "save one array per file", code="XE633", place=Place(name)
    )


def _amount(count: int) -> str:
    digits = str(count)
    return digits if len(digits) < 10 else f"{digits[0]}.{digits[1:3]}e{len(digits) - 1}".replace(".00", "")


def _damaged(name: str, message: str, *, code: str = "XE630") -> InputError:
    return InputError(message, "save it again with np.save", code=code, place=Place(name))


def _exactly(read: Callable[[int], bytes], size: int, name: str) -> bytes:
    piece = read(size)
    if len(piece) < size:
        raise _damaged(name, "ends inside its header")
    return piece


def _fields(raw: bytes, encoding: str, name: str) -> dict[str, ast.expr]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = re.sub(
                r"\b(\d+)L\b", r"\1", raw.decode(encoding)
            )  # Python 2 wrote long integers like this
            tree = ast.parse(text.strip(), mode="eval").body
    except Exception as error:  # many exceptions: too deep, too long, not text, not Python
        raise _damaged(name, "has a header that is not a Python dictionary") from error
    if not isinstance(tree, ast.Dict):
        raise _damaged(name, "has a header that is not a Python dictionary")
    keys = [key.value if isinstance(key, ast.Constant) else None for key in tree.keys]
    if sorted(map(str, keys)) != ["descr", "fortran_order", "shape"]:
        raise _damaged(
            name, f"has header keys {shown(str(keys))}; expected descr, fortran_order and shape, once each"
        )
    return {str(key): value for key, value in zip(keys, tree.values, strict=True)}


def _flag(node: ast.expr, name: str) -> bool:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return node.value
    raise _damaged(name, "has a fortran_order that is neither True nor False")


def _shape(node: ast.expr, name: str) -> tuple[int, ...]:
    sizes = (
        [e.value if isinstance(e, ast.Constant) else None for e in node.elts]
        if isinstance(node, ast.Tuple)
        else [None]
    )
    if len(sizes) > 64 or not all(type(size) is int and 0 <= size < 2**63 for size in sizes):
        raise _damaged(name, f"has an impossible shape: {shown(ast.unparse(node)[:200])}")
    return tuple(size for size in sizes if isinstance(size, int))


def _dtype(node: ast.expr, name: str) -> np.dtype[Any]:
    try:
        described = ast.literal_eval(node)
        if described in E5M2:
            return np.dtype("V1", metadata={"raw": "float8_e5m2"})
        plain = isinstance(described, str) and "," not in described
        dtype = np.dtype(described) if plain else np.lib.format.descr_to_dtype(described)
    except Exception as error:
        raise _damaged(name, "has a dtype that NumPy does not know") from error
    if dtype.hasobject:
        raise InputError(PICKLE, RESAVE, code="XE613", place=Place(name))
    if not dtype.itemsize or dtype.itemsize >= 2**31:
        raise _damaged(name, f"has items of {dtype.itemsize} bytes", code="XE634")
    return dtype
