"""Rows that are not read yet: the thread that computes with them reads them."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.blocks import Block


class Pending(Frozen):
    """Consecutive rows of an input, known by number: `read` gets a block's first row and how many rows."""

    first_row: int
    count: int
    read: Callable[[int, int], Block]

    def __len__(self) -> int:
        """How many rows."""
        return self.count

    def __getitem__(self, rows: slice) -> Pending:
        """Some of these rows."""
        start, stop, _ = rows.indices(self.count)
        return Pending(self.first_row + start, stop - start, self.read)

    def load(self) -> Block:
        """The rows, read now."""
        return self.read(self.first_row, self.count)


class Once:
    """A block that several threads want parts of, made by the first of them."""

    def __init__(self, make: Callable[[], Block]) -> None:
        """Nothing is made yet."""
        self._make, self._lock = make, Lock()
        self._block: Block | None = None

    def __call__(self, first: int, count: int) -> Block:
        """These rows of the block."""
        with self._lock:
            if self._block is None:
                self._block = self._make()
        start = first - self._block.first_row
        return self._block[start : start + count]
