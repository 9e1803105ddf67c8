"""Numbers of 8 and 16 bits that NumPy does not have: bfloat16 and float8, read as float32."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.types import RAW_TYPES
from xentcli.io.extras import needed

if TYPE_CHECKING:
    from xentcli.core.types import Numbers

BFLOAT16 = "bfloat16"
BYTES = (
    "one-byte values without a type: float8 is saved like this, in one of several types",
    "use --raw-type float8_e4m3fn or float8_e5m2, or save them as float32: a.astype('float32')",
)


def raw_type(dtype: np.dtype[Any], told: str | None, name: str) -> tuple[str, tuple[Note, ...]]:
    """Return the type of raw values: their own, else ``told``; by default, two bytes are a bfloat16.

    NumPy writes bfloat16 of ml_dtypes as two bytes without a type, and hardly anything else.
    """
    own = str(dtype.metadata["raw"]) if dtype.metadata else dtype.name
    if own in RAW_TYPES:
        return own, ()
    size = dtype.itemsize
    if told is not None and RAW_TYPES[told] == size:
        return told, ()
    place = Place(name)
    if told is not None and size in RAW_TYPES.values():
        message, hint = f"{size}-byte values are not {told}", "remove --raw-type, or name another type"
        raise DataError(message, hint, code="XE048", place=place, ways=({"raw_type": None},))
    if size == 1:
        raise DataError(*BYTES, code="XE048", place=place)
    if size != RAW_TYPES[BFLOAT16]:
        message, hint = f"raw {size}-byte values are not numbers", "save them with their type"
        raise DataError(message, hint, code="XE032", place=place)
    text = f"{name}: two-byte values without a type are read as bfloat16"
    return BFLOAT16, (Note("XE876", text, "np.save writes bfloat16 this way; save float32 to be sure"),)


def as_float32(values: Numbers, kind: str, name: str) -> Numbers:
    """Return raw values as float32, which holds each of them exactly.

    >>> as_float32(np.array([0x3F80, 0xC000], "<u2"), "bfloat16", "p.npy").tolist()
    [1.0, -2.0]
    """
    values = np.ascontiguousarray(values)
    if kind == BFLOAT16:
        return (values.view("<u2").astype(np.uint32) << 16).view(np.float32)
    stored = getattr(needed("ml_dtypes", "lowbit", name), kind)
    return cast("Numbers", values.view(stored).astype(np.float32))
