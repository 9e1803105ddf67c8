"""Variables of Octave in HDF5: groups of a type and a value, with reversed axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.io.containers.dataset import attribute, dataset_item
from xentcli.io.containers.item import Item
from xentcli.io.containers.matlab73 import as_texts, reversed_axes, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers

TEXTS = frozenset({"string", "sq_string"})
RANGES = frozenset({"range", "double_range"})


def octave_items(h5py: Any, name: str, group: Any) -> Iterator[Item]:
    """Yield a variable, or the fields of a structure."""
    kind = _kind(group)
    value = group.get("value")
    aliases = (f"{name}/value", name.replace("/", "."))
    if value is None or kind in {"scalar", "float scalar", "bool", "complex scalar"}:
        return
    if isinstance(value, h5py.Group):
        yield from _of_group(h5py, name, kind, value, aliases)
        return
    if kind in RANGES:
        yield _range(name, value[()], aliases)
        return
    item = dataset_item(h5py, name, value)
    if item is None or "OCTAVE_EMPTY_MATRIX" in value.attrs:
        return
    if item.dtype.names is not None or not (kind.endswith("matrix") or kind in TEXTS):
        item = replace(item, refusals={"": _unread(kind)})
    item = replace(reversed_axes(item, value), aliases=aliases)
    if kind in TEXTS:
        item = as_texts(item)
    elif "bool" in kind:
        item = _as_truths(item)
    yield item


def _of_group(h5py: Any, name: str, kind: str, value: Any, aliases: tuple[str, ...]) -> Iterator[Item]:
    if "struct" in kind:
        for field in value:
            if "OCTAVE_NEW_FORMAT" in value[field].attrs:
                for item in octave_items(h5py, f"{name}/{field}", value[field]):
                    full = f"{name}/value/{field}"
                    yield replace(item, aliases=(*item.aliases, full, f"{full}/value"))
    elif kind == "cell":
        yield _cell(h5py, name, value, aliases)
    elif "sparse" in kind and {"nr", "nc", "cidx", "ridx", "data"} <= {*value}:
        from xentcli.io.arrays.compressed_rows import from_columns

        shape = int(value["nr"][()]), int(value["nc"][()])
        starts, rows, data = (value[part][()].reshape(-1) for part in ("cidx", "ridx", "data"))
        matrix = from_columns(shape, starts, rows, data, name)
        dtype = np.dtype(np.bool_) if "bool" in kind else matrix.data.dtype
        yield Item(name, shape, dtype, matrix.dense, matrix=True, aliases=aliases)


def _cell(h5py: Any, name: str, value: Any, aliases: tuple[str, ...]) -> Item:
    """Return a cell array of texts as texts."""
    cells = sorted((key for key in value if key.startswith("_")), key=lambda key: int(key[1:]))
    texts = all(_kind(value[key]) in TEXTS for key in cells)
    if not cells or not texts:
        message, hint = "is a cell array of values other than text", "save numbers as a matrix: cell2mat(x)"
        error = InputError(message, hint, code="XE690")
        return Item(name, (0,), np.dtype(object), _nothing, refusals={"": error}, aliases=aliases)

    def read(start: int, stop: int) -> Numbers:
        return np.array([_text(h5py, value[key]["value"]) for key in cells[start:stop]], object)

    return Item(name, (len(cells),), np.dtype(object), read, aliases=aliases)


def _text(h5py: Any, value: Any) -> str:
    if "OCTAVE_EMPTY_MATRIX" in value.attrs or value.shape is None:
        return ""
    if h5py.check_string_dtype(value.dtype) is not None:
        return str(value.asstr()[()])
    return text_of(value[()])


def _range(name: str, told: Any, aliases: tuple[str, ...]) -> Item:
    """Return the numbers base, base + increment, ... up to the limit."""
    told = told.reshape(-1)[0]
    base, limit, step = (float(told[part]) for part in ("base", "limit", "increment"))
    count = int(np.floor((limit - base) / step * (1 + 1e-15) + 1e-10)) + 1 if step else 0

    def read(start: int, stop: int) -> Numbers:
        return base + step * np.arange(start, stop, dtype=np.float64)

    return Item(name, (max(count, 0),), np.dtype(np.float64), read, aliases=aliases)


def _as_truths(item: Item) -> Item:
    def read(start: int, stop: int) -> Numbers:
        return np.asarray(item.read(start, stop) != 0)

    return replace(item, dtype=np.dtype(np.bool_), read=read)


def _kind(group: Any) -> str:
    return attribute(group["type"][()]) if "type" in group else ""


def _unread(kind: str) -> InputError:
    return InputError(
        f"is an Octave {shown(kind)}, which is not supported", "save full(double(x))", code="XE690"
    )


def _nothing(_start: int, _stop: int) -> Numbers:
    return np.zeros(0)
