"""The rules that rate a reading of the columns: each proves, weakens or rejects one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import classes_of
from xentcli.inputs.roles.names import PREDICTED_WORDS, SCORE_WORDS, Role, words
from xentcli.inputs.roles.reading import names_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.reading import Reading
    from xentcli.inputs.roles.series import Series

REJECTED = float("-inf")
FALLING = 6
"""The fewest descending rows that are no coincidence."""
FAR = 8
"""How much larger than another column of a series one may be."""
MARKS = frozenset({-1, -100, 255})
"""Ids that mark rows without a label."""
NO_SCORES = frozenset({Role.KEY, Role.WEIGHT, Role.SPLIT, Role.GROUP, Role.LABEL})
NO_LABELS = frozenset({Role.WEIGHT, Role.SPLIT, Role.GROUP, Role.SCORE, Role.PREDICTED_CLASS})
GENERAL = SCORE_WORDS | PREDICTED_WORDS | {"label", "y", "true", "target", "class", "gt", "is", "has", "id"}
"""Words that name no task."""
SPARE = 2
"""How many values more than classes a label column may hold: marks, or words for missing values."""


def _usual_label(reading: Reading) -> float:
    """A usual name of a label column is likely one; a name of another role is likely none."""
    label = reading.label
    if reading.given or label is None:
        return 0
    if label.hint is Role.LABEL:
        return 4
    return -8 if label.hint in NO_LABELS else 0


def _too_many_values(reading: Reading) -> float:
    """A column with more values than there are classes is an id or a feature, not a label."""
    label, classes = reading.label, reading.classes
    if label is None or reading.given:
        return 0
    if label.stats.fractions and not (label.stats.inside and len(reading.scores) == 1):
        return REJECTED
    if label.stats.distinct.many or (classes and len(classes - MARKS) > reading.outputs + SPARE):
        return REJECTED
    return -2 if classes and len(classes - MARKS) > reading.outputs else 0


def _names_of_classes(reading: Reading) -> float:
    """Score columns whose names are the labels prove both; names of other classes prove nothing."""
    classes, columns = (reading.classes or frozenset()) - MARKS, reading.scores.columns
    if not classes or not all(c.named for c in columns):
        return 0
    if classes_of([c.name for c in columns], classes) is None:
        return 0
    return 5 if any(isinstance(c, str) for c in classes) or _is_numbered(reading) else 2


def _is_numbered(reading: Reading) -> bool:
    pattern = reading.scores.pattern
    return pattern is not None and (pattern.scores or pattern.bare)


def _names_of_label_columns(reading: Reading) -> float:
    """Score columns called like the columns of the label vectors belong to them."""
    if len(reading.labels) < 2:
        return 0
    if names_fit(reading.labels, reading.scores):
        return 6
    if len(reading.labels) != len(reading.scores):
        return -2
    return -8 if reading.scores.sums and not reading.one_each else 3


def _files_of_one_width(reading: Reading) -> float:
    """A file of nothing but label columns belongs to a file of as many scores."""
    labels, scores = reading.labels, reading.scores.columns
    apart = bool(labels and scores) and labels[0].input != scores[0].input
    return (
        2 if apart and len(labels) == len(scores) > 1 and not reading.left and not reading.scores.sums else 0
    )


def _one_of_a_vector(reading: Reading) -> float:
    """A column of 0 and 1 next to similar ones is part of label vectors, unless its name says otherwise."""
    label = reading.label
    return -6 if reading.of_vector and label is not None and label.hint is not Role.LABEL else 0


def _one_sort_of_cells(reading: Reading) -> float:
    """Label vectors hold 0 and 1, or shares: one column of each is likely a label next to its score."""
    if len(reading.labels) < 2 or reading.given or reading.one_each:
        return 0
    bits = {c.stats.is_bits for c in reading.labels}
    return -8 if len(bits) > 1 and any(c.stats.fractions for c in reading.labels) else 0


def _ids_in_range(reading: Reading) -> float:
    """Ids that count the columns, from 0 or 1, fit; ids beyond the columns do not."""
    classes = reading.classes
    if not classes or not all(isinstance(c, int) for c in classes):
        return 0
    ids = {int(c) for c in classes if c not in MARKS}
    outputs = reading.outputs
    return 1 if ids <= set(range(outputs)) or ids <= set(range(1, outputs + 1)) or outputs == len(ids) else -2


def _sums_to_one(reading: Reading) -> float:
    """Rows that sum to one prove a series; fractions that do not are likely several models."""
    scores = reading.scores
    if scores.sums or len(scores) == 1 or reading.label is None:
        return 5 if scores.sums else 0
    return -1 if all(c.stats.inside and not c.stats.is_whole for c in scores.columns) else 0


def _words_for_scores(reading: Reading) -> float:
    """A word such as p, prob or logit around the classes, or in the name of a single column."""
    scores = reading.scores
    if len(scores) == 1:
        return {Role.SCORE: 3.0, Role.PREDICTED_CLASS: 1.5}.get(scores.columns[0].hint, 0.0)  # type: ignore[arg-type]
    return 2 if scores.pattern is not None and scores.pattern.scores else 0


def _columns_of_other_roles(reading: Reading) -> float:
    """Columns that are called id, weight, fold or label are not scores."""
    if reading.scores.classes is not None and len(reading.scores) > 1 and reading.scores.sums:
        return 0
    return (
        REJECTED if any(c.hint in NO_SCORES for c in reading.scores.columns) and not _by_class(reading) else 0
    )


def _by_class(reading: Reading) -> bool:
    return _names_of_classes(reading) >= 5


def _whole_numbers(reading: Reading) -> float:
    """Scores are seldom whole numbers; whole numbers next to fractions are another kind of column."""
    columns = reading.scores.columns
    if all(c.stats.is_whole for c in columns):
        return 0 if reading.scores.sums else -3
    if reading.scores.sums or _by_class(reading) or _is_numbered_series(reading.scores):
        return 0
    if any(_is_other(c, columns) if c.named else _is_id_like(c, columns) for c in columns):
        return -6
    return -2 if any(c.stats.counts and c.named for c in columns) else 0


def _is_numbered_series(scores: Series) -> bool:
    """Return whether a word for scores and numbers name the columns: p_0, p_1."""
    numbered = scores.classes is not None and all(isinstance(c, int) for c in scores.classes)
    return numbered and scores.pattern is not None and scores.pattern.scores


def _is_other(column: Column, scores: Sequence[Column]) -> bool:
    """Return whether whole numbers are not scores: beside probabilities, or far beyond the other columns."""
    if not column.stats.counts:
        return False
    others = [c for c in scores if not c.stats.counts]
    if not others:
        return False
    far = max(max(-c.stats.minimum, c.stats.maximum) for c in others)
    return all(c.stats.inside for c in others) or column.stats.maximum > FAR * far


def _is_id_like(column: Column, scores: Sequence[Column]) -> bool:
    """Return whether a column without a name can only be an id: each number once, far beyond the scores."""
    if not column.stats.counts or column.stats.keys is None:
        return False
    others = [c for c in scores if c is not column]
    far = max((max(-c.stats.minimum, c.stats.maximum) for c in others), default=0.0)
    return column.stats.maximum > FAR * far


def _as_many_as_classes(reading: Reading) -> float:
    """As many columns as there are classes, or one column for two classes."""
    classes = reading.classes
    return 1 if classes and len(classes - MARKS) == reading.outputs else 0


def _probabilities(reading: Reading) -> float:
    """A single column of fractions from 0 to 1 is likely a probability."""
    only = reading.scores.columns[0].stats
    return 1 if len(reading.scores) == 1 and only.inside and not only.is_whole else 0


def _nameless_part(reading: Reading) -> float:
    """Columns without names belong together; one that leaves out others of its kind is unlikely."""
    scores = reading.scores.columns
    if scores[0].named or reading.scores.sums:
        return 0
    return -3 if any(not _is_id_like(c, scores) for c in reading.others()) else 0


def _around_the_label(reading: Reading) -> float:
    """Columns without names on both sides of the label are features before it, and scores after it."""
    label, columns = reading.label, reading.scores.columns
    if (
        label is None
        or reading.given
        or columns[0].named
        or columns[0].input != label.input
        or reading.scores.sums
    ):
        return 0
    return -4 if columns[0].index < label.index < columns[-1].index else 0


def _part_of_series(reading: Reading) -> float:
    """A single column of a numbered series stands for one class, not for the predictions."""
    return -3 if reading.is_part else 0


def _ranked(reading: Reading) -> float:
    """Probabilities that fall from column to column in every row are ranks, not classes."""
    scores = reading.scores
    rows = max((c.stats.rows for c in scores.columns), default=0)
    vary = any(c.stats.maximum > c.stats.minimum for c in scores.columns)
    falls = scores.descends and vary and len(scores) > 2 and rows >= FALLING
    return REJECTED if falls and not _by_class(reading) and len(reading.labels) < 2 else 0


def _one_scale(reading: Reading) -> float:
    """Scores of one model have one scale; a column far beyond the others is a feature."""
    columns = reading.scores.columns
    sizes = sorted(size for c in columns if (size := max(-c.stats.minimum, c.stats.maximum)) > 0)
    if len(sizes) < 2 or reading.scores.sums or sizes[-1] == float("inf"):
        return 0
    return -3 if sizes[-1] > FAR * sizes[0] else 0


def _all_columns(reading: Reading) -> float:
    """All columns of numbers are likely one series: in a file of their own, or if they go beyond [0, 1]."""
    columns = reading.scores.columns
    if len(columns) < 2 or any(c.stats.is_whole for c in columns) or any(True for _ in reading.others()):
        return 0
    if columns[0].input == "predictions":
        return 4
    return 0 if all(c.stats.inside for c in columns) else 1.5


def same_task(reading: Reading) -> float:
    """A label and scores that share a word belong to one task, if another label is of another task."""
    label, columns = reading.label, reading.scores.columns
    if label is None or reading.given or reading.of_vector or not label.named or not columns[0].named:
        return 0
    mine = {*words(label.name)}
    own = mine - GENERAL
    if not own:
        return 0
    others = [{*words(c.name)} for c in reading.left if _may_be_classes(c)]
    others = [some for some in others if some & mine and some - mine - GENERAL]
    own -= {word for some in others for word in some}
    if not others or not own:
        return 0
    scores = [{*words(c.name)} for c in reading.left if not c.stats.is_whole]
    if len(columns) == 1 and any((some - mine - GENERAL) & its for some in others for its in scores):
        return 0  # each label has its own score: several labels per row
    common = set.intersection(*({*words(c.name)} for c in columns))
    return 2 if own & common else 0


def _may_be_classes(column: Column) -> bool:
    return column.stats.is_whole and not column.stats.distinct.many


RULES: tuple[Callable[[Reading], float], ...] = (
    _usual_label,
    _too_many_values,
    _names_of_classes,
    _names_of_label_columns,
    _files_of_one_width,
    _one_of_a_vector,
    _one_sort_of_cells,
    _ids_in_range,
    _sums_to_one,
    _words_for_scores,
    _columns_of_other_roles,
    _whole_numbers,
    _as_many_as_classes,
    _probabilities,
    _nameless_part,
    _around_the_label,
    _part_of_series,
    _ranked,
    _one_scale,
    _all_columns,
    same_task,
)
"""Every rule adds to the evidence for a reading, or subtracts from it; a rejection is final."""


def rated(reading: Reading) -> float:
    """Return the evidence for a reading: the sum over all rules."""
    return sum(rule(reading) for rule in RULES)


def is_proved(reading: Reading) -> bool:
    """Return whether a file holds labels and scores beyond doubt."""
    label = reading.label
    if label is None:
        hot = reading.one_each and all(c.stats.is_bits for c in reading.labels)
        return hot and reading.scores.sums and len(reading.labels) == len(reading.scores)
    named = label.hint is Role.LABEL or _by_class(reading)
    return named and (reading.scores.sums or _by_class(reading) or _words_for_scores(reading) >= 2)
