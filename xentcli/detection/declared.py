"""The ordered class names that the label column declares, for prediction columns without names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import classes_of, numbers_of
from xentcli.core.class_map import as_option
from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.text import listed
from xentcli.detection.refusal import NAMELESS
from xentcli.detection.told_classes import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.evidence import LabelEvidence
    from xentcli.detection.refusal import Refusal
    from xentcli.inputs.selection import Selection


def declared_names(
    labels: Selection, seen: LabelEvidence, numbers: tuple[int, ...] | None = None, *, is_sure: bool = True
) -> tuple[str, ...] | None:
    """Return the declared names by their ids, or by ``numbers``, if all labels are among them.

    Without ``is_sure``, also if the names may be in the order of the rows.
    """
    own = labels.columns or (0,)
    told = labels.table.declared(own[0]) if len(own) == 1 and labels.table.columns is not None else None
    if told is None or (is_sure and not told.is_sure) or (told.ids is not None and not seen.names):
        return None
    names = told.ordered(numbers)
    return names if names is not None and {*map(str, seen.classes.counts)} <= {*names} else None


def declared_classes(
    labels: Selection, seen: LabelEvidence, columns: Sequence[str] | None, width: int
) -> tuple[str, ...] | None:
    """Return the declared names in the order that `--classes` has, if there is one for each column.

    Columns have no names, or numbers, which are the ids. Names are in the order of the columns, but for
    columns that are numbered from 0: the first of the names then belongs to number 0.
    """
    numbers = numbers_of(columns) if columns and width > 1 else None
    if columns and width > 1 and numbers is None:
        return None
    if columns and numbers is not None and numbered(columns) is not None:
        numbers = tuple(sorted(numbers))  # the classes of --classes are those of the numbers, too
    names = declared_names(labels, seen, numbers)
    return names if names is not None and len(names) == max(width, 2) else None


def ask_for_order(found: Refusal, labels: Selection, seen: LabelEvidence) -> Refusal:
    """Return the refusal with the order of the labels' dictionary as a way out, if they have one."""
    names = declared_names(labels, seen, is_sure=False)
    if found.code != NAMELESS or names is None:
        return found
    hint = f"if the columns are in the order of the dictionary, use --classes {as_option(names)}"
    ways = ({"classes": ",".join(names)},) if "," not in "".join(names) else ()
    return replace(found, hint=hint, ways=ways)


def ids_of_columns(
    labels: Selection, seen: LabelEvidence, columns: Sequence[str] | None, file: str
) -> tuple[str, ...] | None:
    """Return the ids of the classes that the columns are named after, for labels that are ids.

    Raise DataError if columns and classes have numbers for names, and the columns may count the ids as well.
    """
    own = labels.columns or (0,)
    told = labels.table.declared(own[0]) if columns and len(own) == 1 and not seen.names else None
    if told is None or told.ids is None or columns is None:
        return None
    named = classes_of(columns, told.names)
    if named is None or {*named} != {*told.names}:
        return None
    ids = {name: number for number, name in told.pairs.items()}
    found, numbers = tuple(ids[str(name)] for name in named), numbers_of(columns)
    if numbers is not None and {*numbers} == {*found} and numbers != found:
        message = (
            f"the classes are named {listed(told.names, 6)}, and the columns {listed(columns, 4)}: "
            "are the column numbers names or ids?"
        )
        hint = "rename the columns after the ids: p_0, p_1"
        raise DataError(message, hint, code="XE073", place=Place(file))
    return None if numbers == found else tuple(map(str, found))


def note_on(names: Sequence[str], file: str) -> Note:
    """Return the note that the columns are in the order of the categories."""
    return Note("XE859", f"the classes are in the order of the categories in {file}: {listed(names, 6)}")
