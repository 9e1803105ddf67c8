"""Compute -log p with the clipping and normalisation of each framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.types import Scale
from xentcli.losses.fast_logits import quick_sparse_logits
from xentcli.losses.formulas import BINARY_TERMS, CLASS_TERMS, confidence_gap, probability_terms, sparse_terms
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats, Numbers
    from xentcli.losses.spec import LossSpec


def class_terms(spec: LossSpec, x: Floats) -> Floats:
    """Compute -log p of every class.

    Args:
        spec: The scale of the predictions, and the framework's clipping and normalisation.
        x: Predictions, (N, K), float64.

    Returns:
        -log p in nats, (N, K), float64.
    """
    scale = spec.scale
    if scale is Scale.LOGITS and spec.focal and spec.convention.saturating_focal:
        x, scale = np.exp(-CLASS_TERMS[Scale.LOGITS](x)), Scale.PROBABILITIES
    if scale is not Scale.PROBABILITIES:
        return CLASS_TERMS[scale](x)
    return probability_terms(spec.clipped(_normalised(spec, x, x)))


def target_terms(spec: LossSpec, rows: Numbers, classes: Codes, own: Numbers) -> Floats:
    """Compute -log p_y of one class per row, with one logarithm per row.

    Args:
        spec: The scale of the predictions, and the framework's clipping and normalisation.
        rows: Predictions, (N, K), float32 or float64.
        classes: The class index y of each row, (N,), int64, in [0, K).
        own: The predictions of these classes, (N,), as returned by `chosen`.

    Returns:
        -log p_y in nats, (N,), float64.
    """
    if spec.scale is Scale.LOGITS:
        if spec.plain:
            return quick_sparse_logits(rows, classes, own)
        return sparse_terms(wide(rows), classes, spec.scale)
    q = wide(own)
    if spec.scale is Scale.LOG_PROBABILITIES:
        return CLASS_TERMS[spec.scale](q)
    whole = wide(rows) if spec.guard.normalise else rows
    return probability_terms(spec.clipped(_normalised(spec, whole, q)))


def chosen(rows: Numbers, classes: Codes) -> Numbers:
    """Return the prediction of one class per row.

    Args:
        rows: Predictions, (N, K), any numeric dtype.
        classes: The class index of each row, (N,), int64, in [0, K).

    Returns:
        The values ``rows[i, classes[i]]``, (N,), in the dtype of ``rows``.

    Examples:
        >>> chosen(np.array([[0.2, 0.8], [0.6, 0.4]]), np.array([1, 0])).tolist()
        [0.8, 0.6]
    """
    n, width = rows.shape
    return np.ascontiguousarray(rows).reshape(-1).take(np.arange(0, n * width, width) + classes, mode="clip")


def wide(x: Numbers) -> Floats:
    """Convert numbers to float64, without a copy if they are float64.

    Args:
        x: Numbers of any dtype and shape.

    Returns:
        The same numbers in float64.

    Examples:
        >>> wide(np.array([1, 2], dtype=np.int8)).tolist()
        [1.0, 2.0]
    """
    return np.asarray(x, dtype=np.float64)


def _normalised(spec: LossSpec, rows: Floats, q: Floats) -> Floats:
    """Divide probabilities by the sum of their row, if the framework does so."""
    if not spec.guard.normalise:
        return q
    sums = row_sums(rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        return spec.rounded(q / (sums if q.ndim == 1 else sums[:, None]))


def binary_terms(spec: LossSpec, x: Floats) -> tuple[Floats, Floats]:
    """Compute -log p and -log(1 - p) element by element.

    Args:
        spec: The scale of the predictions, and the framework's clipping.
        x: Predictions for the positive class of each output, (N, K), float64.

    Returns:
        -log p and -log(1 - p) in nats, each (N, K), float64.
    """
    scale, guard = spec.scale, spec.guard
    if scale is Scale.LOGITS and spec.focal and spec.convention.saturating_focal:
        x, scale = spec.rounded(np.exp(-BINARY_TERMS[Scale.LOGITS](x)[0])), Scale.PROBABILITIES
    if scale is Scale.LOGITS and spec.convention.naive:
        return _naive_logit_terms(x)
    if scale is not Scale.PROBABILITIES or guard.epsilon is None:
        positive, negative = BINARY_TERMS[scale](x)
        if guard.most is None or scale is not Scale.PROBABILITIES:
            return positive, negative
        return np.minimum(positive, guard.most), np.minimum(negative, guard.most)
    q = spec.clipped(x)
    other = spec.clipped(spec.rounded(1 - x)) if guard.complement else spec.rounded(1 - q)
    return probability_terms(q), probability_terms(other)


def _naive_logit_terms(x: Floats) -> tuple[Floats, Floats]:
    """Return NaN for infinite logits: frameworks compute x - x y, which is infinity minus infinity."""
    positive, negative = BINARY_TERMS[Scale.LOGITS](x)
    lost = np.isinf(x)
    return np.where(lost, np.nan, positive), np.where(lost, np.nan, negative)


def raw_probabilities(spec: LossSpec, x: Floats) -> tuple[Floats, Floats]:
    """Compute p and 1 - p before any clipping, as focal losses need them.

    Args:
        spec: The scale of the predictions.
        x: Predictions for the positive class of each output, (N, K), float64.

    Returns:
        p and 1 - p, each (N, K), float64.
    """
    if spec.scale is Scale.PROBABILITIES:
        return x, 1.0 - x
    positive, negative = BINARY_TERMS[spec.scale](x)
    return confidence_gap(negative), confidence_gap(positive)
