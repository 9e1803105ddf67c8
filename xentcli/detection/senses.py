"""Use the name of labels 0 and 1 for the meaning of one or two columns: `is_fraud` and `p_legit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.frozen import Frozen, replace
from xentcli.core.names import NamesInOrder
from xentcli.core.opposite_words import (
    in_usual_order,
    is_negation,
    is_plain,
    meaning,
    names_negative,
    sense,
)
from xentcli.core.text import shown
from xentcli.detection.opposites import FIRST, LAST
from xentcli.detection.refusal import Refusal
from xentcli.losses.frameworks.registry import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.inputs.dataset import Dataset
    from xentcli.settings.settings import Settings


class ByMeaning(tuple[str, ...]):
    """The classes of columns, in an order that their names show and no option sets."""

    __slots__ = ()


class Sensed(Frozen):
    """The settings with the order of two columns, and a note if their names decided against their places."""

    settings: Settings
    note: Note | None = None


def by_meaning(
    data: Dataset, settings: Settings, layout: RowLayout, seen: LabelEvidence
) -> Sensed | Refusal | None:
    """Return what the column names show for labels 0 and 1, or None if they show nothing new.

    A single column named after the opposite class is a question. Of two columns, the one named like the
    labels is class 1.
    """
    names = data.pair[1].names
    if (
        not names
        or isinstance(names, NamesInOrder)
        or settings.classes is not None
        or settings.label_offset
        or not are_bits(seen)
    ):
        return None
    if layout.positions or layout.vectors or max(layout.width, len(names)) > 2:
        return None
    label = label_name(data)
    if len(names) == 1:
        return of_opposite(label, names[0], seen)
    positive = None if any(map(has_digit, names)) else first_is_positive(label, names)
    if positive is None or CONVENTIONS[settings.like].ranks_labels or seen.truths:
        return None
    file = data.pair[1].table.name
    note = Note("XE865", f"{file}: '{shown(names[0])}' is class 1 by its name; if not, use --classes 0,1")
    classes = ByMeaning(("1", "0") if positive else ("0", "1"))
    return Sensed(replace(settings, classes=classes), note if positive else None)


def are_bits(seen: LabelEvidence) -> bool:
    """Return whether all labels are 0 and 1, or True and False."""
    return bool(seen.truths) or bool(seen.whole and not seen.beyond_bit and not seen.names)


def has_digit(name: str) -> bool:
    """Return whether a name holds a digit."""
    return any(map(str.isdigit, name))


def label_name(data: Dataset) -> str:
    """Return the name of the only column of labels; empty if it has none."""
    names = data.labels.names
    return names[0] if names and len(names) == 1 else ""


def of_opposite(label: str, column: str, seen: LabelEvidence) -> Refusal | None:
    """Ask about a single column that is named after the opposite of the labels; return None for others."""
    told = sense(label, column)
    if told == 1 or not (told == -1 or (is_plain(label) and names_negative(column))):
        return None
    no, yes = ("False", "True") if seen.truths else ("0", "1")
    of = f"'{shown(label)}'" if told == -1 else f"labels {no} and {yes}"
    message = f"column {shown(column)} is named after the opposite of {of}: is it for {no} or for {yes}?"
    hint = f"use --classes 1,0 for {no}, or --classes 0,1 for {yes}"
    return Refusal("XE119", message, hint, ways=(LAST, FIRST), of_predictions=True)


def first_is_positive(label: str, names: Sequence[str]) -> bool | None:
    """Return whether the name of the first of two columns means class 1; None if the names do not show it.

    >>> first_is_positive("is_fraud", ["p_fraud", "p_legit"]), first_is_positive("y", ["cat", "dog"])
    (True, None)
    >>> first_is_positive("y", ["hot", "not_hot"]), first_is_positive("passed", ["p_fail", "p_pass"])
    (True, False)
    """
    senses = [sense(label, name) for name in names]
    if senses[0] != senses[1]:
        return senses[0] > senses[1]
    first, second = names
    if names_negation(first, second):
        return True
    return False if names_negation(second, first) else None


def names_negation(name: str, negated: str) -> bool:
    """Return whether the second name is the first one with a word such as `not` before it."""
    one, two = meaning(name), meaning(negated)
    own = {*one[0]} - {*two[0]}, {*two[0]} - {*one[0]}
    if own == (set(), set()):
        return two[1] and not one[1]
    return not (one[1] or two[1]) and len(own[0]) == len(own[1]) == 1 and is_negation(*own[0], *own[1])


def are_in_clear_order(names: Sequence[str]) -> bool:
    """Return whether the names of two columns show that the first is class 0.

    >>> [are_in_clear_order(n) for n in (["a", "b"], ["low", "high"], ["legit", "fraud"], ["cat", "dog"])]
    [True, True, True, False]
    """
    from xentcli.core.word_scales import steps_of
    from xentcli.detection.opposites import in_usual_order as is_usual

    first, second = names
    letters = len(first.strip()) == 1 == len(second.strip()) and first < second
    return letters or steps_of(names) == [0, 1] or in_usual_order(first, second) or is_usual(names)
