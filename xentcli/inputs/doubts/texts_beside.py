"""Labels that are ids, with a column of their names, if the predictions have names too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.class_columns import bare_names, classes_of
from xentcli.core.errors import Note, XentError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.extended import in_step
from xentcli.inputs.roles.column import Column
from xentcli.inputs.roles.column_stats import ColumnStats, column_stats
from xentcli.inputs.roles.names import Role, suggested, words
from xentcli.inputs.roles.series import Series
from xentcli.inputs.roles.sums import is_argmax
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table

NO_NAMES = frozenset({Role.PREDICTED_CLASS, Role.SCORE, Role.WEIGHT, Role.SPLIT, Role.KEY, Role.GROUP})


def by_texts_beside(labels: Selection, predictions: Selection) -> Selection:
    """Return the names of the ids in place of the labels, if a column holds them; otherwise the labels.

    All of its texts must be names of the predictions, and each id must go with one text.
    """
    table, names = labels.table, predictions.names
    if table.dtype is not None or labels.shape != () or labels.columns is None or not names:
        return labels
    own = labels.columns[0]
    if not table.numeric[own] or all(name.strip().lstrip("-").isdigit() for name in names):
        return labels
    some = [c for c in _texts(table) if _are_names(table, c, names) and _one_each(table, own, c)]
    found = [c for c in some if _is_called_so(table, c, own) or not _is_decided(predictions, table, c)]
    if len(found) != 1 or table.columns is None:
        return labels
    text = (
        f"{table.name}: labels are {shown(table.columns[found[0]])}, which names {shown(table.columns[own])}"
    )
    return replace(labels, columns=(found[0],), cells=Cells.NAMES, notes=(*labels.notes, Note("XE852", text)))


def _texts(table: Table) -> list[int]:
    """Return the columns of text with names that suggest no other role."""
    names = table.columns or ()
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    free = [c for c in range(len(names)) if not (table.numeric[c] or c in inside or c in table.unread)]
    return [c for c in free if suggested(names[c]) not in NO_NAMES]


def _is_called_so(table: Table, column: int, label: int) -> bool:
    """Return whether a column is named like labels, or shares a word with the column of labels."""
    name, other = (table.columns or ())[column], (table.columns or ())[label]
    return suggested(name) is Role.LABEL or bool({*words(name)} & {*words(other)})


def _is_decided(predictions: Selection, table: Table, column: int) -> bool:
    """Return whether a column of the predictions' table is the class with the largest score in all rows."""
    if predictions.table is not table or predictions.columns is None:
        return False
    names = bare_names(predictions.names or ())
    scores = [
        Column("predictions", c, n, True, ColumnStats())
        for c, n in zip(predictions.columns, names, strict=True)
    ]
    return is_argmax(table, Series(tuple(scores), tuple(names)), replace(scores[0], index=column))


def _are_names(table: Table, column: int, names: tuple[str, ...]) -> bool:
    seen = column_stats(table, [column])[column]
    if seen.distinct.many or seen.unread or seen.texts != seen.rows or len(seen.distinct.values) < 2:
        return False
    return classes_of(list(names), seen.distinct.values) is not None


def _one_each(table: Table, ids: int, texts: int) -> bool:
    """Return whether each id goes with one text, and each text with one id."""
    pairs: set[tuple[str, str]] = set()
    try:
        streams = table.blocks((ids,), Cells.TEXT), table.blocks((texts,), Cells.TEXT)
        for first, second in in_step(*streams):
            rows = range(len(first))
            pairs.update(zip(first.texts(rows), second.texts(rows), strict=True))
    except XentError:
        return False
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
