"""List the possible readings of the columns: labels, and the scores that belong to them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from xentcli.core.class_columns import core_names
from xentcli.core.frozen import Frozen, replace
from xentcli.inputs.roles.names import BEST, Role, words
from xentcli.inputs.roles.reading import Reading, names_fit
from xentcli.inputs.roles.rules import MARKS, NO_LABELS, NO_SCORES, REJECTED, rated, same_task
from xentcli.inputs.roles.series import Series, candidates, columns_of_classes
from xentcli.inputs.roles.sums import is_decided_by, with_sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table

NO_VECTORS = {*NO_LABELS, Role.KEY, Role.LABEL}
MOST_PARTS = 24
"""Tables with more columns of fractions are not searched for columns that sum to one."""
MOST_DECIDED = 8
"""The number of likeliest readings whose labels may turn out to be predicted classes."""
MOST_LABELS = 64
"""The number of columns that are tried as labels."""


class Rated(Frozen):
    """A reading with the evidence for it."""

    reading: Reading
    evidence: float
    decided: bool = False
    """Whether the labels are the class of the largest score in all rows, and may be predicted classes."""


def possible_labels(columns: Sequence[Column], numbers: Sequence[Column] = ()) -> list[tuple[Column, ...]]:
    """Return the columns that may be the labels: each single one, and all columns of 0 and 1 or of shares.

    Flags beside them are left out if the names of ``numbers``, which may be scores, show which these are.
    """
    single = [(c,) for c in columns if may_label(c)]
    vector = tuple(c for c in columns if c.numeric and c.hint not in NO_VECTORS and _may_be_bits(c))
    vector = _paired_bits(vector) or _bits_of_scores(vector, numbers) or vector
    return [*single[:MOST_LABELS], *([vector] if len(vector) > 1 else [])]


def _paired_bits(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of 0 and 1 if each of the others belongs to one of them by its name; else none.

    Without names, as many others are enough.
    """
    bits = tuple(c for c in columns if c.stats.is_bits)
    rest = [c for c in columns if not c.stats.is_bits]
    if len(bits) == len(rest) and not any(c.named for c in columns):
        return bits
    if len(bits) != len(rest) or not all(c.named for c in columns):
        return ()
    mine, theirs = core_names([c.name for c in bits]), core_names([c.name for c in rest])
    return bits if sorted(mine) == sorted(theirs) else ()


def _bits_of_scores(columns: Sequence[Column], numbers: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of 0 and 1 that are named after the classes of a series of scores; else none."""
    bits = [c for c in columns if c.named and c.stats.is_bits]
    known, single = set(columns), set(bits)
    scores = [c for c in numbers if c.named and c.numeric and c not in known]
    scores += [c for c in columns if c not in single]
    if len(bits) < 3 or len(scores) < 2:
        return ()
    for series in sorted(
        candidates([c for c in scores if not c.stats.is_whole], None), key=len, reverse=True
    ):
        found = columns_of_classes(bits, series.classes or ())
        if len(found) == 1 and len(found[0]) < len(bits):
            return found[0]
    return ()


def _may_be_bits(column: Column) -> bool:
    """Return whether numbers lie in [0, 1], or are 0, 1 and marks for labels that are not known."""
    distinct = column.stats.distinct
    marked = not distinct.many and 0 in distinct.values and distinct.values <= {0, 1, *MARKS}
    return column.stats.inside or marked


def possible_vector(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns of label vectors, whatever numbers they hold."""
    return tuple(c for c in columns if c.numeric and c.hint not in NO_VECTORS)


def may_label(column: Column) -> bool:
    """Return whether the cells of a column can be labels: few values, or shares in a column called label."""
    stats = column.stats
    if stats.fractions:
        return column.hint is Role.LABEL and stats.inside
    return not stats.distinct.many or column.hint is Role.LABEL


def possible_scores(
    table: Table, columns: Sequence[Column], labels: Iterable[tuple[Column, ...]]
) -> list[Series]:
    """Return every series of scores among the columns, each with whether its rows sum to one."""
    numeric = [c for c in columns if c.numeric]
    found: list[Series] = []
    for label in labels:
        classes = None
        if len(label) == 1 and not label[0].stats.distinct.many and not label[0].stats.fractions:
            classes = label[0].stats.distinct.values
        own = set(label)
        free = [c for c in numeric if c not in own]
        found += candidates(free, classes)
        found += _left(free)
    found += [Series((c,)) for c in numeric]
    seen = [one for one in with_sums(table, _distinct(found)) if one.sums or not one.mixed]
    seen = seen if any(series.sums for series in seen) else [*seen, *_summing_parts(table, numeric)]
    varied = [series for series in seen if not _is_constant(series)]
    return varied if any(not c.stats.is_whole for series in varied for c in series.columns) else seen


def _is_constant(series: Series) -> bool:
    """Return whether each column holds one number in all of several rows, such as a threshold."""
    return all(
        c.stats.rows > 1 and c.stats.minimum == c.stats.maximum and not (c.stats.texts or c.stats.unread)
        for c in series.columns
    )


def _summing_parts(table: Table, columns: Sequence[Column]) -> list[Series]:
    """Return the series that sum to one if other columns of fractions are left out."""
    unit = [c for c in columns if c.stats.inside and not c.stats.is_whole]
    if not 3 <= len(unit) <= MOST_PARTS:
        return []
    count = len(unit)
    runs = [unit[start:stop] for start in range(count) for stop in range(start + 2, count + 1)]
    left = [[c for c in unit if c not in out] for n in (1, 2) for out in combinations(unit, n)]
    some = _distinct([Series(tuple(part)) for part in (*runs, *left) if len(part) > 1])
    return [series for series in with_sums(table, some) if series.sums]


def _left(columns: Sequence[Column]) -> Iterator[Series]:
    """Yield all columns that no name and no cells rule out, and their runs of fractions."""
    free = [c for c in columns if c.hint not in NO_SCORES]
    fractions = [c for c in free if not c.stats.is_whole]
    unit = [c for c in fractions if c.stats.inside]
    for some in (free, fractions, unit, [c for c in free if c.hint is not Role.PREDICTED_CLASS]):
        if len(some) > 1:
            yield Series(tuple(some))


def _distinct(found: Sequence[Series]) -> list[Series]:
    """Return each set of columns once, with the classes that are known first."""
    first: dict[tuple[int, ...], Series] = {}
    for series in found:
        first.setdefault(series.indices, series)
    return list(first.values())


def _single_parts(scores: Sequence[Series]) -> set[tuple[int, ...]]:
    """Return the indices of single columns that belong to a series whose classes are numbers."""
    numbered = [o for o in scores if len(o) > 1 and o.classes is not None and isinstance(o.classes[0], int)]
    inside = {index for series in numbered for index in series.indices}
    return {series.indices for series in scores if len(series) == 1 and inside & {*series.indices}}


def readings(
    labels: Sequence[tuple[Column, ...]],
    scores: Sequence[Series],
    numbers: Sequence[Column],
    given: bool,
    hot: bool = False,
) -> list[Rated]:
    """Return every reading that no rule rejects, the likeliest first.

    ``numbers`` may be scores; ``hot`` says whether the rows of label vectors sum to one.
    """
    found = []
    vector = next((some for some in labels if len(some) > 1), ())
    parts, numbers = _single_parts(scores), tuple(numbers)
    for label in labels:
        for series in scores:
            if not series.members.isdisjoint(label):
                continue
            fits = names_fit(vector, series) or (len(vector) == len(series) and (hot or not series.sums))
            of_vector = len(label) == 1 and label[0] in vector and (fits or hot)
            reading = Reading(label, series, given, of_vector, numbers, hot, series.indices in parts)
            evidence = rated(reading)
            if evidence > REJECTED:
                found.append(Rated(reading, evidence))
    return sorted(found, key=lambda one: -one.evidence)


def without_predicted(table: Table, found: Sequence[Rated]) -> list[Rated]:
    """Return the readings without labels that are the class of the largest score in all rows.

    Such a column is the predicted class if another column holds the same classes, and either its own name
    says so or that of the other column says that it holds the labels. Else it may hold the labels of a
    perfect model: both readings are then as likely, unless the other column is decided by the scores, too.
    """
    decided = [one for one in found[:MOST_DECIDED] if _is_decided(table, one.reading)]
    likeliest = {one.reading.labels: one for one in reversed(decided)}
    for one in likeliest.values():
        apart = [o for o in found if o not in decided and o.reading.labels != one.reading.labels]
        others = [o for o in apart if _same_classes(o.reading, one.reading)]
        if others and one.reading.label is not None:
            rest = [o for o in found if o.reading.labels != one.reading.labels]
            rivals = [o for o in others if o.reading.labels not in likeliest]
            if _is_surely_predicted(one.reading, others[0].reading):
                found = rest
            elif rivals:
                found = _with_rival(one, rivals, rest)
    return sorted(found, key=lambda one: -one.evidence)


def _with_rival(one: Rated, others: Sequence[Rated], rest: Sequence[Rated]) -> list[Rated]:
    """Return the readings with one of predicted labels and another of the same scores as likely."""
    top = others[0].evidence
    of_task = next((o for o in others if same_task(o.reading)), None) if same_task(one.reading) else None
    alike = (o for o in others if o.reading.scores.indices == one.reading.scores.indices)
    same = of_task or next(alike, others[0])
    own = [o for o in rest if not set(one.reading.labels) & set(o.reading.scores.columns)]
    left = [o for o in own if o.reading.labels != same.reading.labels]
    both = replace(same, evidence=top), replace(one, evidence=top, decided=True)
    return [*(reversed(both) if same_task(one.reading) else both), *left]


def _is_surely_predicted(reading: Reading, other: Reading) -> bool:
    """Return whether names say that the labels of a reading are predicted, or those of the other not."""
    label = reading.label
    if label is None or label.hint is Role.LABEL:
        return _is_called_label(other)
    return label.hint is Role.PREDICTED_CLASS or words(label.name) == BEST or _is_called_label(other)


def is_predicted(table: Table, reading: Reading) -> bool:
    """Return whether the labels are called predicted classes, and are those that the scores decide for."""
    label = reading.label
    if label is None or label.hint is not Role.PREDICTED_CLASS:
        return False
    return label.said is not None or (len(reading.scores) > 1 and _is_decided(table, reading))


def _is_called_label(reading: Reading) -> bool:
    return reading.label is not None and reading.label.hint is Role.LABEL


def _same_classes(reading: Reading, other: Reading) -> bool:
    mine, theirs = reading.classes, other.classes
    return bool(mine) and {str(c) for c in mine or ()} == {str(c) for c in theirs or ()}


def _is_decided(table: Table, reading: Reading) -> bool:
    label = reading.label
    if label is None or label.stats.unread or label.stats.fractions:
        return False
    if len(reading.scores) == 1 and reading.scores.columns[0].stats.is_whole:
        return False
    return is_decided_by(table, reading.scores, label)
