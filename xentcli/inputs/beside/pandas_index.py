"""Pair rows by the index of pandas, if one input declares it as a range and does not store it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import Note
from xentcli.core.frozen import replace
from xentcli.inputs.join import Match, in_pairs
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.key_pairs import key_pairs, same_name, same_values
from xentcli.io.text.header import NAMELESS

if TYPE_CHECKING:
    from xentcli.core.types import Codes
    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import Table

STORED = NAMELESS | {"__index_level_0__"}
"""The names of a column that holds an index without a name."""


def match_of_index(mine: Table, theirs: Table) -> Match | None:
    """Return the rows of both tables with the same index, if it is in another order in the predictions.

    One of the tables declares its index as a range. A key of both that is in order is stronger evidence.
    """
    ranges = getattr(mine, "counter", None), getattr(theirs, "counter", None)
    if mine is theirs or ranges[0] == ranges[1]:
        return None
    keys, others = _index(mine, ranges[0]), _index(theirs, ranges[1])
    if keys is None or others is None or np.array_equal(keys, others) or not same_values(keys, others):
        return None
    pairs = key_pairs(columns_of(mine, "labels"), columns_of(theirs, "predictions"))
    if any(pair.in_order and same_name(pair.mine, pair.theirs) for pair in pairs):
        return None
    rows = np.empty(len(keys), np.int64)
    rows[np.argsort(keys)] = np.argsort(others)
    return Match(None, rows)


def in_order_of_index(data: Dataset, found: Match) -> Dataset:
    """Return the dataset with the rows that match by their index, and a note."""
    told = f"rows joined by the pandas index; {data.pair[1].table.name} has them in another order"
    paired = in_pairs(data, found)
    return replace(paired, labels=replace(paired.labels, notes=(*paired.labels.notes, Note("XE857", told))))


def _index(table: Table, declared: range | None) -> Codes | None:
    """Return the index that is declared or stored, if all of its values are different numbers."""
    if declared is not None:
        return np.arange(declared.start, declared.stop, declared.step, dtype=np.int64)
    names = table.columns or ()
    place = next((place for place, name in enumerate(names) if name.strip() in STORED), table.index_column)
    if table.dtype is not None or place is None or not table.numeric[place]:
        return None
    seen = column_stats(table, [place])[place]
    return None if seen.texts else seen.keys
