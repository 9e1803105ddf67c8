"""Match columns of labels and predictions by name, and compare their key columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.selection import KEY_NAMES, Selection
from xentcli.io.table import Cells
from xentcli.numerics.occurrences import seen_where

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.inputs.dataset import Dataset
    from xentcli.numerics.occurrences import Occurrences, Spot


def in_label_order(data: Dataset) -> Dataset:
    """Return the dataset with the prediction columns in the order of the labels', if both have names."""
    labels, predictions = data.pair
    mine, theirs = labels.names, predictions.names
    if not mine or not theirs or len(mine) < 2 or len(mine) != len(theirs) or predictions.columns is None:
        return data
    from xentcli.inputs.doubts.column_order import by_names

    return by_names(data, mine, theirs)


def own_key(side: Selection) -> Selection | None:
    """Return the first column with a usual key name that is not selected already, or None."""
    found = next(iter(_keys(side).values()), None)
    return None if found is None else Selection(side.table, (found,), Cells.TEXT)


def keys_of(data: Dataset) -> tuple[Selection, Selection] | None:
    """Return the key columns of both tables that have the same name, such as `id`, or None.

    Rows that were joined by a key are not compared again.
    """
    labels, predictions = data.written or data.labels, data.pair[1]
    if data.joined or labels.table is predictions.table:
        return None
    mine, theirs = _keys(labels), _keys(predictions)
    name = next((name for name in mine if name in theirs), None)
    if name is None:
        return None
    return (
        Selection(labels.table, (mine[name],), Cells.NAMES),
        Selection(predictions.table, (theirs[name],), Cells.NAMES),
    )


def _keys(side: Selection) -> dict[str, int]:
    if side.table.dtype is not None:
        return {}
    used = {*(side.columns or ()), *side.table.unread}
    names = enumerate(side.table.columns or ())
    return {n.strip().lower(): i for i, n in names if n.strip().lower() in KEY_NAMES and i not in used}


def differing_keys(mine: Block, theirs: Block, most: int) -> Occurrences:
    """Return the rows whose keys differ; the value of each spot is (labels' key, predictions' key)."""
    names, others = _texts(mine), _texts(theirs)
    found = seen_where(mine, np.asarray(names != others, dtype=np.bool_), most)
    if not found:
        return found
    spots = (replace(s, value=(s.value, others[s.row - mine.first_row])) for s in found.spots)
    return replace(found, spots=tuple(spots))


def key_error(spot: Spot, predictions: str) -> DataError:
    """Return the error of a row whose keys differ; ``predictions`` is the name of the predictions' file."""
    mine, theirs = spot.value if isinstance(spot.value, tuple) else (spot.value, None)
    message = f"{shown(mine)} here, but {shown(theirs)} in {predictions}: the rows are in another order"
    column = spot.place.column
    hint = f"use --on {column} to pair the rows by this column, or sort both files by it"
    ways = () if column is None else ({"on": column},)
    return DataError(message, hint, code="XE307", place=spot.place, value=mine, ways=ways)


def _texts(block: Block) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return np.array([*(block.categories or ())], dtype=object)[block.values]
