"""All layouts that fit the shapes of labels and predictions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.core.row_layout import RowLayout, Shape, per_position

if TYPE_CHECKING:
    from collections.abc import Iterator


def layouts(labels: Shape, predictions: Shape) -> tuple[RowLayout, ...]:
    """Return all layouts for the shapes of labels and predictions, both without the row axis.

    >>> [found.axis for found in layouts((4, 4), (4, 4, 4))]
    [1, 2, 3]
    >>> [found.axis for found in layouts((1, 8, 8), (3, 8, 8))]
    [1]
    >>> [(found.axis, found.vectors) for found in layouts((1, 8, 8), (1, 8, 8))]
    [(None, False), (2, True), (3, True)]
    >>> [(found.axis, found.label_axis) for found in layouts((8, 8, 3), (3, 8, 8))]
    [(1, 3)]
    """
    if math.prod(labels) != math.prod(predictions):
        return _ids(labels, predictions)
    if squeezed(labels) != squeezed(predictions):
        return _moved(labels, predictions)
    return per_position(predictions), *_equal(labels, predictions)


def along(shape: Shape, axis: int, label_axis: int | None = None) -> RowLayout:
    """Return the layout of vectors along an axis of rows of this shape."""
    return RowLayout(_positions(shape, axis), axis, shape[axis - 1], vectors=True, label_axis=label_axis)


def squeezed(shape: Shape) -> Shape:
    """Return a shape without its axes of length 1."""
    return tuple(n for n in shape if n != 1)


def _without(shape: Shape, axis: int) -> Shape:
    return shape[: axis - 1] + shape[axis:]


def _equal(labels: Shape, predictions: Shape) -> Iterator[RowLayout]:
    """Yield the layouts of vectors in shapes that are equal but for axes of length 1."""
    pairs = zip(_longer(labels), _longer(predictions), strict=True)
    yield from (along(predictions, axis, None if other == axis else other) for other, axis in pairs)


def _moved(labels: Shape, predictions: Shape) -> tuple[RowLayout, ...]:
    """Return the layouts of vectors whose class axis lies elsewhere in the labels than in the predictions."""
    return tuple(
        along(predictions, axis, other)
        for axis in _longer(predictions)
        for other in _longer(labels)
        if labels[other - 1] == predictions[axis - 1]
        and squeezed(_without(labels, other)) == squeezed(_without(predictions, axis))
    )


def _longer(shape: Shape) -> list[int]:
    """Return the axes that are longer than 1."""
    return [axis for axis, n in enumerate(shape, 1) if n > 1]


def _ids(labels: Shape, predictions: Shape) -> tuple[RowLayout, ...]:
    """Return the layouts of one id at every position; axes of length 1 count only if nothing else fits."""
    found = {
        axis: _distance(labels, predictions, axis)
        for axis in _longer(predictions)
        if squeezed(labels) == squeezed(_without(predictions, axis))
    }
    axes = [axis for axis, far in found.items() if far == min(found.values())]
    return tuple(
        RowLayout(_positions(predictions, axis), axis, predictions[axis - 1], vectors=False) for axis in axes
    )


def _positions(shape: Shape, axis: int) -> Shape:
    positions = _without(shape, axis)
    return positions if math.prod(positions) > 1 else ()


def _distance(labels: Shape, predictions: Shape, axis: int) -> int:
    """Return 0 for labels without the class axis, 1 for a class axis of length 1, and 2 for other shapes."""
    if labels == _without(predictions, axis):
        return 0
    one = (*predictions[: axis - 1], 1, *predictions[axis:])
    return 1 if labels == one else 2
