"""What a writer is told before the first block: the columns, and what the values of blocks stand for."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from xentcli.core.blocks import Block
    from xentcli.core.types import Numbers

    Write: TypeAlias = Callable[[Numbers, Sequence[Block]], None]
    """Writes the values of one block, and the columns of text that travel along."""

PIECE = 1 << 20
"""About how many bytes are made at a time."""


class Form(Enum):
    """What the values of a block stand for."""

    NUMBERS = auto()
    """Themselves: one number a row (n,), or one a column (n, K)."""
    TITLES = auto()
    """Words: each is the index of one of the sheet's titles, (n,)."""
    PLACES = auto()
    """Rows of zeros with one 1: each is the index of the column that is 1, (n,)."""


class Sheet(Frozen):
    """A table to be written: its columns' names, its dtype, and the form in which its blocks come.

    ``kept`` names the columns of text that travel along; ``rows`` is None where there may be any number.
    """

    names: tuple[str, ...]
    dtype: str
    form: Form = Form.NUMBERS
    titles: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    rows: int | None = None

    @property
    def width(self) -> int:
        """How many columns, those that travel along aside."""
        return len(self.names)

    def array(self, values: Numbers) -> Numbers:
        """A block as the array that it stands for.

        >>> Sheet(("cat", "dog"), "uint8", Form.PLACES).array(np.array([1, 0])).tolist()
        [[0, 1], [1, 0]]
        """
        if self.form is Form.TITLES:
            return np.array(self.titles, dtype=self.dtype)[values]
        if self.form is Form.NUMBERS:
            return np.ascontiguousarray(values, dtype=self.dtype)
        rows = np.zeros((len(values), self.width), dtype=self.dtype)
        rows[np.arange(len(values)), values] = 1
        return rows


def rows_at_once(row: int) -> int:
    """Return how many rows of so many bytes are made at a time."""
    return max(1, PIECE // row)
