"""The formulas: negative logarithms of probabilities, from any scale, and what is summed of them.

All functions take float64 arrays, one row a sample, and answer in nats. They hold relative accuracy even
where the loss is tiny: no logarithm of a number near one is taken as such, and no two large numbers are
subtracted.
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
    """-log p of every class, from probabilities (n, K).

    >>> probability_terms(np.array([[0.5, 0.0]])).tolist()
    [[0.6931471805599453, inf]]
    """
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(p)


def logit_terms(z: Floats) -> Floats:
    """-log softmax(z) of every class, from logits (n, K): log1p of the others' mass plus the gap to the
    largest.

    With m the largest logit of a row, -log softmax(z)_k = log1p(sum over j != argmax of exp(z_j - m)) + (m
    - z_k). Both parts are never negative, so nothing cancels: at logits of 1e4 and at losses of 1e-300 alike.

    >>> logit_terms(np.array([[1e4, 0.0]])).tolist(), float(logit_terms(np.array([[40.0, 0.0]]))[0, 0])
    ([[0.0, 10000.0]], 4.248354255291589e-18)
    """
    gap, rest = _gap_and_rest(z)
    return gap + np.log1p(rest)[:, None]


def sparse_logit_terms(z: Floats, classes: Codes) -> Floats:
    """-log softmax(z) of one class a row, from logits (n, K) and class indices (n,)."""
    gap, rest = _gap_and_rest(z)
    return _take(gap, classes) + np.log1p(rest)


def _gap_and_rest(z: Floats) -> tuple[Floats, Floats]:
    """m - z_k for every class, and the sum of exp(z_j - m) over all classes but one of the largest."""
    rows = np.arange(len(z))
    top = z.argmax(axis=1)
    with np.errstate(invalid="ignore"):
        gap = z[rows, top][:, None] - z
    mass = np.exp(-gap)
    mass[rows, top] = 0.0
    return gap, row_sums(mass)


def log_probability_terms(log_p: Floats) -> Floats:
    """-log p of every class, from log-probabilities (n, K)."""
    return 0.0 - log_p


CLASS_TERMS: dict[Scale, Callable[[Floats], Floats]] = {
    Scale.PROBABILITIES: probability_terms,
    Scale.LOGITS: logit_terms,
    Scale.LOG_PROBABILITIES: log_probability_terms,
}
"""-log p of every class, by the predictions' scale."""


def sparse_terms(x: Floats, classes: Codes, scale: Scale) -> Floats:
    """-log p of one class a row: one logarithm a row, never a one-hot matrix.

    >>> sparse_terms(np.array([[0.05, 0.95, 0.0]]), np.array([1]), Scale.PROBABILITIES).tolist()
    [0.05129329438755058]
    """
    if scale is Scale.LOGITS:
        return sparse_logit_terms(x, classes)
    return CLASS_TERMS[scale](_take(x, classes))


def _take(rows: Floats, classes: Codes) -> Floats:
    return rows[np.arange(len(rows)), classes]


def binary_probability_terms(p: Floats) -> tuple[Floats, Floats]:
    """-log p and -log(1 - p), from probabilities of the positive class.

    >>> [float(t) for t in binary_probability_terms(np.array(0.25))]
    [1.3862943611198906, 0.2876820724517809]
    """
    with np.errstate(divide="ignore"):
        return 0.0 - np.log(p), 0.0 - np.log1p(-p)


def binary_logit_terms(z: Floats) -> tuple[Floats, Floats]:
    """-log sigmoid(z) and -log(1 - sigmoid(z)): softplus(-z) and softplus(z).

    >>> [float(t) for t in binary_logit_terms(np.array(-1000.0))]
    [1000.0, 0.0]
    """
    tail = np.log1p(np.exp(-np.abs(z)))
    return np.maximum(-z, 0.0) + tail, np.maximum(z, 0.0) + tail


def binary_log_probability_terms(log_p: Floats) -> tuple[Floats, Floats]:
    """-log p and -log(1 - p), from logarithms of the positive class's probability."""
    with np.errstate(divide="ignore", invalid="ignore"):
        near_one = 0.0 - np.log(-np.expm1(log_p))
        far = 0.0 - np.log1p(-np.exp(log_p))
    return 0.0 - log_p, np.where(log_p > -np.log(2), near_one, far)


BINARY_TERMS: dict[Scale, Callable[[Floats], tuple[Floats, Floats]]] = {
    Scale.PROBABILITIES: binary_probability_terms,
    Scale.LOGITS: binary_logit_terms,
    Scale.LOG_PROBABILITIES: binary_log_probability_terms,
}
"""-log p and -log(1 - p), by the predictions' scale."""


def softmax(z: Floats) -> Floats:
    """Return probabilities from logits (n, K): e^z / sum of e^z, with the row's largest z taken off first.

    >>> softmax(np.array([[1000.0, 1000.0]])).tolist()
    [[0.5, 0.5]]
    """
    mass = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(mass / row_sums(mass)[:, None])


def sigmoid(z: Floats) -> Floats:
    """Return probabilities from logits, each by itself: 1 / (1 + e^-z).

    >>> sigmoid(np.array([0.0, -800.0])).tolist()
    [0.5, 0.0]
    """
    rest = np.exp(-np.abs(z))
    return np.asarray(np.where(z < 0, rest, 1.0) / (1.0 + rest))


def times(factor: Floats, term: Floats) -> Floats:
    """Return the product, with 0 times infinity as 0: 0 log 0 = 0."""
    with np.errstate(invalid="ignore"):
        product = factor * term
    infinite = np.isinf(term)
    return np.where((factor == 0) & infinite, 0.0, product) if infinite.any() else product


def binary_losses(y: Floats, terms: tuple[Floats, Floats], pos_weight: Floats | float = 1.0) -> Floats:
    """w y (-log p) + (1 - y) (-log(1 - p)), element by element.

    >>> binary_losses(np.array([1.0, 0.0]), binary_logit_terms(np.zeros(2))).tolist()
    [0.6931471805599453, 0.6931471805599453]
    """
    return times(y * pos_weight, terms[0]) + times(1.0 - y, terms[1])


def categorical_losses(y: Floats, terms: Floats) -> Floats:
    """sum over k of y_k (-log p_k), row by row.

    >>> categorical_losses(np.array([[0.0, 1.0]]), np.array([[np.inf, 0.5]])).tolist()
    [0.5]
    """
    return row_sums(times(y, terms))


def smoothed(y: Floats, amount: float, classes: int) -> Floats:
    """Targets moved towards all classes alike: y (1 - a) + a / K.

    >>> smoothed(np.array([1.0, 0.0]), 0.5, 2).tolist()
    [0.75, 0.25]
    """
    return y * (1.0 - amount) + amount / classes if amount else y


def confidence_gap(terms: Floats) -> Floats:
    """1 - p, from -log p, without cancellation: what focal losses raise to the power gamma."""
    return -np.expm1(-terms)


def entropy(y: Floats) -> Floats:
    """-sum over k of y_k log y_k, row by row: what the loss of a perfect model would be."""
    with np.errstate(divide="ignore"):
        return categorical_losses(y, -np.log(y))
