"""The classes that the labels' column declares: their names in order, for columns that do not name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import numbers_of
from xentcli.core.errors import Note
from xentcli.core.text import listed
from xentcli.detection.told_classes import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.evidence import LabelEvidence
    from xentcli.inputs.selection import Selection


def declared_names(
    labels: Selection, seen: LabelEvidence, numbers: tuple[int, ...] | None = None
) -> tuple[str, ...] | None:
    """Return the declared names by their ids, or by ``numbers``, if all labels are among them."""
    own = labels.columns or (0,)
    told = labels.table.declared(own[0]) if len(own) == 1 and labels.table.columns is not None else None
    names = None if told is None else told.ordered(numbers)
    return names if names is not None and {*map(str, seen.classes.counts)} <= {*names} else None


def declared_classes(
    labels: Selection, seen: LabelEvidence, columns: Sequence[str] | None, width: int
) -> tuple[str, ...] | None:
    """Return the declared names in the order that `--classes` has, if there is one for each column.

    Columns have no names, or numbers, which are the ids.
    """
    numbers = numbers_of(columns) if columns and width > 1 else None
    if columns and width > 1 and numbers is None:
        return None
    if columns and numbers is not None and numbered(columns) is not None:
        numbers = tuple(sorted(numbers))  # the classes of --classes are those of the numbers, too
    names = declared_names(labels, seen, numbers)
    return names if names is not None and len(names) == max(width, 2) else None


def note_on(names: Sequence[str], file: str) -> Note:
    """Return the note that the columns are in the order of the categories."""
    return Note("XE859", f"the classes are in the order of the categories in {file}: {listed(names, 6)}")
