"""Compute the median and a histogram of a stream: exact up to a million values, then from their bits."""

from __future__ import annotations

import math
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.core.types import Codes, Floats

MAX_EXACT = 1_000_000
"""The largest number of values to keep."""
SAMPLED = 64
"""Every 64th value is used to estimate where the middle is."""
DROPPED_BITS = 52 - 9
"""The bits of a float64 that a bin drops; 9 bits of mantissa give bins of relative width 2^-9."""


INTERVALS = 40
"""The number of intervals of a histogram."""


class Histogram(Frozen):
    """The number of finite values in intervals of equal width from ``low`` to ``high``."""

    low: float
    high: float
    counts: tuple[int, ...]


class Bins(Frozen, eq=False):
    """The number of values in each bin, from bin `low` on."""

    low: int
    counts: Codes

    def __add__(self, other: Bins) -> Bins:
        low = min(self.low, other.low)
        end = max(self.low + len(self.counts), other.low + len(other.counts))
        counts = np.zeros(end - low, dtype=np.int64)
        counts[self.low - low : self.low - low + len(self.counts)] = self.counts
        counts[other.low - low : other.low - low + len(other.counts)] += other.counts
        return Bins(low, counts)

    def nth(self, rank: int) -> int:
        """Return the bin of the value with this rank, counted from 0."""
        return self.low + int(np.searchsorted(np.cumsum(self.counts), rank, side="right"))


class Spread(Frozen, eq=False):
    """Values without NaN, or the number of them in each bin."""

    count: int = 0
    parts: tuple[Floats, ...] = ()
    bins: Bins | None = None

    def __add__(self, other: Spread) -> Spread:
        """Return both together; the result does not depend on the order of merging."""
        count = self.count + other.count
        if count <= MAX_EXACT and self.bins is None and other.bins is None:
            return Spread(count, self.parts + other.parts)
        bins = [part.binned() for part in (self, other) if part.count]
        return Spread(count, (), bins[0] if len(bins) == 1 else bins[0] + bins[1])

    @property
    def exact(self) -> bool:
        """Whether the median is exact."""
        return self.bins is None

    @property
    def wanting(self) -> bool:
        """Whether the values were dropped although they are few enough to keep."""
        return self.bins is not None and self.count <= MAX_EXACT

    def light(self) -> Spread:
        """Return the spread without the values."""
        return Spread(self.count, (), self.binned()) if self.count else self

    def median(self) -> float | None:
        """Return the middle value, or the mean of the middle two; None if there are no values."""
        if not self.count:
            return None
        if self.bins is None:
            return _middle(self.parts, self.count)
        ranks = (self.count - 1) // 2, self.count // 2
        return _between(*(_bin_middle(self.bins.nth(rank)) for rank in ranks))

    def histogram(self) -> Histogram | None:
        """Return the finite values in intervals of equal width; None without two different ones."""
        points = [_finite(values, counts) for values, counts in self._points()]
        low = min((float(values.min()) for values, _ in points if len(values)), default=0.0)
        high = max((float(values.max()) for values, _ in points if len(values)), default=0.0)
        if not 0 < high - low < math.inf:
            return None
        found = np.zeros(INTERVALS)
        for values, counts in points:  # a part at a time: arrays of all values would not fit the cache
            places = ((values - low) * (INTERVALS / (high - low))).astype(np.intp)
            found += np.bincount(np.minimum(places, INTERVALS - 1), counts, minlength=INTERVALS)
        return Histogram(low, high, tuple(found.astype(np.int64).tolist()))

    def _points(self) -> Iterable[tuple[Floats, Floats | None]]:
        """Return the values; if they are in bins, the middle of each bin and the number of values in it."""
        if self.bins is None:
            return [(part, None) for part in self.parts]
        used = np.flatnonzero(self.bins.counts)
        middles = np.array([_bin_middle(self.bins.low + int(key)) for key in used])
        return [(middles, self.bins.counts[used].astype(np.float64))]

    def binned(self) -> Bins:
        """Return the values in bins."""
        return self.bins if self.bins is not None else reduce(Bins.__add__, map(_binned, self.parts))


def _finite(values: Floats, counts: Floats | None) -> tuple[Floats, Floats | None]:
    finite = np.isfinite(values)
    return (values, counts) if finite.all() else (values[finite], None if counts is None else counts[finite])


def spread_of(values: Floats) -> Spread:
    """Return the spread of values (N,) without NaN."""
    if len(values) <= MAX_EXACT:
        return Spread(len(values), (values,) if len(values) else ())
    return Spread(len(values), (), _binned(values))


def _middle(parts: tuple[Floats, ...], count: int) -> float:
    """Return the mean of the middle two values.

    A sample estimates the values around the middle, so that only those few are copied.
    """
    low, high = (count - 1) // 2, count // 2
    least, most = _around_middle(np.sort(np.concatenate([part[::SAMPLED] for part in parts])))
    below = sum(int(np.count_nonzero(part < least)) for part in parts)
    near = np.concatenate([part[(part >= least) & (part <= most)] for part in parts])
    if not below <= low <= high < below + len(near):
        below, near = 0, np.concatenate(parts)
    near.partition((low - below, high - below))
    return _between(float(near[low - below]), float(near[high - below]))


def _around_middle(sample: Floats) -> tuple[float, float]:
    """Return two values of a sorted sample that most likely enclose the middle of all values."""
    half = len(sample) // 2
    away = 4 * math.isqrt(len(sample)) + 1
    return float(sample[max(half - away, 0)]), float(sample[min(half + away, len(sample) - 1)])


def _between(low: float, high: float) -> float:
    """Return the mean of the middle two values; -0.0 becomes 0.0, whichever came first."""
    return low + 0.0 if low == high else (low + high) / 2


def _binned(values: Floats) -> Bins:
    keys = _ordered_bits(values) >> DROPPED_BITS
    low = int(keys.min())
    return Bins(low, np.bincount(keys - low))


def _ordered_bits(values: Floats) -> Codes:
    """Return the bits of float64 values as integers in the order of the values; -0.0 counts as 0.0."""
    bits = (values + 0.0).view(np.int64)
    return bits ^ ((bits >> 63) & np.int64(0x7FFF_FFFF_FFFF_FFFF))


def _bin_middle(key: int) -> float:
    """Return the value in the middle of a bin, or its edge if that is zero or infinite."""
    if key < 0:
        return -_bin_middle(-1 - key)
    bits = np.array([key << DROPPED_BITS, (key << DROPPED_BITS) + (1 << (DROPPED_BITS - 1))], np.int64)
    edge, middle = bits.view(np.float64).tolist()
    return float(edge if edge in {0.0, math.inf} else middle)
