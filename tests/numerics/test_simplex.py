"""Which rows are taken for distributions: as exactly as their digits allow, whatever carried them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import softmax

from xentcli.numerics.simplex import on_log_simplex, on_simplex

WIDTHS = [2, 3, 10, 100, 1000]


def rows_of(width: int, spread: float, count: int = 200) -> np.ndarray:
    """Distributions, from nearly even to nearly certain ones."""
    return softmax(np.random.default_rng(width).standard_normal((count, width)) * spread)


def on(*row: float) -> bool:
    return bool(on_simplex(np.array([row]))[0])


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        pytest.param([0.5, 0.5], True, id="exactly-one"),
        pytest.param([1.0, 0.0], True, id="certain"),
        pytest.param([1.0], True, id="one-class"),
        pytest.param([0.0, 0.0], False, id="zeros"),
        pytest.param([1.0, 1.0], False, id="whole-numbers-of-sum-two"),
        pytest.param([1.0] + [0.0] * 999, True, id="certain-of-a-thousand"),
        pytest.param([1.0, 1.0] + [0.0] * 998, False, id="two-certain-ones-of-a-thousand"),
        pytest.param([0.33, 0.33, 0.33], True, id="two-decimals-one-hundredth-off"),
        pytest.param([0.33, 0.33, 0.32], False, id="two-decimals-two-hundredths-off"),
        pytest.param([0.333, 0.333, 0.333], True, id="three-decimals-one-thousandth-off"),
        pytest.param([0.33, 0.33, 0.332], False, id="the-longest-number-counts"),
        pytest.param([0.3, 0.3, 0.3], True, id="one-decimal-one-tenth-off"),
        pytest.param([0.3, 0.3, 0.2], False, id="one-decimal-two-tenths-off"),
        pytest.param([0.5, 0.25], False, id="fractions-that-halves-hold-but-a-quarter-off"),
        pytest.param([0.3, 0.30000000001, 0.3], False, id="eleven-decimals-one-tenth-off"),
        pytest.param([1 / 3, 1 / 3, 1 / 3], True, id="thirds"),
        pytest.param([-1e-9, 1.0], False, id="below-zero"),
        pytest.param([1.0 + 1e-7, 0.0], True, id="above-one-by-rounding"),
        pytest.param([1.0 + 1e-5, 0.0], False, id="above-one"),
        pytest.param([-0.0, 1.0], True, id="minus-zero"),
        pytest.param([0.6, 0.6] + [0.0] * 17 + [-0.2], False, id="below-zero-in-a-late-column"),
        pytest.param([0.5, 0.5 + 2 * 4.5 * 2.0**-24], False, id="well-past-the-tolerance-of-float32"),
        pytest.param([np.nan, 1.0], False, id="nan"),
        pytest.param([np.inf, -np.inf], False, id="infinities"),
        pytest.param([0.5, 0.5 + 2 * 4 * 2.0**-24], True, id="at-the-tolerance-of-float32"),
        pytest.param([0.5, 0.5 + 2 * 4.01 * 2.0**-24], False, id="past-the-tolerance-of-float32"),
        pytest.param([0.5, 0.5 + 2.0**-10], True, id="at-the-tolerance-of-float16"),
        pytest.param([0.5, 0.5 + 2.0**-10 + 2.0**-11], False, id="past-the-tolerance-of-float16"),
        pytest.param([0.5 + 2.0**-30, 0.5 + 2.0**-11], False, id="as-far-off-but-no-float16"),
        pytest.param([0.2, 0.5, 0.2, 0.6, 0.4], False, id="scores"),
    ],
)
def test_a_row_is_judged_by_its_digits(row, verdict):
    narrow = np.array([row], np.float32)
    with np.errstate(invalid="ignore"):
        assert on(*row) is verdict
        assert not (narrow == [row]).all() or bool(on_simplex(narrow)[0]) is verdict


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("decimals", range(2, 9))
def test_rounding_to_any_decimals_keeps_a_distribution(width, decimals):
    for spread in (0.1, 1, 3, 10):
        rounded = np.round(rows_of(width, spread), decimals)
        assert on_simplex(rounded)[rounded.any(axis=1)].all()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("decimals", range(1, 5))
def test_rounded_percentages_sum_to_a_hundred(width, decimals):
    for spread in (0.1, 1, 3, 10):
        rounded = np.round(rows_of(width, spread) * 100, decimals)
        assert on_simplex(rounded, 100.0).all()
        assert not on_simplex(rounded).any()
        assert not on_simplex(rounded * 1.3, 100.0).any()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("decimals", range(1, 9))
def test_rounded_logarithms_are_those_of_a_distribution(width, decimals):
    for spread in (0.1, 1, 3, 10):
        assert on_log_simplex(np.round(np.log(rows_of(width, spread)), decimals)).all()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_the_verdict_is_on_the_numbers_not_on_their_type(width, dtype):
    for spread in (0.1, 1, 10):
        rows = rows_of(width, spread).astype(dtype)
        assert on_simplex(rows).all()
        assert on_simplex(rows.astype(np.float64)).all()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_verdict_survives_text(width, dtype):
    for spread in (0.1, 1, 10):
        rows = rows_of(width, spread, 40).astype(dtype)
        shortest = np.array([[float(str(v)) for v in row] for row in rows])
        assert on_simplex(shortest).all()


@pytest.mark.parametrize(("width", "decimals"), [(w, d) for w in WIDTHS for d in range(2, 7) if w < 10**d])
def test_a_row_beyond_what_rounding_explains_is_none(width, decimals):
    allowed = max(0.5 * width * 10.0**-decimals, 4 * width * 2.0**-24)
    unit = 10.0**-decimals
    rounded = np.round(rows_of(width, 1), decimals)
    rounded[:, 0] = np.round(rounded[:, 0] + (1 - rounded.sum(axis=1)), decimals)
    rounded[:, 0] += np.ceil(allowed * 1.05 / unit + 1) * unit
    rounded = np.round(rounded, decimals)
    longest = (np.round(rounded, decimals - 1) != rounded).any(axis=1)
    fits = longest & (rounded <= 1).all(axis=1) & (rounded >= 0).all(axis=1)
    assert fits.sum() > 20
    assert not on_simplex(rounded[fits]).any()


def decimals_of(value: float) -> int:
    """The decimals of the shortest form, as float64 or, where it is a float32, as one."""
    forms = [repr(float(value))] + ([str(np.float32(value))] if np.float32(value) == value else [])
    return min(max(0, -int(Decimal(form).normalize().as_tuple().exponent)) for form in forms)


@settings(max_examples=150)
@given(st.data(), st.integers(2, 6), st.integers(1, 8), st.sampled_from(["float64", "float32"]))
def test_the_tolerance_is_the_documented_one(data, width, decimals, dtype):
    counts = data.draw(st.lists(st.integers(0, 10**decimals), min_size=width - 1, max_size=width - 1))
    last = 10**decimals - sum(counts) + data.draw(st.integers(-2 * width, 2 * width))
    assume(0 <= last <= 10**decimals)
    row = (np.array([*counts, last]) / 10**decimals).astype(dtype).astype(np.float64)
    places = max(map(decimals_of, row))
    allowed = max(0.5 * width * 10.0**-places, 4 * width * 2.0**-24)
    off = abs(float(sum(map(Decimal, row.tolist())) - 1))
    assume(abs(off - allowed) > 1e-6 * allowed)
    whole = (row == np.rint(row)).all()
    halves = off <= width * 2.0**-11 and (row == row.astype(np.float16)).all()
    assert on(*row) is (off <= 4 * width * 2.0**-24 if whole else off <= allowed or bool(halves))


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        pytest.param([np.log(0.5), np.log(0.5)], True, id="halves"),
        pytest.param([0.0, -np.inf], True, id="certain"),
        pytest.param([0.0, -800.0], True, id="all-but-certain"),
        pytest.param([0.1, -2.4], False, id="above-zero"),
        pytest.param([-np.inf, -np.inf], False, id="nothing-possible"),
        pytest.param([-1000.0, -1000.0], False, id="too-small-to-sum"),
        pytest.param([-0.69, -0.69], True, id="two-decimals"),
        pytest.param([-0.67, -0.7], False, id="two-decimals-too-far"),
        pytest.param([np.nan, -1.0], False, id="nan"),
        pytest.param([-1.0, -1.0, -1.0], False, id="whole-numbers"),
        pytest.param([-1.1, -1.1, -1.1], True, id="one-decimal"),
        pytest.param([-1.2, -1.2, -1.2], False, id="one-decimal-too-far"),
    ],
)
def test_a_row_of_logarithms_is_judged_by_its_digits(row, verdict):
    assert bool(on_log_simplex(np.array([row]))[0]) is verdict


@given(st.data())
def test_each_row_is_judged_by_itself(data):
    seed, width = data.draw(st.integers(0, 99)), data.draw(st.sampled_from([2, 3, 50, 5000]))
    rng = np.random.default_rng(seed)
    rows = softmax(rng.standard_normal((6, width)))
    rows[1] = np.round(rows[1], 3)
    rows[2] *= 1.01
    rows[4] = rng.random(width)
    for judge, x in ((on_simplex, rows), (on_log_simplex, np.log(rows + 1e-300))):
        apart = [bool(judge(x[i : i + 1])[0]) for i in range(6)]
        assert judge(x).tolist() == apart
