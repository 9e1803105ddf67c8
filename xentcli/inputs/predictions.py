"""Which columns of an opened table are predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import listed, shown
from xentcli.inputs.column_spec import select_columns
from xentcli.inputs.defaults import chosen, is_columns, numeric_columns, refused, selected
from xentcli.inputs.selection import (
    KEY_NAMES,
    LABEL_NAMES,
    PREDICTION_NAMES,
    WEIGHT_NAMES,
    Selection,
    same_columns,
)
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.io.table import Table


def select_predictions(
    table: Table, spec: str | None = None, labels: Selection | None = None, weights: Selection | None = None
) -> Selection:
    """The predictions: the named columns, else all numeric ones that are not the labels, weights or a key."""
    if table.dtype is not None:
        return _array_predictions(table, spec)
    if spec is not None:
        return Selection(table, selected(spec, table), Cells.NUMBERS)
    if table.vectors:
        return _vector_predictions(table, labels)
    columns, notes = numeric_columns(
        table, (*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES) if table.columns else ()
    )
    if labels is not None and labels.table is table:
        taken = {*(labels.columns or ()), *same_columns(table, weights)}
        columns = tuple(c for c in columns if c not in taken)
        notes = chosen(table, columns) if columns else ()
    if not columns:
        raise _no_predictions(table, labels is not None and labels.table is table)
    return Selection(table, columns, Cells.NUMBERS, notes)


def _vector_predictions(table: Table, labels: Selection | None) -> Selection:
    """The vectors with a usual name, else the only ones that are not the labels."""
    taken = same_columns(table, labels)
    own = {n: v for n, v in table.vectors.items() if not set(v.columns) & set(taken)}
    but = () if labels is not None and labels.table is table else LABEL_NAMES
    usual = [n for n in own if n.strip().lower() in PREDICTION_NAMES]
    some = usual or [n for n in own if n.strip().lower() not in but]
    if len(some) == 1:
        columns = own[some[0]].columns
        return Selection(table, columns, Cells.NUMBERS, chosen(table, columns) if taken else ())
    if some:
        message = f"several columns could be the predictions: {listed(some, 4)}"
        hint = f"say which: --prediction-columns {some[0]}"
        raise DataError(message, hint, code="XE306", place=Place(table.name))
    columns, notes = numeric_columns(table, (*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES))
    inside = {c for v in table.vectors.values() for c in v.columns} | set(taken)
    columns = tuple(c for c in columns if c not in inside)
    if not columns:
        raise _no_predictions(table, labels is not None and labels.table is table)
    return Selection(table, columns, Cells.NUMBERS, notes)


def _no_predictions(table: Table, one_file: bool) -> DataError:
    """No predictions are left: forgotten, in the labels' place, or no numbers."""
    if (refusal := refused(table)) is not None:
        return refusal
    names = [n for n in table.columns or () if n.strip().lower() in LABEL_NAMES]
    if one_file:
        message = "all its columns of numbers are labels, none is left for predictions"
        hint = "name the predictions' file after the labels', or say --labels-column and --prediction-columns"
    elif names:
        message = f"column '{shown(names[0])}' holds labels, and no column predictions"
        hint = "are the files swapped? labels come first; else say --prediction-columns"
    else:
        message, hint = "no column holds predictions", "say which ones do: --prediction-columns NAMES"
    return DataError(message, hint, code="XE306", place=Place(table.name))


def _array_predictions(table: Table, spec: str | None) -> Selection:
    inner = table.shape[1:]
    if spec is None or not is_columns(spec) or len(inner) != 1:
        return Selection(table, None, Cells.NUMBERS)
    return Selection(table, select_columns(spec, None, int(inner[0] or 0)), Cells.NUMBERS)
