"""The words for how labels and predictions are read: what the numbers are, and how the two are compared."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from xentcli.core.class_map import ClassMap
from xentcli.core.frozen import Frozen
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout

PAIRS = ((-1, 1), (0, 255))
"""Two classes written otherwise than 0 and 1."""


class PredictionForm(StrEnum):
    """What the predictions are numbers of, as far as they show it."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOG_PROBABILITIES = "log-probabilities"
    PERCENTAGES = "percentages"
    SCORES = "scores"
    """In [0, 1], but the rows do not sum to one."""


class Assignment(StrEnum):
    """How labels and predictions are compared."""

    CLASSES = "classes"
    """One class a row, one column a class."""
    BIT = "bit"
    """Two classes, one column."""
    OUTPUTS = "outputs"
    """Every column by itself."""
    SHARES = "shares"
    """A distribution a row, one column a class."""


class Interpretation(Frozen, apart=("reasons", "doubt")):
    """How labels and predictions are read."""

    layout: RowLayout
    kind: Kind | None = None
    """None where the labels are none for a cross-entropy."""
    form: PredictionForm | None = None
    game: Assignment | None = None
    """None where the two cannot be compared row by row."""
    classes: ClassMap = ClassMap(0)
    ignore: int | None = None
    levels: tuple[float, float] = (0.0, 1.0)
    """How label vectors write 0 and 1."""
    reasons: tuple[str, ...] = ()
    doubt: str = ""
    """The code of the refusal that `loss` would end with."""


def assignment(
    layout: RowLayout, kind: Kind | None, form: PredictionForm | None, classes: ClassMap
) -> Assignment | None:
    """Return how the two are compared: None where a row has many positions, or the classes are unknown."""
    if layout.positions or kind is None or not classes.size:
        return None
    if layout.width == 1:
        single = kind in {Kind.BINARY, Kind.SOFT} and form is not PredictionForm.LOG_PROBABILITIES
        return Assignment.BIT if single else None
    if kind is Kind.MULTI_LABEL:
        return Assignment.OUTPUTS
    return Assignment.SHARES if kind is Kind.SOFT else Assignment.CLASSES
