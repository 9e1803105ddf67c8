"""Dummy columns without the first class: a row of zeros is the class without a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Origin
from xentcli.core.class_columns import bare_names
from xentcli.core.errors import Note
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block
    from xentcli.io.table import Complain


class WithFirst(Derived):
    """Label vectors with one more column, which is 1 if all others are 0."""

    columns: tuple[str, ...]

    def __init__(self, side: Selection, name: str) -> None:
        """``name`` is the name of the new column, which comes first."""
        super().__init__(side.table)
        self._side, self.columns = side, (name, *(side.names or ()))
        self.types, self.vectors, self.index_column = None, {}, None
        self.shape = (side.table.shape[0], len(self.columns))
        self.numeric = (True,) * len(self.columns)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows with the new column."""
        del cells
        chosen = list(range(len(self.columns)) if columns is None else columns)
        origin = Origin(self.name, tuple(self.columns[c] for c in chosen))
        for block in self._side.table.blocks(self._side.columns, Cells.NUMBERS, complain):
            first = 1 - block.values.sum(axis=1, keepdims=True)
            values = np.concatenate([first, block.values], axis=1)[:, chosen]
            yield replace(block, values=values, origin=origin)


def with_first_class(labels: Selection, predictions: Selection) -> Selection:
    """Return labels with the class that their columns leave out, if all rows show it.

    Their names must be those of all prediction columns but one, and every row must hold at most one 1.
    """
    mine, theirs = labels.names, predictions.names
    if mine is None or theirs is None or len(mine) < 2 or len(mine) + 1 != len(theirs):
        return labels
    lost = set(bare_names(theirs)) - set(bare_names(mine))
    if len(lost) != 1 or not _is_reduced(labels):
        return labels
    missing = lost.pop()
    table = WithFirst(labels, mine[0][: len(mine[0]) - len(bare_names(mine)[0])] + missing)
    text = f"{table.name}: class {shown(missing)} has no column; rows of zeros are of this class"
    return Selection(
        table, tuple(range(len(table.columns))), Cells.NUMBERS, (*labels.notes, Note("XE869", text))
    )


def _is_reduced(labels: Selection) -> bool:
    """Return whether every row holds at most one 1, and some row none."""
    zeros = 0
    for block in labels.table.blocks(labels.columns, Cells.NUMBERS):
        sums = block.values.sum(axis=1)
        if not ((block.values == 0) | (block.values == 1)).all() or (sums > 1).any():
            return False
        zeros += int(np.count_nonzero(sums == 0))
    return zeros > 0
