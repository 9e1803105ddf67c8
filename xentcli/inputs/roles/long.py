"""Recognize long tables: one row per sample and class of scores, or per sample and label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import XentError
from xentcli.inputs.doubts.candidates import pivoted_candidates
from xentcli.inputs.long_labels import grouped
from xentcli.inputs.long_table import Pivoted, layout_of, pivoted
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import Role, suggested, words
from xentcli.inputs.roles.ranked import ranked_scores
from xentcli.inputs.take import whole_of
from xentcli.io.table import Cells
from xentcli.numerics.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.inputs.long_table import Layout
    from xentcli.io.table import Table

MOST_COLUMNS = 12
"""Wider tables are not long."""
CLASS_WORDS = frozenset({"class", "label", "variable", "category", "level", "tag", "name", "outcome"})
VALUE_WORDS = frozenset({"value", "estimate", "pred", "prediction", "predicted"})
NO_CLASSES = frozenset({Role.SCORE, Role.WEIGHT, Role.SPLIT, Role.GROUP})


def widened(
    mine: Table,
    theirs: Table,
    on: str | None,
    labels: str | None,
    scores: str | None,
    by: str | None = None,
) -> tuple[Table, Table]:
    """Return labels and predictions with one row per sample and one column per class.

    Long tables are pivoted, and ranked columns put in one order.

    Args:
        mine: The table of the labels.
        theirs: The table of the predictions, which may be the same.
        on: The key column that the user named.
        labels: The label column that the user named.
        scores: The columns of scores that the user named.
        by: The column of groups that the user named, which holds no classes.
    """
    wide = (ranked_scores(theirs) if scores is None else None) or _wide_scores(
        mine, theirs, on, scores, by, labels
    )
    if wide is not None:
        return (wide, wide) if mine is theirs else (mine, wide)
    if mine is theirs or not _is_narrow(mine, 2):
        return mine, theirs
    for key in _keys(mine, on):
        other = _same_column(theirs, (mine.columns or ())[key])
        tags = _tags(mine, key, labels)
        if other is None or len(tags) != 1 or not _repeats(mine, key):
            continue
        if _fit(layout_of(mine, key, tags[0]), theirs, other):
            return grouped(mine, key, tags[0], named=labels is not None), theirs
    return mine, theirs


def _fit(labels: Layout, theirs: Table, key: int) -> bool:
    """Return whether the predictions have one row per key, and a column of numbers for each label."""
    seen = column_stats(theirs, [key])[key]
    outputs = sum(number for c, number in enumerate(theirs.numeric) if c != key)
    bits = set(labels.titles) <= {"0", "1"}
    return (
        seen.keys is not None
        and seen.rows == len(labels.first)
        and outputs >= len(labels.titles)
        and not bits
    )


def several_rows(table: Table, labels: str | None) -> Table:
    """Return a table of labels grouped by a key that repeats; unchanged if each row is a sample.

    >>> from xentcli.io.memory import array_table
    >>> table = array_table([2, 0], "labels")
    >>> several_rows(table, None) is table
    True
    """
    if not _is_narrow(table, 2):
        return table
    for key in _keys(table, None):
        tags = _tags(table, key, labels)
        if len(tags) != 1:
            continue
        layout = layout_of(table, key, tags[0])
        if len(set(layout.cells.tolist())) == len(layout.cells):
            return grouped(table, key, tags[0])
    return table


def _wide_scores(
    mine: Table, theirs: Table, on: str | None, named: str | None, by: str | None, labels: str | None
) -> Pivoted | None:
    """Return the predictions pivoted, or None if they are not a long table; raise if classes are missing."""
    if not _is_narrow(theirs, 3):
        return None
    scores = _scores(theirs, named)
    if mine is theirs and len(scores) == 1:
        found = _candidates(theirs, scores[0], labels, named)
        if found is not None:
            return found
    for key in _keys(theirs, on) if len(scores) == 1 else ():
        if not _repeats(theirs, key):
            continue
        for class_ in _classes(theirs, key, scores[0], by):
            layout = layout_of(theirs, key, class_)
            samples, classes = len(layout.first), len(layout.titles)
            if samples < 2 or classes < 2 or samples == len(layout.cells):
                continue
            if len(layout.cells) == samples * classes == len(set(layout.cells.tolist())):
                found = pivoted(theirs, key, class_, scores[0], named=named is not None)
                return found if mine is not theirs or (_has_labels(found) and _has_classes(found)) else None
            if mine is not theirs and _must_be_long(mine, theirs, key, class_, scores[0]):
                return pivoted(theirs, key, class_, scores[0], named=named is not None)
    return None


def _candidates(table: Table, score: int, labels: str | None, named: str | None) -> Pivoted | None:
    """Return the pivoted table if labels have one 1 for each sample, and the scores sum to one, else None."""
    names = table.columns or ()
    called = [c for c in range(len(names)) if suggested(names[c]) is Role.LABEL]
    some = called if labels is None else [c for c in range(len(names)) if names[c] == labels]
    options = list(_classes(table, score, score, None))
    return pivoted_candidates(table, some, score, options, named=named is not None)


def _is_narrow(table: Table, least: int) -> bool:
    names = table.columns
    return (
        table.dtype is None
        and names is not None
        and not table.vectors
        and least <= len(names) <= MOST_COLUMNS
    )


def _keys(table: Table, on: str | None) -> list[int]:
    """Return the columns that may hold the samples of a long table: the one that was named, or keys."""
    names = table.columns or ()
    named = [names.index(on)] if on in names and on is not None else []
    return named or [
        c for c, name in enumerate(names) if suggested(name) is Role.KEY and c != table.index_column
    ]


def _scores(table: Table, named: str | None) -> list[int]:
    """Return the column that was named, else the columns of numbers that are called scores, or values."""
    names = table.columns or ()
    if named is not None:
        return [names.index(named)] if named in names else []
    numeric = [c for c in range(len(names)) if table.numeric[c]]
    called = [c for c in numeric if suggested(names[c]) is Role.SCORE]
    return called or [c for c in numeric if VALUE_WORDS.intersection(words(names[c]))]


def _classes(table: Table, key: int, score: int, by: str | None) -> Iterator[int]:
    """Yield the columns that may hold the classes, those that are called so first."""
    names = table.columns or ()
    some = [c for c in range(len(names)) if c not in {key, score} and suggested(names[c]) not in NO_CLASSES]
    some = [c for c in some if names[c] != by]
    for column in sorted(some, key=lambda c: not CLASS_WORDS.intersection(words(names[c]))):
        seen = column_stats(table, [column])[column]
        if not (seen.distinct.many or seen.fractions or seen.unread):
            yield column


def _must_be_long(mine: Table, theirs: Table, key: int, class_: int, score: int) -> bool:
    """Return whether the names suggest a long table, and the labels have unique keys."""
    names = theirs.columns or ()
    other = _same_column(mine, names[key])
    called = suggested(names[score]) is Role.SCORE and CLASS_WORDS.intersection(words(names[class_]))
    return bool(called) and other is not None and not _repeats(mine, other)


def _has_labels(table: Pivoted) -> bool:
    """Return whether a column that is the same in all rows of a sample is called labels."""
    return any(suggested(name) is Role.LABEL for name in table.columns[: table.width])


def _has_classes(table: Pivoted) -> bool:
    """Return whether the classes have a usual name, hold the labels, or have scores that sum to one.

    Otherwise the column may hold runs, such as models or seeds.
    """
    if CLASS_WORDS.intersection(words(table.parted_by)):
        return True
    labels = [c for c in range(table.width) if suggested(table.columns[c]) is Role.LABEL]
    seen = [column_stats(table, [c])[c] for c in labels]
    if any(one.texts and one.distinct.values <= {*table.classes} for one in seen):
        return True
    try:
        return bool(on_simplex(whole_of(table, table.added, Cells.NUMBERS).values).all())
    except XentError:
        return True


def _tags(table: Table, key: int, labels: str | None) -> Sequence[int]:
    """Return the column of labels beside a key: the one that was named, or the only one."""
    names = table.columns or ()
    if labels is not None:
        return [names.index(labels)] if labels in names and names.index(labels) != key else []
    rest = [c for c in range(len(names)) if c != key]
    return [c for c in rest if suggested(names[c]) is Role.LABEL] or rest


def _same_column(table: Table, name: str) -> int | None:
    names = table.columns or ()
    return next((c for c, other in enumerate(names) if words(other) == words(name)), None)


def _repeats(table: Table, column: int) -> bool:
    """Return whether a value of a column occurs again; False if it cannot be read."""
    try:
        seen = column_stats(table, [column])[column]
    except XentError:
        return False
    return seen.rows > 0 and not seen.fractions and not seen.unread and seen.keys is None
