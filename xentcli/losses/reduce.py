"""Compute the reduced loss and related statistics from the state of the loss."""

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
"""The frameworks that use each divisor for weighted losses."""


def reduced(spec: LossSpec, state: LossState, reduction: Reduction) -> float:
    """Compute the loss under a reduction.

    Sums and quotients are exact and rounded once.

    Args:
        spec: The framework's convention, which defines the divisor of each mean.
        state: The state of all rows.
        reduction: The reduction; `none` returns the mean.

    Returns:
        The loss, in nats or in units of the base.
    """
    if reduction is Reduction.SUM:
        return state.losses.value()
    divisors = spec.convention.divisors(spec.case)
    return quotient(spec, state, divisors.get(reduction, divisors[Reduction.MEAN]))


def quotient(spec: LossSpec, state: LossState, divisor: Divisor) -> float:
    """Compute the sum of the losses divided by a divisor.

    Args:
        spec: The framework's convention, which defines the mean if the divisor is zero.
        state: The state of all rows.
        divisor: What to divide by.

    Returns:
        The quotient, rounded once.
    """
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
    """Compute the mean for each divisor of a weighted loss.

    Args:
        spec: What was computed.
        state: The state of all rows.
        weighted: Whether there are sample weights.

    Returns:
        The mean by divisor; empty if there are no sample or class weights.
    """
    if not weighted and spec.class_weight is None:
        return {}
    return {divisor: quotient(spec, state, divisor) for divisor in PRINTED_BY}


def standard_error(state: LossState) -> float | None:
    """Compute the standard error of the mean row loss: sqrt(variance / n).

    Args:
        state: The state of all rows.

    Returns:
        The standard error, or None for fewer than two rows or losses that are not finite.
    """
    n = state.samples
    if n < 2 or not state.row_losses.finite or not state.squares.finite:
        return None
    spread = (state.squares.units * n << UNIT) - state.row_losses.units**2  # n^2 times the variance, exactly
    return math.sqrt(max(rounded(spread, n * n * (n - 1) << 2 * UNIT), 0.0))


def perplexity(spec: LossSpec, mean: float) -> float:
    """Compute the perplexity: base^mean, or exp(mean) in nats.

    It is the number of equally likely classes with this loss.

    Args:
        spec: The base.
        mean: The mean loss, in nats or in units of the base.

    Returns:
        The perplexity; infinite if it is too large for a float64.
    """
    try:
        return math.exp(mean) if spec.settings.base is None else spec.settings.base**mean
    except OverflowError:
        return math.inf


def share_entropy(spec: LossSpec, state: LossState) -> float | None:
    """Compute the entropy of the class shares: -sum over k of s_k log s_k.

    It is the loss of a model that predicts the shares for every row. For multi-label rows it is the mean of
    the entropies of the outputs.

    Args:
        spec: The loss, the number of classes and the base.
        state: The state of all rows.

    Returns:
        The entropy, in nats or in units of the base, or None if there are no rows.
    """
    if not state.samples:
        return None
    unit = 1.0 if spec.settings.base is None else math.log(spec.settings.base)
    if spec.case.loss is Loss.BINARY and spec.layout.vectors and spec.layout.width > 1:
        rows = state.known.units or (state.samples,) * len(state.shares.units)
        units = zip(state.shares.units, rows, strict=True)
        each = [(_entropy([u / (n << 32), 1 - u / (n << 32)]), n) for u, n in units if n]
        if not state.known.units:
            return math.fsum(e for e, _ in each) / len(each) / unit
        return math.fsum(e * n for e, n in each) / sum(rows) / unit
    return _entropy(state.shares.fractions()) / unit


def _entropy(shares: list[float]) -> float:
    return math.fsum(-p * math.log(p) for p in shares if p > 0) + 0.0


def plain(spec: LossSpec, weighted: bool) -> bool:
    """Return whether the loss is unmodified cross-entropy, so that it can be compared to an entropy.

    Args:
        spec: What was computed.
        weighted: Whether there are sample weights.

    Returns:
        True without weights, label smoothing, focal factors and positive weights.
    """
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
    """Compute the skill score: 1 - mean / entropy.

    Args:
        mean: The mean loss.
        entropy: The entropy of the class shares, in the same units, or None if unknown.

    Returns:
        The skill: 1 for a perfect model, 0 for one that knows only the shares. None if the mean is not
        finite or the entropy is zero or unknown.

    Examples:
        >>> skill(0.25, 0.5), skill(0.25, 0.0)
        (0.5, None)
    """
    return None if not entropy or not math.isfinite(mean) else 1 - mean / entropy


def kl_divergence(spec: LossSpec, state: LossState) -> float | None:
    """Compute the Kullback-Leibler divergence: the mean loss minus the mean entropy of the soft targets.

    Args:
        spec: The kind of the labels and the base.
        state: The state of all rows.

    Returns:
        The divergence, in nats or in units of the base. None if the labels are not soft, there are no rows or
        a loss is not finite.
    """
    if spec.case.kind is not Kind.SOFT or not state.samples or not state.row_losses.finite:
        return None
    unit = 1.0 if spec.settings.base is None else math.log(spec.settings.base)
    from fractions import Fraction

    above = (state.row_losses.fraction() - state.entropies.fraction() / Fraction(unit)) / state.samples
    return rounded(above.numerator, above.denominator)


def ratio(part: int, whole: int) -> float | None:
    """Return part / whole, or None if the whole is zero.

    Args:
        part: A count.
        whole: The count of everything.

    Returns:
        The share, in [0, 1].

    Examples:
        >>> ratio(1, 4), ratio(0, 0)
        (0.25, None)
    """
    return part / whole if whole else None
