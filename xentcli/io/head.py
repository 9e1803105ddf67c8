"""The first rows of tables, for a second look at inputs that may be large."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xentcli.core.errors import XentError
from xentcli.io.folder.parts import parts_of
from xentcli.io.source.open import AGAIN, FIRST_ROWS, kept_pipe
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.core.blocks import Block, Pending
    from xentcli.io.table import Complain, Table

LARGE = 1 << 30
"""Bytes of input above which only the first rows are read."""
ROWS = 100_000
"""The number of rows that are read from each large input."""


def is_large(paths: Iterable[str]) -> bool:
    """Return whether the inputs at these paths have more than `LARGE` bytes in total."""
    return sum(map(_bytes, paths)) > LARGE


@contextmanager
def reading_again(rows: int | None) -> Iterator[None]:
    """Read inputs again, including pipes, and only ``rows`` rows of each unless None."""
    again, first = AGAIN.set(True), FIRST_ROWS.set(rows)
    try:
        yield
    finally:
        AGAIN.reset(again)
        FIRST_ROWS.reset(first)


def _bytes(path: str) -> int:
    """Return the size of an input as far as it is known before reading."""
    pipe = kept_pipe(path)
    if pipe is not None:
        return pipe.size
    try:
        return sum(_size(part.path) for part in parts_of(path).parts)
    except (OSError, ValueError, XentError):
        return 0


def _size(path: str) -> int:
    if "://" not in path:
        return os.stat(path).st_size
    if path.lower().startswith("file:///"):
        return os.stat(path[len("file://") :]).st_size
    from xentcli.io.source.url import Remote

    return Remote(path).size


class Head(Derived):
    """The first ``rows`` rows of a table."""

    def __init__(self, table: Table, rows: int) -> None:
        """The table is read no further than necessary."""
        super().__init__(table)
        self._rows, self.anywhere = rows, table.anywhere
        count = table.shape[0]
        self.shape = (None if count is None else min(count, rows), *table.shape[1:])

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        for block in self.table.blocks(columns, cells, complain):
            rest = self._rows - block.first_row
            if rest <= 0:
                return
            yield block[:rest]

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows, loaded on demand if possible."""
        for part in self.table.parts(columns, cells):
            rest = self._rows - part.first_row
            if rest <= 0:
                return
            yield part[:rest]
