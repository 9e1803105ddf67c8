"""Sum values and their squares exactly in one pass, for means and standard errors.

A float64 in a chunk with all values below 2^e is split into four limbs of 19 bits, each an integer number of
its own units: the value is their sum, and its square the sum of ten products. A dot product of 2^15 limbs
stays below 2^53 units, so float64 holds every partial sum exactly, in any order. Values below 2^(e-24) have
bits beyond the limbs; they get a chunk of their own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.numerics.exact_sum import UNIT, ExactSum, exact_sum, scratch

if TYPE_CHECKING:
    from xentcli.core.types import Floats, Mask

CHUNK = 1 << 15
"""The number of values at once: 2^15 products of 2^38 make 2^53."""
BITS = 19
ALONE = 1 << 13
"""The length of dot products that BLAS computes in one thread, even if it may use more."""
LIMBS = 4
REACH = 24
"""Limbs hold all bits of values down to 2^-24 of the chunk's largest: 4 * 19 - 52 = 24."""
LEAST, MOST = -460, 480
"""The exponents between which squares neither lose bits below 2^-1074 nor overflow."""
SPLIT = 2.0**27 + 1
"""The factor that splits a float64 into two numbers whose products are exact."""


def exact_moments(values: Floats) -> tuple[ExactSum, ExactSum]:
    """Return the exact sums of values (N,) and of their squares; the squares leave out NaNs.

    >>> [moment.value() for moment in exact_moments(np.array([0.5, 3.0]))]
    [3.5, 9.25]
    """
    first, second = ExactSum(), ExactSum()
    for start in range(0, len(values), CHUNK):
        one, two = _chunk_moments(np.ascontiguousarray(values[start : start + CHUNK]))
        first, second = first + one, second + two
    return first, second


def _chunk_moments(values: Floats) -> tuple[ExactSum, ExactSum]:
    low, high = float(values.min()), float(values.max())
    top = max(high, -low)
    exponent = math.frexp(top)[1] if math.isfinite(top) else MOST
    if not LEAST < exponent < MOST:
        return exact_sum(values), exact_squares(values[~np.isnan(values)])
    least = math.ldexp(1.0, exponent - REACH)
    if low >= least:
        return _limb_moments(values, exponent)
    return _with_small(values, np.abs(values) < least, exponent)


def _with_small(values: Floats, small: Mask, exponent: int) -> tuple[ExactSum, ExactSum]:
    """Sum the small values separately, and the others with zeros in their place."""
    one, two = _limb_moments(np.where(small, 0.0, values), exponent)
    rest = values[small]
    rest = rest[rest != 0]
    if not rest.size:
        return one, two
    more_one, more_two = _chunk_moments(rest)
    return one + more_one, two + more_two


def _limb_moments(values: Floats, exponent: int) -> tuple[ExactSum, ExactSum]:
    """Sum limbs and products of limbs; Python integers add up the totals."""
    limbs = _limbs(values, exponent)
    unit = exponent - LIMBS * BITS
    first = sum(_units(float(limb.sum()), unit) for limb in limbs)
    second = sum(
        _units(_dot(a, b), 2 * unit) << (i != j)
        for i, a in enumerate(limbs)
        for j, b in enumerate(limbs)
        if i <= j
    )
    return ExactSum(first << (unit + UNIT)), ExactSum(second << (2 * unit + UNIT))


def _dot(a: Floats, b: Floats) -> float:
    """Return a dot product, in pieces too short for BLAS to start threads that wait for each other."""
    return sum(float(a[at : at + ALONE].dot(b[at : at + ALONE])) for at in range(0, len(a), ALONE))


def _units(total: float, unit: int) -> int:
    """Convert a sum of limbs to an integer number of units of 2^unit."""
    return int(math.ldexp(total, -unit))


def _limbs(values: Floats, exponent: int) -> Floats:
    """Return four rows of limbs that add up to the values, (4, N).

    Adding 1.5 * 2^(52+g) and subtracting it again rounds to multiples of 2^g.
    """
    limbs = scratch("limbs", LIMBS, len(values))
    rest, last = values, limbs[LIMBS - 1]
    for place, limb in enumerate(limbs[: LIMBS - 1], start=1):
        shift = math.ldexp(1.5, 52 + exponent - BITS * place)
        np.add(rest, shift, out=limb)
        np.subtract(limb, shift, out=limb)
        rest = np.subtract(rest, limb, out=last)
    return limbs


def exact_squares(values: Floats) -> ExactSum:
    """Return the exact sum of squares: rounded squares plus their rounding errors (Dekker's product)."""
    with np.errstate(over="ignore", invalid="ignore"):
        split = values * SPLIT
        high = split - (split - values)
        low = values - high
        squares = values * values
        lost = ((high * high - squares) + 2 * high * low) + low * low
    return exact_sum(squares) + exact_sum(np.where(np.isfinite(lost), lost, 0.0))
