"""Convert scores (logits, probabilities or shares) to labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.losses.formulas import sigmoid, softmax

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Codes, Mask, Numbers


class Accepted(Frozen):
    """The losses of information that the user accepts, and the function to apply to scores."""

    argmax: bool = False
    threshold: float | None = None
    positive: str | None = None
    softmax: bool = False
    sigmoid: bool = False

    @property
    def of_scores(self) -> bool:
        """Whether the input is read as scores: arbitrary numbers, larger is more likely."""
        return self.softmax or self.sigmoid or self.argmax or self.threshold is not None


NO_SCORES = Accepted()
"""Read the input as labels, and accept no loss."""


def scored(block: Block, layout: RowLayout, accepted: Accepted) -> Numbers:
    """Return the scores as (n, K), after softmax or sigmoid if requested."""
    rows = _checked(block, layout)
    if accepted.softmax:
        _refuse(block, _dead(rows), "every score of the row is -inf", "a row needs at least one finite score")
        return softmax(np.asarray(rows, np.float64))
    return sigmoid(np.asarray(rows, np.float64)) if accepted.sigmoid else rows


def largest(block: Block, layout: RowLayout, accepted: Accepted) -> Codes:
    """Return the column of the largest score per row, shape (n,), the first of ties; softmax preserves it."""
    rows = _checked(block, layout)
    _refuse(block, _dead(rows), "every score of the row is -inf", "a row needs at least one finite score")
    if not (accepted.softmax or accepted.sigmoid):
        hint = "a row of zeros has no class; remove it, or use --softmax if these are logits"
        _refuse(block, np.asarray((rows == 0).all(axis=1)), "every score of the row is 0", hint)
    return np.asarray(rows.argmax(axis=1), dtype=np.int64)


def above(rows: Numbers, threshold: float | None) -> Mask:
    """Return the mask of scores above the threshold, compared in the dtype of the scores.

    >>> above(np.array([0.1, 0.5], np.float32), 0.1).tolist()
    [False, True]
    """
    with np.errstate(over="ignore"):
        return np.asarray(rows > (threshold or 0))


def _checked(block: Block, layout: RowLayout) -> Numbers:
    """Return the scores as (n, K); raise on NaN and +inf."""
    values = block.values
    top = values.max()
    if not top < np.inf:  # NaN is not below it either
        bad = np.argwhere(~(values < np.inf))[0]
        row, column = int(bad[0]), int(bad[1]) if len(bad) == 2 else None
        value = block.value(*map(int, bad))
        hint = "every score must be a number; -inf is allowed, +inf and NaN are not"
        place = block.place(row, column)
        raise DataError(f"{shown(value)} is not a score", hint, code="XE201", place=place, value=value)
    return layout.labels(values) if layout.vectors else values.reshape(-1, 1)


def _dead(rows: Numbers) -> Mask:
    return np.asarray(rows.max(axis=1) == -np.inf)


def _refuse(block: Block, bad: Mask, message: str, hint: str) -> None:
    if bad.any():
        row = int(np.argmax(bad)) // (len(bad) // len(block))
        raise DataError(message, hint, code="XE202", place=block.place(row))
