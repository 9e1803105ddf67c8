"""From what was seen of all inputs to the recipe of the loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import replace
from xentcli.core.merge import Merged
from xentcli.core.row_layout import RowLayout, lay_out
from xentcli.core.types import Kind, Loss
from xentcli.detection.classes import find_classes
from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
from xentcli.detection.kind import Found, find_kind
from xentcli.detection.loss import find_loss, refuse_impossible_classes
from xentcli.detection.scale import find_scale
from xentcli.losses.frameworks.convention import LossCase
from xentcli.losses.frameworks.registry import CONVENTIONS, refusal
from xentcli.losses.sample_weights import WeightEvidence, check_weight_count, check_weights
from xentcli.losses.spec import Breakdown, LossSpec

if TYPE_CHECKING:
    from xentcli.core.class_map import ClassMap
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


class Evidence(Merged):
    """The evidence of all inputs."""

    labels: LabelEvidence = LabelEvidence()
    predictions: PredictionEvidence = PredictionEvidence()
    weights: WeightEvidence = WeightEvidence()


def layout_of(labels: Selection, predictions: Selection | None, settings: Settings) -> RowLayout:
    """Return how a row of both lies: the classes on the last axis, or where the framework has them."""
    if predictions is None:
        return lay_out(labels.shape, None)
    axis = settings.class_axis
    if settings.loss.formula is Loss.BINARY:
        axis = None
    elif axis is None and len(predictions.shape) >= 2:
        axis = CONVENTIONS[settings.like].class_axis
    try:
        return lay_out(labels.shape, predictions.shape, axis)
    except DataError as error:
        error.at(file=predictions.table.name)
        if len(labels.shape) > len(predictions.shape):
            error.hint = "are the files swapped? labels come first, then predictions"
        raise


def decide_kind(seen: LabelEvidence, layout: RowLayout, settings: Settings) -> Found:
    """The kind of labels that have no predictions beside them."""
    return find_kind(seen, layout, settings, None)


def decide(
    seen: Evidence,
    layout: RowLayout,
    predictions: Selection,
    settings: Settings,
    wanted: Breakdown,
    weighted: bool,
) -> tuple[LossSpec, Found]:
    """The recipe, and the reasons for the kind of labels; errors where the evidence settles nothing."""
    settings = _one_for_all(settings)
    width = max(layout.width, 2) if not layout.vectors else layout.width
    refuse_impossible_classes(settings, width)
    found = find_kind(seen.labels, layout, settings, layout.width)
    loss = find_loss(found.kind, layout, layout.width, settings)
    _check_shares(seen.labels, found.kind, loss, settings)
    scale = find_scale(seen.predictions, found.kind, loss, layout.width, settings)
    case = LossCase(loss, scale, found.kind)
    refused = refusal(case, settings, weighted)
    if refused is not None:
        raise UsageError(refused[0], refused[1])
    if weighted:
        check_weights(seen.weights, CONVENTIONS[settings.like])
        check_weight_count(seen.weights, layout, loss)
    _check_counts(case, layout, settings)
    _check_groups(case, wanted)
    classes = find_classes(
        found.kind, seen.labels, settings, width, predictions.names if layout.width > 1 else None
    )
    spec = LossSpec(case, settings, layout, classes, _dtype(settings, predictions), None, wanted)
    return replace(spec, class_weight=_weights(spec, seen.labels, classes)), found


def _weights(spec: LossSpec, labels: LabelEvidence, classes: ClassMap) -> tuple[float, ...] | None:
    asked = spec.settings.class_weight
    if asked is None:
        return None
    from xentcli.losses.class_weights import class_weights

    counts, negative = labels.classes.counts, spec.convention.negative_class_weights
    return class_weights(asked, classes, counts, spec.ignore, negative=negative)


def _dtype(settings: Settings, predictions: Selection) -> str:
    if settings.dtype != "auto":
        return settings.dtype
    return CONVENTIONS[settings.like].dtype or predictions.dtype


def _one_for_all(settings: Settings) -> Settings:
    """Equal weights of positives are one weight, however many PyTorch was given."""
    weights = settings.pos_weight
    return replace(settings, pos_weight=weights[:1]) if weights and len(set(weights)) == 1 else settings


def _check_counts(case: LossCase, layout: RowLayout, settings: Settings) -> None:
    """Lists of factors need one entry for all outputs, or one for each."""
    outputs = layout.width if layout.vectors or case.loss is not Loss.BINARY else 1
    for option, factors in (("--pos-weight", settings.pos_weight), ("--focal-alpha", settings.focal_alpha)):
        if factors is not None and len(factors) != outputs and len(set(factors)) > 1:
            hint = "give one for all" + (f", or one for each of {outputs} outputs" if outputs > 1 else "")
            raise UsageError(f"{option} has {len(factors)} numbers, the loss {outputs} outputs", hint)


def _check_groups(case: LossCase, wanted: Breakdown) -> None:
    """A row of several independent labels belongs to no one class."""
    several = case.kind is Kind.MULTI_LABEL or (case.kind is Kind.SOFT and case.loss is Loss.BINARY)
    if wanted.by_class and several:
        raise UsageError(f"--by class needs one class a row, these labels are {case.kind}", "leave --by out")


def _check_shares(labels: LabelEvidence, kind: Kind, loss: Loss, settings: Settings) -> None:
    """Categorical cross-entropy of vectors that are no distribution: only where a framework has it so."""
    strict = CONVENTIONS[settings.like].checks_shares
    if loss is not Loss.CATEGORICAL or kind is not Kind.MULTI_LABEL or not strict:
        return
    bad = labels.not_one_hot
    seen = f"{bad.value} does not sum to one ({bad.times('row')})"
    raise DataError(
        f"{seen}: categorical cross-entropy needs one class a row",
        "independent labels need --loss binary; --like keras or torch adds them up as those do",
        code="XE106",
        place=bad.place,
        value=bad.value,
    )
