"""Compute cross-entropy terms -log p from probabilities, logits or log-probabilities.

All functions take float64 arrays and return nats. They keep relative accuracy for tiny losses: they never
take the logarithm of a number close to one directly, and never subtract two large numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.types import Scale
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.types import Codes, Floats


def probability_terms(p: Floats) -> Floats:
    """Compute -log p of every class from probabilities.

    Args:
        p: Probabilities in [0, 1], float64, any shape, e.g. (N, K).

    Returns:
        -log p in nats, float64, the shape of ``p``; infinite where p is 0.

    Examples:
        >>> probability_terms(np.array([[0.5, 0.0]])).tolist()
        [[0.6931471805599453, inf]]
    """
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(p)


def logit_terms(z: Floats) -> Floats:
    """Compute -log softmax(z) of every class from logits.

    With m the largest logit of a row:

        -log softmax(z)_k = log1p(sum over j != argmax of exp(z_j - m)) + (m - z_k)

    Both parts are never negative, so nothing cancels, at logits of 1e4 as well as at losses of 1e-300.

    Args:
        z: Logits, (N, K), float64.

    Returns:
        -log softmax(z) in nats, (N, K), float64.

    Examples:
        >>> logit_terms(np.array([[1e4, 0.0]])).tolist(), float(logit_terms(np.array([[40.0, 0.0]]))[0, 0])
        ([[0.0, 10000.0]], 4.248354255291589e-18)
    """
    gap, rest = _gap_and_rest(z)
    return gap + np.log1p(rest)[:, None]


def sparse_logit_terms(z: Floats, classes: Codes) -> Floats:
    """Compute -log softmax(z)_y of one class per row from logits.

    Args:
        z: Logits, (N, K), float64.
        classes: The class index y of each row, (N,), int64, in [0, K).

    Returns:
        -log softmax(z)_y in nats, (N,), float64.

    Examples:
        >>> sparse_logit_terms(np.array([[0.0, 0.0], [1e4, 0.0]]), np.array([0, 1])).tolist()
        [0.6931471805599453, 10000.0]
    """
    gap, rest = _gap_and_rest(z)
    return _take(gap, classes) + np.log1p(rest)


def _gap_and_rest(z: Floats) -> tuple[Floats, Floats]:
    """Return m - z_k, (N, K), and the sum of exp(z_j - m) without one of the largest classes, (N,)."""
    rows = np.arange(len(z))
    top = z.argmax(axis=1)
    with np.errstate(invalid="ignore"):
        gap = z[rows, top][:, None] - z
    mass = np.exp(-gap)
    mass[rows, top] = 0.0
    return gap, row_sums(mass)


def log_probability_terms(log_p: Floats) -> Floats:
    """Compute -log p of every class from log-probabilities.

    Args:
        log_p: Natural logarithms of probabilities, float64, any shape, e.g. (N, K).

    Returns:
        -log p in nats, float64, the shape of ``log_p``.

    Examples:
        >>> log_probability_terms(np.array([[-0.5, 0.0]])).tolist()
        [[0.5, 0.0]]
    """
    return 0.0 - log_p


CLASS_TERMS: dict[Scale, Callable[[Floats], Floats]] = {
    Scale.PROBABILITIES: probability_terms,
    Scale.LOGITS: logit_terms,
    Scale.LOG_PROBABILITIES: log_probability_terms,
}
"""Functions for -log p of every class, by the scale of the predictions."""


def sparse_terms(x: Floats, classes: Codes, scale: Scale) -> Floats:
    """Compute -log p_y of one class per row from predictions on any scale.

    Args:
        x: Predictions, (N, K), float64.
        classes: The class index y of each row, (N,), int64, in [0, K).
        scale: The scale of ``x``.

    Returns:
        -log p_y in nats, (N,), float64.

    Examples:
        >>> sparse_terms(np.array([[0.05, 0.95, 0.0]]), np.array([1]), Scale.PROBABILITIES).tolist()
        [0.05129329438755058]
    """
    if scale is Scale.LOGITS:
        return sparse_logit_terms(x, classes)
    return CLASS_TERMS[scale](_take(x, classes))


def _take(rows: Floats, classes: Codes) -> Floats:
    return rows[np.arange(len(rows)), classes]


def binary_probability_terms(p: Floats) -> tuple[Floats, Floats]:
    """Compute -log p and -log(1 - p) from probabilities of the positive class.

    Args:
        p: Probabilities in [0, 1], float64, any shape.

    Returns:
        -log p and -log(1 - p) in nats, each float64 with the shape of ``p``.

    Examples:
        >>> [float(t) for t in binary_probability_terms(np.array(0.25))]
        [1.3862943611198906, 0.2876820724517809]
    """
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(p), 0.0 - np.log1p(-p)


def binary_logit_terms(z: Floats) -> tuple[Floats, Floats]:
    """Compute -log sigmoid(z) and -log(1 - sigmoid(z)) from logits.

    These are softplus(-z) and softplus(z), with softplus(z) = max(z, 0) + log1p(exp(-|z|)).

    Args:
        z: Logits of the positive class, float64, any shape.

    Returns:
        -log sigmoid(z) and -log(1 - sigmoid(z)) in nats, each float64 with the shape of ``z``.

    Examples:
        >>> [float(t) for t in binary_logit_terms(np.array(-1000.0))]
        [1000.0, 0.0]
    """
    tail = np.log1p(np.exp(-np.abs(z)))
    return np.maximum(-z, 0.0) + tail, np.maximum(z, 0.0) + tail


def binary_log_probability_terms(log_p: Floats) -> tuple[Floats, Floats]:
    """Compute -log p and -log(1 - p) from log-probabilities of the positive class.

    Args:
        log_p: Natural logarithms of probabilities, float64, any shape.

    Returns:
        -log p and -log(1 - p) in nats, each float64 with the shape of ``log_p``.

    Examples:
        >>> [t.tolist() for t in binary_log_probability_terms(np.log([0.5]))]
        [[0.6931471805599453], [0.6931471805599453]]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        near_one = 0.0 - np.log(-np.expm1(log_p))
        far = 0.0 - np.log1p(-np.exp(log_p))
    return 0.0 - log_p, np.where(log_p > -np.log(2), near_one, far)


BINARY_TERMS: dict[Scale, Callable[[Floats], tuple[Floats, Floats]]] = {
    Scale.PROBABILITIES: binary_probability_terms,
    Scale.LOGITS: binary_logit_terms,
    Scale.LOG_PROBABILITIES: binary_log_probability_terms,
}
"""Functions for -log p and -log(1 - p), by the scale of the predictions."""


def softmax(z: Floats) -> Floats:
    """Convert the logits of each row to probabilities.

    softmax(z)_k = exp(z_k) / sum over j of exp(z_j). The largest logit of each row is subtracted
    first, so that no exponential overflows.

    Args:
        z: Logits, (N, K), float64.

    Returns:
        Probabilities, (N, K), float64, each row summing to one.

    Examples:
        >>> softmax(np.array([[1000.0, 1000.0]])).tolist()
        [[0.5, 0.5]]
    """
    mass = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(mass / row_sums(mass)[:, None])


def sigmoid(z: Floats) -> Floats:
    """Convert logits to probabilities element by element: 1 / (1 + exp(-z)).

    Args:
        z: Logits of the positive class, float64, any shape.

    Returns:
        Probabilities, float64, the shape of ``z``.

    Examples:
        >>> sigmoid(np.array([0.0, -800.0])).tolist()
        [0.5, 0.0]
    """
    rest = np.exp(-np.abs(z))
    return np.asarray(np.where(z < 0, rest, 1.0) / (1.0 + rest))


def times(factor: Floats, term: Floats) -> Floats:
    """Multiply with 0 times infinity as 0, so that 0 log 0 = 0.

    Args:
        factor: Factors, float64, broadcastable to ``term``.
        term: Terms, float64; an infinite one becomes 0 where its factor is 0.

    Returns:
        The product, float64, in the broadcast shape.

    Examples:
        >>> times(np.array([0.0, 2.0]), np.array([np.inf, 3.0])).tolist()
        [0.0, 6.0]
    """
    with np.errstate(invalid="ignore"):
        product = factor * term
    infinite = np.isinf(term)
    return np.where((factor == 0) & infinite, 0.0, product) if infinite.any() else product


def binary_losses(y: Floats, terms: tuple[Floats, Floats], pos_weight: Floats | float = 1.0) -> Floats:
    """Compute binary cross-entropy element by element: w y (-log p) + (1 - y) (-log(1 - p)).

    Args:
        y: Targets in [0, 1], float64, any shape, e.g. (N, K).
        terms: -log p and -log(1 - p) in nats, each with the shape of ``y``.
        pos_weight: The weight w of the positives, one for all or (K,).

    Returns:
        Losses in nats, float64, the shape of ``y``.

    Examples:
        >>> binary_losses(np.array([1.0, 0.0]), binary_logit_terms(np.zeros(2))).tolist()
        [0.6931471805599453, 0.6931471805599453]
    """
    return times(y * pos_weight, terms[0]) + times(1.0 - y, terms[1])


def categorical_losses(y: Floats, terms: Floats) -> Floats:
    """Compute the cross-entropy of each row: sum over k of y_k (-log p_k).

    Args:
        y: Targets in [0, 1], (N, K), float64.
        terms: -log p in nats, (N, K), float64.

    Returns:
        Losses in nats, (N,), float64.

    Examples:
        >>> categorical_losses(np.array([[0.0, 1.0]]), np.array([[np.inf, 0.5]])).tolist()
        [0.5]
    """
    return row_sums(times(y, terms))


def confidence_gap(terms: Floats) -> Floats:
    """Compute 1 - p from -log p without cancellation; focal losses raise it to the power gamma.

    Args:
        terms: -log p in nats, float64, any shape.

    Returns:
        1 - p, float64, the shape of ``terms``.

    Examples:
        >>> confidence_gap(np.array([0.0, 1e-20, np.inf])).tolist()
        [0.0, 1e-20, 1.0]
    """
    return -np.expm1(-terms)


def entropy(y: Floats) -> Floats:
    """Compute the entropy of each row, -sum over k of y_k log y_k: the loss of a perfect model.

    Args:
        y: Targets in [0, 1], (N, K), float64.

    Returns:
        Entropies in nats, (N,), float64.

    Examples:
        >>> entropy(np.array([[0.5, 0.5], [1.0, 0.0]])).tolist()
        [0.6931471805599453, 0.0]
    """
    with np.errstate(divide="ignore"):
        return categorical_losses(y, -np.log(y))
