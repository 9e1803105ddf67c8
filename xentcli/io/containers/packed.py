"""The conventions of netCDF for numbers: scale and offset, and values that mark missing ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.core.types import Mask, Numbers
    from xentcli.io.containers.item import Item

FILLS = {
    "i2": -32767,
    "u2": 65535,
    "i4": -2147483647,
    "u4": 4294967295,
    "i8": -9223372036854775806,
    "u8": 18446744073709551614,
    "f4": 9.969209968386869e36,
    "f8": 9.969209968386869e36,
}
"""What netCDF stores where nothing was written; single bytes have no such value."""
SCALING = ("scale_factor", "add_offset")
MARKS = ("_FillValue", "missing_value")
RANGES = ("valid_range", "valid_min", "valid_max")


def unpacked(item: Item, attributes: Mapping[str, Any], *, fills: bool) -> Item:
    """Return an array with its numbers unpacked and masked according to its attributes.

    With ``fills``, an array without its own fill value uses that of the format.
    """
    if item.dtype.kind not in "iuf":
        return item
    told = {name: _numbers(attributes[name]) for name in (*SCALING, *MARKS, *RANGES) if name in attributes}
    told = {name: values for name, values in told.items() if values.size}
    unsigned = _word(attributes.get("_Unsigned")) == "true" and item.dtype.kind == "i"
    marks = [value for name in MARKS for value in told.get(name, ())]
    if fills and "_FillValue" not in told and (fill := FILLS.get(item.dtype.str[1:])) is not None:
        marks.append(np.array(fill, item.dtype)[()])
    scale, offset = (told[name][0] if name in told else None for name in SCALING)
    stored = np.dtype(f"u{item.dtype.itemsize}") if unsigned else item.dtype.newbyteorder("=")
    low, high = _range(told)

    def read(start: int, stop: int) -> Numbers:
        values = np.asarray(item.read(start, stop))
        values = values.astype(values.dtype.newbyteorder("="), copy=False)
        values = values.view(stored) if unsigned else values
        mask = _mask(values, [np.asarray(mark).astype(stored) for mark in marks], low, high)
        values = _scaled(values, scale, offset)
        return values if mask is None else np.ma.array(values, mask=mask)

    dtype = _scaled(np.zeros(1, stored), scale, offset).dtype
    said = [f"{name} {told[name][0]:g}" for name in SCALING if name in told]
    notes = (f"the numbers are unpacked with {' and '.join(said)}",) if said else ()
    step = abs(float(scale)) if scale is not None and stored.kind in "iu" else 0.0
    return replace(item, read=read, dtype=dtype, step=step, notes=(*item.notes, *notes))


def _scaled(values: Numbers, scale: Any, offset: Any) -> Numbers:
    """Return numbers times ``scale`` plus ``offset``, in NumPy's result type."""
    values = values if scale is None else values * scale
    return values if offset is None else values + offset


def _mask(values: Numbers, marks: list[Any], low: Any, high: Any) -> Mask | None:
    mask = np.zeros(values.shape, np.bool_)
    for mark in marks:
        mask |= values == mark
    if low is not None:
        mask |= values < low
    if high is not None:
        mask |= values > high
    return mask if mask.any() else None


def _range(told: Mapping[str, Any]) -> tuple[Any, Any]:
    both = told.get("valid_range")
    if both is not None and both.size == 2:
        return both[0], both[1]
    return tuple(told[name][0] if name in told else None for name in RANGES[1:])  # type: ignore[return-value]


def _numbers(value: Any) -> Numbers:
    """Return the numbers of an attribute; empty if it holds text."""
    values = np.asarray(value).reshape(-1)
    return values if values.dtype.kind in "biuf" else np.zeros(0)


def _word(value: Any) -> str:
    if isinstance(value, np.ndarray):
        value = value.reshape(-1)[0] if value.size else ""
    return (value.decode(errors="replace") if isinstance(value, bytes) else str(value)).lower()
