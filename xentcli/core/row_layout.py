"""Find the class axis and the positions per row of labels and predictions of any rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Numbers

Shape = tuple[int, ...]


class RowLayout(Frozen):
    """The layout of labels and predictions in a row.

    ``positions`` is the shape of the positions in a row: () for a plain table, (height, width) for image
    segmentation. ``axis`` is the class axis of the predictions, or None for one value per position. ``width``
    is the number of classes K. ``vectors`` is whether the labels have the class axis too; otherwise they are
    one id or value per position. ``label_axis`` is their class axis if it is another one.
    """

    positions: Shape
    axis: int | None
    width: int
    vectors: bool
    label_axis: int | None = None

    @property
    def per_row(self) -> int:
        """Return the number of positions in a row."""
        return int(np.prod(self.positions, dtype=np.int64))

    def predictions(self, values: Numbers) -> Numbers:
        """Reshape predictions to (N * positions, K), or to (N * positions,) without a class axis."""
        return self._canonical(values, self.axis)

    def labels(self, values: Numbers) -> Numbers:
        """Reshape labels to (N * positions,) ids or values, or to (N * positions, K) vectors."""
        return self._canonical(values, (self.label_axis or self.axis) if self.vectors else None)

    def _canonical(self, values: Numbers, axis: int | None) -> Numbers:
        if axis is None:
            return values.reshape(-1)
        last = values if axis == values.ndim - 1 else np.moveaxis(values, axis, -1)
        return np.ascontiguousarray(last).reshape(-1, self.width)


def lay_out(labels: Shape, predictions: Shape | None, class_axis: int | None = None) -> RowLayout:
    """Return the layout for the shapes of labels and predictions, both without the row axis.

    ``class_axis`` counts the row axis, as in Keras and PyTorch. Raise DataError if the shapes do not match.

    >>> lay_out((), (10,)).vectors, lay_out((10,), (10,)).vectors
    (False, True)
    >>> lay_out((4,), (3, 4), class_axis=1).positions
    (4,)
    """
    if predictions is None:
        return _alone(labels)
    one_column = predictions in {(), (1,)}
    if one_column and labels in {(), (1,)}:
        return RowLayout((), None, 1, vectors=False)
    if one_column:
        raise mismatch(labels, predictions)
    axis = absolute_axis(class_axis, len(predictions))
    positions = predictions[: axis - 1] + predictions[axis:]
    width = predictions[axis - 1]
    if labels == predictions:
        return RowLayout(positions, axis, width, vectors=True)
    if labels == positions or (labels in {(), (1,)} and not positions) or labels == (*positions, 1):
        return RowLayout(positions, axis, width, vectors=False)
    raise mismatch(labels, predictions)


def _alone(labels: Shape) -> RowLayout:
    if labels in {(), (1,)}:
        return RowLayout((), None, 1, vectors=False)
    return RowLayout(labels[:-1], len(labels), labels[-1], vectors=True)


def per_position(shape: Shape) -> RowLayout:
    """Return the layout of one value at every position.

    >>> per_position((1, 8, 8)).per_row, per_position((1, 1)).positions
    (64, ())
    """
    return RowLayout(shape if any(n != 1 for n in shape) else (), None, 1, vectors=False)


def absolute_axis(axis: int | None, rank: int) -> int:
    """Return the class axis of rows with ``rank`` axes, counted from 0 including the row axis."""
    wanted = -1 if axis is None else axis
    found = wanted + rank + 1 if wanted < 0 else wanted
    if not 1 <= found <= rank:
        others = f"use 1 to {rank}, or -1 for the last" if rank > 1 else "use 1, or -1 for the last"
        raise UsageError(
            f"--class-axis {wanted} is not a class axis of predictions with {rank + 1} axes",
            f"axis 0 holds the rows; {others}",
        )
    return found


def mismatch(labels: Shape, predictions: Shape) -> DataError:
    """Return the error of labels and predictions whose shapes do not fit each other."""
    one = len(labels) == len(predictions) == 1
    if one:
        message = f"the labels have {labels[0]} columns, but the predictions have {predictions[0]}"
        hint = "both need one column per class; name the columns with --labels-column or --prediction-columns"
    else:
        message = f"rows of labels have the shape {_show(labels)}, rows of predictions {_show(predictions)}"
        hint = "labels need the shape of the predictions, with or without the class axis (--class-axis)"
    if len(labels) > len(predictions):
        hint = "are the files swapped? labels come first, then predictions"
    return DataError(message, hint, code="XE302")


def _show(shape: Shape) -> str:
    return "(" + ", ".join(map(str, shape)) + ")" if shape else "() (one value)"
