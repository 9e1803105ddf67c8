"""The sums of values and of squares lose nothing, whatever the values and however they are cut."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import cuts, edges, in_order

from xentcli.numerics.exact_sum import ExactSum, exact_sum
from xentcli.numerics.moments import CHUNK, LEAST, MOST, REACH, exact_moments, exact_squares

squarable = st.floats(-1e150, 1e150).filter(lambda v: not 0 < abs(v) < 1e-140)
values_of = st.lists(squarable, min_size=1, max_size=30)
losses = st.lists(st.floats(0, 50), min_size=1, max_size=30)

SQUARABLE = -484
"""Smaller numbers have squares whose last bits lie below the smallest float64."""


def both(values: list[float]) -> tuple[ExactSum, ExactSum]:
    return exact_moments(np.array(values))


@given(st.one_of(values_of, losses.filter(lambda vs: all(v == 0 or v > 1e-140 for v in vs))))
def test_both_sums_are_those_of_fractions(values):
    first, second = both(values)
    assert first.fraction() == sum(map(Fraction, values))
    assert second.fraction() == sum(Fraction(v) ** 2 for v in values)


@given(st.data(), st.lists(st.one_of(squarable, edges, st.sampled_from([math.inf, math.nan])), min_size=1))
def test_no_cut_changes_a_bit(data, values):
    parts = [both(values[part]) for part in data.draw(cuts(len(values)))]
    assert (in_order([p[0] for p in parts]), in_order([p[1] for p in parts])) == both(values)
    assert both(values)[0] == exact_sum(values)


@pytest.mark.parametrize(
    ("exponent", "below"),
    [
        pytest.param(exponent, below, id=f"{exponent}-less-{below}")
        for exponent in (LEAST, LEAST + 1, -30, 0, 30, MOST - 1, MOST)
        for below in (0, 1, REACH - 1, REACH, REACH + 1, 60, 200)
        if exponent - below >= SQUARABLE
    ],
)
def test_every_bit_of_small_values_beside_large_ones_counts(exponent, below):
    full = math.nextafter(1.0, 0.0)
    values = [math.ldexp(full, exponent), -math.ldexp(full, exponent - below), math.ldexp(0.75, exponent)]
    first, second = both(values)
    assert first.fraction() == sum(map(Fraction, values))
    assert second.fraction() == sum(Fraction(v) ** 2 for v in values)


@pytest.mark.parametrize("value", [math.nextafter(2, 1), 1.0, -1 / 3, 1e-5, 7e8], ids=repr)
def test_chunks_full_of_the_same_do_not_overflow(value):
    count = 2 * CHUNK + 3
    first, second = exact_moments(np.full(count, value))
    assert first.fraction() == Fraction(value) * count
    assert second.fraction() == Fraction(value) ** 2 * count


def test_nothing_has_sums_of_nothing():
    assert exact_moments(np.empty(0)) == (ExactSum(), ExactSum())


def test_nan_and_infinity_are_counted():
    first, second = both([1.0, math.inf, -math.inf, math.nan])
    assert (first.positive, first.negative, first.nans) == (1, 1, 1)
    assert (second.positive, second.nans) == (2, 0)


@given(values_of)
def test_the_slow_way_gives_the_same_squares(values):
    assert exact_squares(np.array(values)) == both(values)[1]
