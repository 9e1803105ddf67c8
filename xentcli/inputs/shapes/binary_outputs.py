"""Predictions as scikit-learn gives them for several outputs: a list of arrays (N, 2), saved as (K, N, 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import DataError, InputError, Note, Place
from xentcli.core.types import Kind
from xentcli.io.table import Cells, Derived
from xentcli.numerics.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.table import Complain, Table

ROWS = 1 << 14
"""How many rows are made at a time."""
LIMIT = 1 << 30
"""The most bytes of predictions that are kept in memory."""


def is_list_of_outputs(labels: Table, predictions: Table, kind: Kind | None) -> bool:
    """Return whether predictions (K, N, 2) fit labels (N, K) with their first axes exchanged.

    Raise if both orders have the same shape and this one fits better, unless ``kind`` is that of the labels.
    """
    if labels.dtype is None or predictions.dtype is None or len(predictions.shape) != 3:
        return False
    outputs, rows, classes = predictions.shape
    if (
        classes != 2
        or labels.shape != (rows, outputs)
        or (outputs == rows and labels.dtype.kind not in "biuf")
    ):
        return False
    if outputs != rows or kind is Kind.MULTI_LABEL:
        return True
    if kind is None and not has_other_numbers(labels) and fits_turned(labels, predictions):
        message = f"fits {rows} samples in two ways: samples on the first axis, or a list of {rows} outputs"
        hint = (
            "use --labels-kind sparse for samples first, or --labels-kind multi-label for a list of outputs"
        )
        ways = ({"labels_kind": "sparse"}, {"labels_kind": "multi-label"})
        raise DataError(message, hint, code="XE049", place=Place(predictions.name), ways=ways)
    return False


def fits_turned(labels: Table, predictions: Table) -> bool:
    """Return whether more labels have the larger prediction if the outputs come first."""
    truth = np.concatenate([block.values for block in labels.blocks()])
    pairs = np.concatenate([block.values for block in predictions.blocks()])
    likely = pairs[..., 1] > pairs[..., 0]
    return bool((truth == likely.T).sum() > (likely == truth).sum())


def has_other_numbers(labels: Table) -> bool:
    """Return whether some label is neither 0 nor 1, as marks of positions without a label are."""
    return any(bool(((block.values != 0) & (block.values != 1)).any()) for block in labels.blocks())


class BinaryOutputs(Derived):
    """The probabilities (N, K) of the second class of each output."""

    def __init__(self, table: Table) -> None:
        """Read the predictions, which stay in memory; raise if they take too much."""
        super().__init__(table)
        outputs, rows, _ = (int(n or 0) for n in table.shape)
        self.shape, self.numeric = (rows, outputs), (True,) * outputs
        size = 2 * rows * outputs * (8 if table.dtype is None else table.dtype.itemsize)
        if size > LIMIT:
            message = f"{outputs} arrays of ({rows}, 2) take {size} bytes"
            hint = "save the probabilities of class 1: numpy.stack([p[:, 1] for p in proba], axis=1)"
            raise InputError(message, hint, code="XE692")
        text = f"{table.name}: read as a scikit-learn list of {outputs} outputs, each with P(0) and P(1)"
        self.notes = (*table.notes, Note("XE877", text))
        self._rows = self._ones(outputs, rows)

    def _ones(self, outputs: int, rows: int) -> Numbers:
        assert self.table.dtype is not None
        ones = np.empty((rows, outputs), self.table.dtype)
        for block in self.table.blocks():
            for place, pairs in enumerate(block.values, block.first_row):
                self._check(pairs, place)
                ones[:, place] = pairs[:, 1]
        return ones

    def _check(self, pairs: Numbers, output: int) -> None:
        good = on_simplex(pairs)
        if not good.all():
            row = int(np.flatnonzero(~good)[0])
            message = f"output {output} has {pairs[row].tolist()}, which does not sum to one"
            hint = "save the scores of class 1 as an array (N, K): p[:, :, 1].T"
            place = Block(pairs, 0, Origin(self.name)).place(row)
            raise DataError(message, hint, code="XE049", place=place)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        del cells, complain
        origin = Origin(self.name, None if columns is None else tuple(map(str, columns)))
        for start in range(0, len(self._rows), ROWS):
            block = self._rows[start : start + ROWS]
            yield Block(block if columns is None else block[:, list(columns)], start, origin)
