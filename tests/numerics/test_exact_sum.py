"""Sums lose nothing and quotients are rounded once, whatever is added in whatever order."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import cuts, edges, finite, in_order, merge_trees

from xentcli.numerics.exact_sum import ExactSum, exact_sum

numbers = st.lists(st.one_of(finite, edges), max_size=40)
some_numbers = st.lists(st.one_of(finite, edges), min_size=1, max_size=40)
strange = st.sampled_from([math.inf, -math.inf, math.nan])
anything = st.lists(st.one_of(finite, edges, strange), max_size=20)

LARGEST = 1.7976931348623157e308
TINY = 5e-324
OVERFLOW = Fraction(2) ** 1024
"""What the float64 after the largest would be."""


def as_fraction(value: float) -> Fraction:
    """The number itself; for an infinity what the next float64 would be."""
    if math.isinf(value):
        return OVERFLOW if value > 0 else -OVERFLOW
    return Fraction(value)


def is_nearest(value: float, number: Fraction) -> bool:
    """Whether no float64 is closer to a fraction; of two as close, the one with an even mantissa."""
    exact = as_fraction(value)
    off = abs(exact - number)
    even = math.isinf(value) or int(np.float64(value).view(np.int64)) % 2 == 0
    for away in (-math.inf, math.inf):
        other = as_fraction(math.nextafter(value, away))
        if abs(other - number) < off or (abs(other - number) == off and other != exact and not even):
            return False
    return True


def fractions(values: list[float]) -> Fraction:
    return sum(map(Fraction, values), Fraction())


@given(numbers)
def test_a_sum_of_finite_numbers_is_that_of_fractions(values):
    total = exact_sum(values)
    assert total.fraction() == fractions(values)
    assert total.finite


@given(numbers)
def test_the_value_is_the_nearest_float(values):
    assert is_nearest(exact_sum(values).value(), fractions(values))


@given(st.lists(st.floats(-1e300, 1e300), max_size=40))
def test_the_value_is_fsum(values):
    assert exact_sum(values).value() == math.fsum(values)


@pytest.mark.parametrize(
    ("values", "total"),
    [
        pytest.param([], 0.0, id="nothing"),
        pytest.param([-0.0], 0.0, id="minus-zero"),
        pytest.param([TINY] * 3, 1.5e-323, id="smallest-denormals"),
        pytest.param([TINY, -TINY, TINY], TINY, id="denormals-that-cancel"),
        pytest.param([2.0**-1022, -TINY], 2.225073858507201e-308, id="largest-denormal"),
        pytest.param([1e308, 1e308, -1e308, -1e308, 1.0], 1.0, id="overflow-on-the-way"),
        pytest.param([LARGEST, 2.0**970], math.inf, id="halfway-past-the-largest"),
        pytest.param([LARGEST, 2.0**969], LARGEST, id="not-halfway-past-the-largest"),
        pytest.param([LARGEST, TINY, -LARGEST], TINY, id="largest-and-smallest"),
        pytest.param([1e16, 1.0, -1e16], 1.0, id="one-below-the-last-place"),
        pytest.param([1.0, 2.0**-53], 1.0, id="tie-to-even-below"),
        pytest.param([1.0, 2.0**-52, 2.0**-53], 1.0 + 2.0**-51, id="tie-to-even-above"),
        pytest.param([1.0, 2.0**-53, TINY], 1.0 + 2.0**-52, id="just-above-a-tie"),
        pytest.param([0.1] * 10, 1.0, id="ten-tenths"),
        pytest.param([math.inf, 1.0], math.inf, id="infinity"),
        pytest.param([-math.inf, 1e308], -math.inf, id="minus-infinity"),
        pytest.param([math.inf, math.inf], math.inf, id="two-infinities"),
        pytest.param([math.inf, -math.inf], math.nan, id="infinity-less-infinity"),
        pytest.param([math.nan, 1.0], math.nan, id="nan"),
        pytest.param([math.nan, math.inf], math.nan, id="nan-and-infinity"),
    ],
)
def test_hard_sums_are_exact(values, total):
    found = exact_sum(values).value()
    assert found == total or (math.isnan(found) and math.isnan(total))
    assert math.copysign(1, found) == math.copysign(1, total) or math.isnan(total)


@given(st.data(), anything)
def test_no_splitting_and_no_merge_tree_changes_a_bit(data, values):
    whole = exact_sum(values)
    if not values:
        assert whole == ExactSum()
        return
    parts = [exact_sum(values[part]) for part in data.draw(cuts(len(values)))]
    assert data.draw(merge_trees(parts)) == whole
    assert in_order(parts) == whole


@given(anything)
def test_nothing_added_changes_nothing(values):
    total = exact_sum(values)
    assert total + ExactSum() == ExactSum() + total == total


@given(numbers, some_numbers)
def test_a_quotient_is_rounded_once(above, below):
    divisor = fractions(below)
    found = exact_sum(above).over(exact_sum(below))
    if divisor:
        assert is_nearest(found, fractions(above) / divisor)
    else:
        assert math.isnan(found) if not fractions(above) else math.isinf(found)


@given(numbers, st.integers(1, 10**12))
def test_a_mean_is_rounded_once(values, count):
    assert is_nearest(exact_sum(values).over(count), fractions(values) / count)


@pytest.mark.parametrize(
    ("above", "below", "quotient"),
    [
        pytest.param([1.0], [0.0], math.inf, id="one-by-nothing"),
        pytest.param([-1.0], [0.0], -math.inf, id="minus-one-by-nothing"),
        pytest.param([], [], math.nan, id="nothing-by-nothing"),
        pytest.param([math.inf], [2.0], math.inf, id="infinity"),
        pytest.param([math.inf], [-2.0], -math.inf, id="infinity-by-a-negative"),
        pytest.param([-math.inf], [-2.0], math.inf, id="minus-infinity-by-a-negative"),
        pytest.param([math.nan], [2.0], math.nan, id="nan"),
        pytest.param([TINY], [2.0], 0.0, id="half-the-smallest-ties-to-zero"),
        pytest.param([3 * TINY], [2.0], 2 * TINY, id="half-of-three-smallest-ties-to-even"),
        pytest.param([1e308, 1e308], [4.0], 5e307, id="a-sum-beyond-the-largest"),
        pytest.param([1.0], [TINY], math.inf, id="beyond-the-largest"),
    ],
)
def test_hard_quotients_are_rounded_once(above, below, quotient):
    found = exact_sum(above).over(exact_sum(below))
    assert found == quotient or (math.isnan(found) and math.isnan(quotient))


@pytest.mark.parametrize("value", [math.nextafter(2, 1), 0.1, TINY, 1e308, -1 / 3], ids=repr)
def test_a_million_of_the_same_do_not_overflow_the_accumulators(value):
    assert exact_sum(np.full(1 << 20, value)).fraction() == Fraction(value) * (1 << 20)


def test_exponents_far_apart_are_all_added():
    values = np.ldexp(1.0, np.arange(-1074, 1024))
    assert exact_sum(np.concatenate([values, values])).units == 2 * (2 ** (2098) - 1)


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(lambda a: a.T, id="transposed"),
        pytest.param(lambda a: a[::-1, ::-1], id="reversed"),
        pytest.param(np.asfortranarray, id="column-major"),
        pytest.param(lambda a: a.reshape(2, 3, 10), id="of-rank-three"),
        pytest.param(lambda a: a.ravel().tolist(), id="a-list"),
    ],
)
def test_layout_in_memory_changes_nothing(view):
    array = np.random.default_rng(1).standard_normal((6, 10)) * 10.0 ** np.arange(-5, 5)
    assert exact_sum(view(array)) == exact_sum(array)
