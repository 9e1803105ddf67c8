"""From the state of the loss to the numbers that people read: the reduced loss, and what helps to judge
it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.core.types import Kind, Loss
from xentcli.losses.frameworks.convention import Divisor
from xentcli.numerics.exact_sum import UNIT, rounded
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from xentcli.losses.spec import LossSpec
    from xentcli.losses.state import LossState
    from xentcli.numerics.exact_sum import ExactSum

PRINTED_BY = {
    Divisor.WEIGHTS: "scikit-learn, keras.metrics, PyTorch cross_entropy with class ids",
    Divisor.KEPT: "Keras losses, PyTorch with one-hot targets and BCE",
}
"""Which frameworks divide a weighted sum by what."""


def reduced(spec: LossSpec, state: LossState, reduction: Reduction) -> float:
    """Return the value of a reduction; the mean for `none`.

    Sums and quotients are exact and rounded once.
    """
    if reduction is Reduction.SUM:
        return state.losses.value()
    divisors = spec.convention.divisors(spec.case)
    return quotient(spec, state, divisors.get(reduction, divisors[Reduction.MEAN]))


def quotient(spec: LossSpec, state: LossState, divisor: Divisor) -> float:
    """Return the sum of the losses divided by a divisor."""
    below = _below(state, divisor)
    empty = below == 0 if isinstance(below, int) else not below.units
    if empty and spec.convention.empty_mean is not None:
        return spec.convention.empty_mean
    return state.losses.over(below)


def _below(state: LossState, divisor: Divisor) -> ExactSum | int:
    if divisor is Divisor.WEIGHTS:
        return state.weights
    return state.count if divisor is Divisor.KEPT else state.everything


def other_means(spec: LossSpec, state: LossState, weighted: bool) -> dict[Divisor, float]:
    """Both quotients of a weighted loss, whichever was asked for."""
    if not weighted and spec.class_weight is None:
        return {}
    return {divisor: quotient(spec, state, divisor) for divisor in PRINTED_BY}


def standard_error(state: LossState) -> float | None:
    """Return the standard error of the mean row loss; None for fewer than two rows or infinite ones."""
    n = state.samples
    if n < 2 or not state.row_losses.finite or not state.squares.finite:
        return None
    spread = (state.squares.units * n << UNIT) - state.row_losses.units**2  # n^2 times the variance, exactly
    return math.sqrt(max(rounded(spread, n * n * (n - 1) << 2 * UNIT), 0.0))


def perplexity(spec: LossSpec, mean: float) -> float:
    """Return the base to the power of the mean: the number of equally likely classes with this loss."""
    try:
        return math.exp(mean) if spec.settings.base is None else spec.settings.base**mean
    except OverflowError:
        return math.inf


def share_entropy(spec: LossSpec, state: LossState) -> float | None:
    """Return the entropy of the class shares: the loss of a model that predicts them for every row."""
    if not state.samples:
        return None
    unit = 1.0 if spec.settings.base is None else math.log(spec.settings.base)
    if spec.case.loss is Loss.BINARY and spec.layout.vectors and spec.layout.width > 1:
        whole = state.samples << 32
        each = [_entropy([u / whole, 1 - u / whole]) for u in state.shares.units]
        return math.fsum(each) / len(each) / unit
    return _entropy(state.shares.fractions()) / unit


def _entropy(shares: list[float]) -> float:
    return math.fsum(-p * math.log(p) for p in shares if p > 0) + 0.0


def plain(spec: LossSpec, weighted: bool) -> bool:
    """Whether the loss is cross-entropy pure and simple, comparable to an entropy."""
    s = spec.settings
    return not (
        weighted
        or spec.class_weight
        or s.label_smoothing
        or s.focal_gamma is not None
        or s.focal_alpha
        or s.pos_weight
    )


def skill(mean: float, entropy: float | None) -> float | None:
    """How much of the entropy of the class shares the model explains: 1 - mean / entropy."""
    return None if not entropy or not math.isfinite(mean) else 1 - mean / entropy


def kl_divergence(spec: LossSpec, state: LossState) -> float | None:
    """Return the mean loss minus the mean entropy of the soft targets."""
    if spec.case.kind is not Kind.SOFT or not state.samples or not state.row_losses.finite:
        return None
    unit = 1.0 if spec.settings.base is None else math.log(spec.settings.base)
    from fractions import Fraction

    above = (state.row_losses.fraction() - state.entropies.fraction() / Fraction(unit)) / state.samples
    return rounded(above.numerator, above.denominator)


def ratio(part: int, whole: int) -> float | None:
    """Return part / whole, or None if the whole is zero."""
    return part / whole if whole else None
