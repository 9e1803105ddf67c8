"""What each framework does differently: one table, read by everything that computes or refuses.

Keras 3.15, PyTorch 2.13, scikit-learn 1.9 and optax 0.2.8, as their source has it and their runs print it.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xentcli.settings import Like, Reduction
from xentcli.types import Kind, Loss, Scale
from xentcli.values import NOTHING, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentcli.settings import Settings


class Divisor(Enum):
    """What a mean divides the sum of the losses by."""

    WEIGHTS = auto()
    """The sum of the weights: sample weights times class weights."""
    KEPT = auto()
    """How many losses were added, ignored rows left out."""
    ALL = auto()
    """How many losses there are, ignored ones counted as zeros."""


class Guard(Value):
    """What is done to probabilities before their logarithm is taken."""

    normalise: bool = False
    """Rows are divided by their sum first."""
    epsilon: float | None = None
    """Then clipped to [epsilon, 1 - epsilon], in the dtype at work."""
    most: float | None = None
    """No -log p is larger than this."""
    complement: bool = False
    """For one column: 1 - p is taken before the clipping, not after."""


class Case(Value):
    """What is computed: which loss, on which scale, of which labels."""

    loss: Loss
    scale: Scale
    kind: Kind


class Likeness(Value):
    """One framework's ways."""

    title: str
    dtype: str | None = None
    """The dtype predictions are cast to when `--dtype auto`; None: the file's."""
    means: Mapping[Reduction, Callable[[Case], Divisor]] = NOTHING
    guard: Callable[[Case, Settings, float], Guard] = lambda _case, _settings, _eps: Guard()
    naive: bool = False
    """0 times infinity is NaN, as plain arithmetic has it."""
    elementwise: bool = False
    """Binary losses are one an element, not one a row."""
    normalises_logs: bool = False
    """Log-probabilities are taken for logits."""
    saturating_focal: bool = False
    """Focal losses turn logits into probabilities first, and clip those."""
    weights_each_output: bool = False
    """Class weights of multi-label rows weigh the outputs."""
    nothing_kept: float | None = None
    """The mean where every row is ignored or every weight is zero; None: an error."""
    refuses: tuple[tuple[Callable[[Case, Settings], bool], str, str], ...] = ()
    """Conditions, each with the reason and the way out."""


def _by(divisor: Divisor) -> Callable[[Case], Divisor]:
    return lambda _case: divisor


def _exact_guard(_case: Case, settings: Settings, _eps: float) -> Guard:
    return Guard(epsilon=settings.epsilon)


def _keras_guard(case: Case, settings: Settings, _eps: float) -> Guard:
    epsilon = 1e-7 if settings.epsilon is None else settings.epsilon
    return Guard(normalise=case.loss is not Loss.BINARY, epsilon=epsilon)


def _torch_guard(case: Case, _settings: Settings, _eps: float) -> Guard:
    return Guard(most=100.0) if case.loss is Loss.BINARY else Guard()


def _sklearn_guard(_case: Case, _settings: Settings, eps: float) -> Guard:
    return Guard(epsilon=eps, complement=True)


def _torch_mean(case: Case) -> Divisor:
    """Class indices divide by the weights of the classes met; targets of probabilities, and BCE, by the
    count."""
    return Divisor.WEIGHTS if case.loss is Loss.SPARSE else Divisor.KEPT


_Condition = tuple["Callable[[Case, Settings], bool]", str, str]


def _smooths(_case: Case, settings: Settings) -> bool:
    return settings.label_smoothing != 0


def _focal(_case: Case, settings: Settings) -> bool:
    return settings.focal_gamma is not None or settings.focal_alpha is not None


_EXACT = "use --like exact"


def _has(name: str) -> Callable[[Case, Settings], bool]:
    return lambda _case, settings: getattr(settings, name) is not None


def _is(loss: Loss) -> Callable[[Case, Settings], bool]:
    return lambda case, _settings: case.loss is loss


def _both(
    a: Callable[[Case, Settings], bool], b: Callable[[Case, Settings], bool]
) -> Callable[[Case, Settings], bool]:
    return lambda case, settings: a(case, settings) and b(case, settings)


def _logs_binary(case: Case, _settings: Settings) -> bool:
    return case.loss is Loss.BINARY and case.scale is Scale.LOG_PROBABILITIES


_NO_LOGS: _Condition = (_logs_binary, "takes no log-probabilities for binary cross-entropy", _EXACT)
_NO_EPSILON: _Condition = (
    _has("epsilon"),
    "has no epsilon to set",
    "leave --epsilon out, or use --like exact or keras",
)
_NO_BASE: _Condition = (_has("base"), "answers in nats", "leave --base out, or use --like exact")
_NO_focal: _Condition = (_focal, "has no focal loss", "use --like exact, keras or optax")
_NO_CLASS_WEIGHT: _Condition = (
    _has("class_weight"),
    "has no class weights here",
    "give --sample-weight, or use --like exact",
)
_NO_POS_WEIGHT: _Condition = (_has("pos_weight"), "has no pos_weight", "use --like torch or exact")
_NO_IGNORE: _Condition = (_has("ignore_index"), "has no ignore mark", "use --like exact, keras or torch")

_KERAS: tuple[_Condition, ...] = (
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
_TORCH: tuple[_Condition, ...] = (
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
_SKLEARN: tuple[_Condition, ...] = (
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
_OPTAX: tuple[_Condition, ...] = (
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
_EXACTLY: tuple[_Condition, ...] = (
    (
        lambda c, s: c.loss is not Loss.BINARY and s.pos_weight is not None,
        "weighs positives in the binary loss only (--pos-weight)",
        "use --class-weight",
    ),
)

_EXACT_MEANS = {
    Reduction.MEAN: _by(Divisor.WEIGHTS),
    Reduction.MEAN_WITH_SAMPLE_WEIGHT: _by(Divisor.WEIGHTS),
    Reduction.SUM_OVER_BATCH_SIZE: _by(Divisor.KEPT),
}
LIKENESSES: dict[Like, Likeness] = {
    Like.EXACT: Likeness(
        "exact", means=_EXACT_MEANS, guard=_exact_guard, weights_each_output=True, refuses=_EXACTLY
    ),
    Like.KERAS: Likeness(
        "Keras",
        dtype="float32",
        means=_EXACT_MEANS | {Reduction.MEAN: _by(Divisor.KEPT)},
        guard=_keras_guard,
        naive=True,
        normalises_logs=True,
        saturating_focal=True,
        nothing_kept=0.0,
        refuses=_KERAS,
    ),
    Like.TORCH: Likeness(
        "PyTorch",
        means={Reduction.MEAN: _torch_mean},
        guard=_torch_guard,
        naive=True,
        elementwise=True,
        weights_each_output=True,
        nothing_kept=float("nan"),
        refuses=_TORCH,
    ),
    Like.SKLEARN: Likeness(
        "scikit-learn", means={Reduction.MEAN: _by(Divisor.WEIGHTS)}, guard=_sklearn_guard, refuses=_SKLEARN
    ),
    Like.OPTAX: Likeness(
        "optax",
        means={Reduction.MEAN: _by(Divisor.ALL)},
        naive=True,
        elementwise=True,
        normalises_logs=True,
        nothing_kept=0.0,
        refuses=_OPTAX,
    ),
}
"""Every framework, by its name in `--like`."""

TORCH_IGNORES = -100
"""PyTorch ignores this label whether asked to or not."""


def refusal(case: Case, settings: Settings, weighted: bool = False) -> tuple[str, str] | None:
    """Why a framework has no number for this, and the way out; None where it has one."""
    likeness = LIKENESSES[settings.like]
    for condition, reason, mend in likeness.refuses:
        if condition(case, settings):
            return f"{likeness.title} {reason}", mend
    if settings.reduction not in {Reduction.SUM, Reduction.NONE, *likeness.means}:
        return f"{likeness.title} has no reduction '{settings.reduction}'", "take mean, sum or none"
    return _weights_refusal(case, settings) if weighted else None


def _weights_refusal(case: Case, settings: Settings) -> tuple[str, str] | None:
    """Sample weights where a framework has none."""
    title = LIKENESSES[settings.like].title
    if settings.like is Like.OPTAX:
        return f"{title} has no sample weights", "use --like exact, keras or sklearn"
    if settings.like is Like.TORCH and case.loss is not Loss.BINARY:
        return f"{title} has no sample weights in cross_entropy", "use --like exact, keras or sklearn"
    if settings.like is Like.KERAS and settings.class_weight is not None:
        return (
            f"{title} takes class weights or sample weights, not both at once",
            "give one of them, or use --like exact",
        )
    return None
