"""Choose the layout of labels and predictions: by their shapes, else by all rows, else by the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.core.row_layout import absolute_axis, mismatch, per_position
from xentcli.core.types import ONE_EACH, Kind, Loss
from xentcli.detection.axis.candidates import along, layouts
from xentcli.detection.axis.evidence import evidence_of
from xentcli.detection.axis.one_row import may_be_picture, picture_of_ids, picture_of_vectors
from xentcli.detection.axis.proof import (
    LONE,
    SHARES,
    Choice,
    ids_by_proof,
    labelled_along,
    other_axes,
    vectors_by_proof,
    with_moved,
)
from xentcli.detection.axis.settle import Question, own_axis, settled
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout, Shape
    from xentcli.detection.axis.evidence import AxisEvidence
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.settings.settings import Settings


def with_layout(
    data: Dataset, settings: Settings, execution: Execution, kind: Kind | None, *, every: bool
) -> Dataset:
    """Return the dataset with the layout of its rows, and a note unless the axis is the usual one."""
    if data.predictions is not None and may_be_picture(data):
        from xentcli.detection.axis.pictures import picture_or_rows

        data, settings = picture_or_rows(data, settings, execution, every=every)
    picture = picture_of_ids(data)
    question = Question(picture or data, settings, execution, kind or settings.labels_kind, every)
    try:
        chosen = _alone(question) if data.predictions is None else _pair(question)
        if picture is None and chosen.reason not in {LONE, SHARES}:
            picture = picture_of_vectors(data, execution)
            question = replace(question, data=picture or data)
            chosen = chosen if picture is None else _pair(question)
    except DataError as error:
        if error.place.file is None:
            error.at(file=(data.predictions or data.labels).table.name)
        raise
    return settled(question, chosen)


def with_score_axis(data: Dataset, settings: Settings, execution: Execution, *, single: bool) -> Dataset:
    """Return the dataset of scores alone with the layout of its rows; ``single`` for one score each."""
    question, shape = Question(data, settings, execution, None, every=False), data.labels.shape
    if settings.class_axis is not None:
        return settled(question, _alone(question))
    if single:
        return settled(question, Choice((per_position(shape),)))
    fits = tuple(fit for fit in layouts(shape, shape) if fit.vectors)
    good = (
        fits if len(fits) == 1 else [fit for fit in fits if _seen(question).not_shares.hold([fit.axis or 0])]
    )
    return settled(question, Choice(tuple(good) or fits, SHARES))


def _pair(question: Question) -> Choice:
    labels, predictions = question.data.labels.shape, question.shape
    fits = layouts(labels, predictions)
    if question.settings.class_axis is not None:
        axis = absolute_axis(question.settings.class_axis, len(predictions))
        fits = tuple(fit for fit in fits if _is_on(fit, axis, predictions))
    elif question.kind not in {None, Kind.SOFT}:
        fits = tuple(fit for fit in fits if fit.vectors != (question.kind in ONE_EACH))
    if not fits:
        raise mismatch(labels, predictions)
    if len(fits) == 1:
        told = question.settings.class_axis is not None
        if told and fits[0].vectors and labels == predictions and other_axes(predictions, fits[0].axis or 0):
            return labelled_along(fits[0], predictions, _seen(question))
        return Choice(fits, "" if told else "the only axis that fits the labels")
    if not any(fit.vectors for fit in fits):
        return ids_by_proof(fits, _seen(question, labels=False))
    return _by_proof(question, fits)


def _by_proof(question: Question, fits: tuple[RowLayout, ...]) -> Choice:
    usual, seen = _usual(question), _seen(question)
    chosen = vectors_by_proof(fits, seen, usual, always=_takes_vectors(question))
    pair = question.data.predictions is not None
    return with_moved(chosen, question.shape, seen) if pair and question.alike else chosen


def _is_on(fit: RowLayout, axis: int, shape: Shape) -> bool:
    """Return whether a layout has this class axis; an axis of length 1 is that of one output."""
    return fit.axis == axis or (fit.axis is None and shape[axis - 1] == 1)


def _alone(question: Question) -> Choice:
    shape, axis = question.shape, question.settings.class_axis
    if axis is not None:
        found = absolute_axis(axis, len(shape))
        return Choice((along(shape, found) if shape[found - 1] > 1 else per_position(shape),))
    if question.kind in ONE_EACH:
        return Choice((per_position(shape),))
    return _by_proof(question, layouts(shape, shape))


def _usual(question: Question) -> RowLayout:
    """Return the layout of vectors on the framework's axis, or on the last one."""
    shape = question.shape
    axis = own_axis(question.settings.like, len(shape))
    return along(shape, axis if shape[axis - 1] > 1 else len(shape))


def _takes_vectors(question: Question) -> bool:
    """Return whether labels that show no class axis are vectors.

    They are if an option asks for it, and for sums and single losses as in Keras, which averages the last
    axis.
    """
    settings, shape = question.settings, question.shape
    factors = max(len(settings.pos_weight or ()), len(settings.focal_alpha or ()))
    unreduced = settings.reduction not in {Reduction.MEAN, Reduction.SUM_OVER_BATCH_SIZE}
    vectors = question.kind is not None or settings.loss.formula is Loss.CATEGORICAL or factors > 1
    return vectors or (CONVENTIONS[settings.like].scalar_if_flat and unreduced and shape[-1] > 1)


def _seen(question: Question, *, labels: bool = True) -> AxisEvidence:
    """Return the evidence of all rows."""
    return evidence_of(question.data, question.execution, labels=labels)
