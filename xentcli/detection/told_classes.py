"""Find the class of each prediction column from `--classes`, and from the columns' names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import classes_of, numbers_of
from xentcli.core.class_map import ClassMap, as_option
from xentcli.core.errors import Note
from xentcli.core.text import listed, shown
from xentcli.detection.refusal import Refusal
from xentcli.losses.frameworks.registry import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.evidence import LabelEvidence
    from xentcli.settings.settings import Settings


def told_classes(
    labels: LabelEvidence, settings: Settings, width: int, columns: Sequence[str] | None
) -> ClassMap | Refusal:
    """Return the classes of `--classes` in the order of the columns.

    Columns that are named after the classes are matched by name, and numbered ones by the index of the
    class; no column is ever renamed. Ids among named classes are indexes into them.
    """
    told = settings.classes or ()
    order = _order(told, columns, settings) if columns and len(columns) == width else _usual(told, settings)
    if isinstance(order, Refusal):
        return order
    names = tuple(told[k] for k in order)
    if not (settings.named and are_indexes(labels, told)):
        return ClassMap(width, names)
    ids = None if order == tuple(range(width)) else tuple(k - settings.label_offset for k in order)
    return ClassMap(width, ids, settings.label_offset, names)


def are_indexes(labels: LabelEvidence, told: Sequence[str]) -> bool:
    """Return whether all labels are ids, and none of them is one of the named classes."""
    if labels.names or labels.truths or labels.missing_words or labels.texts:
        return False
    return not {str(label) for label in labels.classes.counts}.intersection(told)


def by_position(settings: Settings, classes: ClassMap, columns: Sequence[str], file: str) -> Note | None:
    """Return the note that columns with other names than `--classes` are read by position, or None."""
    told = settings.classes or ()
    if not settings.named or len(columns) != len(told) or len(told) < 2 or numbered(columns) is not None:
        return None
    if classes_of(columns, told, partly=True) is not None:
        return None
    names = listed(classes.names or classes.classes or (), 4)
    return Note("XE880", f"{file}: columns {listed(columns, 4)} are read as {names}, by position")


def _usual(told: Sequence[str], settings: Settings) -> tuple[int, ...]:
    """Return the classes as they were given, or sorted if the framework sorts them."""
    places = range(len(told))
    if not CONVENTIONS[settings.like].ranks_labels:
        return tuple(places)
    return tuple(sorted(places, key=lambda k: (0 if settings.named else int(told[k]), told[k])))


def _order(told: Sequence[str], columns: Sequence[str], settings: Settings) -> tuple[int, ...] | Refusal:
    """Return the index of the class of each column, or the refusal of columns named after other classes."""
    found = classes_of(columns, told, partly=True)
    if found is not None and set(found) == set(told):
        return tuple(told.index(str(name)) for name in found)
    if found is not None and settings.named:
        lost = next(name for name in told if name not in found)
        message = f"no column is named after {shown(lost)}: the columns are named {listed(columns, 4)}"
        names = tuple(map(str, found))
        hint = f"the columns are named after {listed(names, 6)}: leave out --classes, or list these"
        return Refusal("XE118", message, hint, ways=({"classes": as_option(names)}, {"classes": None}))
    places = numbered(columns) if settings.named else None
    return _usual(told, settings) if places is None else places


def numbered(columns: Sequence[str]) -> tuple[int, ...] | None:
    """Return the indexes of the classes of columns that are numbered 0..K-1 or 1..K in any order, else None.

    >>> numbered(["p_1", "p_0"]), numbered(["p_2", "p_1"]), numbered(["p_5", "p_7"])
    ((1, 0), (1, 0), None)
    """
    ids = numbers_of(columns) or ()
    first = min(ids, default=0)
    if first not in {0, 1} or sorted(ids) != list(range(first, first + len(columns))):
        return None
    return tuple(number - first for number in ids)
