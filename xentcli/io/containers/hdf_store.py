"""Data frames and columns that pandas keeps in HDF5, in its fixed and its table format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import InputError
from xentcli.core.text import shown
from xentcli.io.containers.dataset import attribute, dataset_item, refusal
from xentcli.io.containers.item import Item, Names
from xentcli.io.containers.pickled_names import names_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.core.types import Numbers

    Read = Callable[[int, int], Numbers]

PICKLED = ("is a pickle of Python objects, which is refused: it can run any code",
           "write the frame in the table format: df.to_hdf(FILE, key='df', format='table')")  # fmt: skip


def frame_items(h5py: Any, name: str, group: Any) -> Iterator[Item]:
    """Yield the frame or the column that is stored in a group."""
    kind = attribute(group.attrs["pandas_type"])
    if kind.endswith("_table") and "table" in group:
        yield _table(h5py, name, group)
    elif kind == "frame" and {"axis0", "axis1"} <= {*group}:
        yield _fixed(h5py, name, group)
    elif kind == "series" and "values" in group:
        item = dataset_item(h5py, name, group["values"])
        yield from () if item is None else (item,)
    else:
        error = InputError(
            f"is a pandas {shown(kind)}, which is not supported", "write a DataFrame", code="XE690"
        )
        yield Item(name, (0,), np.dtype(object), lambda _a, _b: np.zeros(0), refusals={"": error})


class _Columns:
    """Collects the columns of a frame: how each is read, or why it cannot be."""

    def __init__(self) -> None:
        self.read: dict[str, tuple[np.dtype[Any], Read]] = {}
        self.refusals: dict[str, InputError] = {}
        self.classes: dict[str, Names] = {}

    def item(self, name: str, rows: int, order: list[str], chunk: int) -> Item:
        """Return the columns as an array with named fields."""
        known = [column for column in order if column in self.read]
        refusals: dict[str, Any] = dict(self.refusals)
        if not known:
            refusals[""] = next(
                iter(refusals.values()), InputError("has no columns", "write at least one", code="XE690")
            )
        dtype = np.dtype([(column, self.read[column][0]) for column in known])

        def read(start: int, stop: int) -> Numbers:
            made = np.empty(stop - start, dtype)
            for column in known:
                made[column] = self.read[column][1](start, stop)
            return made

        return Item(name, (rows,), dtype, read, chunk=chunk, classes=self.classes, refusals=refusals)


def _fixed(h5py: Any, name: str, group: Any) -> Item:
    """Return a frame in the fixed format: the columns of a type are a matrix."""
    columns = _Columns()
    chunk = 1
    for part in group.values():
        refusal(h5py, part)  # finds the filters
    for place in range(int(group.attrs.get("nblocks", 0))):
        items, values = group[f"block{place}_items"], group[f"block{place}_values"]
        error = refusal(h5py, values)
        chunk = max(chunk, values.chunks[0] if values.chunks else 1)
        kind = attribute(values.attrs.get("value_type", ""))
        for column, title in enumerate(_titles(items)):
            if error is not None or values.dtype.kind == "O" or values.ndim != 2:
                columns.refusals[title] = InputError(*PICKLED, code="XE690")
            else:
                columns.read[title] = _typed(values.dtype, kind), _column(values, column)
    order = _titles(group["axis0"])
    rows, index = len(group["axis1"]), _index(group["axis1"])
    if index is not None and index[0] not in order:
        columns.read[index[0]] = index[1]
        order = [index[0], *order]
    return columns.item(name, rows, order, chunk)


def _column(values: Any, column: int) -> Read:
    transposed = bool(values.attrs.get("transposed", True))
    return lambda start, stop: values[start:stop, column] if transposed else values[column, start:stop]


def _typed(dtype: np.dtype[Any], kind: str) -> np.dtype[Any]:
    """Return the type that pandas gives to stored numbers: dates are kept as whole numbers.

    >>> _typed(np.dtype("i8"), "datetime64[ns]"), _typed(np.dtype("f4"), "")
    (dtype('<M8[ns]'), dtype('float32'))
    """
    if kind.startswith(("datetime64", "timedelta64")) and dtype.itemsize == 8:
        unit = kind.partition("[")[2].partition("]")[0].partition(",")[0] or "ns"
        return np.dtype(f"{'M' if kind.startswith('date') else 'm'}8[{unit}]")
    return np.dtype(np.bool_) if kind == "bool" and dtype.itemsize == 1 else np.dtype(dtype.str)


def _index(axis: Any) -> tuple[str, tuple[np.dtype[Any], Read]] | None:
    """Return the name and the values of an index of whole numbers or texts; None for others."""
    kind, given = attribute(axis.attrs.get("kind", "")), attribute(axis.attrs.get("name", ""))
    if kind not in {"integer", "string"} or axis.dtype.kind not in "iuS":
        return None
    return "index" if given in {"", "N."} else given, (
        np.dtype(axis.dtype.str),
        lambda start, stop: axis[start:stop],
    )


def _table(h5py: Any, name: str, group: Any) -> Item:
    """Return a frame in the table format: a field for each column, or for all columns of a type."""
    table, columns = group["table"], _Columns()
    error = refusal(h5py, table)
    if error is not None:
        return Item(name, (0,), np.dtype(object), lambda _a, _b: np.zeros(0), refusals={"": error})
    order: list[str] = []
    for field in table.dtype.names or ():
        base, shape = table.dtype[field].subdtype or (table.dtype[field], ())
        if field == "index":
            continue
        titles = names_in(table.attrs.get(f"{field}_kind", b"")) or [field]
        kind = attribute(table.attrs.get(f"{field}_dtype", ""))
        if attribute(table.attrs.get(f"{field}_meta", "")) == "category":
            columns.classes |= dict.fromkeys(titles[:1], _categories(group, field))
        for place, title in enumerate(titles[: max(1, *shape)] if shape else titles[:1]):
            columns.read[title] = _typed(base, kind), _field(table, field, place if shape else None)
            order.append(title)
    listed = names_in(group.attrs.get("non_index_axes", b""))
    order = sorted(order, key=lambda title: listed.index(title) if title in listed else len(listed))
    if "index" in (table.dtype.names or ()) and attribute(table.attrs.get("index_kind", "")) in {
        "integer",
        "string",
    }:
        columns.read["index"] = np.dtype(table.dtype["index"].str), _field(table, "index", None)
        order = ["index", *order]
    return columns.item(name, len(table), order, table.chunks[0] if table.chunks else 1)


def _field(table: Any, field: str, place: int | None) -> Read:
    def read(start: int, stop: int) -> Numbers:
        values: Numbers = table.fields(field)[start:stop]
        return values if place is None else values[:, place]

    return read


def _categories(group: Any, field: str) -> Names:
    """Return the categories of a field of codes."""
    values = group[f"meta/{field}/meta/table"].fields("values")[:]
    names = tuple(one.decode() if isinstance(one, bytes) else str(one) for one in values.reshape(-1).tolist())
    return names, tuple(range(len(names)))


def _titles(axis: Any) -> list[str]:
    """Return the names of columns."""
    if axis.dtype.kind not in "SiuUf":
        raise InputError("has pickled column names", PICKLED[1], code="XE690")
    return [one.decode() if isinstance(one, bytes) else str(one) for one in axis[()].tolist()]
