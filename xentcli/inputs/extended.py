"""A table with further columns that are computed from its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.frozen import replace
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.io.table import ClassNames, Complain, Table


class Extended(Derived):
    """Columns of another table, and computed columns of numbers after them.

    Subclasses implement :meth:`made`.
    """

    columns: tuple[str, ...]

    def __init__(
        self, table: Table, titles: tuple[str, ...], kept: Sequence[int] | None = None, dtype: str = "f8"
    ) -> None:
        """``titles`` are the names of the computed columns; of the others, only ``kept`` are left, or all."""
        super().__init__(table)
        self.titles = titles
        own = tuple(range(int(table.shape[1] or 0))) if kept is None else tuple(kept)
        self._kept, self.width = own, len(own)
        names = table.columns or tuple(map(str, range(len(table.numeric))))
        self.columns = (*(names[c] for c in own), *titles)
        self.shape: tuple[int | None, ...] = (table.shape[0], self.width + len(titles))
        self.numeric = (*(table.numeric[c] for c in own), *(True for _ in titles))
        types = table.types and tuple(table.types[c] for c in own)
        self.types = types and (*types, *(np.dtype(dtype) for _ in titles))
        self.index_column = own.index(table.index_column) if table.index_column in own else None
        self.unread = frozenset(place for place, c in enumerate(own) if c in table.unread)

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the other table declares for a column, or None."""
        return self.table.declared(self._kept[column]) if column < self.width else None

    @property
    def added(self) -> tuple[int, ...]:
        """Return the indexes of the computed columns."""
        return tuple(range(self.width, self.width + len(self.titles)))

    def made(self, complain: Complain | None) -> Iterator[Block]:
        """Yield the rows of all computed columns."""
        raise NotImplementedError

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        wanted = tuple(range(len(self.columns))) if columns is None else columns
        own = tuple(column for column in wanted if column < self.width)
        base = tuple(self._kept[column] for column in own)
        if len(own) == len(wanted):
            yield from self.table.blocks(base, cells, complain)
            return
        places = [column - self.width for column in wanted if column >= self.width]
        made = (_chosen(block, places, cells) for block in self.made(complain))
        if not own:
            yield from made
            return
        order = np.argsort(
            [*(wanted.index(c) for c in own), *(i for i, c in enumerate(wanted) if c >= self.width)]
        )
        for mine, theirs in in_step(self.table.blocks(base, cells, complain), made):
            values = np.concatenate([mine.values.reshape(len(mine), -1), theirs.values], axis=1)[:, order]
            yield replace(
                mine, values=values, origin=Origin(self.name, tuple(self.columns[c] for c in wanted))
            )


def _chosen(block: Block, places: list[int], cells: Cells) -> Block:
    columns = block.origin.columns or ()
    origin = Origin(block.origin.file, tuple(columns[place] for place in places))
    values: Any = block.values[:, places]
    return replace(block, values=values if cells is Cells.NUMBERS else values[:, 0], origin=origin)


def in_step(mine: Iterator[Block], theirs: Iterator[Block]) -> Iterator[tuple[Block, Block]]:
    """Yield the rows that both streams hold, in blocks of the same rows."""
    a, b = next(mine, None), next(theirs, None)
    while a is not None and b is not None:
        first = max(a.first_row, b.first_row)
        stop = min(a.first_row + len(a), b.first_row + len(b))
        if stop > first:
            yield a[first - a.first_row : stop - a.first_row], b[first - b.first_row : stop - b.first_row]
        left = a.first_row + len(a) - b.first_row - len(b)
        a = next(mine, None) if left <= 0 else a
        b = next(theirs, None) if left >= 0 else b
