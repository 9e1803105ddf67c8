"""Class counts and what follows from them: shares, imbalance, balanced weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case

MAX_SHOWN = 1000
"""With more classes than this, counts are not listed."""


def class_counts(case: Case) -> dict[str, int]:
    """Return the number of rows of each class, including columns that never occur; empty if classes cannot
    be counted."""
    reading, seen = case.reading, case.seen.labels.classes
    if seen.full or reading.kind is None:
        return {}
    if reading.kind is Kind.MULTI_LABEL or reading.kind is Kind.SOFT:
        return _from_clues(case)
    size, plain = _size(case), all(isinstance(c, int) for c in seen.counts)
    if not size or size > MAX_SHOWN or not (case.reading.classes.size or plain):
        return {str(c): n for c, n in _ordered(case)} if len(seen) <= MAX_SHOWN else {}
    if reading.layout.vectors and reading.layout.width > 1:
        return {_title(case, k): int(seen.counts.get(k, 0)) for k in range(size)}
    classes = reading.classes
    counts = {classes.title(k): 0 for k in range(size)} if classes.size else {str(k): 0 for k in range(size)}
    for label, n in _ordered(case):
        name = str(label)
        if name not in counts and name.isdecimal() and int(name) < classes.size:
            name = classes.title(int(name))  # an id is an index into the names of the classes
        if name in counts or not classes.size:
            counts[name] = counts.get(name, 0) + n
    return counts


def _ordered(case: Case) -> list[tuple[int | str, int]]:
    seen, left = case.seen.labels.classes, {*IGNORE_MARKS, case.settings.ignore_index}
    size, told = case.reading.classes.size, case.reading.classes.classes or ()
    classes = {*told, *range(size)} if size else told
    return [(c, seen.counts[c]) for c in seen.ordered() if c not in left or c in classes]


def _size(case: Case) -> int:
    """Return the number of classes."""
    if case.reading.classes.size:
        return case.reading.classes.size
    if case.reading.layout.width > 1:
        return case.reading.layout.width
    if case.settings.num_classes is not None:
        return case.settings.num_classes
    ids = [c for c, _ in _ordered(case)]
    if case.reading.kind is Kind.BINARY and all(isinstance(c, int) and 0 <= c < 2 for c in ids):
        return 2
    numbers = [c for c in ids if isinstance(c, int)]
    return max(numbers) + 1 if numbers and len(numbers) == len(ids) and min(numbers) == 0 else 0


def _title(case: Case, column: int) -> str:
    names = case.labels.names
    if names and len(names) == case.reading.layout.width:
        return names[column]
    return case.reading.classes.title(column) if case.reading.classes.size else str(column)


def _from_clues(case: Case) -> dict[str, int]:
    """Return the counts from the comparison, for outputs and shares."""
    counts = case.clues.counts.array
    if counts is None or case.reading.kind is Kind.SOFT:
        return {}
    return {_title(case, k): int(n) for k, n in enumerate(counts)}


def balanced_weights(counts: dict[str, int]) -> dict[str, float]:
    """Return n / (K n_k) over the classes that occur, as scikit-learn and `--class-weight balanced` do.

    >>> balanced_weights({"a": 1, "b": 3, "c": 0})
    {'a': 2.0, 'b': 0.6666666666666666, 'c': 1.0}
    """
    total, present = sum(counts.values()), sum(map(bool, counts.values()))
    return {name: total / (present * n) if n else 1.0 for name, n in counts.items()}
