"""Choose one of the remaining layouts with a note, or ask which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Note
from xentcli.core.frozen import Frozen, replace
from xentcli.core.row_layout import absolute_axis, mismatch
from xentcli.detection.axis.candidates import squeezed
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.settings.settings import REFERENCE

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout, Shape
    from xentcli.core.types import Kind
    from xentcli.detection.axis.proof import Choice
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Like, Settings


class Question(Frozen):
    """The inputs, and the options about them."""

    data: Dataset
    settings: Settings
    execution: Execution
    kind: Kind | None
    every: bool
    """Whether all frameworks are requested, which makes a question unnecessary."""

    @property
    def shape(self) -> Shape:
        """The shape of the rows that have the class axis."""
        return self.data.labels.shape if self.data.predictions is None else self.data.predictions.shape

    @property
    def alike(self) -> bool:
        """Whether labels and predictions have the same shape."""
        return self.data.labels.shape == self.shape


def settled(question: Question, chosen: Choice) -> Dataset:
    """Return the dataset with the chosen layout; raise if several are left and no framework is named."""
    layout, data = chosen.fits[0], question.data
    if len(chosen.fits) == 1:
        return _noted(replace(data, layout=layout), _remark(question, layout, chosen.reason))
    axes = [fit.axis or question.shape.index(1) + 1 for fit in chosen.fits]
    own = own_axis(question.settings.like, len(question.shape))
    if question.every:
        layout = next((fit for fit in chosen.fits if fit.axis == own), layout)
        return _noted(
            replace(data, layout=layout, rivals=chosen.fits),
            _choice("on the usual axis of each framework", axes),
        )
    if question.settings.like is REFERENCE or own not in axes:
        raise _ask(question, axes)
    title = CONVENTIONS[question.settings.like].title
    said = _choice(f"on axis {own}, as in {title}", [axis for axis in axes if axis != own])
    return _noted(replace(data, layout=chosen.fits[axes.index(own)]), said)


def _choice(where: str, others: list[int]) -> str:
    listed = " and ".join(map(str, others))
    fit = f"axes {listed} fit" if len(others) > 1 else f"axis {listed} fits as well"
    return f"the classes are {where}; {fit}; use --class-axis to choose"


def own_axis(like: Like, rank: int) -> int:
    """Return the class axis of a framework, for rows with ``rank`` axes."""
    return absolute_axis(CONVENTIONS[like].class_axis, rank)


def as_in(data: Dataset, like: Like) -> Dataset:
    """Return the dataset with the class axis of a framework, if several fit."""
    if data.predictions is None or not data.rivals:
        return data
    own = own_axis(like, len(data.predictions.shape))
    return replace(data, layout=next((fit for fit in data.rivals if fit.axis == own), data.layout))


def _ask(question: Question, axes: list[int]) -> DataError:
    """Return the error of several class axes; if only the label axes differ, that nothing fits."""
    last, data = len(question.shape), question.data
    if len(set(axes)) == 1:
        return mismatch(data.labels.shape, question.shape)
    what = "labels" if data.predictions is None else "predictions"
    *first, final = sorted(axes)
    message = f"the classes may be on axis {', '.join(map(str, first))} or {final} of the {what}"
    hint = "use --class-axis 1 as in PyTorch, or --class-axis -1 for the last axis, as in Keras"
    options = sorted((-1 if axis == last else axis for axis in axes), key=lambda axis: (axis != 1, axis))
    return DataError(message, hint, code="XE313", ways=[{"class_axis": axis} for axis in options[:3]])


def _remark(question: Question, layout: RowLayout, reason: str) -> str | None:
    """Return the note on a class axis that is not the usual one, or on axes that were left out."""
    data, like = question.data, question.settings.like
    if layout.axis is None or not reason:
        return None
    if layout.label_axis is not None:
        both = f"axis {layout.axis} of the predictions and {layout.label_axis} of the labels"
        return f"classes on {both}: {reason}"
    own = own_axis(like, len(question.shape))
    if layout.axis != own:
        usual = f"; {CONVENTIONS[like].title} expects them on axis {own}" if like is not REFERENCE else ""
        return f"classes on axis {layout.axis}: {reason}{usual}"
    plain = data.labels.shape in {layout.positions, (*layout.positions, 1), ()} or layout.vectors
    if plain or squeezed(data.labels.shape) == data.labels.shape:
        return None
    return "axes of length 1 are ignored, which leaves one label per position"


def _noted(data: Dataset, said: str | None) -> Dataset:
    """Return the dataset with a note on its predictions, or on its labels if they are alone."""
    if said is None:
        return data
    if data.predictions is None:
        return replace(data, labels=_with(data.labels, said))
    return replace(data, predictions=_with(data.predictions, said))


def _with(side: Selection, said: str) -> Selection:
    return replace(side, notes=(*side.notes, Note("XE858", said)))
