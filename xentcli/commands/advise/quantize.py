"""Logarithms as whole numbers: their sums are the same in any order, in float64 and in int64 alike.

All statistics of `advise` but the loss itself are sums of logarithms rounded to 2^-10 and kept within 16 of
zero. 16 nats are a probability of 1e-7, where Keras clips: one row that was certain, and wrong, then says no
more than that. The squares of such numbers are below 2^28, so that float64 adds up 2^25 of them exactly, more
than a block ever has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Numbers

UNIT = 1024
"""Quanta per nat."""
MAX_NATS = 16
"""The largest logarithm, in nats."""
GRAIN = 1 << 20
"""Units per number of which a finer sum is kept as an integer."""
MANY_COLUMNS = 256
"""With more columns, arrays are computed as a whole, not column by column."""


def quanta(logs: Numbers) -> Numbers:
    """Return logarithms in whole quanta, in their own dtype; NaN becomes the minimum.

    >>> quanta(np.array([-0.5, -np.inf, 20.0])).tolist()
    [-512.0, -16384.0, 16384.0]
    """
    if len(logs) > MANY_COLUMNS:
        kept = np.fmin(np.fmax(logs, -MAX_NATS), MAX_NATS)
        return np.asarray(np.rint(kept * logs.dtype.type(UNIT)))
    whole = np.empty_like(logs)
    for column, out in zip(np.atleast_2d(logs), np.atleast_2d(whole), strict=True):  # each fits a cache
        np.fmax(column, -MAX_NATS, out=out)
        np.fmin(out, MAX_NATS, out=out)
        np.multiply(out, UNIT, out=out)
        np.rint(out, out=out)
    return whole


def nats(count: float) -> float:
    """Convert quanta to nats."""
    return count / UNIT


class Sums(Frozen):
    """An array of integers that adds entry by entry; None means no rows yet."""

    array: Codes | None = None

    def __add__(self, other: Sums) -> Sums:
        if self.array is None or other.array is None:
            return self if other.array is None else other
        return Sums(self.array + other.array)

    def __eq__(self, other: object) -> bool:
        """Return whether all entries are equal."""
        same = isinstance(other, Sums) and (self.array is None) == (other.array is None)
        return bool(same and (self.array is None or np.array_equal(self.array, other.array)))  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return 0 if self.array is None else hash(self.array.tobytes())


NONE = Sums()
