"""Matrices of one row, as in MATLAB and Octave, and single images: the other input shows the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import DataError, InputError, Place
from xentcli.core.types import Kind
from xentcli.io.arrays.base import ArrayTable
from xentcli.io.arrays.converted import ConvertedTable
from xentcli.io.images.png import MaskTable
from xentcli.io.table import Cells, Derived
from xentcli.numerics.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.table import Complain, Table
    from xentcli.settings.settings import Settings

LIMIT = 1 << 30
"""The most bytes of predictions that are kept in memory."""
VECTORS = frozenset({Kind.ONE_HOT, Kind.SOFT, Kind.MULTI_LABEL})


def settled(labels: Table, predictions: Table, settings: Settings) -> tuple[Table, Table]:
    """Return both inputs with their samples as rows."""
    if isinstance(labels, MaskTable):
        return _of_one_image(labels, predictions)
    if isinstance(labels, ConvertedTable) and labels.whole is not None:
        return _of_a_list(labels, predictions, settings)
    if _is_row(predictions) and labels.shape[0] != 1:
        return labels, predictions.turned()
    return labels, predictions


def _is_row(table: Table) -> TypeGuard[ConvertedTable]:
    return isinstance(table, ConvertedTable) and table.is_row


def _of_a_list(labels: ConvertedTable, predictions: Table, settings: Settings) -> tuple[Table, Table]:
    """Return labels (1, N), read as N labels, as one row if there is one row of predictions."""
    assert labels.whole is not None
    if not _is_row(predictions):
        return labels.whole if predictions.shape[0] == 1 else labels, predictions
    kind = settings.labels_kind
    if kind is None and _are_one_sample(labels.whole, predictions):
        message = f"has one row, as the labels do: is this one sample, or {labels.shape[0]}?"
        ways = ({"labels_kind": "one-hot"}, {"labels_kind": "binary"})
        hint = "use --labels-kind one-hot for one sample, or --labels-kind binary for many"
        raise DataError(message, hint, code="XE049", place=Place(predictions.name), ways=ways)
    if kind in VECTORS:
        return labels.whole, predictions
    return labels, predictions.turned()


def _are_one_sample(labels: Table, predictions: Table) -> bool:
    """Return whether labels of one row are one-hot, and predictions of one row sum to one."""
    if labels.shape != predictions.shape or labels.dtype is None or labels.dtype.kind not in "biuf":
        return False
    label, scores = (_values(table) for table in (labels, predictions))
    hot = bool(((label == 0) | (label == 1)).all()) and int(label.sum()) == 1
    return hot and scores.dtype.kind in "biuf" and bool(on_simplex(scores).all())


def _values(table: Table) -> Numbers:
    return np.concatenate([block.values for block in table.blocks()])


def _of_one_image(labels: MaskTable, predictions: Table) -> tuple[Table, Table]:
    """Return a mask (1, H, W) and scores (H, W, K) or (K, H, W), which lack the axis of images."""
    plane, shape = labels.shape[1:], predictions.shape
    if predictions.dtype is None or shape[0] == 1 or len(shape) not in {2, 3}:
        return labels, predictions
    if len(shape) == 3 and shape[1:] == plane:
        size = int(np.prod([int(n or 0) for n in shape])) * predictions.dtype.itemsize
        if size > LIMIT:
            message, hint = f"takes {size} bytes as one image", "save them as (1, H, W, K)"
            raise InputError(message, hint, code="XE692", place=Place(predictions.name))
        return labels, ArrayTable(_values(predictions)[None], predictions.name)
    return (Plane(labels), predictions) if shape[:2] == plane else (labels, predictions)


class Plane(Derived):
    """The rows of an image as samples."""

    def __init__(self, image: MaskTable) -> None:
        """The image has one row (1, H, W)."""
        super().__init__(image)
        self.shape = image.shape[1:]

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as one block."""
        del columns, cells, complain
        for block in self.table.blocks():
            values: Any = block.values[0]
            yield Block(values, 0, Origin(self.name))
