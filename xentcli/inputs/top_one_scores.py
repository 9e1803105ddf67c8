"""The scores of predicted classes: their range for each class, and the class they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import NOWHERE, DataError, Place
from xentcli.core.frozen import Merged, high, low
from xentcli.inputs.extended import in_step
from xentcli.inputs.two_classes import class_key
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.io.table import Complain, Table


class Span(Merged):
    """The scores of the rows with one predicted class."""

    name: str = ""
    """The class as it is spelled first."""
    rows: int = 0
    minimum: float = low()
    maximum: float = high()
    first: Place = NOWHERE
    """The place of the first score below one half."""

    def __add__(self, other: Span) -> Span:
        """Return the span of both."""
        ends = min(self.minimum, other.minimum), max(self.maximum, other.maximum)
        first = other.first if self.first == NOWHERE else self.first
        return Span(self.name or other.name, self.rows + other.rows, *ends, first)


def spans_of(table: Table, predicted: int, score: int, whole: float = 1.0) -> dict[str, Span]:
    """Return the scores of each predicted class by its key, from all rows; raise if one is not a probability.

    Args:
        table: The table of the predictions.
        predicted: The column of predicted classes.
        score: The column of scores.
        whole: The score of certainty, such as 100 for percentages.
    """
    found: dict[str, Span] = {}
    for names, scores in pairs(table, predicted, score, _unheard):
        values = scores.values[:, 0]
        outside = np.flatnonzero(~((values >= 0) & (values <= whole)))
        if outside.size:
            raise _outside(scores, int(outside[0]), whole)
        for code in np.unique(names.values).tolist():
            name = (names.categories or ())[code]
            rows = np.flatnonzero(names.values == code)
            key = class_key(name)
            found[key] = found.get(key, Span()) + _span(name, scores, rows, whole)
    return found


def owner_of(spans: Mapping[str, Span], classes: tuple[str, ...], whole: float = 1.0) -> str | Span | None:
    """Return the class that the score belongs to, None for the predicted one, or a doubtful span.

    >>> a, b = Span("no", 2, 0.1, 0.4), Span("yes", 2, 0.4, 0.9)
    >>> owner_of({"no": a, "yes": b}, ("no", "yes")), owner_of({"yes": b}, ("no", "yes")) == b
    ('yes', True)
    >>> owner_of({"no": Span("no", 2, 0.5, 0.9)}, ("no", "yes")) is None
    True
    """
    below = [span for span in spans.values() if span.minimum < whole / 2]
    if not below:
        return None
    for name, other in (classes, classes[::-1]):
        least = spans[name].minimum if name in spans else whole / 2
        most = spans[other].maximum if other in spans else whole / 2
        if most <= least:
            return name
    return below[0]


def _outside(scores: Block, row: int, whole: float) -> DataError:
    value = scores.value(row, 0)
    percent = whole == 1 and isinstance(value, float) and 1 < value <= 100
    hint = (
        "for percentages, use --from-percent"
        if percent
        else "the score of a predicted class must be its probability"
    )
    message = f"{value} is outside 0 to {whole:g}, so it is not the probability of the predicted class"
    ways = ({"from_percent": True},) if percent else ()
    return DataError(message, hint, code="XE322", place=scores.place(row, 0), value=value, ways=ways)


def _span(name: str, scores: Block, rows: Codes, whole: float) -> Span:
    values: Numbers = scores.values[rows, 0]
    below = rows[values < whole / 2]
    place = scores.place(int(below[0]), 0) if below.size else NOWHERE
    return Span(name, len(rows), float(values.min()), float(values.max()), place)


def pairs(
    table: Table, predicted: int, score: int, complain: Complain | None
) -> Iterator[tuple[Block, Block]]:
    """Yield blocks of predicted names and of their scores, with the same rows."""
    names = table.blocks((predicted,), Cells.NAMES, complain)
    return in_step(names, table.blocks((score,), Cells.NUMBERS, complain))


def _unheard(error: Exception) -> None:
    """Ignore errors of single cells; a later pass reports them."""
