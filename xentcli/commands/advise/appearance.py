"""What cells look like, of labels and of predictions: certainty, decimals, sums of rows, columns that
count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.commands.advise.forms import PredictionForm
from xentcli.core.frozen import Frozen, Merged, high, low
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Mask, Numbers
    from xentcli.numerics.row_stats import RowStats

MOST_DECIMALS = 7
"""From here on numbers are not called rounded."""
FIRST = 4
"""Rows of a block that are looked at before all of them."""


class RowCount(Frozen):
    """Whether a column counts the rows: its first number, -inf where it does not count, None before a row."""

    start: float | None = None

    def __add__(self, other: RowCount) -> RowCount:
        """Both together: one count, if it goes on."""
        if self.start is None or other.start is None:
            return other if self.start is None else self
        return self if self.start == other.start else LOST

    def __bool__(self) -> bool:
        """Whether it counts."""
        return self.start is not None and self.start > -np.inf


LOST = RowCount(-np.inf)


class Looks(Merged):
    """What some rows look like; of flags, 1 is yes."""

    soft: float = high(0)
    """Some prediction is neither 0 nor 1."""
    fractional: float = high(0)
    """Some prediction is no whole number."""
    decimals: float = high(0)
    """The most decimals that a prediction has."""
    least_sum: float = low()
    most_sum: float = high()
    """The sums of the rows of predictions, where they are not all one."""
    first: RowCount = RowCount()
    last: RowCount = RowCount()
    labels: RowCount = RowCount()
    """Whether the first or the last column of predictions counts rows, or the first of the labels."""
    float_labels: float = high(0)
    not_signs: float = high(0)
    not_bytes: float = high(0)
    """Some cell of label vectors is not of -1 and 1, of 0 and 255."""


def looks_of(reading: Interpretation, labels: Block, predictions: Block, facts: RowStats) -> Looks:
    """What a block looks like."""
    rows = facts.rows if facts.rows.ndim > 1 else facts.rows[:, None]
    return Looks(
        soft=_any(rows, lambda x: (x != 0) & (x != 1)),
        fractional=_any(rows, lambda x: x != np.rint(x)),
        decimals=_decimals(rows),
        first=_counting(predictions, 0),
        last=_counting(predictions, -1),
        **_sums_of(reading, rows),
    ) + looks_of_labels(labels, reading.layout)


def looks_of_labels(labels: Block, layout: RowLayout) -> Looks:
    """What a block of labels looks like by itself."""
    return Looks(
        labels=_counting(labels, 0),
        float_labels=labels.categories is None and labels.values.dtype.kind == "f",
        **_levels(layout, labels),
    )


def _any(rows: Numbers, odd: Callable[[Numbers], Mask]) -> bool:
    """Whether a cell is odd; most often one of the first rows has one."""
    return bool(odd(rows[:FIRST]).any()) or bool(odd(rows).any())


def _decimals(rows: Numbers) -> int:
    """The most decimals that a cell needs in its shortest form, in its own precision."""
    if rows.dtype.kind != "f":
        return 0
    return MOST_DECIMALS if _needed(rows[:FIRST]) == MOST_DECIMALS else _needed(rows)


def _needed(rows: Numbers) -> int:
    left = np.asarray(rows[np.isfinite(rows)], dtype=np.float64)
    for places in range(MOST_DECIMALS):
        nearest = np.rint(left * 10.0**places) / 10.0**places
        exact = nearest == left
        if rows.dtype.itemsize < 8:
            exact |= nearest.astype(rows.dtype) == left.astype(rows.dtype)
        left = left[~exact]
        if not left.size:
            return places
    return MOST_DECIMALS


def _counting(block: Block, column: int) -> RowCount:
    """Whether a column of a plain table counts up by one from row to row, whole numbers all."""
    values = block.values
    if values.ndim != 2 or values.shape[1] < 2 or block.categories is not None or values.dtype.kind == "b":
        return LOST
    for rows in (slice(FIRST), slice(None)):
        some = np.asarray(values[rows, column], dtype=np.float64)
        start = some - np.arange(block.first_row, block.first_row + len(some))
        if not bool((start == start[0]).all()) or not np.isfinite(start[0]) or start[0] != np.rint(start[0]):
            return LOST
    return RowCount(float(start[0]))


def _sums_of(reading: Interpretation, rows: Numbers) -> dict[str, Any]:
    """The sums of rows that are no distributions."""
    if (
        reading.form not in {PredictionForm.SCORES, PredictionForm.LOGITS}
        or rows.shape[1] < 2
        or not len(rows)
    ):
        return {}
    sums = row_sums(np.asarray(rows, dtype=np.float64))
    return {"least_sum": float(sums.min()), "most_sum": float(sums.max())}


def _levels(layout: RowLayout, labels: Block) -> dict[str, Any]:
    """Which two numbers label vectors are made of."""
    x = labels.values
    if not layout.vectors or layout.width < 2 or labels.categories is not None:
        return {}
    return {
        "not_signs": _any(x, lambda v: (v != -1) & (v != 1)),
        "not_bytes": _any(x, lambda v: (v != 0) & (v != 255)),
    }
