"""A table with columns for the keys in the path of its file, which have the same value in all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Origin, without, wrong_rows
from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.io.arrays.values import no_numbers
from xentcli.io.table import Cells, Derived
from xentcli.io.text.cell_errors import FILL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block, Pending
    from xentcli.io.table import ClassNames, Complain, Key, Table


def with_keys(table: Table, keys: Sequence[Key]) -> Table:
    """Return a table with a column for each key, unless the file already has that column."""
    own = table.columns or ()
    added = tuple(key for key in keys if key.name not in own)
    return Partitioned(table, added) if added and table.dtype is None else table


class Partitioned(Derived):
    """The columns of a table, and the keys of its path after them."""

    columns: tuple[str, ...]

    def __init__(self, table: Table, keys: tuple[Key, ...]) -> None:
        """The keys must not be columns of the table."""
        super().__init__(table)
        self.keys, self.width = keys, len(table.numeric)
        self.columns = (*(table.columns or map(str, range(self.width))), *(key.name for key in keys))
        self.shape: tuple[int | None, ...] = (table.shape[0], len(self.columns))
        self.numeric = (*table.numeric, *(False for _ in keys))
        self.types = table.types and (*table.types, *(None for _ in keys))

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the table declares for a column, or None."""
        return self.table.declared(column) if column < self.width else None

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows, loaded on demand if no key is among the columns."""
        if columns is not None and max(columns) < self.width:
            return self.table.parts(columns, cells)
        return self.blocks(columns, cells)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        wanted = tuple(range(len(self.columns))) if columns is None else columns
        key = next((self.keys[column - self.width] for column in wanted if column >= self.width), None)
        if key is None:
            yield from self.table.blocks(wanted, cells, complain)
            return
        # any column gives the number of rows
        for block in self.table.blocks((self._readable(),), Cells.TEXT, complain):
            values, value = np.zeros(len(block), np.int32), key.value or ""
            origin = Origin(block.origin.file, (key.name,))
            made = replace(block, values=values, categories=(value,), origin=origin)
            if cells is Cells.NUMBERS:
                raise no_numbers(replace(made, values=np.array([value]), categories=None))
            errors = _missing(made) if key.value is None and cells is not Cells.TEXT else ()
            yield from without(made, sorted(set(wrong_rows(errors, complain))))

    def _readable(self) -> int:
        """Return a column that can be read as text."""
        return next((column for column in range(self.width) if column not in self.table.unread), 0)


def _missing(block: Block) -> Iterator[tuple[int, DataError]]:
    """Yield the error of each row of a folder without a value."""
    for row in range(len(block)):
        error = DataError("missing label: the folder is for rows without a label", FILL, code="XE015")
        error.place = block.place(row, 0)
        yield row, error
