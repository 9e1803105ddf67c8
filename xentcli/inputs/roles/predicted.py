"""Find a column of predicted classes and a column of their scores, if no other column holds scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import XentError
from xentcli.core.frozen import Frozen
from xentcli.inputs.roles.column import Column
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import BEST, SCORE_WORDS, Role, suggested, words
from xentcli.inputs.roles.readings import possible_scores
from xentcli.inputs.roles.rules import MARKS, NO_SCORES
from xentcli.inputs.roles.series import candidates
from xentcli.inputs.two_classes import class_key
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xentcli.core.class_map import Class
    from xentcli.inputs.roles.decide import Given
    from xentcli.io.table import Table

NO_CLASSES = frozenset({Role.SCORE, Role.WEIGHT, Role.GROUP, Role.SPLIT})
MOST_TEXTS = 8
"""The number of columns of text that are searched for predicted classes."""


class Pair(Frozen):
    """The columns of predicted classes and of their scores, and the classes of the labels."""

    predicted: int
    score: int
    labels: frozenset[Class]
    label: int | None
    """The column of the labels; None for an array."""
    said: bool = False
    """Whether the user named both columns."""
    of_labels: bool = False
    """Whether the predicted classes are called labels."""

    def agreement(self, mine: Table, theirs: Table) -> Mapping[tuple[str, Class], int]:
        """Return the number of rows with each predicted class and label, for rows in the same order."""
        from xentcli.inputs.extended import in_step

        columns = None if self.label is None else (self.label,)
        blocks = mine.blocks(columns, Cells.LABELS), theirs.blocks((self.predicted,), Cells.NAMES)
        counts: dict[tuple[str, Class], int] = {}
        for labels, names in in_step(*blocks):
            values = map(_class, labels.texts(range(len(labels))))
            for both in zip(names.texts(range(len(names))), values, strict=True):
                counts[both] = counts.get(both, 0) + 1
        return counts


def is_copy(counts: Mapping[tuple[str, Class], int]) -> bool:
    """Return whether the predicted classes are the labels in all rows."""
    return all(class_key(name) == class_key(label) for name, label in counts)


def _class(text: str) -> Class:
    key = class_key(text)
    return int(key) if key.lstrip("-").isdigit() else text


def find_pair(mine: Table, theirs: Table, given: Given) -> Pair | None:
    """Return the columns of predicted classes and their scores, or None for other predictions."""
    if theirs.dtype is not None or theirs.vectors:
        return None
    names = theirs.columns or ("",) * int(theirs.shape[1] or 0)
    taken = {*given.taken_of_scores, *theirs.unread, *(() if mine is not theirs else given.labels or ())}
    free = [c for c in range(len(names)) if c not in taken and c != theirs.index_column]
    if given.scores is not None:
        free = [c for c in free if c in given.scores] if len(given.scores) == 2 else []
    hints = {c: suggested(names[c]) if names[c] else None for c in free}
    numbers = [c for c in free if theirs.numeric[c] and hints[c] not in {*NO_SCORES, Role.PREDICTED_CLASS}]
    scores = [c for c in numbers if hints[c] is Role.SCORE] or numbers
    if len(scores) != 1 or len(free) < 2:
        return None
    some = _may_predict(theirs, [c for c in free if c != scores[0]], hints, apart=mine is not theirs)
    rest = [c for c in free if theirs.numeric[c] and hints[c] not in NO_SCORES and c != scores[0]]
    return _proved(mine, theirs, given, some, scores[0], rest)


def _may_predict(
    table: Table, free: Sequence[int], hints: Mapping[int, Role | None], *, apart: bool
) -> list[int]:
    """Return the columns that may hold predicted classes: those that are called so, else those of text."""
    names = table.columns or ()
    called = [c for c in free if hints[c] is Role.PREDICTED_CLASS or (names and words(names[c]) == BEST)]
    if not called and apart:
        called = [c for c in free if hints[c] is Role.LABEL]
    barred = NO_CLASSES if apart else {*NO_CLASSES, Role.LABEL}
    texts = [c for c in free if not table.numeric[c] and hints[c] not in barred]
    return called or texts[:MOST_TEXTS]


def _proved(
    mine: Table, theirs: Table, given: Given, some: Sequence[int], score: int, rest: Sequence[int]
) -> Pair | None:
    """Return the pair if all rows agree with it: classes in one column, numbers in the other."""
    if not some:
        return None
    seen = column_stats(theirs, [*some, score])
    found = _labels(mine, theirs, given, {*some, score})
    if found is None or seen[score].texts or _names_a_class(theirs, score, found[1]):
        return None
    label, classes = found
    keys = {class_key(c) for c in classes}
    names = theirs.columns or ()
    called = [c for c in some if names and suggested(names[c]) in {Role.PREDICTED_CLASS, Role.LABEL}]
    predicted = [
        c
        for c in some
        if not (seen[c].distinct.many or seen[c].fractions or seen[c].unread)
        and (c in called or {class_key(value) for value in seen[c].distinct.values} <= keys)
    ]
    if len(predicted) != 1 or _has_series(theirs, [c for c in rest if c not in predicted], classes):
        return None
    if not seen[score].inside and not _are_percentages(seen[score].minimum, seen[score].maximum):
        return None
    of_labels = bool(names) and suggested(names[predicted[0]]) is Role.LABEL
    return Pair(predicted[0], score, classes, label, given.scores is not None, of_labels)


def _are_percentages(least: float, most: float) -> bool:
    return least >= 0 and 1 < most <= 100


def _names_a_class(table: Table, score: int, classes: Iterable[Class]) -> bool:
    """Return whether the column of scores is named after one class, such as `p_yes`."""
    own = set(words(table.columns[score])) - SCORE_WORDS if table.columns else set()
    return any(set(words(class_key(c))) <= own for c in classes if words(class_key(c)))


def _has_series(table: Table, rest: Sequence[int], classes: frozenset[Class]) -> bool:
    """Return whether the other columns of numbers hold a series of scores."""
    if len(rest) < 2 or table.columns is None:
        return False
    seen = column_stats(table, rest)
    columns = [Column("predictions", c, table.columns[c], True, seen[c]) for c in rest]
    found = [*possible_scores(table, columns, []), *candidates(columns, classes)]
    keys = {class_key(c) for c in classes}
    return any(
        len(series) > 1 and (series.sums or {class_key(c) for c in series.classes or ()} >= keys)
        for series in found
    )


def _labels(
    mine: Table, theirs: Table, given: Given, taken: set[int]
) -> tuple[int | None, frozenset[Class]] | None:
    """Return the column of the labels and their classes, or None if that is not clear."""
    if mine.dtype is not None:
        return None if mine.shape[1:] not in {(), (1,)} else (None, _of_array(mine))
    free = [c for c in range(int(mine.shape[1] or 0)) if mine is not theirs or c not in taken]
    free = [c for c in free if c not in {*mine.unread, *given.taken_of_labels} and c != mine.index_column]
    if given.labels is not None:
        free = list(given.labels)
    names = mine.columns
    if len(free) > 1 and names is not None and given.labels is None:
        called = [c for c in free if suggested(names[c]) is Role.LABEL]
        free = called or [c for c in free if suggested(names[c]) is None]
    free = free if len(free) == 1 else _of_two_classes(mine, free)
    if len(free) != 1:
        return None
    seen = column_stats(mine, free)[free[0]]
    if seen.distinct.many or seen.fractions or not seen.rows:
        return None
    return free[0], _without_marks(seen.distinct.values)


def _of_two_classes(table: Table, columns: Sequence[int]) -> list[int]:
    """Return the columns that hold two different values, as labels of two classes do."""
    seen = column_stats(table, columns)
    return [c for c in columns if not seen[c].distinct.many and len(seen[c].distinct.values) == 2]


def _of_array(table: Table) -> frozenset[Class]:
    values: set[Class] = set()
    try:
        for block in table.blocks(None, Cells.LABELS):
            own = np.unique(block.values)
            values |= {(block.categories or ())[c] if block.categories else int(c) for c in own.tolist()}
    except (XentError, ValueError, OverflowError):
        return frozenset()
    return _without_marks(frozenset(values))


def _without_marks(classes: frozenset[Class]) -> frozenset[Class]:
    """Return the classes without ids that mark rows without a label, if there are more than two."""
    return classes - MARKS if len(classes) > 2 else classes
