"""Single pictures: arrays without an axis of rows, with the classes on their first axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block
from xentcli.core.errors import Note
from xentcli.core.frozen import Frozen, replace
from xentcli.execution.fold import adding, fold
from xentcli.inputs.dataset import Dataset
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Codes
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Part
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Complain, Table

MOST = 1000
"""The largest number of classes of a single picture."""
FEW = 20
"""The number of positions at which one-hot labels are no longer a coincidence."""


class OneRow(Derived):
    """The whole array of another table as one row."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self.shape = (1, *table.shape)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the row; a bad value raises an error even if ``complain`` is given."""
        del complain
        blocks = list(self.table.blocks(columns, cells))
        if blocks:
            yield Block(np.concatenate([block.values for block in blocks])[None], 0, blocks[0].origin)


def picture_of_ids(data: Dataset) -> Dataset | None:
    """Return the ids and scores of a single picture as one row each, or None.

    Their shape is that of the predictions without the first axis, and the numbers of rows differ.
    """
    shapes = _shapes(data)
    if shapes is None or shapes[0] != shapes[1][1:] or shapes[0][0] == shapes[1][0]:
        return None
    return as_one_row(data)


def may_be_picture(data: Dataset) -> bool:
    """Return whether ids and scores may be rows with classes on axis 1, or a single picture as well."""
    shapes = _shapes(data)
    return shapes is not None and shapes[0] == shapes[1][1:] and 1 < (shapes[0][0] or 0) <= MOST


def picture_of_vectors(data: Dataset, execution: Execution) -> Dataset | None:
    """Return the one-hot labels and scores of a single picture as one row each, or None.

    The labels have exactly one 1 along the first axis, at twenty positions or more.
    """
    shapes = _shapes(data)
    if shapes is None or shapes[0] != shapes[1] or not 1 < (shapes[0][0] or 0) <= MOST:
        return None
    return as_one_row(data) if _is_stacked(data.labels, execution) else None


def _shapes(data: Dataset) -> list[tuple[int | None, ...]] | None:
    """Return the shapes of two arrays with their rows; None if there are other inputs."""
    sides = data.sides
    if len(sides) != 2 or data.predictions is None or any(side.table.dtype is None for side in sides):
        return None
    return [(side.table.shape[0], *side.shape) for side in sides]


def as_one_row(data: Dataset) -> Dataset:
    """Return the labels and scores of a single picture as one row each, with a note."""
    labels, predictions = (replace(side, table=OneRow(side.table)) for side in data.sides)
    said = "read as a single picture with the classes on the first axis"
    return data.on([labels, replace(predictions, notes=(*predictions.notes, Note("XE858", said)))])


class Stack(Frozen, eq=False):
    """How many cells differ from zero at each position of the rows; None before the first row."""

    counts: Codes | None = None

    def __add__(self, other: Stack) -> Stack:
        if self.counts is None or other.counts is None:
            return other if self.counts is None else self
        return Stack(np.minimum(self.counts + other.counts, 2))


def _is_stacked(labels: Selection, execution: Execution) -> bool:
    """Return whether exactly one row has a 1 at each position."""
    if int(np.prod(labels.shape)) < FEW:
        return False
    found = fold(_stack, Dataset(labels), execution, adding(Stack())).counts
    return found is not None and bool((found == 1).all())


def _stack(parts: tuple[Part, ...]) -> Stack:
    values = parts[0].load().values
    return Stack(np.minimum(np.count_nonzero(values, axis=0), 2))
