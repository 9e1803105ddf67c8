"""Explain labels that are not among the classes: another first id, a mark, or a misspelled name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.names import id_or_name
from xentcli.core.suggest import meant
from xentcli.core.text import listed, shown
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.class_map import ClassMap
    from xentcli.core.errors import Way
    from xentcli.detection.evidence import LabelEvidence

VOID = frozenset(
    (
        "void",
        "ignore",
        "ignored",
        "unknown",
        "unlabeled",
        "unlabelled",
        "none",
        "nan",
        "na",
        "n/a",
        "null",
        "?",
    )
)
"""Names that usually mark rows without a class."""
SURE_MARKS = frozenset({-100})
"""Ids that are never a class."""
SURE, CHANCE = 0.5, 1.5
"""Ids fit their columns if more than half of the rows beyond chance are right, and do not fit if at most
1.5 times the rows of chance are right."""


class Reading(Frozen):
    """A possible meaning of the labels: a hint, and the options for it."""

    hint: str
    way: Way


def readings(classes: ClassMap, labels: LabelEvidence, hits: float | None = None) -> list[Reading]:
    """Return what labels that are not among the classes may be, likeliest first.

    ``hits`` is the share of the other rows whose largest prediction is that of their label.
    """
    if labels.classes.full:
        return []
    seen = [id_or_name(str(label)) for label in labels.classes.ordered()]
    ids = sorted({label for label in seen if isinstance(label, int)})
    names = [label for label in seen if isinstance(label, str)]
    if classes.classes is not None and not all(isinstance(c, int) for c in classes.classes):
        return [*_void_names(classes, [str(label) for label in labels.classes.ordered()])]
    if names or not ids:
        return []
    if classes.classes is not None and len(ids) > 2:
        return [*_beside_named_ids(ids, classes)]
    return [*_of_ids(ids, classes, hits)]


def _beside_named_ids(ids: list[int], classes: ClassMap) -> Iterator[Reading]:
    """Yield the reading of ids of which all but one are the classes that the columns are named after."""
    known = {int(c) for c in classes.classes or ()}
    strange = [c for c in ids if c not in known]
    if len(strange) == 1 and (strange[0] in IGNORE_MARKS or strange[0] < min(known)):
        mark = strange[0]
        yield Reading(f"if {mark} is not a class, use --ignore-index {mark}", _mark(mark))


def _void_names(classes: ClassMap, seen: list[str]) -> Iterator[Reading]:
    strange = [name for name in seen if name not in map(str, classes.classes or ())]
    if len(strange) == 1 and len(seen) > 1 and _is_mark(strange[0]):
        name = strange[0]
        yield Reading(f"if {shown(name)} is not a class, use --ignore-index {shown(name)}", _mark(name))


def _is_mark(name: str) -> bool:
    return name.strip().casefold() in VOID or id_or_name(name) in IGNORE_MARKS


def _as_mark(label: int) -> Reading:
    return Reading(f"if {label} marks rows without a label, use --ignore-index {label}", _mark(label))


def _mark(label: int | str) -> Way:
    return {"ignore_index": label}


def _of_ids(ids: list[int], classes: ClassMap, hits: float | None) -> Iterator[Reading]:
    """Yield the readings of ids: first those in which all of them are classes, then those with a mark."""
    size, offset = classes.size or ids[-1] + classes.offset + 1, classes.offset
    if offset and ids[0] >= 0 and ids[-1] < size:
        yield Reading(f"the labels are from {ids[0]} to {ids[-1]}: leave out --label-offset", _shift(0))
        return
    if ids == [-1, 1] and size == 2:
        yield Reading("if -1 and 1 are the classes, use --classes -1,1", {"classes": "-1,1"})
        return
    strange = [c for c in ids if not 0 <= c + offset < size]
    if len(ids) > 2 and len(strange) == 1 and strange[0] in SURE_MARKS and not _is_one_too_many(ids, classes):
        yield _as_mark(strange[0])
        return
    yield from _all_classes(ids, classes) if classes.size else ()
    if len(ids) < 3:
        return  # two ids, such as 0 and 255, are two classes
    if (ids[0], ids[-1]) == (-offset, size - offset):
        # as many ids as columns are all classes
        yield from () if len(ids) == size else _one_too_many(ids, classes, hits)
    elif len(strange) == 1 and strange[0] in IGNORE_MARKS:
        yield _as_mark(strange[0])
    elif marks := [c for c in strange if c in IGNORE_MARKS]:
        yield from _mark_beside_shift([c for c in ids if c != marks[0]], classes, marks[0])


def _all_classes(ids: list[int], classes: ClassMap) -> Iterator[Reading]:
    size, low, high = classes.size, ids[0], ids[-1]
    span = f"from {low} to {high}"
    if (low, high) == (1 - classes.offset, size - classes.offset):
        to = classes.offset - 1
        yield Reading(f"the labels look 1-based, {span}; try --label-offset {to}", _shift(to))
    elif len(ids) == size and high - low == size - 1:
        hint = f"the labels are {size} classes, {span}; try --label-offset {-low}"
        yield Reading(hint, _shift(-low))
    elif len(ids) == size:
        order = ",".join(map(str, ids))
        yield Reading(
            f"the labels are {size} classes, {listed(ids, 6)}; try --classes {order}", {"classes": order}
        )


def _is_one_too_many(ids: list[int], classes: ClassMap) -> bool:
    return (ids[0], ids[-1]) == (-classes.offset, classes.size - classes.offset)


def _one_too_many(ids: list[int], classes: ClassMap, hits: float | None) -> Iterator[Reading]:
    """Yield the readings of ids from 0 to K with K columns: the first or the last id is not a class.

    If the other rows agree with their columns, it is the last id, otherwise the first.
    """
    size, low, high = classes.size, ids[0], ids[-1]
    chance = 1 / size
    first = f"if {low} is not a class, try --label-offset {classes.offset - 1} --ignore-index {low}"
    last = f"if {high} is not a class, try --ignore-index {high}"
    if hits is None or hits < chance + SURE * (1 - chance):
        yield Reading(first, {**_shift(classes.offset - 1), **_mark(low)})
    if hits is not None and hits > min(CHANCE * chance, SURE):
        yield Reading(last, _mark(high))


def _mark_beside_shift(rest: list[int], classes: ClassMap, mark: int) -> Iterator[Reading]:
    """Yield the reading of ids from 1 to K and a mark."""
    if rest and (rest[0], rest[-1]) == (1 - classes.offset, classes.size - classes.offset):
        to = classes.offset - 1
        hint = f"if the ids start at 1 and {mark} is a mark, try --label-offset {to} --ignore-index {mark}"
        yield Reading(hint, {**_shift(to), **_mark(mark)})


def _shift(offset: int) -> Way:
    return {"label_offset": offset or None}


def hint_for_stranger(
    classes: ClassMap, labels: LabelEvidence, value: object, otherwise: str, hits: float | None = None
) -> tuple[str, tuple[Way, ...]]:
    """Return the hint for a label that is not a class, and the ways out."""
    found = readings(classes, labels, hits)
    if found:
        return "; or ".join(reading.hint for reading in found), tuple(reading.way for reading in found)
    near = classes.nearest(value)
    return meant(*near) if near else otherwise, ()
