"""The rules for single rows of predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen
from xentcli.core.types import Scale
from xentcli.numerics.occurrences import OccurrencesBy, seen_where
from xentcli.numerics.row_stats import any_position, every
from xentcli.numerics.simplex import most_of, on_log_simplex, on_simplex

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.commands.validate.expected import Expected
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Mask, Numbers
    from xentcli.detection.evidence import PredictionEvidence


class Mark(Frozen):
    """A rule: the scales it applies to, whether the evidence allows a violation, and the check."""

    scales: frozenset[Scale]
    suspect: Callable[[PredictionEvidence], object]
    find: Callable[[Block, RowLayout], Mask]


def _no_number(block: Block, _layout: RowLayout) -> Mask:
    return np.asarray(np.isnan(block.values) | np.isposinf(block.values))


def _dead(block: Block, layout: RowLayout) -> Mask:
    """Return the mask of rows with only -inf."""
    return any_position(block, every(np.isneginf(_rows(block, layout))))


def _no_probability(block: Block, layout: RowLayout) -> Mask:
    with np.errstate(invalid="ignore"):
        return np.asarray(
            ~((block.values >= 0) & (block.values <= most_of(layout.width, block.origin.slack)))
        )


def _above_zero(block: Block, _layout: RowLayout) -> Mask:
    with np.errstate(invalid="ignore"):
        return np.asarray(block.values > 0)


def _distribution(rows: Numbers, slack: float) -> Mask:
    return on_simplex(rows, slack=slack)


def _log_distribution(rows: Numbers, _slack: float) -> Mask:
    return on_log_simplex(rows)


def _off(on: Callable[[Numbers, float], Mask]) -> Callable[[Block, RowLayout], Mask]:
    """Return a check for rows that are not distributions; another rule checks for invalid numbers."""

    def find(block: Block, layout: RowLayout) -> Mask:
        rows = _rows(block, layout)
        usual = every(rows < np.inf)
        with np.errstate(invalid="ignore"):
            return any_position(block, usual & ~on(np.where(usual[:, None], rows, 0), block.origin.slack))

    return find


def _rows(block: Block, layout: RowLayout) -> Numbers:
    rows = layout.predictions(block.values)
    return rows[:, None] if rows.ndim == 1 else rows


_EVERY = frozenset(Scale)
_PLAIN, _LOG = frozenset({Scale.PROBABILITIES}), frozenset({Scale.LOG_PROBABILITIES})
PREDICTION_RULES: dict[str, Mark] = {
    "number": Mark(_EVERY, lambda seen: seen.nan or seen.plus_infinity, _no_number),
    "dead": Mark(_EVERY - _PLAIN, lambda seen: seen.dead, _dead),
    "probability": Mark(_PLAIN, lambda seen: seen.beyond_unit, _no_probability),
    "logarithm": Mark(_LOG, lambda seen: seen.maximum > 0, _above_zero),
    "distribution": Mark(_PLAIN, lambda seen: seen.not_simplex, _off(_distribution)),
    "log distribution": Mark(_LOG, lambda seen: seen.not_log_simplex, _off(_log_distribution)),
}
"""All rules, by what a number or a row must be."""

SAID_ONLY = frozenset({"probability", "logarithm", "log distribution"})
"""Rules that apply only if an option gives the scale."""


def mark_predictions(block: Block, expected: Expected, seen: PredictionEvidence) -> OccurrencesBy:
    """Return the violations of each rule, for every scale that the predictions may turn out to have."""
    said, layout = expected.scale, expected.layout
    wanted = {
        name: mark
        for name, mark in PREDICTION_RULES.items()
        if (name not in SAID_ONLY if said is None else said in mark.scales) and mark.suspect(seen)
    }
    found = {
        name: seen_where(block, mark.find(block, layout), expected.most) for name, mark in wanted.items()
    }
    return OccurrencesBy({name: some for name, some in found.items() if some})
