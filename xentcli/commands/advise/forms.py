"""Names for how labels and predictions are interpreted and compared."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from xentcli.core.class_map import ClassMap
from xentcli.core.frozen import Frozen
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout

PAIRS = ((-1, 1), (0, 255))
"""Pairs of numbers other than 0 and 1 that denote two classes."""


class PredictionForm(StrEnum):
    """What kind of numbers the predictions are, as far as the values show it."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOG_PROBABILITIES = "log-probabilities"
    PERCENTAGES = "percentages"
    SCORES = "scores"
    """In [0, 1], but the rows do not sum to one."""


class Assignment(StrEnum):
    """How labels and predictions are compared."""

    CLASSES = "classes"
    """One class per row, one column per class."""
    BIT = "bit"
    """Two classes, one column."""
    OUTPUTS = "outputs"
    """Every column is an independent output."""
    SHARES = "shares"
    """One distribution per row, one column per class."""


class Interpretation(Frozen, apart=("reasons", "doubt")):
    """How labels and predictions are read."""

    layout: RowLayout
    kind: Kind | None = None
    """None if the labels do not fit a cross-entropy."""
    form: PredictionForm | None = None
    game: Assignment | None = None
    """None if the two cannot be compared row by row."""
    classes: ClassMap = ClassMap(0)
    ignore: tuple[int | str, ...] = ()
    levels: tuple[float, float] = (0.0, 1.0)
    """How label vectors write 0 and 1."""
    reasons: tuple[str, ...] = ()
    doubt: str = ""
    """The code of the error that `loss` would raise."""


def assignment(
    layout: RowLayout, kind: Kind | None, form: PredictionForm | None, classes: ClassMap
) -> Assignment | None:
    """Return how the two are compared, position by position; None where the classes are unknown."""
    if kind is None or not classes.size:
        return None
    if layout.width == 1:
        single = kind in {Kind.BINARY, Kind.SOFT} and form is not PredictionForm.LOG_PROBABILITIES
        return Assignment.BIT if single else None
    if kind is Kind.MULTI_LABEL:
        return Assignment.OUTPUTS
    return Assignment.SHARES if kind is Kind.SOFT else Assignment.CLASSES
