"""Decide on the specification of the loss from the evidence of all inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen, Merged, replace
from xentcli.core.row_layout import RowLayout, lay_out
from xentcli.core.text import counted
from xentcli.core.types import Kind, Loss
from xentcli.detection.classes import find_classes
from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
from xentcli.detection.kind import Found, find_kind
from xentcli.detection.loss import find_loss, refuse_impossible_classes
from xentcli.detection.refusal import SHARES, SIDE, Refusal, refused
from xentcli.detection.scale import find_scale
from xentcli.losses.frameworks.convention import LossCase
from xentcli.losses.frameworks.registry import CONVENTIONS, refusal
from xentcli.losses.sample_weights import WeightEvidence, check_weight_count, check_weights
from xentcli.losses.spec import Breakdown, LossSpec
from xentcli.settings.settings import REFERENCE, cell_marks

if TYPE_CHECKING:
    from xentcli.core.class_map import ClassMap
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


class Decision(Frozen):
    """The specification of the loss, and the kind of labels with its reasons."""

    spec: LossSpec
    found: Found


class Evidence(Merged):
    """The evidence of labels, predictions and weights."""

    labels: LabelEvidence = LabelEvidence()
    predictions: PredictionEvidence = PredictionEvidence()
    weights: WeightEvidence = WeightEvidence()


def layout_of(data: Dataset, settings: Settings) -> RowLayout:
    """Return the layout of rows: the one that was found, or that of a plain table."""
    labels, predictions = data.labels, data.predictions
    if data.layout is not None:
        return data.layout
    if predictions is None:
        return lay_out(labels.shape, None)
    try:
        return lay_out(labels.shape, predictions.shape, settings.class_axis)
    except DataError as error:
        error.at(file=predictions.table.name)
        raise


def decide_kind(seen: LabelEvidence, layout: RowLayout, settings: Settings) -> Found | Refusal:
    """Return the kind of labels without predictions."""
    return find_kind(seen, layout, settings, None)


def decide(
    seen: Evidence,
    layout: RowLayout,
    predictions: Selection,
    settings: Settings,
    wanted: Breakdown,
    weighted: bool,
) -> Decision | Refusal:
    """Return the specification of the loss, or the reason why the evidence does not determine one.

    Raise if options contradict each other or the shapes.
    """
    settings = _one_for_all(settings)
    width = max(layout.width, 2) if not layout.vectors else layout.width
    refuse_impossible_classes(settings, width)
    told = _with_positive(settings, seen, layout, predictions)
    if isinstance(told, Refusal):
        return told
    settings = told
    found = find_kind(seen.labels, layout, settings, layout.width)
    if isinstance(found, Refusal):
        return _explained(found, seen)
    case = _case(seen, found.kind, layout, settings, predictions)
    if isinstance(case, Refusal):
        return case
    _check_options(case, layout, settings, wanted, seen.weights if weighted else None)
    classes = find_classes(
        found.kind, seen.labels, settings, width, predictions.names if layout.width > 1 else None
    )
    if isinstance(classes, Refusal):
        return classes
    spec = LossSpec(case, settings, layout, classes, _dtype(settings, predictions), None, wanted)
    return Decision(replace(spec, class_weight=_weights(spec, seen.labels, classes)), found)


def _with_positive(
    settings: Settings, seen: Evidence, layout: RowLayout, predictions: Selection
) -> Settings | Refusal:
    """Return the settings with the order of two classes, if a single column is named after one of them."""
    names = predictions.names if layout.width == 1 and not layout.vectors else None
    if not names:
        return settings
    if settings.classes is not None:
        from xentcli.detection.one_column import contradiction

        return contradiction(settings.classes, seen.labels, names[0]) or settings
    if not (seen.labels.beyond_bit or seen.labels.names):
        from xentcli.detection.opposites import negative_column

        return negative_column(names[0], seen.labels) or settings
    from xentcli.detection.one_column import with_positive

    told = with_positive(settings, seen.labels, names[0])
    if told.classes is not None or seen.labels.names:
        return told
    from xentcli.detection.opposites import negative_column

    return negative_column(names[0], seen.labels) or told


def _explained(refusal: Refusal, seen: Evidence) -> Refusal:
    """Return the refusal; if the predictions are classes, it says so."""
    if refusal.code != SIDE:
        return refusal
    from xentcli.detection.one_column import hard

    return hard(refusal, seen.labels, seen.predictions)


def _case(
    seen: Evidence, kind: Kind, layout: RowLayout, settings: Settings, predictions: Selection
) -> LossCase | Refusal:
    """Return the loss and the scale of the predictions, or a refusal."""
    loss = find_loss(kind, layout, layout.width, settings)
    if isinstance(loss, Refusal):
        return loss
    bad = _no_shares(seen.labels, kind, loss, settings)
    if bad is not None:
        return bad
    names = predictions.names or predictions.items
    scale = find_scale(seen.predictions, kind, loss, layout.width, settings, names)
    return replace(scale, of_predictions=True) if isinstance(scale, Refusal) else LossCase(loss, scale, kind)


def _check_options(
    case: LossCase, layout: RowLayout, settings: Settings, wanted: Breakdown, weights: WeightEvidence | None
) -> None:
    """Raise if options or sample weights are incompatible with the loss."""
    unsupported = refusal(case, settings, weights is not None)
    if unsupported is not None:
        raise UsageError(*unsupported, ways=({"like": str(REFERENCE)},))
    gaps = settings.unknown is not None or bool(cell_marks(settings.marks))
    if gaps and case.loss is Loss.BINARY and layout.vectors and CONVENTIONS[settings.like].sums_positives:
        message = f"--like {settings.like} does not support unknown cells in label vectors"
        raise UsageError(message, "use --like exact, keras or torch", ways=({"like": str(REFERENCE)},))
    if weights is not None:
        check_weights(weights, CONVENTIONS[settings.like])
        check_weight_count(weights, layout, case.loss)
    _check_counts(case, layout, settings)
    _check_groups(case, wanted)


def _weights(spec: LossSpec, labels: LabelEvidence, classes: ClassMap) -> tuple[float, ...] | None:
    asked = spec.settings.class_weight
    if asked is None:
        return None
    from xentcli.losses.class_weights import class_weights

    counts, negative = labels.classes.counts, spec.convention.negative_class_weights
    return class_weights(asked, classes, counts, spec.marks, negative=negative)


def _dtype(settings: Settings, predictions: Selection) -> str:
    if settings.dtype != "auto":
        return settings.dtype
    return CONVENTIONS[settings.like].dtype or predictions.dtype


def _one_for_all(settings: Settings) -> Settings:
    """Collapse a list of equal ``pos_weight`` values to a single one."""
    weights = settings.pos_weight
    return replace(settings, pos_weight=weights[:1]) if weights and len(set(weights)) == 1 else settings


def _check_counts(case: LossCase, layout: RowLayout, settings: Settings) -> None:
    """Raise unless lists of factors have one entry, or one for each output."""
    outputs = layout.width if layout.vectors or case.loss is not Loss.BINARY else 1
    for option, factors in (("--pos-weight", settings.pos_weight), ("--focal-alpha", settings.focal_alpha)):
        if factors is not None and len(factors) != outputs and len(set(factors)) > 1:
            hint = "use one number" + (f", or one for each of {outputs} outputs" if outputs > 1 else "")
            said = counted(outputs, "output")
            raise UsageError(f"{option} has {len(factors)} numbers, but the loss has {said}", hint)


def _check_groups(case: LossCase, wanted: Breakdown) -> None:
    """Raise if groups by class are requested for one column of independent shares."""
    if wanted.by_class and case.kind is Kind.SOFT and case.loss is Loss.BINARY:
        message = f"--by class needs one class per row, but the labels are {case.kind}"
        raise UsageError(message, "leave out --by")


def _no_shares(labels: LabelEvidence, kind: Kind, loss: Loss, settings: Settings) -> Refusal | None:
    """Refuse categorical cross-entropy of vectors that do not sum to one, unless the framework allows it."""
    strict = CONVENTIONS[settings.like].checks_shares
    if loss is not Loss.CATEGORICAL or kind is not Kind.MULTI_LABEL or not strict:
        return None
    bad = labels.not_one_hot
    seen = f"{bad.value} does not sum to one ({bad.times('row')})"
    message = f"{seen}: categorical cross-entropy needs one class per row"
    hint = "use --loss binary for independent labels; --like keras and --like torch accept such rows"
    return refused(bad, message, hint, SHARES, ({"loss": "binary"}, {"like": "keras"}))
