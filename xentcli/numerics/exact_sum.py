"""Sums of floats that no order, chunk or thread can change.

Every finite float64 is a whole number of units of 2^-1074, so a sum of floats is a sum of integers: exact,
and merging two sums is an addition of integers. The value is rounded once, at the end, like `math.fsum`.
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
"""A mantissa of 53 bits is added up as two halves, so that 2^36 of them fit an int64."""


CHUNK = 1 << 15
"""Values added up at once on the quick way: they stay in cache."""
GRID = 47
"""Bits of a level: with the 15 of a chunk's length they stay below the 63 of an int64."""
LEAST, MOST = -900, 970
"""Exponents between which both levels' constants are ordinary numbers."""


class ExactSum(Frozen):
    """A sum of float64 values: `units` of 2^-1074, and how many infinities and NaNs came by."""

    units: int = 0
    positive: int = 0
    negative: int = 0
    nans: int = 0

    def __add__(self, other: ExactSum) -> ExactSum:
        """The sum of both, exactly."""
        return ExactSum(
            self.units + other.units,
            self.positive + other.positive,
            self.negative + other.negative,
            self.nans + other.nans,
        )

    @property
    def finite(self) -> bool:
        """Whether no infinity and no NaN is in it."""
        return not (self.positive or self.negative or self.nans)

    def value(self) -> float:
        """The sum, correctly rounded; infinite or NaN as IEEE arithmetic has it."""
        return self.over(1)

    def over(self, divisor: ExactSum | int) -> float:
        """The quotient, correctly rounded; NaN for 0 / 0.

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
        """The finite part as a fraction, with nothing rounded."""
        from fractions import Fraction

        return Fraction(self.units, 1 << UNIT)


def rounded(above: int, below: int) -> float:
    """The float64 nearest to a quotient, as Python divides integers; infinite where it is too large."""
    try:
        return above / below
    except OverflowError:
        return _infinity((above < 0) != (below < 0))


def _infinity(negative: bool) -> float:
    """Infinity with a sign; `math.copysign` fails for whole numbers too large for a float."""
    return -math.inf if negative else math.inf


def exact_sum(values: Floats | list[float]) -> ExactSum:
    """The exact sum of float64 values of any shape.

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
    """The sum of finite values in units of 2^-1074."""
    return sum(_chunk_units(values[i : i + CHUNK]) for i in range(0, len(values), CHUNK))


def _chunk_units(values: Floats) -> int:
    """Two levels of rounding to a grid, each summed as integers; what is finer still is added up one by one.

    Adding 1.5 * 2^(52+g) to a value rounds it to a multiple of 2^g, and the bits of the result count those
    multiples. With g chosen 47 bits below the largest value, 2^15 such counts cannot overflow an int64; the
    difference to the value itself is exact, and the next level takes it the same way.
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
    """A count known modulo 2^64, as the number of at most 63 bits that it is."""
    return (count + (1 << 63)) % (1 << 64) - (1 << 63)


def _units_by_exponent(values: Floats) -> int:
    """The same for any finite values: mantissas added up exponent by exponent."""
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
    """Times 2^places; denormals have zeros to spare below the unit, so nothing is lost."""
    return total << places if places >= 0 else total >> -places


def scratch(use: str, rows: int, width: int) -> Floats:
    """Return a float64 array (rows, width) with undefined values, reused by later calls of this thread.

    Fresh pages of memory cost more than most sums that are made in them. ``use`` names the buffer.

    >>> scratch("example", 2, 3).shape
    (2, 3)
    """
    kept: Floats | None = getattr(_memory, use, None)
    if kept is None or kept.size < rows * width:
        kept = np.empty(rows * width)
        setattr(_memory, use, kept)
    return kept[: rows * width].reshape(rows, width)
