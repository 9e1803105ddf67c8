"""Columns of both sides that belong together: by their names, or by a key."""

from __future__ import annotations

from xentcli.core.class_map import bare_names
from xentcli.core.errors import shown
from xentcli.core.frozen import replace
from xentcli.inputs.selection import KEY_NAMES, Selection
from xentcli.io.table import Cells


def in_label_order(labels: Selection, predictions: Selection) -> Selection:
    """Predictions with their columns in the order of the label vectors', where both carry the same names."""
    mine, theirs = labels.names, predictions.names
    if not mine or not theirs or len(mine) < 2 or len(mine) != len(theirs) or predictions.columns is None:
        return predictions
    wanted, given = bare_names(mine), bare_names(theirs)
    if wanted == given or not set(wanted) & set(given):
        return predictions
    if set(wanted) != set(given):
        lost = next(name for name in wanted if name not in given)
        return _noted(predictions, f"columns matched by position, none is called '{shown(lost)}'")
    order = tuple(predictions.columns[given.index(name)] for name in wanted)
    return _noted(replace(predictions, columns=order), "columns matched to the labels' by name")


def _noted(side: Selection, note: str) -> Selection:
    return replace(side, notes=(*side.notes, f"{side.table.name}: {note}"))


def shared_keys(labels: Selection, predictions: Selection) -> tuple[int, int] | None:
    """The columns of both tables that carry the same key's name, such as `id`, if both have one."""
    if labels.table is predictions.table:
        return None
    mine, theirs = _keys(labels), _keys(predictions)
    both = [name for name in mine if name in theirs]
    return (mine[both[0]], theirs[both[0]]) if both else None


def own_key(side: Selection) -> Selection | None:
    """The column of a side's table that is called like a key, if it has one and is not taken for more."""
    found = next(iter(_keys(side).values()), None)
    return None if found is None else Selection(side.table, (found,), Cells.TEXT)


def _keys(side: Selection) -> dict[str, int]:
    if side.table.dtype is not None:
        return {}
    used = {*(side.columns or ()), *side.table.unread}
    names = enumerate(side.table.columns or ())
    return {n.strip().lower(): i for i, n in names if n.strip().lower() in KEY_NAMES and i not in used}
