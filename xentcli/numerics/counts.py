"""Count classes, up to a limit on the number of different classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Codes, Numbers

MAX_COUNTED = 1_000_000
"""The default limit of different classes; a tally that exceeds its limit drops its counts."""


LOWEST, HIGHEST = -1024, 1 << 16
"""The range of integers that are counted in an array, without the upper end."""


class Dense(Mapping[int | str, int]):
    """Counts of integers in an array that starts at ``low``; adding two needs no look-ups."""

    def __init__(self, low: int, counts: Codes) -> None:
        """Take the counts of low, low + 1 and so on."""
        self.low, self.array = low, counts

    def __add__(self, other: Dense) -> Dense:
        low = min(self.low, other.low)
        total = np.zeros(max(d.low + len(d.array) for d in (self, other)) - low, np.int64)
        for part in (self, other):
            total[part.low - low : part.low - low + len(part.array)] += part.array
        return Dense(low, total)

    def __getitem__(self, value: int | str) -> int:
        if (
            isinstance(value, int)
            and 0 <= value - self.low < len(self.array)
            and self.array[value - self.low]
        ):
            return int(self.array[value - self.low])
        raise KeyError(value)

    def __iter__(self) -> Iterator[int | str]:
        """Yield the numbers that occur, in ascending order."""
        return iter((np.flatnonzero(self.array) + self.low).tolist())

    def __len__(self) -> int:
        """Return the number of different numbers that occur."""
        return int(np.count_nonzero(self.array))


class Tally(Frozen):
    """Counts by class (an integer or a name).

    ``full`` is set, without counts, if there were more than ``most`` classes; 0 means `MAX_COUNTED`.
    """

    counts: Mapping[int | str, int] = EMPTY_MAP
    full: bool = False
    most: int = 0

    def __add__(self, other: Tally) -> Tally:
        most = max(self.most, other.most)
        if self.full or other.full:
            return Tally({}, True, most)
        if not (self.counts and other.counts):
            return Tally(self.counts or other.counts, False, most)
        if isinstance(self.counts, Dense) and isinstance(other.counts, Dense):
            return _limited(self.counts + other.counts, most)
        both = Counter(self.counts)
        both.update(other.counts)
        return _limited(both, most)

    def __len__(self) -> int:
        """Return the number of different classes."""
        return len(self.counts)

    @property
    def total(self) -> int:
        """The number of labels counted."""
        return sum(self.counts.values())

    def ordered(self) -> list[int | str]:
        """Return the classes: numbers in ascending order, then names by code point."""
        return sorted(self.counts, key=lambda c: (isinstance(c, str), c))


EMPTY = Tally()


def _limited(counts: Mapping[int | str, int], most: int) -> Tally:
    full = len(counts) > (most or MAX_COUNTED)
    return Tally({} if full else counts, full, most)


def count_values(values: Numbers, names: tuple[str, ...] | None = None, most: int = 0) -> Tally:
    """Count integers, or codes that index names.

    Args:
        values: Integers of any shape.
        names: The name of each code; None to count the integers themselves.
        most: The largest number of different classes; 0 means `MAX_COUNTED`.

    >>> dict(count_values(np.array([0, 1, 1])).counts)
    {0: 1, 1: 2}
    """
    if not values.size:
        return EMPTY
    counts = _dense(values)
    if counts is None:
        unique, often = np.unique(values, return_counts=True)
        pairs = zip(unique.tolist(), often.tolist(), strict=True)
        return _limited({int(v) if names is None else names[v]: n for v, n in pairs}, most)
    return _limited(counts if names is None else {names[int(v)]: n for v, n in counts.items()}, most)


def _dense(values: Numbers) -> Dense | None:
    """Count integers in an array, or return None if their range is too large."""
    if values.dtype.kind not in "iu":
        return None
    low, high = int(values.min()), int(values.max())
    if low < LOWEST or high >= HIGHEST:
        return None
    flat = values.reshape(-1)
    return Dense(low, np.bincount(flat.astype(np.int64, copy=False) - low if low else flat))
