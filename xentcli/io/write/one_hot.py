"""Build rows of one-hot text or numbers in a reused block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Numbers


class HotRows:
    """A reused block of one-hot rows: set the ones, return it, and clear only those next time.

    ``row`` is a row of zeros as it is written, and ``stride`` the number of items per column, the first of
    which becomes ``on`` instead of ``off``.

    >>> rows = HotRows(np.zeros(3, np.uint8), 1, 1, 0, 2)
    >>> rows(np.array([2, 0])).tolist(), rows(np.array([1])).tolist()
    ([[0, 0, 1], [1, 0, 0]], [[0, 1, 0]])
    """

    def __init__(self, row: Numbers, stride: int, on: int, off: int, most: int) -> None:
        """``most`` is the maximum number of rows per call."""
        self._block = np.tile(row, (most, 1))
        self._items = self._block.reshape(-1)
        self._starts = np.arange(most) * len(row)
        self._stride, self._on, self._off = stride, on, off
        self._ones = self._starts[:0]

    def __call__(self, places: Codes) -> Numbers:
        """Return rows with a 1 at these columns. The result is valid until the next call."""
        self._items[self._ones] = self._off
        self._ones = self._starts[: len(places)] + places * self._stride
        self._items[self._ones] = self._on
        return self._block[: len(places)]
