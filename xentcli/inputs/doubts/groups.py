"""Rows that are the candidates of samples: one row per sample, with the scores of all of its candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Origin
from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.core.types import Loss
from xentcli.inputs.long_table import Layout, blocks_of
from xentcli.inputs.selection import Selection
from xentcli.inputs.take import whole_of
from xentcli.io.table import NO_VECTORS, Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Floats, Mask, Numbers
    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import Complain, Table


def which_loss(table: Table, key: int, beside: Table, score: int) -> DataError:
    """Ask whether rows are samples, or the candidates of one sample."""
    name, own = (_called(*pair) for pair in ((table, key), (beside, score)))
    message = (
        f"each '{name}' has one row with label 1: is it one sample with a softmax over '{own}', "
        "or is each row a sample?"
    )
    hint = "use --loss categorical if a group is one sample, or --loss binary if each row is a sample"
    ways = [{"loss": "categorical"}, {"loss": "binary"}]
    return DataError(message, hint, code="XE331", place=Place(table.name), ways=ways)


def grouped(data: Dataset, key: int, codes: Codes, true: Mask, scores: Floats, loss: Loss) -> Dataset | None:
    """Return the dataset with one row for each value of a key; None if the numbers of rows differ."""
    labels, predictions = data.pair
    counts = np.bincount(codes)
    if not (counts == counts[0]).all() or data.weights is not None or data.groups is not None:
        return None
    layout = _layout(labels.table, key, codes, int(counts[0]))
    shape = len(counts), int(counts[0])
    matrix, bits = np.empty(shape), np.empty(shape, np.int64)
    matrix.reshape(-1)[layout.cells] = scores
    bits.reshape(-1)[layout.cells] = true
    name = _called(labels.table, key)
    text = f"read as one sample per '{name}' with {shape[1]} candidates"
    note = Note("XE866", f"{labels.table.name}: {text}")
    made = Grouped(predictions.table, layout, matrix)
    one_hot = loss is Loss.CATEGORICAL
    truth = Grouped(labels.table, layout, bits if one_hot else bits.argmax(axis=1)[:, None])
    every = tuple(range(shape[1]))
    return replace(
        data,
        labels=Selection(truth, every if one_hot else (0,), Cells.NUMBERS if one_hot else Cells.LABELS),
        predictions=Selection(made, every, Cells.NUMBERS, (*predictions.notes, note)),
        roles=(),
    )


def _called(table: Table, column: int) -> str:
    return shown(table.columns[column]) if table.columns else str(column)


def _layout(table: Table, key: int, codes: Codes, size: int) -> Layout:
    """Return the place of each row among those of its sample, samples in the order in which they occur."""
    _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    samples = rank[inverse.reshape(-1)]
    order = np.argsort(samples, kind="stable")
    places = np.empty(len(codes), np.int64)
    places[order] = np.arange(len(codes)) % size
    titles = tuple(map(str, range(size)))
    return Layout(whole_of(table, (key,), Cells.TEXT), samples, np.sort(first), places, titles, True)


class Grouped(Derived):
    """The rows of a matrix with the places of the first row of each sample in another table."""

    columns: tuple[str, ...]

    def __init__(self, table: Table, layout: Layout, matrix: Numbers) -> None:
        super().__init__(table)
        width = matrix.shape[1]
        self._layout, self._matrix = layout, matrix
        self.shape, self.columns = matrix.shape, layout.titles[:width]
        self.numeric, self.types, self.vectors = (True,) * width, None, NO_VECTORS
        self.unread, self.refusals, self.index_column = frozenset(), (), None

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        del complain
        wanted = list(range(self._matrix.shape[1]) if columns is None else columns)
        values = self._matrix[:, wanted] if cells is Cells.NUMBERS else self._matrix[:, wanted[0]]
        yield from blocks_of(values, self._layout, Origin(self.name, tuple(self.columns[c] for c in wanted)))
