"""Test which rows are distributions: in [0, 1] and summing to one within the precision of their digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.numerics.row_stats import RowStats, rows_within
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.types import Floats, Mask, Numbers

SINGLE = 2.0**-24
"""Half a unit in the last place of float32 at 1: softmax outputs are often float32, also as text."""
HALF = 2.0**-11
"""The same for float16."""
BRAIN = 2.0**-8
"""The same for bfloat16. Each number is off by at most this share of it, so that the sum is as well."""
MOST_DECIMALS = 17


def on_simplex(rows: Numbers, whole: float = 1.0, facts: RowStats | None = None, slack: float = 0.0) -> Mask:
    """Return which rows (N, K) lie in [0, 1] and sum to one, both within `max(K/2 * 10^-d, 4 K 2^-24)`.

    d is the largest number of decimals in the shortest decimal form of the row's values. Values that float16
    holds exactly get `K 2^-11`, those of bfloat16 `2^-8`, packed numbers half a step each. A row of integers
    must sum to exactly one, so a row of zeros is never a distribution. The result depends on the numbers and
    their step only, not on the format or dtype of the file.

    Args:
        rows: Numbers, (N, K).
        whole: The sum of a row. With 100 the rows are percentages, and may be integers that do not sum to
            100.
        facts: The statistics of the rows, if known.
        slack: How far each number may be from its probability, given the tool that wrote it.

    >>> on_simplex(np.array([[0.33, 0.33, 0.33], [0.5, 0.2, 0.1], [1, 0, 0], [1, 1, 0]])).tolist()
    [True, False, True, False]
    >>> on_simplex(np.array([[33.3, 33.3, 33.3], [33, 33, 33], [33, 33, 30]]), 100.0).tolist()
    [True, True, False]
    """
    facts = facts or RowStats(rows)
    if slack:
        return on_simplex(rows, whole, facts) | _nearly(rows, whole, slack)
    inside = rows_within(facts, 0, whole * most_of(rows.shape[1]))
    if inside is None:
        return _summing(facts, whole)
    good = np.zeros(len(rows), dtype=np.bool_)
    if inside.size:
        good[inside] = _summing(RowStats(rows[inside], facts.step), whole)
    return good


def most_of(width: int, slack: float = 0.0) -> float:
    """Return the largest probability that is one but for float32 rounding, as in [1.0000001, 0, 0]."""
    return 1 + 4 * max(width, 2) * SINGLE + slack


def _nearly(rows: Numbers, whole: float, slack: float) -> Mask:
    """Return which rows of numbers that may be off by ``slack`` sum to one."""
    width, values = rows.shape[1], np.asarray(rows, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        inside = ((values >= 0) & (values <= whole * most_of(width, slack))).all(axis=1)
        return np.asarray(inside & (np.abs(row_sums(values) - whole) <= width * slack), dtype=np.bool_)


def _summing(facts: RowStats, whole: float) -> Mask:
    """Return which rows of [0, 1] sum to one.

    A float32 sum has an error below K 2^-24, which settles most rows. Packed numbers are off by up to half a
    step each.
    """
    rows = facts.rows
    if facts.step:
        off = np.abs(row_sums(np.asarray(rows, dtype=np.float64)) - whole)
        return np.asarray(off <= rows.shape[1] * max(facts.step / 2, 4 * SINGLE * whole), dtype=np.bool_)
    near = rows.shape[1] * SINGLE * whole
    if rows.dtype.kind != "f" or rows.dtype.itemsize < 4 or not rows.size:
        return _summing_exactly(np.asarray(rows, dtype=np.float64), whole, 4 * near)
    off = np.abs(facts.sums - rows.dtype.type(whole))
    good = off <= 2.9 * near
    open_ = np.flatnonzero(~good & (off <= _farthest(rows.shape[1], whole) + 4 * near))
    if open_.size:
        good[open_] = _summing_exactly(np.asarray(rows[open_], dtype=np.float64), whole, 4 * near)
    return np.asarray(good, dtype=np.bool_)


def _summing_exactly(values: Floats, whole: float, near: float) -> Mask:
    off = np.abs(row_sums(values) - whole)
    good = off <= near
    doubtful = np.flatnonzero(~good & (off < whole) & (off <= _farthest(values.shape[1], whole)))
    if doubtful.size:
        good[doubtful] = _rounded_to(whole, values[doubtful], off[doubtful])
    return np.asarray(good, dtype=np.bool_)


def _farthest(width: int, whole: float) -> float:
    """Return the largest error of a sum that rounding can cause.

    Fractions that sum to one have at least one decimal.
    """
    return width / 2 * (1.0 if whole > 1 else 0.1 * (1 + 1e-8))


def on_log_simplex(rows: Numbers, facts: RowStats | None = None) -> Mask:
    """Return which rows (N, K) are log-probabilities: not above zero, with exponentials that sum to one.

    The tolerance of the logarithm of the sum is `max(10^-d / 2, 4 K 2^-24)`: an error of half the last
    decimal in every logarithm does not change it by more. Integers count as one decimal.

    >>> on_log_simplex(np.log([[0.25, 0.75], [0.5, 0.9]])).tolist()
    [True, False]
    """
    below = rows_within(facts or RowStats(rows), -np.inf, 0)
    if below is None:
        return _summing_in_logs(np.asarray(rows, dtype=np.float64))
    good = np.zeros(len(rows), dtype=np.bool_)
    if below.size:
        good[below] = _summing_in_logs(np.asarray(rows[below], dtype=np.float64))
    return good


def _summing_in_logs(values: Floats) -> Mask:
    with np.errstate(divide="ignore"):
        off = np.abs(np.log(row_sums(np.exp(values))))
    good = off <= 4 * values.shape[1] * SINGLE
    doubtful = np.flatnonzero(~good & (off <= 0.05))
    if doubtful.size:
        finite = np.where(np.isfinite(values[doubtful]), values[doubtful], 0)
        good[doubtful] = _has_decimals(finite, _decimals_that_explain(off[doubtful], 0.5))
    return np.asarray(good, dtype=np.bool_)


def _rounded_to(whole: float, values: Floats, off: Floats) -> Mask:
    """Return which rows have a sum whose error is explained by rounding to the decimals they show."""
    width = values.shape[1]
    rounded = (values != np.rint(values)).any(axis=1) | (whole > 1)
    decimals = _has_decimals(values, _decimals_that_explain(off, width / 2))
    halves = (off <= width * HALF * whole) & (values == values.astype(np.float16)).all(axis=1)
    brains = (off <= BRAIN * whole) & _are_bfloat16(values).all(axis=1)
    return np.asarray(rounded & (decimals | halves | brains), dtype=np.bool_)


def _are_bfloat16(values: Floats) -> Mask:
    """Return which numbers a bfloat16 holds exactly: a float32 whose lower half is zero."""
    single = values.astype(np.float32)
    return np.asarray((single == values) & (single.view(np.uint32) & 0xFFFF == 0), dtype=np.bool_)


def _decimals_that_explain(off: Floats, per_unit: float) -> Floats:
    """Return the largest d with `per_unit * 10^-d` at least the error; -1 if there is none."""
    with np.errstate(divide="ignore"):
        guess = np.floor(np.log10(per_unit / off))
    guess = np.clip(guess + 1, -1, MOST_DECIMALS)
    return np.asarray(np.where(per_unit * 10.0**-guess >= off * (1 - 1e-9), guess, guess - 1))


def _has_decimals(values: Floats, decimals: Floats) -> Mask:
    """Return which rows have only values with at most ``decimals`` decimals, as float64 or as float32."""
    scale = 10.0 ** np.clip(decimals, 0, MOST_DECIMALS)[:, None]
    nearest = np.rint(values * scale) / scale
    with np.errstate(over="ignore"):
        exact = (nearest == values) | (nearest.astype(np.float32) == values)
    return np.asarray(exact.all(axis=1) & (decimals >= 0), dtype=np.bool_)
