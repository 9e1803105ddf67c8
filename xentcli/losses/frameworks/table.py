"""What each framework does differently: one table, read by everything that computes or refuses.

Keras 3.15, PyTorch 2.13, scikit-learn 1.9 and optax 0.2.8, as their source has it and their runs print it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Loss
from xentcli.losses.frameworks.convention import Convention, Divisor, Guard, LossCase
from xentcli.losses.frameworks.refusals import EXACTLY, KERAS, OPTAX, SKLEARN, TORCH
from xentcli.settings.settings import Like, Reduction

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.settings.settings import Settings


def _by(divisor: Divisor) -> Callable[[LossCase], Divisor]:
    return lambda _case: divisor


def _exact_guard(_case: LossCase, settings: Settings, _eps: float) -> Guard:
    return Guard(epsilon=settings.epsilon)


def _keras_guard(case: LossCase, settings: Settings, _eps: float) -> Guard:
    epsilon = 1e-7 if settings.epsilon is None else settings.epsilon
    return Guard(normalise=case.loss is not Loss.BINARY, epsilon=epsilon)


def _torch_guard(case: LossCase, _settings: Settings, _eps: float) -> Guard:
    return Guard(most=100.0) if case.loss is Loss.BINARY else Guard()


def _sklearn_guard(_case: LossCase, _settings: Settings, eps: float) -> Guard:
    return Guard(epsilon=eps, complement=True)


def _torch_mean(case: LossCase) -> Divisor:
    """Class indices divide by the weights of the classes met; targets of probabilities, and BCE, by the
    count."""
    return Divisor.WEIGHTS if case.loss is Loss.SPARSE else Divisor.KEPT


_EXACT_MEANS = {
    Reduction.MEAN: _by(Divisor.WEIGHTS),
    Reduction.MEAN_WITH_SAMPLE_WEIGHT: _by(Divisor.WEIGHTS),
    Reduction.SUM_OVER_BATCH_SIZE: _by(Divisor.KEPT),
}
CONVENTIONS: dict[Like, Convention] = {
    Like.EXACT: Convention("exact", means=_EXACT_MEANS, guard=_exact_guard, refuses=EXACTLY),
    Like.KERAS: Convention(
        "Keras",
        dtype="float32",
        means=_EXACT_MEANS | {Reduction.MEAN: _by(Divisor.KEPT)},
        guard=_keras_guard,
        naive=True,
        normalises_logs=True,
        saturating_focal=True,
        nothing_kept=0.0,
        refuses=KERAS,
    ),
    Like.TORCH: Convention(
        "PyTorch",
        means={Reduction.MEAN: _torch_mean},
        guard=_torch_guard,
        naive=True,
        elementwise=True,
        nothing_kept=float("nan"),
        refuses=TORCH,
    ),
    Like.SKLEARN: Convention(
        "scikit-learn", means={Reduction.MEAN: _by(Divisor.WEIGHTS)}, guard=_sklearn_guard, refuses=SKLEARN
    ),
    Like.OPTAX: Convention(
        "optax",
        means={Reduction.MEAN: _by(Divisor.ALL)},
        naive=True,
        elementwise=True,
        normalises_logs=True,
        nothing_kept=0.0,
        refuses=OPTAX,
    ),
}
"""Every framework, by its name in `--like`."""

TORCH_IGNORES = -100
"""PyTorch ignores this label whether asked to or not."""


def refusal(case: LossCase, settings: Settings, weighted: bool = False) -> tuple[str, str] | None:
    """Why a framework has no number for this, and the way out; None where it has one."""
    convention = CONVENTIONS[settings.like]
    for condition, reason, fix in convention.refuses:
        if condition(case, settings):
            return f"{convention.title} {reason}", fix
    if settings.reduction not in {Reduction.SUM, Reduction.NONE, *convention.means}:
        return f"{convention.title} has no reduction '{settings.reduction}'", "take mean, sum or none"
    return _weights_refusal(case, settings) if weighted else None


def _weights_refusal(case: LossCase, settings: Settings) -> tuple[str, str] | None:
    """Sample weights where a framework has none."""
    title = CONVENTIONS[settings.like].title
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
