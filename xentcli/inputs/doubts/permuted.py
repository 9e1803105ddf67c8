"""A column that numbers the rows in another order, without a counterpart in the other input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown
from xentcli.inputs.beside.columns import file_of
from xentcli.inputs.beside.keys import is_number_name, keys_beside
from xentcli.inputs.join import NUMBER
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.key_pairs import is_unnamed, key_pairs, may_be_key
from xentcli.inputs.roles.names import words

if TYPE_CHECKING:
    from xentcli.core.errors import Way
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.selection import ColumnNames, Selection

ORDERS = frozenset({"index", "idx", "indices", "indexes", "order", "ordering", "perm", "permutation"})
"""The last words of names of arrays that may say in which order rows were taken."""


def refuse_permuted(data: Dataset, names: ColumnNames) -> None:
    """Raise if one input numbers its rows in another order, and the other one has no numbers."""
    labels, scores = data.pair
    table, beside = labels.table, scores.table
    if names.on is not None or names.join is not None or data.key is not None or names.where:
        return
    if table is beside:
        return
    if file_of(table) == file_of(beside):
        _refuse_shuffled(data)
        return
    mine, theirs = _numbered(labels, "labels"), _numbered(scores, "predictions")
    shuffled = [c for c in (*mine, *theirs) if _is_permuted(c)]
    if not shuffled:
        return
    if shuffled[0].input == "labels":
        theirs = _keys(scores, "predictions")
    else:
        mine = _keys(labels, "labels")
    if not key_pairs(mine, theirs):
        raise _which_order(shuffled[0], file_of(table), file_of(beside))


def _refuse_shuffled(data: Dataset) -> None:
    """Raise if an array of the file of both holds an order of the rows that may be that of one of them."""
    labels = data.labels.table
    for column in keys_beside(labels, "labels").columns:
        if {*words(column.name)[-1:]} & ORDERS and _is_permuted(column):
            name = shown(column.name)
            message = (
                f"'{name}' numbers the rows in another order: are only the labels, or only the predictions, "
                "in that order?"
            )
            on = [f"{NUMBER}={column.spec}", f"{column.spec}={NUMBER}", NUMBER]
            hint = (
                f"use --on '{on[0]}' if only the predictions are in that order, --on '{on[1]}' if only the "
                f"labels are, or --on '{NUMBER}' if both have their rows in the same order"
            )
            ways: list[Way] = [{"on": one} for one in on]
            raise DataError(message, hint, code="XE332", place=Place(file_of(labels)), ways=ways)


def _numbered(side: Selection, name: str) -> list[Column]:
    """Return the columns and arrays that may number the rows, by their names."""
    table = side.table
    arrays = list(keys_beside(table, name).columns)
    if table.dtype is not None:
        return arrays
    used = {*(side.columns or range(len(table.numeric))), *table.unread}
    titles = table.columns or tuple(map(str, range(len(table.numeric))))
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    free = [c for c in range(len(titles)) if c not in used | inside and table.numeric[c]]
    free = [c for c in free if is_number_name(titles[c]) or (c == 0 and not table.columns)]
    if not free:
        return arrays
    return [*columns_of(table, name, free), *arrays]


def _keys(side: Selection, name: str) -> list[Column]:
    """Return all columns and arrays of an input that may be keys."""
    table = side.table
    own = columns_of(table, name) if table.dtype is None else []
    return [*filter(may_be_key, own), *keys_beside(table, name).columns]


def _is_permuted(column: Column) -> bool:
    """Return whether a column holds the numbers of all rows, from 0 or 1, in another order."""
    keys = column.stats.keys
    if keys is None or column.stats.texts or len(keys) < 2:
        return False
    first = int(keys.min())
    count = np.arange(first, first + len(keys))
    return first in {0, 1} and bool((np.sort(keys) == count).all()) and not (keys == count).all()


def _which_order(column: Column, mine: str, theirs: str) -> DataError:
    own, other = (mine, theirs) if column.input == "labels" else (theirs, mine)
    name = "the unnamed first column" if is_unnamed(column) else f"'{shown(column.name)}'"
    message = (
        f"the rows are not sorted by {name}, a row number, and {shown(other)} has no such column: "
        "which rows belong together?"
    )
    on = f"{column.spec}={NUMBER}" if column.input == "labels" else f"{NUMBER}={column.spec}"
    hint = (
        f"use --on '{on}' if the numbers count the rows of {shown(other)}, or --on '{NUMBER}' if both files "
        "have their rows in the same order"
    )
    return DataError(message, hint, code="XE332", place=Place(own), ways=[{"on": on}, {"on": NUMBER}])
