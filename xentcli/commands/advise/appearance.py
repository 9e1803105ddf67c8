"""Formatting and value patterns of labels and predictions: decimals, row sums, columns that count rows."""

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
"""Numbers with at least this many decimals are not called rounded."""
COLOURS = (3, 4)
"""The number of channels of a picture in colour, without and with transparency."""
FIRST = 4
"""The number of rows of a block to check before checking all of them."""


class RowCount(Frozen):
    """Whether a column counts the rows: its first number, -inf if it does not count, None before the first
    row."""

    start: float | None = None

    def __add__(self, other: RowCount) -> RowCount:
        """Return one count for both parts if the second continues the first."""
        if self.start is None or other.start is None:
            return other if self.start is None else self
        return self if self.start == other.start else LOST

    def __bool__(self) -> bool:
        return self.start is not None and self.start > -np.inf


LOST = RowCount(-np.inf)


class Looks(Merged):
    """Value patterns of some rows; flags are 1 for yes."""

    soft: float = high(0)
    """Whether a prediction is neither 0 nor 1."""
    fractional: float = high(0)
    """Whether a prediction is not a whole number."""
    decimals: float = high(0)
    """The largest number of decimals in a prediction."""
    least_sum: float = low()
    most_sum: float = high()
    """The row sums of the predictions, if they are not all one."""
    first: RowCount = RowCount()
    last: RowCount = RowCount()
    labels: RowCount = RowCount()
    """Whether the first or the last column of predictions counts rows, or the first of the labels."""
    float_labels: float = high(0)
    not_signs: float = high(0)
    coloured: float = high(0)
    """Whether the labels are no pictures in colour whose channels are all equal."""
    not_bytes: float = high(0)
    """Whether a cell of the label vectors is not one of -1 and 1, or of 0 and 255."""


def looks_of(reading: Interpretation, labels: Block, predictions: Block, facts: RowStats) -> Looks:
    """Return the value patterns of a block."""
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
    """Return the value patterns of a block of labels alone."""
    return Looks(
        labels=_counting(labels, 0),
        coloured=not _is_grey(labels),
        float_labels=labels.categories is None and labels.values.dtype.kind == "f",
        **_levels(layout, labels),
    )


def _is_grey(labels: Block) -> bool:
    """Return whether labels are pictures in colour, of which the three channels are equal."""
    coloured = labels.categories is None and channel_axis(labels.values.shape) is not None
    return coloured and _equal(labels.values)


def channel_axis(shape: tuple[int, ...]) -> int | None:
    """Return the axis of the channels of pictures in colour, with or without transparency, or None.

    >>> channel_axis((9, 8, 8, 3)), channel_axis((9, 3, 8, 8)), channel_axis((9, 8, 8))
    (3, 1, None)
    """
    found = [axis for axis in (len(shape) - 1, 1) if shape[axis] in COLOURS] if len(shape) > 3 else []
    return found[0] if found else None


def _equal(values: Numbers) -> bool:
    channels = np.moveaxis(values, channel_axis(values.shape) or 0, 0)
    return bool((channels[1] == channels[0]).all() and (channels[2] == channels[0]).all())


def _any(rows: Numbers, odd: Callable[[Numbers], Mask]) -> bool:
    """Return whether any cell is odd, checking the first rows before the rest."""
    return bool(odd(rows[:FIRST]).any()) or bool(odd(rows).any())


def _decimals(rows: Numbers) -> int:
    """Return the largest number of decimals that a cell needs in its shortest representation, in its own
    precision."""
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
    """Return whether a column of a plain table consists of whole numbers that increase by one from row to
    row."""
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
    """Return the row sums if the rows are not distributions."""
    if (
        reading.form not in {PredictionForm.SCORES, PredictionForm.LOGITS}
        or rows.shape[1] < 2
        or not len(rows)
    ):
        return {}
    sums = row_sums(np.asarray(rows, dtype=np.float64))
    return {"least_sum": float(sums.min()), "most_sum": float(sums.max())}


def _levels(layout: RowLayout, labels: Block) -> dict[str, Any]:
    """Return which two numbers the label vectors consist of."""
    x = labels.values
    if not layout.vectors or layout.width < 2 or labels.categories is not None:
        return {}
    return {
        "not_signs": _any(x, lambda v: (v != -1) & (v != 1)),
        "not_bytes": _any(x, lambda v: (v != 0) & (v != 255)),
    }
