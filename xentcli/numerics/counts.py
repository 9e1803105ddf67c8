"""Classes seen and how often, for as many classes as memory is meant to hold."""

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
"""Classes counted at most, where nobody says otherwise; beyond, a tally only says that there were more."""


LOWEST, HIGHEST = -1024, 1 << 16
"""Whole numbers from here to there are counted in an array."""


class Dense(Mapping[int | str, int]):
    """How often whole numbers came, in an array from ``low`` on: adding two costs no look-ups."""

    def __init__(self, low: int, counts: Codes) -> None:
        """The counts of low, low + 1 and so on."""
        self.low, self.array = low, counts

    def __add__(self, other: Dense) -> Dense:
        """Both together."""
        low = min(self.low, other.low)
        total = np.zeros(max(d.low + len(d.array) for d in (self, other)) - low, np.int64)
        for part in (self, other):
            total[part.low - low : part.low - low + len(part.array)] += part.array
        return Dense(low, total)

    def __getitem__(self, value: int | str) -> int:
        """How often this number came."""
        if (
            isinstance(value, int)
            and 0 <= value - self.low < len(self.array)
            and self.array[value - self.low]
        ):
            return int(self.array[value - self.low])
        raise KeyError(value)

    def __iter__(self) -> Iterator[int | str]:
        """The numbers that came, the smallest first."""
        return iter((np.flatnonzero(self.array) + self.low).tolist())

    def __len__(self) -> int:
        """How many different numbers came."""
        return int(np.count_nonzero(self.array))


class Tally(Frozen):
    """How often each class (an integer or a name) came; `full` when there were over `most` (0: unsaid)."""

    counts: Mapping[int | str, int] = EMPTY_MAP
    full: bool = False
    most: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
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
        """How many different classes."""
        return len(self.counts)

    @property
    def total(self) -> int:
        """How many labels were counted."""
        return sum(self.counts.values())

    def ordered(self) -> list[int | str]:
        """The classes: numbers by size, then names by code point."""
        return sorted(self.counts, key=lambda c: (isinstance(c, str), c))


EMPTY = Tally()


def _limited(counts: Mapping[int | str, int], most: int) -> Tally:
    full = len(counts) > (most or MAX_COUNTED)
    return Tally({} if full else counts, full, most)


def count_values(values: Numbers, names: tuple[str, ...] | None = None, most: int = 0) -> Tally:
    """The tally of whole numbers, or of codes into names; of `most` classes, where that is said.

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
    """Whole numbers counted in an array, where their range is small."""
    if values.dtype.kind not in "iu":
        return None
    low, high = int(values.min()), int(values.max())
    if low < LOWEST or high >= HIGHEST:
        return None
    flat = values.reshape(-1)
    return Dense(low, np.bincount(flat.astype(np.int64, copy=False) - low if low else flat))
