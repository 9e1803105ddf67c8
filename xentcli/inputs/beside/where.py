"""Keep the rows, or the positions, at which an array next to labels or predictions has a value."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import Place, UsageError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.selection import ANY
from xentcli.inputs.take import TakenRows
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Mask, Numbers
    from xentcli.io.table import Complain, Table

    Condition = tuple[str, str]

TRUTHS = {"true": "1", "false": "0"}


def kept_by_arrays(
    table: Table, beside: Table | None, some: Sequence[Condition]
) -> tuple[Table, Table | None, list[Condition]]:
    """Return what is left of both tables after the conditions on arrays, and the other conditions."""
    left: list[Condition] = []
    for name, value in some:
        array = _array(name, table, beside)
        if array is None:
            left.append((name, value))
        elif value != ANY:
            one = beside is table
            first, second = _kept(table, beside, array, (name, value))
            table, beside = first, first if one else second
    return table, beside, left


def _array(name: str, *tables: Table | None) -> Table | None:
    """Return the array of this name next to one of the tables, unless a column has this name."""
    some = [table for table in tables if table is not None]
    if any(name in (table.columns or ()) for table in some):
        return None
    return next((table.beside[name]() for table in some if name in table.beside), None)


def _kept(
    table: Table, beside: Table | None, array: Table, condition: Condition
) -> tuple[Table, Table | None]:
    name, value = condition
    rows = array.shape in {table.shape[:1], (table.shape[0], 1)}
    if not rows and array.shape != table.shape:
        sizes = f"'{shown(name)}' has the shape {array.shape}, but the labels have {table.shape}"
        raise UsageError(f"--where: {sizes}", "name an array with one value per label", code="XE562")
    mask = np.concatenate(
        [_equal(block, value) for block in array.blocks(None, Cells.LABELS if rows else Cells.NUMBERS)]
    )
    if not mask.any():
        message = f"no row has {shown(name)}={shown(value)}"
        raise UsageError(message, "check the values of the array", code="XE563", place=Place(array.name))
    if rows:
        order = np.flatnonzero(mask)
        return _taken(table, order), None if beside is None else _taken(_as_long(beside, table), order)
    first = Positions(table, mask, mask.ndim)
    return first, None if beside is None else Positions(
        _as_long(beside, table), mask, _class_axis(table, beside)
    )


def _taken(table: Table, order: Codes) -> Table:
    """Return the rows of a table, with the same rows of the arrays next to it."""
    taken, rows = TakenRows(table, order), table.shape[0]
    taken.beside = {name: partial(_of_array, opened, order, rows) for name, opened in table.beside.items()}
    return taken


def _of_array(opened: Callable[[], Table], order: Codes, rows: int | None) -> Table:
    array = opened()
    return TakenRows(array, order) if array.shape[0] == rows else array


def _equal(block: Block, value: str) -> Mask:
    """Return where the values of a block equal a text."""
    values = block.values
    if block.categories is not None:
        hits = np.array([name.strip() == value for name in block.categories], np.bool_)
        return hits[values.reshape(-1)]
    try:
        number = float(TRUTHS.get(value.lower(), value))
    except ValueError:
        return np.zeros(values.shape, np.bool_)
    return np.asarray(values == number)


def _as_long(beside: Table, table: Table) -> Table:
    if beside.shape[0] != table.shape[0]:
        message = (
            f"--where: {shown(beside.name)} has {beside.shape[0]} rows, but the labels have {table.shape[0]}"
        )
        raise UsageError(message, "arrays are paired by position", code="XE562")
    return beside


def _class_axis(table: Table, beside: Table) -> int:
    """Return the axis of the scores that holds the classes; raise if two may."""
    inner, axes = table.shape, len(table.shape)
    if len(beside.shape) == axes and beside.shape == inner:
        return axes
    last = len(beside.shape) == axes + 1 and beside.shape[:axes] == inner
    second = len(beside.shape) == axes + 1 and (beside.shape[:1] + beside.shape[2:]) == inner
    if last == second:
        message = (
            f"--where: the shapes {table.shape} and {beside.shape} do not show which axis holds the classes"
        )
        hint = "save predictions with the classes on the last axis, or remove the positions from both files"
        raise UsageError(message, hint, code="XE562", place=Place(beside.name))
    return axes if last else 1


class Positions(Derived):
    """The positions of an array of several axes at which a mask holds, one in each row."""

    def __init__(self, table: Table, mask: Mask, axis: int) -> None:
        """``axis`` is that of the classes, if there is one more than the mask has."""
        super().__init__(table)
        self._mask, self._axis = mask, axis
        rest = [size for at, size in enumerate(table.shape) if at == axis]
        self.shape = (int(np.count_nonzero(mask)), *rest)
        self.numeric = (True,) * math.prod(int(size or 0) for size in rest)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the positions as rows, with the number of their row."""
        del cells, complain
        start = 0
        for block in self.table.blocks():
            mask = self._mask[block.first_row : block.first_row + len(block)]
            values: Numbers = (
                block.values if block.values.ndim == mask.ndim else np.moveaxis(block.values, self._axis, -1)
            )
            kept = values[mask]
            kept = kept if columns is None or kept.ndim == 1 else kept[:, list(columns)]
            rows = block.first_row + np.nonzero(mask)[0]
            if len(kept):
                yield replace(block, values=kept, first_row=start, numbers=rows)
            start += len(kept)
