"""Numbers that the tests work out by themselves, in plain NumPy: losses, and how sure one can be of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from plants.data import Array

LEAST = 1e-6
"""What a probability counts at least, lest one row outweigh all others."""

SURE = 6.0
"""Standard errors: by chance alone a number goes that far once in a thousand million times."""


def costs(y: Array, p: Array, least: float = LEAST) -> Array:
    """Every row's cross-entropy: of class ids, of shares, or of 0/1 columns as the mean over them."""
    p = np.clip(p, least, None)
    if y.dtype.kind == "f":
        return -(y * np.log(p)).sum(axis=1)
    if y.ndim == 1:
        return -np.log(p[np.arange(len(y)), y])
    q = np.clip(1 - p, least, None)
    return np.where(y == 1, -np.log(p), -np.log(q)).mean(axis=1)


def random_costs(y: Array, p: Array) -> Array:
    """What every row would cost on average, were its label drawn from all the labels."""
    if y.ndim == 1:
        shares = np.bincount(y, minlength=p.shape[1]) / len(y)
        return -np.log(np.clip(p, LEAST, None)) @ shares
    shares = y.mean(axis=0)
    if y.dtype.kind == "f":
        return -np.log(np.clip(p, LEAST, None)) @ shares
    p, q = np.clip(p, LEAST, None), np.clip(1 - p, LEAST, None)
    return -(shares * np.log(p) + (1 - shares) * np.log(q)).mean(axis=1)


def certainty(differences: Array) -> float:
    """How many standard errors the mean of the differences is above 0."""
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    if error < 1e-12:
        return 0.0 if abs(differences.mean()) < 1e-12 else np.copysign(np.inf, differences.mean())
    return float(differences.mean() / error)


def knowledge(y: Array, p: Array) -> float:
    """How surely the predictions know their own labels better than any others."""
    return certainty(random_costs(y, p) - costs(y, p))


def claim(p: Array) -> Array:
    """What every row says that it will cost: its entropy."""
    if p.ndim == 1:
        p = np.stack([1 - p, p], axis=1)
    return -(p * np.log(np.clip(p, LEAST, None))).sum(axis=1)


def overclaim(y: Array, p: Array) -> float:
    """How surely the predictions cost more than they say of themselves."""
    return certainty(costs(y, p) - _claim(y, p))


def _claim(y: Array, p: Array) -> Array:
    return claim(p) if y.ndim == 1 or y.dtype.kind == "f" else (claim(p) + claim_of_not(p)) / p.shape[1]


def claim_of_not(p: Array) -> Array:
    """The part of the entropy of independent answers that is about the absent ones."""
    return claim(1 - p)


def softmax(x: Array) -> Array:
    """Rows that sum to one."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def sigmoid(x: Array) -> Array:
    """Between 0 and 1."""
    return 1 / (1 + np.exp(-x))
