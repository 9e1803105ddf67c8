"""Classes seen and how often, for as many classes as memory is meant to hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from xentcli.values import NOTHING, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.types import Numbers

MOST = 1_000_000
"""Classes counted at most, where nobody says otherwise; beyond, a tally only says that there were more."""


class Tally(Value):
    """How often each class (an integer or a name) came; `full` when there were over `most` (0: unsaid)."""

    counts: Mapping[int | str, int] = NOTHING
    full: bool = False
    most: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        most = max(self.most, other.most)
        if self.full or other.full:
            return Tally({}, True, most)
        if not (self.counts and other.counts):
            return Tally(self.counts or other.counts, False, most)
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
    full = len(counts) > (most or MOST)
    return Tally({} if full else counts, full, most)


def count_values(values: Numbers, names: tuple[str, ...] | None = None, most: int = 0) -> Tally:
    """The tally of whole numbers, or of codes into names; of `most` classes, where that is said.

    >>> count_values(np.array([0, 1, 1])).counts
    {0: 1, 1: 2}
    """
    if not values.size:
        return EMPTY
    found, counts = _counted(values)
    keys = [names[i] for i in found] if names is not None else [int(v) for v in found]
    return _limited(dict(zip(keys, counts, strict=True)), most)


def _counted(values: Numbers) -> tuple[list[int], list[int]]:
    """Values and counts: by counting where the range is small, by sorting where it is not."""
    flat = values.reshape(-1)
    low, high = flat.min(), flat.max()
    if flat.dtype.kind in "iu" and low >= -1024 and high < 1 << 16:
        bins = np.bincount(flat.astype(np.int64) - int(low))
        at = np.flatnonzero(bins)
        return (at + int(low)).tolist(), bins[at].tolist()
    unique, counts = np.unique(flat, return_counts=True)
    return unique.tolist(), counts.tolist()
