"""Check the class order of the scores with a column of predicted classes, which have the largest score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.class_columns import numbers_of
from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import listed, shown
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.roles.sums import aligned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

ENOUGH = 6
"""The fewest rows that show another order if some classes are never predicted."""
MOST_CLASSES = 64


def refuse_other_order(data: Dataset, settings: Settings) -> None:
    """Raise if predicted classes, which are ids, show that the scores are in another order than their places.

    That is so if each id goes with one place of the largest score, in all rows.
    """
    labels, scores = data.labels, data.predictions
    if (
        scores is None
        or scores.table.dtype is not None
        or settings.classes is not None
        or settings.label_offset
    ):
        return
    columns, table = scores.columns or (), scores.table
    if not 2 <= len(columns) <= MOST_CLASSES or labels.shape != () or not _are_ids(data):
        return
    numbers = numbers_of(scores.names) if scores.names else None
    if len(columns) == 2 and scores.names and numbers is None:
        return  # names such as yes and no say which is which
    places = range(len(columns))
    expected = [[*places], *([] if numbers is None else [numbers])]
    if numbers is not None and sorted(numbers) != list(numbers):
        expected = [numbers]
    for column in _predicted(table, {*columns, *(labels.columns or () if labels.table is table else ())}):
        found = _ids_of_places(table, columns, column, expected)
        if found is not None:
            raise _which_order(table, column, found, scores.names)


def _are_ids(data: Dataset) -> bool:
    """Return whether the labels are whole numbers."""
    table, columns = data.labels.table, data.labels.columns
    if table.dtype is not None:
        return table.dtype.kind in "iu"
    return bool(columns and table.numeric[columns[0]])


def _predicted(table: Table, used: set[int]) -> list[int]:
    """Return the columns of whole numbers that are called predicted classes."""
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    names = enumerate(table.columns or ())
    called = [c for c, name in names if suggested(name) is Role.PREDICTED_CLASS and c not in inside]
    free = [c for c in called if table.numeric[c] and c not in used and c not in table.unread]
    return [c for c in free if column_stats(table, [c])[c].whole]


def _ids_of_places(
    table: Table, columns: tuple[int, ...], column: int, expected: Sequence[Sequence[int]]
) -> tuple[int | None, ...] | None:
    """Return the id of each place, None where it is never the largest; None if ids and places do not pair up,
    or do as one of ``expected``.
    """
    pairs: set[tuple[int, int]] = set()
    rows = 0
    try:
        for scores, classes in aligned(table, columns, column):
            largest = scores.values == scores.values.max(axis=1, keepdims=True)
            clear = largest.sum(axis=1) == 1
            ids = classes.values.reshape(-1)[clear].astype(np.int64)
            pairs.update(zip(largest.argmax(axis=1)[clear].tolist(), ids.tolist(), strict=True))
            rows += int(clear.sum())
            if len(pairs) > len(columns):
                return None
    except XentError:
        return None
    ids_of = dict(pairs)
    paired = len(pairs) == len(ids_of) == len(set(ids_of.values())) > 1
    if not paired or any(all(ids_of[p] == one[p] for p in ids_of) for one in expected):
        return None
    known = len(ids_of) == len(columns) or rows >= ENOUGH
    return tuple(ids_of.get(place) for place in range(len(columns))) if known else None


def _which_order(
    table: Table, column: int, found: tuple[int | None, ...], names: Sequence[str] | None
) -> DataError:
    count = len(found)
    name = shown((table.columns or ())[column])
    of = f"the columns {listed(list(map(shown, names)), 6)}" if names else f"the {count} columns"
    numbers = numbers_of(names) if names else None
    in_order = ",".join(map(str, numbers or range(count)))
    ways: list[Way] = []
    if all(id_ is None or id_ == place + 1 for place, id_ in enumerate(found)):
        ways.append({"label_offset": -1})
        hint = "if the ids start at 1, use --label-offset -1"
    elif numbers is not None:  # an option never renames a column
        hint = (
            f"rename the columns in the order of '{name}'; if their names are right, use --classes {in_order}"
        )
    else:
        hint = "list the class ids in column order with --classes"
        order = _whole_order(found)
        ways += [] if order is None else [{"classes": ",".join(map(str, order))}]
    ways.append({"classes": in_order})
    message = (
        f"'{name}' shows another class order than {of}: under that order, it always has the largest score"
    )
    return DataError(message, hint, code="XE120", place=Place(table.name), ways=ways)


def _whole_order(found: Sequence[int | None]) -> list[int] | None:
    """Return the ids of all places, or None if two are open, or they are not those of the columns."""
    rest = sorted({*range(len(found))} - {*found})
    order = [rest.pop(0) if id_ is None and rest else id_ for id_ in found]
    ids = [id_ for id_ in order if id_ is not None]
    return ids if found.count(None) < 2 and sorted(ids) == list(range(len(found))) else None
