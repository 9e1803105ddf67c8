"""Keys of rows in two files: where they differ, rows stand side by side that do not belong together."""

from __future__ import annotations

from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, shown
from xentcli.core.frozen import replace
from xentcli.inputs.align import aligned
from xentcli.inputs.match import shared_keys
from xentcli.io.table import Cells
from xentcli.numerics.spots import Occurrences, hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Block
    from xentcli.execution.partition.split import Tasks
    from xentcli.inputs.selection import Selection
    from xentcli.numerics.spots import Spot


def differing_keys(labels: Selection, predictions: Selection, most: int) -> Iterator[Occurrences]:
    """Block by block, rows whose keys differ; each spot's value is the labels' key and the predictions'.

    Nothing without a column that both tables have and that is called like a key, such as `id`.
    """
    keys = shared_keys(labels, predictions)
    if keys is None:
        return
    sides = zip((labels, predictions), keys, strict=True)
    streams = [side.table.blocks((key,), Cells.NAMES) for side, key in sides]
    for mine, theirs in aligned(streams, ["labels", "predictions"]):
        names, others = _texts(mine), _texts(theirs)
        found = hits(mine, np.asarray(names != others, dtype=np.bool_), most)
        if found:
            spots = (replace(s, value=(s.value, others[s.row - mine.first_row])) for s in found.spots)
            yield replace(found, spots=tuple(spots))


def differing_over(
    labels: Selection, predictions: Selection, most: int, tasks: Tasks | None
) -> Iterator[Occurrences]:
    """The same, from those who work on tasks elsewhere, if there are any."""
    if tasks is None or shared_keys(labels, predictions) is None:
        yield from differing_keys(labels, predictions, most)
        return
    yield from filter(None, tasks(partial(_differing, most), tasks.divided((labels, predictions))))


def _differing(most: int, sides: tuple[Selection, Selection]) -> Occurrences:
    return reduce(add, differing_keys(*sides, most), Occurrences())


def key_error(spot: Spot, predictions: Selection) -> DataError:
    """The error for one such row."""
    mine, theirs = spot.value if isinstance(spot.value, tuple) else (spot.value, None)
    other = f"but {shown(theirs)} in {predictions.table.name}"
    message = f"{shown(mine)} here, {other}: the rows are in another order"
    column = spot.place.column
    hint = f"--on {column} pairs the rows by this column; or sort both files by it"
    return DataError(message, hint, code="XE307", place=spot.place, value=mine)


def _texts(block: Block) -> np.ndarray[tuple[int, ...], np.dtype[np.object_]]:
    return np.array([*(block.categories or ())], dtype=object)[block.values]
