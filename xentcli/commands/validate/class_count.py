"""Count the classes that occur in labels, some of which may be invalid."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from xentcli.core.text import listed
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.commands.validate.label_problems import Labels


def count_of_classes(labels: Labels) -> int | None:
    """Return the number of classes: the columns of vectors, else the valid labels; None if too many."""
    if labels.expected.vectors:
        return labels.expected.layout.width
    if labels.seen.classes.full:
        return None
    if labels.kind is Kind.SOFT:
        return len(labels.seen.classes)
    if labels.expected.named:
        return len(_known(labels))
    is_unknown = labels.expected.classes is None or are_other_names(labels)
    return len(_valid(labels) if is_unknown else _known(labels) & _valid(labels))


def other_names(labels: Labels) -> str | None:
    """Return how many names occur of the number of classes, if the classes have no such names."""
    names, size = _valid(labels), labels.expected.classes.size if labels.expected.classes else 0
    few = f"only {len(names):,} of {size:,} classes occur{'s' * (len(names) == 1)}"
    return f"{few}: {listed(sorted(names), 5)}" if len(names) < size else None


def are_other_names(labels: Labels) -> bool:
    """Return whether the labels are names, and no option or column has these names."""
    return _are_names(labels) and not labels.expected.named and not _known(labels) & _valid(labels)


def _are_names(labels: Labels) -> bool:
    """Return whether the labels are names, or more of them than are numbers."""
    seen = labels.seen
    return bool(seen.names or seen.missing_words) and seen.names.count >= seen.whole.count


def _known(labels: Labels) -> set[str]:
    """Return the labels that are among the classes of options and columns."""
    classes = labels.expected.classes
    if classes is None:
        return set()
    return {told for told in map(str, labels.seen.classes.counts) if classes.index_of(told) >= 0}


def _valid(labels: Labels) -> set[str]:
    """Return the labels that may be classes: the names, or the ids if most labels are numbers."""
    seen, told = labels.seen, set(map(str, labels.seen.classes.counts))
    if seen.truths or seen.texts:
        return told
    if _are_names(labels):
        return {text for text in told if _number(text) is None}
    numbers = (_number(text) for text in told)
    return {f"{number:.0f}" for number in numbers if number is not None and _may_be_id(labels, number)}


def _may_be_id(labels: Labels, number: float) -> bool:
    if labels.kind is Kind.BINARY and not labels.expected.named:
        return number in {0, 1}
    return number.is_integer() and number >= -labels.expected.offset


def _number(text: str) -> float | None:
    """Return the number that a label is, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
