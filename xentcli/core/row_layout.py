"""From arrays of any rank to rows of the loss core: which axis holds the classes, and how many positions a
row has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Numbers

Shape = tuple[int, ...]


class RowLayout(Frozen):
    """How labels and predictions of a row lie.

    ``positions`` is the shape of what a row has many of (() for a plain table, the image's height and width
    for a segmentation), ``axis`` the axis of the predictions with the classes, None for one value a position.
    ``vectors`` says that the labels have the class axis too; without it they are one id or value a position.
    """

    positions: Shape
    axis: int | None
    width: int
    vectors: bool

    @property
    def per_row(self) -> int:
        """Positions a row."""
        return int(np.prod(self.positions, dtype=np.int64))

    def predictions(self, values: Numbers) -> Numbers:
        """Predictions as (positions of all rows, classes), or (positions,) where there is one value each."""
        return self._canonical(values, self.axis)

    def labels(self, values: Numbers) -> Numbers:
        """Labels as (positions,) ids or values, or as (positions, classes) vectors."""
        return self._canonical(values, self.axis if self.vectors else None)

    def _canonical(self, values: Numbers, axis: int | None) -> Numbers:
        if axis is None:
            return values.reshape(-1)
        last = values if axis == values.ndim - 1 else np.moveaxis(values, axis, -1)
        return np.ascontiguousarray(last).reshape(-1, self.width)


def lay_out(labels: Shape, predictions: Shape | None, class_axis: int | None = None) -> RowLayout:
    """The layout that the shapes of a row settle; both without the axis of rows.

    ``class_axis`` counts the rows' axis in, as in Keras and PyTorch.

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
        raise _mismatch(labels, predictions)
    axis = _class_axis(class_axis, len(predictions))
    positions = predictions[: axis - 1] + predictions[axis:]
    width = predictions[axis - 1]
    if labels == predictions:
        return RowLayout(positions, axis, width, vectors=True)
    if labels == positions or (labels in {(), (1,)} and not positions) or labels == (*positions, 1):
        return RowLayout(positions, axis, width, vectors=False)
    raise _mismatch(labels, predictions)


def _alone(labels: Shape) -> RowLayout:
    if labels in {(), (1,)}:
        return RowLayout((), None, 1, vectors=False)
    return RowLayout(labels[:-1], len(labels), labels[-1], vectors=True)


def _class_axis(axis: int | None, rank: int) -> int:
    """The class axis, counted from 0 with the rows' axis in."""
    wanted = -1 if axis is None else axis
    found = wanted + rank + 1 if wanted < 0 else wanted
    if not 1 <= found <= rank:
        others = f"take one of 1 to {rank}, or -1 for the last" if rank > 1 else "take 1, or -1 for the last"
        raise UsageError(
            f"--class-axis {wanted} is no class axis of predictions with {rank + 1} axes",
            f"axis 0 holds the rows; {others}",
        )
    return found


def _mismatch(labels: Shape, predictions: Shape) -> DataError:
    one = len(labels) == len(predictions) == 1
    if one:
        message = f"the labels have {labels[0]} columns, the predictions {predictions[0]}"
        hint = "both need one column a class; name the columns with --labels-column or --prediction-columns"
    else:
        message = f"rows of labels have the shape {_show(labels)}, rows of predictions {_show(predictions)}"
        hint = "labels need the predictions' shape, or that shape without the class axis (--class-axis)"
    return DataError(message, hint, code="XE302")


def _show(shape: Shape) -> str:
    return "(" + ", ".join(map(str, shape)) + ")" if shape else "() (one value)"
