"""Read one variable of a classic netCDF file with SciPy. Runs in a child process."""

from __future__ import annotations

import warnings
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from xentcli.core.frozen import replace
from xentcli.io.containers.item import Item, chosen_item
from xentcli.io.containers.packed import unpacked
from xentcli.io.containers.write import write_item
from xentcli.io.extras import needed

if TYPE_CHECKING:
    from xentcli.core.types import Numbers


def read_netcdf(path: str, out: IO[bytes], member: str | None, usual: list[str], most: int) -> dict[str, Any]:
    """Write the variable ``member``, or the chosen one."""
    scipy_io = needed("scipy.io", "science", "")
    warnings.simplefilter("ignore")  # the file is closed while its numbers are in use
    file = scipy_io.netcdf_file(path, "r", mmap=True, maskandscale=False)
    items = [_item(name, variable, file.variables) for name, variable in file.variables.items()]
    return write_item(chosen_item(items, member, tuple(usual)), out, most)


def _item(name: str, variable: Any, known: dict[str, Any]) -> Item:
    values = variable.data
    offered = name not in variable.dimensions
    item = Item(name, values.shape, values.dtype, lambda start, stop: values[start:stop], offered=offered)
    if values.dtype.kind == "S":
        return as_texts(item)
    item = replace(item, columns=_along(variable, known))
    return unpacked(item, variable._attributes, fills=True)


def as_texts(item: Item) -> Item:
    """Return characters as texts of their last axis."""
    if item.dtype.itemsize != 1 or len(item.shape) < 2:
        return item

    def read(start: int, stop: int) -> Numbers:
        block = np.ascontiguousarray(item.read(start, stop))
        texts = block.view(f"S{item.shape[-1]}").reshape(block.shape[:-1])
        return np.asarray(np.char.rstrip(texts))

    return replace(item, shape=item.shape[:-1], dtype=np.dtype(f"S{max(1, item.shape[-1])}"), read=read)


def _along(variable: Any, known: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the names along the last axis, if a variable has its name."""
    dimensions = variable.dimensions
    axis = known.get(dimensions[-1]) if len(dimensions) > 1 else None
    if axis is None:
        return None
    values = axis.data
    if values.dtype.kind == "S" and values.ndim == 2:
        return tuple(row.tobytes().decode(errors="replace").rstrip(" \0") for row in values)
    return tuple(map(str, values.tolist())) if values.dtype.kind in "iu" and values.ndim == 1 else None
