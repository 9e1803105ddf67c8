"""What each framework has no number for: conditions, each with the reason and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind, Loss, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.losses.frameworks.convention import LossCase
    from xentcli.settings.settings import Settings


Condition = tuple["Callable[[LossCase, Settings], bool]", str, str]


def _smooths(_case: LossCase, settings: Settings) -> bool:
    return settings.label_smoothing != 0


def _focal(_case: LossCase, settings: Settings) -> bool:
    return settings.focal_gamma is not None or settings.focal_alpha is not None


_EXACT = "use --like exact"


def _has(name: str) -> Callable[[LossCase, Settings], bool]:
    return lambda _case, settings: getattr(settings, name) is not None


def _is(loss: Loss) -> Callable[[LossCase, Settings], bool]:
    return lambda case, _settings: case.loss is loss


def _both(
    a: Callable[[LossCase, Settings], bool], b: Callable[[LossCase, Settings], bool]
) -> Callable[[LossCase, Settings], bool]:
    return lambda case, settings: a(case, settings) and b(case, settings)


def _logs_binary(case: LossCase, _settings: Settings) -> bool:
    return case.loss is Loss.BINARY and case.scale is Scale.LOG_PROBABILITIES


_NO_LOGS: Condition = (_logs_binary, "takes no log-probabilities for binary cross-entropy", _EXACT)
_NO_EPSILON: Condition = (
    _has("epsilon"),
    "has no epsilon to set",
    "leave --epsilon out, or use --like exact or keras",
)
_NO_BASE: Condition = (_has("base"), "answers in nats", "leave --base out, or use --like exact")
_NO_focal: Condition = (_focal, "has no focal loss", "use --like exact, keras or optax")
_NO_CLASS_WEIGHT: Condition = (
    _has("class_weight"),
    "has no class weights here",
    "give --sample-weight, or use --like exact",
)
_NO_POS_WEIGHT: Condition = (_has("pos_weight"), "has no pos_weight", "use --like torch or exact")
_NO_IGNORE: Condition = (_has("ignore_index"), "has no ignore mark", "use --like exact, keras or torch")

KERAS: tuple[Condition, ...] = (
    _NO_POS_WEIGHT,
    _NO_LOGS,
    _NO_BASE,
    (
        _both(_is(Loss.SPARSE), _smooths),
        "has no label smoothing in its sparse loss",
        "use one-hot labels, or --like exact",
    ),
    (
        _both(_is(Loss.SPARSE), _focal),
        "has no focal loss on class ids",
        "use one-hot labels, or --like exact",
    ),
    (
        lambda c, s: c.loss is not Loss.SPARSE and s.ignore_index is not None,
        "ignores a class (ignore_class) in its sparse loss only",
        "leave --ignore-index out, or use class ids",
    ),
)
TORCH: tuple[Condition, ...] = (
    _NO_focal,
    _NO_LOGS,
    _NO_EPSILON,
    _NO_BASE,
    (
        _both(_is(Loss.BINARY), _smooths),
        "has no label smoothing in its binary losses",
        "use --like exact or keras",
    ),
    (
        lambda c, _s: c.loss is Loss.CATEGORICAL and c.scale is Scale.PROBABILITIES,
        "takes logits or log-probabilities with one-hot and soft targets, not probabilities",
        "convert the labels to class ids for NLLLoss, or use --like exact",
    ),
    (
        lambda c, s: c.loss is Loss.SPARSE and c.scale is not Scale.LOGITS and s.label_smoothing != 0,
        "has no label smoothing in NLLLoss",
        "smoothing needs logits (cross_entropy), or --like exact",
    ),
    (
        lambda c, s: c.loss is not Loss.BINARY and s.pos_weight is not None,
        "has pos_weight in BCEWithLogitsLoss only",
        "use --class-weight",
    ),
    (
        lambda c, s: c.loss is Loss.BINARY and c.scale is Scale.PROBABILITIES and s.pos_weight is not None,
        "has pos_weight with logits only (BCEWithLogitsLoss)",
        "use --like exact",
    ),
    (
        lambda c, s: (
            c.loss is Loss.BINARY and s.class_weight is not None and c.kind in {Kind.BINARY, Kind.SPARSE}
        ),
        "has no class weights in its binary losses",
        "use --pos-weight, or --like exact",
    ),
    (
        lambda c, s: c.loss is not Loss.SPARSE and s.ignore_index is not None and s.ignore_index >= 0,
        "ignores marks among class ids only",
        "leave --ignore-index out, or use class ids",
    ),
)
SKLEARN: tuple[Condition, ...] = (
    (
        lambda c, _s: c.scale is not Scale.PROBABILITIES,
        "scores probabilities only",
        "turn them into probabilities first, or use --like exact",
    ),
    (lambda c, _s: c.kind is Kind.SOFT, "takes no soft labels", _EXACT),
    (_smooths, "has no label smoothing", _EXACT),
    _NO_focal,
    _NO_EPSILON,
    _NO_BASE,
    _NO_CLASS_WEIGHT,
    _NO_POS_WEIGHT,
    _NO_IGNORE,
)
OPTAX: tuple[Condition, ...] = (
    (
        lambda c, _s: c.scale is Scale.PROBABILITIES,
        "takes logits only",
        "use --like exact, or give the logits",
    ),
    _NO_LOGS,
    (
        lambda c, s: s.label_smoothing != 0 and c.loss is not Loss.CATEGORICAL,
        "smooths vectors only (smooth_labels)",
        "use one-hot labels, or --like exact",
    ),
    (
        lambda c, s: _focal(c, s) and c.loss is not Loss.BINARY,
        "has a sigmoid focal loss only",
        "use --like exact or keras",
    ),
    _NO_EPSILON,
    _NO_BASE,
    _NO_CLASS_WEIGHT,
    _NO_POS_WEIGHT,
)
EXACTLY: tuple[Condition, ...] = (
    (
        lambda c, s: c.loss is not Loss.BINARY and s.pos_weight is not None,
        "weighs positives in the binary loss only (--pos-weight)",
        "use --class-weight",
    ),
)
