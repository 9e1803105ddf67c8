"""Row numbers as keys: ``--on '#=index'`` pairs them with a column of the other input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.table import Complain, Table


def numbers_of(side: Selection, keys: Selection | None) -> Selection:
    """Return the numbers of the rows as keys; they count from 0, or from 1 if the other ``keys`` do."""
    return Selection(RowNumbers(side.table, 0 if keys is None else _start(keys)), (0,), Cells.TEXT)


def _start(keys: Selection) -> int:
    """Return 1 if no key is 0, otherwise 0."""
    texts = (text.strip() for block in keys.blocks() for text in block.categories or ())
    return 0 if "0" in texts else 1


class RowNumbers(Derived):
    """The numbers of the rows of another table, as text."""

    def __init__(self, table: Table, start: int) -> None:
        super().__init__(table)
        self._start = start

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        del columns, cells
        array = self.table.dtype is not None
        some = None if array else (0,)
        for block in self.table.blocks(some, Cells.NUMBERS if array else Cells.TEXT, complain):
            count = len(block)
            numbers = range(block.first_row + self._start, block.first_row + self._start + count)
            texts = tuple(map(str, numbers))
            yield Block(np.arange(count), block.first_row, block.origin, block.lines, texts, block.numbers)
