"""The classes in the order that the labels' column declares, for columns that do not name their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import numbers_of
from xentcli.core.errors import Note
from xentcli.core.text import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.evidence import LabelEvidence
    from xentcli.inputs.selection import Selection


def declared_classes(
    labels: Selection, seen: LabelEvidence, columns: Sequence[str] | None, width: int
) -> tuple[str, ...] | None:
    """Return the declared categories if there is one for each column, and all labels are among them."""
    own = labels.columns or (0,)
    if (
        len(own) != 1
        or labels.table.columns is None
        or (columns and width > 1 and numbers_of(columns) is None)
    ):
        return None
    names = labels.table.declared(own[0])
    if names is None or len(names) != max(width, 2) or not {*map(str, seen.classes.counts)} <= {*names}:
        return None
    return names


def note_on(names: Sequence[str], file: str) -> Note:
    """Return the note that the columns are in the order of the categories."""
    return Note("XE859", f"the classes are in the order of the categories in {file}: {listed(names, 6)}")
