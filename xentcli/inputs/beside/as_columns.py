"""Arrays of a file get the roles of columns: predicted classes, runs, other labels and scores, weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.beside.columns import columns_of_file, member_of, one_file, opened_or_none
from xentcli.inputs.beside.others import refuse_other_labels, refuse_other_scores
from xentcli.inputs.doubts.runs import refuse_runs
from xentcli.inputs.doubts.stacks import RUNS, refuse_stacks
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.decide import Given
from xentcli.inputs.roles.names import Role, suggested, words
from xentcli.inputs.roles.probabilities import top_one_of
from xentcli.inputs.roles.unused import COUNTS, UNUSED, notes_on_unused
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.inputs.beside.columns import ArrayColumns
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import ColumnNames
    from xentcli.settings.settings import Settings

ONE = ((), (1,))
"""Shapes of rows with one value."""


def with_roles(data: Dataset, names: ColumnNames, settings: Settings) -> Dataset:
    """Return the dataset with what the names and values of all arrays say; ask if they leave it open."""
    refuse_other_labels(data, names)
    refuse_other_scores(data, names)
    if not any(side.table.beside for side in data.pair):
        return _noted(data, names)
    _refuse_runs(data, names)
    return _with_predicted(_noted(data, names), names, settings)


def selected_in(view: ArrayColumns, side: Selection, cells: Cells) -> Selection | None:
    """Return the same values as a column of the view, or None if they are not in it."""
    member = member_of(side.table)
    if side.table.dtype is None or side.shape not in ONE or member not in view.columns:
        return None
    return Selection(view, (view.columns.index(member),), cells)


def _view(data: Dataset) -> tuple[ArrayColumns, Selection, Selection] | None:
    """Return the arrays next to labels with one value per row, and labels and predictions among them."""
    table = data.labels.table
    keyed = any(suggested(name.rpartition("/")[2]) is Role.KEY for name in table.beside)
    view = columns_of_file(table, lambda name: keyed or _may_tell_runs(name)) if table.beside else None
    labels = None if view is None else selected_in(view, data.labels, data.labels.cells)
    if view is None or labels is None:
        return None
    scores = data.pair[1]
    inside = selected_in(view, scores, Cells.NUMBERS) if one_file(*(s.table for s in data.pair)) else None
    return view, labels, inside or scores


def _refuse_runs(data: Dataset, names: ColumnNames) -> None:
    found = _view(data)
    if found is None or names.on is not None:
        return
    view, labels, scores = found
    if len(view.columns) > len({c for s in (labels, scores) if s.table is view for c in s.columns or ()}):
        seen = replace(data, labels=labels, predictions=scores)
        refuse_runs(seen, names.group)
        refuse_stacks(seen, names.group)


def _with_predicted(data: Dataset, names: ColumnNames, settings: Settings) -> Dataset:
    """Return the dataset with the probabilities of two classes, if the scores are of predicted classes."""
    labels, scores = data.pair
    view = (
        columns_of_file(scores.table, _is_predicted) if any(map(_is_predicted, scores.table.beside)) else None
    )
    own = None if view is None else selected_in(view, scores, Cells.NUMBERS)
    if view is None or own is None or names.predictions is not None or labels.shape not in ONE:
        return data
    mine = selected_in(view, labels, labels.cells) if one_file(labels.table, scores.table) else labels
    mine = mine or labels
    found = top_one_of(mine.table, view, Given(labels=mine.columns), settings)
    if found is None or own.columns != (found.pair[1],):
        return data
    return replace(data, predictions=Selection(found, found.added, Cells.NUMBERS, scores.notes))


def _noted(data: Dataset, names: ColumnNames) -> Dataset:
    """Return the dataset with notes on weights and parts that are in its files but are not used."""
    if data.weights is not None:
        return data
    notes = dict.fromkeys(note for side in data.pair for note in _unused(data, side, names))
    scores = data.pair[1]
    return replace(data, predictions=replace(scores, notes=(*scores.notes, *notes))) if notes else data


def _unused(data: Dataset, side: Selection, names: ColumnNames) -> Iterator[Note]:
    """Yield the notes on columns or arrays of one input, those of one weight per position among them."""
    table = side.table if side.table.dtype is None else columns_of_file(side.table, _may_matter)
    if table is not None and (table is not side.table or table.vectors):
        titles = table.columns or ()
        taken = {member_of(one.table) for one in data.sides}
        own = (c for one in data.sides if one.table is table for c in one.columns or ())
        taken |= {titles[c] for c in own if c < len(titles)}
        some = [c for c, name in enumerate(titles) if name not in taken and _may_matter(name)]
        left = columns_of(table, "labels", some) if some else []
        yield from notes_on_unused(left, (names.weights, *names.others), names.where)
    if len(data.labels.shape) and not any((names.weights, *names.others)):
        yield from _weights_of_positions(data, side)


def _is_predicted(name: str) -> bool:
    return suggested(name.rpartition("/")[2]) is Role.PREDICTED_CLASS


def _may_tell_runs(name: str) -> bool:
    return bool(RUNS & {*words(name.rpartition("/")[2])})


def _may_matter(name: str) -> bool:
    own = words(name)
    return suggested(name) in UNUSED or (len(own) == 1 and own[0] in COUNTS)


def _is_weight(name: str) -> bool:
    return suggested(name.rpartition("/")[2]) is Role.WEIGHT


def _weights_of_positions(data: Dataset, side: Selection) -> Iterator[Note]:
    table, shape = side.table, (data.labels.table.shape[0], *data.labels.shape)
    lists = {name: (table.shape[0], len(vector.columns)) for name, vector in table.vectors.items()}
    arrays = {name: opened_or_none(table.beside[name]) for name in filter(_is_weight, table.beside)}
    sizes = lists | {name: array.shape for name, array in arrays.items() if array is not None}
    for name in filter(_is_weight, sizes):
        if sizes[name] == shape:
            text = f"'{shown(name)}' is not used: every position counts once"
            hint = f"use --sample-weight-column {shown(name)} to weight the positions by it"
            yield Note("XE852", text, hint)
