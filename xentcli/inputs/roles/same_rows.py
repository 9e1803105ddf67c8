"""Columns of one name in both inputs: where all values are the same in another order, so are the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.roles.key_pairs import NO_KEYS, same_name
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.types import Codes
    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table


def refuse_other_order(mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table]) -> None:
    """Raise if a column that both inputs have holds the same values in another order of rows."""
    for a, b in _common(mine, theirs):
        keys, others = _cells(tables[0], a), _cells(tables[1], b)
        if keys is None or others is None or len(keys) != len(others) or np.array_equal(keys, others):
            continue
        if np.array_equal(np.sort(keys), np.sort(others)):
            raise _another_order(a, int(np.count_nonzero(keys != others)), tables)


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
    files = [shown(table.name) for table in tables]
    message = (
        f"column '{shown(column.name)}' holds the same values in both files, but others in {rows:,} rows: "
        f"the rows of {files[1]} are in another order"
    )
    hint = "sort both files alike, or name a column that holds each value once: --on COL"
    return DataError(message, hint, code="XE315", place=Place(tables[0].name, column=column.name))
