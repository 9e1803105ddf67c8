"""Scores that are sorted within each row, next to predicted classes that vary: the classes are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.roles.sums import aligned, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Floats, Numbers
    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

FEWEST = 6
"""The fewest sorted rows of three or more classes that are no coincidence."""
FEWEST_OF_TWO = 10
"""The same for two classes."""
MOST_CLASSES = 4096


def refuse_sorted(data: Dataset, settings: Settings) -> None:
    """Raise if the scores of all rows are sorted, and a column of predicted classes varies."""
    scores = data.predictions
    if scores is None or scores.table.dtype is not None or settings.classes is not None:
        return
    table, columns = scores.table, scores.columns or ()
    if not 2 <= len(columns) <= MOST_CLASSES:
        return
    used = {*columns, *((data.labels.columns or ()) if data.labels.table is table else ())}
    for column in _predicted(table, used):
        if _contradict(table, columns, column) and _holds_classes(table, column):
            raise _sorted(table, column, len(columns))


def _predicted(table: Table, used: set[int]) -> list[int]:
    """Return the columns of classes that are called predicted."""
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    names = enumerate(table.columns or ())
    called = [c for c, name in names if suggested(name) is Role.PREDICTED_CLASS and c not in inside]
    return [c for c in called if c not in used and c not in table.unread]


def _holds_classes(table: Table, column: int) -> bool:
    seen = column_stats(table, [column])[column]
    return not (seen.fractions or seen.unread or seen.distinct.many) and len(seen.distinct.values) > 1


def _contradict(table: Table, columns: tuple[int, ...], column: int) -> bool:
    """Return whether the rows are sorted in one direction although the predicted classes vary."""
    tops: dict[str, list[Floats]] = {}
    falls = rises = True
    count = 0
    try:
        for scores, classes in aligned(table, columns, column):
            steps = np.diff(np.asarray(scores.values, np.float64), axis=1)
            falls, rises = falls and bool((steps <= 0).all()), rises and bool((steps >= 0).all())
            if not (falls or rises):
                return False
            count += int((steps != 0).any(axis=1).sum())
            _add(tops, scores.values, texts_of(classes))
    except XentError:
        return False
    if count < (FEWEST if len(columns) > 2 else FEWEST_OF_TWO) or len(tops) < 2:
        return False
    return len(columns) > 2 or not _are_cut([np.concatenate(part) for part in tops.values()])


def _add(tops: dict[str, list[Floats]], values: Numbers, texts: Sequence[str]) -> None:
    """Add the first score of each row to those of its predicted class."""
    named = np.array(texts)
    for text in dict.fromkeys(texts):
        tops.setdefault(text, []).append(np.asarray(values[named == text, 0], np.float64))


def _are_cut(tops: Sequence[Floats]) -> bool:
    """Return whether a threshold on the first score parts two predicted classes, as a decision rule does."""
    first, second = sorted(tops, key=lambda part: float(part.mean()))
    return len(tops) == 2 and bool(first.max() <= second.min())


def _sorted(table: Table, column: int, count: int) -> DataError:
    name = shown((table.columns or ())[column])
    message = (
        f"the {count} scores of every row are sorted, but '{name}' varies: "
        "the place of a score does not tell its class"
    )
    hint = "save the scores in the order of the classes; if they are so, list the classes with --classes"
    return DataError(message, hint, code="XE356", place=Place(table.name))
