"""The first rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.io.table import Cells, Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block, Pending
    from xentcli.io.table import Complain, Table


class Head(Plain):
    """The first ``rows`` rows of a table."""

    def __init__(self, table: Table, rows: int) -> None:
        """The table is read no further than necessary."""
        self._table, self._rows = table, rows
        self.name, self.columns, self.dtype, self.types = table.name, table.columns, table.dtype, table.types
        self.vectors, self.numeric, self.anywhere = table.vectors, table.numeric, table.anywhere
        self.index_column, self.unread, self.refusals = table.index_column, table.unread, table.refusals
        count = table.shape[0]
        self.shape = (None if count is None else min(count, rows), *table.shape[1:])

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        for block in self._table.blocks(columns, cells, complain):
            rest = self._rows - block.first_row
            if rest <= 0:
                return
            yield block[:rest]

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows, loaded on demand if possible."""
        for part in self._table.parts(columns, cells):
            rest = self._rows - part.first_row
            if rest <= 0:
                return
            yield part[:rest]

    def verify(self) -> None:
        """Raise if the input changed since it was opened."""
        self._table.verify()
