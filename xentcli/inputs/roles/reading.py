"""A reading of the columns: which are the labels, and which are the scores that belong to them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xentcli.core.class_columns import bare_names, classes_of, core_names
from xentcli.core.frozen import Frozen, lazily
from xentcli.inputs.roles.series import fold
from xentcli.inputs.selection import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.class_map import Class
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.series import Series


class Reading(Frozen):
    """A label column, or the columns of label vectors, and the scores that belong to it."""

    labels: tuple[Column, ...]
    scores: Series
    given: bool = False
    """Whether the user named the labels."""
    of_vector: bool = False
    """Whether the label column is one of those that could be label vectors."""
    numbers: tuple[Column, ...] = ()
    """The columns of numbers in the predictions that are not keys."""
    one_each: bool = False
    """Whether the rows of the label vectors sum to one."""
    is_part: bool = False
    """Whether the only score column is one of a numbered series."""

    @property
    def label(self) -> Column | None:
        """The only label column, or None for vectors."""
        return self.labels[0] if len(self.labels) == 1 else None

    def others(self) -> Iterator[Column]:
        """Yield the columns of numbers that are neither labels nor scores."""
        labels, scores = {*self.labels}, self.scores.members
        return (c for c in self.numbers if c not in scores and c not in labels)

    @lazily
    def left(self) -> tuple[Column, ...]:
        """All of ``others``."""
        return tuple(self.others())

    @lazily
    def classes(self) -> frozenset[Class] | None:
        """The distinct labels; None for vectors, fractions and columns with too many values."""
        label = self.label
        if label is None or label.stats.distinct.many or label.stats.fractions:
            return None
        names = (
            tuple(c.name for c in self.scores.columns) if all(c.named for c in self.scores.columns) else ()
        )
        return classes_in(label.stats.distinct.values, names)

    @property
    def outputs(self) -> int:
        """The number of classes that the scores have; one column stands for two."""
        return max(2, len(self.scores))


@lru_cache(64)
def classes_in(values: frozenset[Class], names: tuple[str, ...]) -> frozenset[Class]:
    """Return the classes of label cells that may hold several; ``names`` are those of the score columns."""
    texts = [value for value in values if isinstance(value, str)]
    if all(map(BETWEEN.isdisjoint, texts)):
        return values
    from xentcli.inputs.separators import Doubt, find_notation, labels_in

    found = find_notation(texts, lambda some: classes_of(names, some) is not None)
    return values if found is None or isinstance(found, Doubt) else frozenset(labels_in(texts, found))


def names_fit(labels: Sequence[Column], scores: Series) -> bool:
    """Return whether label columns are named like the score columns, but for the first class at most."""
    if not len(labels) <= len(scores) <= len(labels) + 1 or len(labels) < 2:
        return False
    theirs = {fold(name) for name in bare_names([c.name for c in scores.columns])}
    theirs |= {fold(c.name) for c in scores.columns} | {fold(c) for c in scores.classes or ()}
    mine = [[c.name for c in labels], bare_names([c.name for c in labels])]
    if len(labels) == len(scores):
        theirs |= {fold(name) for name in core_names([c.name for c in scores.columns])}
        mine.append(core_names([c.name for c in labels]))
    return any({fold(name) for name in names} <= theirs for names in mine)
