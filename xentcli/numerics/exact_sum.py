"""Sum floats exactly, with the same result for any order, chunks or threads.

Every finite float64 is an integer multiple of 2^-1074, so a sum of floats is a sum of integers: it is exact,
and two sums are merged by adding integers. The value is rounded once, at the end, like `math.fsum`.
"""

from __future__ import annotations

import math
from threading import local
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from fractions import Fraction

    from xentcli.core.types import Codes, Floats

_memory = local()

UNIT = 1074
"""The smallest positive float64 is 2^-1074."""
HALF = 26
"""Mantissas of 53 bits are summed as two halves, so that sums of 2^36 of them fit an int64."""


CHUNK = 1 << 15
"""The number of values summed at once; they stay in cache."""
GRID = 47
"""The bits of a level; with the 15 bits of a chunk's length they fit the 63 bits of an int64."""
LEAST, MOST = -900, 970
"""The exponents between which the constants of both levels are normal numbers."""


class ExactSum(Frozen):
    """A sum of float64 values: `units` of 2^-1074, and the numbers of infinities and NaNs."""

    units: int = 0
    positive: int = 0
    negative: int = 0
    nans: int = 0

    def __add__(self, other: ExactSum) -> ExactSum:
        return ExactSum(
            self.units + other.units,
            self.positive + other.positive,
            self.negative + other.negative,
            self.nans + other.nans,
        )

    @property
    def finite(self) -> bool:
        """Whether the sum has no infinities and no NaNs."""
        return not (self.positive or self.negative or self.nans)

    def value(self) -> float:
        """Return the sum, correctly rounded; infinite or NaN as in IEEE arithmetic."""
        return self.over(1)

    def over(self, divisor: ExactSum | int) -> float:
        """Return the quotient, correctly rounded; NaN for 0 / 0.

        >>> exact_sum([1e16, 1.0, -1e16]).over(4)
        0.25
        """
        below = divisor << UNIT if isinstance(divisor, int) else divisor.units
        if self.nans or (self.positive and self.negative):
            return math.nan
        if self.positive or self.negative:
            return _infinity(bool(self.negative) != (below < 0))
        if not below:
            return _infinity(self.units < 0) if self.units else math.nan
        return rounded(self.units, below)

    def fraction(self) -> Fraction:
        """Return the finite part as a fraction, without rounding."""
        from fractions import Fraction

        return Fraction(self.units, 1 << UNIT)


def rounded(above: int, below: int) -> float:
    """Return the float64 nearest to above / below; infinite if it is too large."""
    try:
        return above / below
    except OverflowError:
        return _infinity((above < 0) != (below < 0))


def _infinity(negative: bool) -> float:
    """Return infinity with a sign; `math.copysign` fails for integers too large for a float."""
    return -math.inf if negative else math.inf


def exact_sum(values: Floats | list[float]) -> ExactSum:
    """Return the exact sum of float64 values of any shape.

    >>> exact_sum([0.1] * 10).value()
    1.0
    """
    array = np.ascontiguousarray(values, dtype=np.float64).ravel()
    if not array.size:
        return ExactSum()
    if math.isfinite(array.max()) and math.isfinite(array.min()):
        return ExactSum(_units(array))
    finite = np.isfinite(array)
    odd = array[~finite]
    counts = (int((odd == np.inf).sum()), int((odd == -np.inf).sum()), int(np.isnan(odd).sum()))
    return ExactSum(_units(array[finite]), *counts)


def _units(values: Floats) -> int:
    """Return the sum of finite values in units of 2^-1074."""
    return sum(_chunk_units(values[i : i + CHUNK]) for i in range(0, len(values), CHUNK))


def _chunk_units(values: Floats) -> int:
    """Return the sum of a chunk in units of 2^-1074.

    Values are rounded to a grid, at two levels, and each level is summed as integers; what remains is summed
    by exponent. Adding 1.5 * 2^(52+g) to a value rounds it to a multiple of 2^g, and the bits of the result
    count those multiples. With g chosen 47 bits below the largest value, 2^15 such counts cannot overflow an
    int64. The difference to the value itself is exact, and goes to the next level.
    """
    top = max(float(values.max()), -float(values.min()))
    exponent = math.frexp(top)[1]
    if not top or not LEAST < exponent < MOST:
        return _units_by_exponent(values) if top else 0
    raised, left = scratch("sum", 2, len(values))
    total, rest = 0, values
    for grid in (exponent - GRID, exponent - 2 * GRID):
        shift = math.ldexp(1.5, 52 + grid)
        np.add(rest, shift, out=raised)
        counts = int(raised.view(np.int64).sum()) - len(rest) * int(np.float64(shift).view(np.int64))
        total += _wrapped(counts) << (grid + UNIT)
        rest = np.subtract(rest, np.subtract(raised, shift, out=raised), out=left)
    return total + (_units_by_exponent(left[left != 0]) if left.any() else 0)


def _wrapped(count: int) -> int:
    """Convert a count modulo 2^64 to a signed integer of 64 bits."""
    return (count + (1 << 63)) % (1 << 64) - (1 << 63)


def _units_by_exponent(values: Floats) -> int:
    """Return the sum of any finite values in units of 2^-1074: mantissas summed by exponent."""
    mantissas, exponents = np.frexp(values)
    whole = np.ldexp(mantissas, 53).astype(np.int64)
    lowest = int(exponents.min())
    index = exponents - lowest
    pairs = ((e, _wide_total(whole[index == e])) for e in np.unique(index).tolist())
    return sum(_shifted(total, e + lowest - 53 + UNIT) for e, total in pairs)


def _wide_total(whole: Codes) -> int:
    high, low = whole >> HALF, whole & ((1 << HALF) - 1)
    return (int(high.sum()) << HALF) + int(low.sum())


def _shifted(total: int, places: int) -> int:
    """Return total * 2^places; denormals have trailing zeros, so a right shift loses nothing."""
    return total << places if places >= 0 else total >> -places


def scratch(use: str, rows: int, width: int) -> Floats:
    """Return a float64 array (rows, width) with undefined values, reused by later calls of this thread.

    Fresh pages of memory cost more than most sums computed in them. ``use`` names the buffer.

    >>> scratch("example", 2, 3).shape
    (2, 3)
    """
    kept: Floats | None = getattr(_memory, use, None)
    if kept is None or kept.size < rows * width:
        kept = np.empty(rows * width)
        setattr(_memory, use, kept)
    return kept[: rows * width].reshape(rows, width)
