"""Rows of zeros with a single 1 each, from one block that is used again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Numbers


class HotRows:
    """One block of rows without a 1: set the ones, hand it out, and clear just those before the next time.

    ``row`` is a row of zeros as it is to be written, ``stride`` how many of its items a column has; the first
    of those becomes ``on`` instead of ``off``.

    >>> rows = HotRows(np.zeros(3, np.uint8), 1, 1, 0, 2)
    >>> rows(np.array([2, 0])).tolist(), rows(np.array([1])).tolist()
    ([[0, 0, 1], [1, 0, 0]], [[0, 1, 0]])
    """

    def __init__(self, row: Numbers, stride: int, on: int, off: int, most: int) -> None:
        """``most`` is how many rows are asked for at a time."""
        self._block = np.tile(row, (most, 1))
        self._items = self._block.reshape(-1)
        self._starts = np.arange(most) * len(row)
        self._stride, self._on, self._off = stride, on, off
        self._ones = self._starts[:0]

    def __call__(self, places: Codes) -> Numbers:
        """The rows whose 1 is at these columns; they hold until the next call."""
        self._items[self._ones] = self._off
        self._ones = self._starts[: len(places)] + places * self._stride
        self._items[self._ones] = self._on
        return self._block[: len(places)]
