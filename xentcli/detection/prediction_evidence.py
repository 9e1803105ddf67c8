"""Collect the evidence of a block of predictions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.detection.evidence import PredictionEvidence
from xentcli.numerics.occurrences import UNSEEN, seen_rows, seen_rows_of, seen_where
from xentcli.numerics.row_stats import RowStats, each_row, every, span_of
from xentcli.numerics.row_sums import row_sums
from xentcli.numerics.simplex import most_of, on_log_simplex, on_simplex

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Mask, Numbers
    from xentcli.numerics.occurrences import Occurrences

MISSING = (-1, -9, -99, -100, -999, -9999, 9, 99, 255, 999, 9999)
"""What some programs write for a prediction that is missing."""
FIRST = 4
"""The number of rows that are checked one by one before the whole block."""


def facts_of(block: Block, layout: RowLayout) -> RowStats:
    """Return the row statistics of a block's predictions in canonical shape, with booleans as 1 and 0."""
    values = block.values
    numbers = layout.predictions(values.astype(np.float64) if values.dtype.kind == "b" else values)
    return RowStats(numbers, block.step)


def observe_predictions(
    block: Block, layout: RowLayout, facts: RowStats | None = None, *, counted: bool = True
) -> PredictionEvidence:
    """Return the evidence of a block of predictions.

    Pass the ``facts`` of its rows if they are known already. Unless ``counted``, the cells outside [0, 1]
    need not be counted completely.
    """
    facts = facts or facts_of(block, layout)
    values = facts.rows.reshape(block.values.shape) if block.values.dtype.kind == "b" else block.values
    rows = facts.rows[:, None] if facts.rows.ndim == 1 else facts.rows
    low, high = facts.span
    plain = math.isfinite(low) and math.isfinite(high)
    low, high = (low, high) if plain else span_of(values)
    most = most_of(layout.width, block.origin.slack)
    marked = counted and (low in MISSING or high in MISSING)
    return PredictionEvidence(
        rows=len(block),
        minimum=low,
        maximum=high,
        nan=UNSEEN if plain else seen_where(block, np.isnan(values)),
        plus_infinity=UNSEEN if plain else seen_where(block, np.isposinf(values)),
        minus_infinity=UNSEEN if plain else seen_where(block, np.isneginf(values)),
        dead=UNSEEN if plain else seen_rows(block, ~each_row(block, ~every(np.isneginf(rows)))),
        beyond_unit=_beyond_unit(block, values, most, counted)
        if not plain or low < 0 or high > most
        else UNSEEN,
        cells=values.size,
        marked=int(np.count_nonzero(np.isin(values, MISSING))) if marked else 0,
        logit_sums=_logit_sums(rows[:1]) if block.first_row == 0 and len(rows) else -math.inf,
        fraction=float(_has_fraction(values)),
        **_distributions(block, facts if facts.rows.ndim > 1 else RowStats(rows, facts.step), low, high),
    )


def _logit_sums(row: Numbers) -> float:
    """Return how far the sum of the sigmoids of a row (1, K) is from one; infinity for two columns."""
    if row.ndim != 2 or row.shape[1] < 3 or not np.isfinite(row).all() or row.min() >= 0:
        return math.inf
    sums = (1 / (1 + np.exp(-np.clip(np.asarray(row, np.float64), -700, 700)))).sum(axis=1)
    return float(abs(sums[0] - 1))


def _beyond_unit(block: Block, values: Numbers, most: float, counted: bool) -> Occurrences:
    """Return the cells outside [0, most]; unless ``counted``, those of one of the first rows are enough."""
    for row in range(0 if counted else min(len(block), FIRST)):
        if not bool(((values[row] >= 0) & (values[row] <= most)).all()):
            first = block[row : row + 1]
            return seen_where(first, ~((first.values >= 0) & (first.values <= most)))
    return seen_where(block, ~((values >= 0) & (values <= most)))


def _distributions(block: Block, facts: RowStats, low: float, high: float) -> dict[str, Any]:
    """Return which rows are probabilities, log-probabilities or percentages, and the span of their sums.

    The range of the block usually rules some of them out without looking at the rows.
    """
    rows, none = facts.rows, np.zeros(len(facts.rows), dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        flat = on_simplex(rows, 1.0, facts, block.origin.slack) if not high < 0 and not low > 1 else none
        logs = on_log_simplex(rows, facts) if low < 0 or rows.shape[1] == 1 else none
        cent = _percentages(facts, flat, high)
    on, log, percent = (each_row(block, mask) for mask in (flat, logs, cent))
    over_one = ~each_row(block, facts.tops <= 1) if percent.any() else percent
    sums = _sums(facts, flat)
    names = ("simplex", "not_simplex", "log_simplex", "not_log_simplex", "percent", "not_percent")
    seen = seen_rows_of(block, on, ~on, log, ~log, percent & over_one, ~percent)
    return {**dict(zip(names, seen, strict=True)), "least_sum": sums[0], "most_sum": sums[1]}


def _sums(facts: RowStats, flat: Mask) -> tuple[float, float]:
    """Return the smallest and the largest sum of a row, or infinities if a number is negative."""
    if flat.all():
        return (1.0, 1.0) if len(flat) else (math.inf, -math.inf)
    if not (facts.span[0] >= 0 and math.isfinite(facts.span[1])):
        return -math.inf, math.inf
    sums = row_sums(np.asarray(facts.rows[~flat], dtype=np.float64))
    ones = [1.0] if flat.any() else []
    return min([float(sums.min()), *ones]), max([float(sums.max()), *ones])


def _has_fraction(values: Numbers) -> bool:
    """Return whether some number is not whole; most often one of the first rows has one."""
    if values.dtype.kind != "f":
        return False
    with np.errstate(invalid="ignore"):
        return any(bool((some != np.rint(some)).any()) for some in (values[:FIRST], values))


def _percentages(facts: RowStats, flat: Mask, high: float) -> Mask:
    """Return the rows that sum to 100 and not to one; skip the sums if the maximum is too small."""
    near = facts.rows.shape[1] * (high + 0.5) >= 100
    if not near or flat.all():
        return np.zeros(len(flat), bool)
    return on_simplex(facts.rows, 100.0, facts) & ~flat
