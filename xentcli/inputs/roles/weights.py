"""Sample weights from a file with a key: the same rows as the labels, in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.inputs.join import match
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.key_pairs import key_pairs, refuse_other_keys, same_name
from xentcli.inputs.roles.select import select_weights
from xentcli.inputs.selection import WEIGHT_NAMES, Selection
from xentcli.inputs.take import TakenRows
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.key_pairs import KeyPair
    from xentcli.inputs.selection import ColumnNames, Inputs
    from xentcli.io.table import Table


def selected_weights(inputs: Inputs, names: ColumnNames, labels: Selection) -> Selection | None:
    """Return the sample weights: a column of the labels' input, or a separate input."""
    if names.weights is not None:
        return select_weights(labels.table, names.weights)
    if inputs.weights is None:
        return None
    table = inputs.weights(member=None, usual=WEIGHT_NAMES)
    if table.dtype is not None or table.shape[1] == 1:
        return select_weights(table)
    return weights_by_key(table, labels)


def weights_by_key(table: Table, labels: Selection) -> Selection:
    """Return the weights in the order of the labels, if both files have a key with the same values."""
    if labels.table.dtype is not None:
        return select_weights(table)
    mine, theirs = columns_of(labels.table, "labels"), columns_of(table, "weights")
    pairs = key_pairs(mine, theirs)
    if not any(same_name(p.mine, p.theirs) for p in pairs):
        refuse_other_keys(mine, theirs, (labels.table.name, table.name))
    if not pairs:
        return select_weights(table)
    weights = _without_key(table, theirs, pairs[0])
    if pairs[0].in_order:
        return weights
    sides = (_key(labels.table, pairs[0].mine), _key(table, pairs[0].theirs))
    return replace(weights, table=TakenRows(table, match(*sides, inner=False).theirs))


def _key(table: Table, column: Column) -> Selection:
    return Selection(table, (column.index,), Cells.TEXT)


def _without_key(table: Table, columns: list[Column], pair: KeyPair) -> Selection:
    """Return the only column of numbers next to the key, otherwise the one with a usual name."""
    numbers = [c.index for c in columns if c.numeric and c != pair.theirs]
    return Selection(table, tuple(numbers), Cells.NUMBERS) if len(numbers) == 1 else select_weights(table)
