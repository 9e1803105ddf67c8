"""Columns with the same name in both inputs: if their values are in another order, the rows are too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.roles.key_pairs import NO_KEYS, KeyPair, same_name, same_values
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.types import Codes
    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table


def other_order(
    mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table], *, keyed: bool
) -> KeyPair | None:
    """Return a column that both inputs have and that holds the same values in another order, each once.

    Raise if it holds a value twice, or if the rows have another key (``keyed``) that is in order.
    """
    for a, b in _common(mine, theirs):
        keys, others = _cells(tables[0], a), _cells(tables[1], b)
        if keys is None or others is None or np.array_equal(keys, others) or not same_values(keys, others):
            continue
        if keyed or len(np.unique(keys)) < len(keys):
            raise _another_order(a, int(np.count_nonzero(keys != others)), tables)
        return KeyPair(a, b, in_order=False)
    return None


def _common(mine: Sequence[Column], theirs: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    """Yield the columns of one name that are neither labels nor scores."""
    for a in mine:
        for b in theirs:
            if a.named and same_name(a, b) and not {a.hint, b.hint} & NO_KEYS:
                yield a, b


def _cells(table: Table, column: Column) -> Codes | None:
    """Return the cells of a column as numbers: hashes of their texts."""
    parts = [np.zeros(0, np.int64)]
    try:
        for block in table.blocks((column.index,), Cells.TEXT):
            if block.categories is None:
                return None
            hashes = np.array([hash(name.strip()) for name in block.categories], dtype=np.int64)
            parts.append(hashes[block.values.reshape(-1)])
    except XentError:
        return None
    return np.concatenate(parts)


def _another_order(column: Column, rows: int, tables: tuple[Table, Table]) -> DataError:
    message = f"{shown(tables[1].name)} has the same values in another order: {rows:,} rows differ"
    hint = "sort both files the same way, or join by a column of unique values: --on COL"
    return DataError(message, hint, code="XE315", place=Place(tables[0].name, column=column.name))
