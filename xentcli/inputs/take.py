"""A table that consists of given rows of another table, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block
from xentcli.core.frozen import replace
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Codes
    from xentcli.io.table import Complain, Table

STEP = 1 << 16
"""The number of rows in a block."""


class TakenRows(Derived):
    """The rows of another table in ``order``, given as row numbers from 0.

    Rows keep the places in their file. The columns that are read are held in memory.
    """

    def __init__(self, table: Table, order: Codes) -> None:
        super().__init__(table)
        self._order = order
        self.shape = (len(order), *table.shape[1:])

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows in the new order; a bad row raises an error even if ``complain`` is given."""
        del complain
        whole = whole_of(self.table, columns, cells)
        for start in range(0, len(self._order), STEP):
            rows = self._order[start : start + STEP]
            lines = None if whole.lines is None else np.asarray(whole.lines)[rows]
            values = whole.values[rows]
            yield Block(values, start, whole.origin, lines, whole.categories, rows)


def whole_of(table: Table, columns: tuple[int, ...] | None, cells: Cells) -> Block:
    """Return all rows of some columns in one block, with the line number of each row if there are lines."""
    return _joined(list(table.blocks(columns, cells)))


def _joined(blocks: list[Block]) -> Block:
    """Return all rows in one block, with the line number of each row if there are lines."""
    categories: dict[str, int] = {}
    values, lines = [], []
    for block in blocks:
        names = block.categories
        codes = (
            None if names is None else np.array([categories.setdefault(n, len(categories)) for n in names])
        )
        values.append(block.values if codes is None else codes[block.values])
        lines.append(_lines(block))
    first = blocks[0]
    whole = None if lines[0] is None else np.concatenate([line for line in lines if line is not None])
    named = None if first.categories is None else tuple(categories)
    return replace(first, values=np.concatenate(values), lines=whole, categories=named)


def _lines(block: Block) -> Codes | None:
    return np.arange(block.lines, block.lines + len(block)) if isinstance(block.lines, int) else block.lines
