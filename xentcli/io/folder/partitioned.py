"""A table with further columns that have the same value in all rows: the keys in the path of its file."""

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
    from xentcli.core.types import Numbers
    from xentcli.io.table import ClassNames, Complain, Key, Table


def with_keys(table: Table, keys: Sequence[Key]) -> Table:
    """Return a table with a column for each key that the file itself has no column of."""
    own = table.columns or ()
    added = tuple(key for key in keys if key.name not in own)
    return Partitioned(table, added) if added and table.dtype is None else table


class Partitioned(Derived):
    """The columns of a table, and the keys of its path after them."""

    columns: tuple[str, ...]

    def __init__(self, table: Table, keys: tuple[Key, ...]) -> None:
        """The keys are no columns of the table."""
        super().__init__(table)
        self.keys, self.width = keys, len(table.numeric)
        self.columns = (*(table.columns or map(str, range(self.width))), *(key.name for key in keys))
        self.shape: tuple[int | None, ...] = (table.shape[0], len(self.columns))
        self.numeric = (*table.numeric, *(key.kind != "str" for key in keys))
        types = tuple(None if key.kind == "str" else np.dtype(key.kind) for key in keys)
        self.types = table.types and (*table.types, *types)

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
        own = tuple(column for column in wanted if column < self.width)
        if len(own) == len(wanted):
            yield from self.table.blocks(own, cells, complain)
            return
        if own:
            rows = self.table.blocks(own, cells, complain)
        else:  # any column tells how many rows there are
            rows = self.table.blocks((self._readable(),), Cells.TEXT, complain)
        for block in rows:
            yield from self._filled(block, wanted, own, cells, complain)

    def _readable(self) -> int:
        """Return a column that can be read as text."""
        return next((column for column in range(self.width) if column not in self.table.unread), 0)

    def _filled(
        self,
        block: Block,
        wanted: tuple[int, ...],
        own: tuple[int, ...],
        cells: Cells,
        complain: Complain | None,
    ) -> Iterator[Block]:
        """Yield a block with the columns that are wanted, without rows that miss a value."""
        origin = Origin(block.origin.file, tuple(self.columns[column] for column in wanted))
        keys = {column: self.keys[column - self.width] for column in wanted if column >= self.width}
        lost = next((key for key in keys.values() if key.value is None), None)
        errors = []
        if lost is not None and cells is not Cells.TEXT:
            code, what = ("XE016", "number") if cells is Cells.NUMBERS else ("XE015", "label")
            for row in range(len(block)):
                error = DataError(f"missing {what}: the path of the file has none", FILL, code=code)
                error.place = replace(block.place(row), column=lost.name)
                errors.append((row, error))
        wrong = sorted(set(wrong_rows(errors, complain)))
        if cells is Cells.NUMBERS:
            made = replace(block, values=self._numbers(block, own, keys, wanted), origin=origin)
        else:
            made = _constant(block, keys[wanted[0]], cells, origin)
        yield from without(made, wrong)

    def _numbers(
        self, block: Block, own: tuple[int, ...], keys: dict[int, Key], wanted: tuple[int, ...]
    ) -> Numbers:
        """Return the numbers of all columns as one matrix."""
        text = next((key for key in keys.values() if key.kind == "str"), None)
        if text is not None and len(block):
            raise no_numbers(replace(block, values=np.array([text.value or ""]), categories=None))
        mine = block.values.reshape(len(block), -1)
        columns = {c: np.full(len(block), float(k.value or 0)).astype(k.kind) for c, k in keys.items()} | {
            c: mine[:, place] for place, c in enumerate(own)
        }
        return np.stack([columns[column] for column in wanted], axis=1)


def _constant(block: Block, key: Key, cells: Cells, origin: Origin) -> Block:
    """Return a block of one column with the same value in all rows."""
    value = key.value or ""
    if cells is Cells.LABELS and key.kind != "str":
        values = np.full(len(block), float(value or 0)).astype(key.kind)
        return replace(block, values=values, categories=None, origin=origin)
    return replace(block, values=np.zeros(len(block), np.int32), categories=(value,), origin=origin)
