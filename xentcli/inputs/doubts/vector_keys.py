"""Pair the rows of two tables with vectors: any column of both that holds each value once is their key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.inputs.roles.apply import joined_by
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.decide import find_key

if TYPE_CHECKING:
    from xentcli.inputs.dataset import Dataset


def with_key(data: Dataset) -> Dataset:
    """Return the dataset with the key of its rows, if it stands in another order in the predictions.

    Raise if the inputs hold different keys, or if columns of other names may be the key.
    """
    labels, predictions = data.pair
    tables = labels.table, predictions.table
    key = find_key(columns_of(tables[0], "labels"), columns_of(tables[1], "predictions"), tables)
    if key is None or key.in_order:
        return data
    notes = (*predictions.notes, joined_by(key, tables[1]))
    return replace(data, key=key.on, predictions=replace(predictions, notes=notes))
