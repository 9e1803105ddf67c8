"""Labels in the predictions file: they must equal those of the labels file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown
from xentcli.inputs.dataset import aligned_parts
from xentcli.inputs.roles.names import Role
from xentcli.inputs.roles.sums import is_decided_by, texts_of
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.decide import Chosen
    from xentcli.io.table import Table


def refuse_other_truth(mine: Table, theirs: Table, chosen: Chosen, predicted: tuple[int, ...] = ()) -> None:
    """Raise if the predictions' file has labels as well, and they differ from the labels' file.

    The columns ``predicted`` are known not to be labels.
    """
    label = chosen.reading.label
    if label is None or mine.dtype is not None or mine is theirs or _are_joined(chosen):
        return
    for column in chosen.columns:
        if column.index in predicted or not _may_be_truth(column, label, chosen):
            continue
        if not is_decided_by(theirs, chosen.reading.scores, column):
            differing = _rows_that_differ(mine, theirs, (label.index, column.index))
            if differing:
                raise _other_truth(mine, theirs, column, differing)


def _are_joined(chosen: Chosen) -> bool:
    return chosen.key is not None and not chosen.key.in_order


def _may_be_truth(column: Column, label: Column, chosen: Chosen) -> bool:
    """Return whether a column of the predictions is named like labels and holds only classes."""
    if column.input != "predictions" or column in chosen.reading.scores.columns:
        return False
    seen, classes = column.stats.distinct, {str(c) for c in chosen.reading.classes or ()}
    only_classes = bool(seen.values) and {str(v) for v in seen.values} <= classes
    return only_classes and (column.hint is Role.LABEL or column.name == label.name)


def _rows_that_differ(mine: Table, theirs: Table, columns: tuple[int, int]) -> list[int]:
    """Return the numbers of the rows whose labels differ, from 0."""
    streams = [t.parts((c,), Cells.LABELS) for t, c in zip((mine, theirs), columns, strict=True)]
    found: list[int] = []
    for first, second in aligned_parts(streams, ("labels", "predictions")):
        pairs = zip(texts_of(first.load()), texts_of(second.load()), strict=True)
        found += [first.first_row + row for row, (a, b) in enumerate(pairs) if a != b]
    return found


def _other_truth(mine: Table, theirs: Table, column: Column, rows: list[int]) -> DataError:
    where = f"{len(rows):,} row{'s' * (len(rows) != 1)}"
    message = (
        f"column '{shown(column.name)}' of {shown(theirs.name)} has different labels in {where}: "
        "are the rows in another order?"
    )
    hint = f"use {shown(theirs.name)} alone: it holds labels and predictions of the same rows"
    ways = [{"labels": theirs.name, "predictions": None}]
    return DataError(message, hint, code="XE314", place=Place(mine.name, row=rows[0] + 1), ways=ways)
