"""The plain formulas with the digits that mpmath is set to, and the check that a float64 agrees with them."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
from mpmath import mpf

RTOL = 1e-13
LEAST = mpf(10) ** -305
"""Below, float64 has fewer digits to give."""


def agrees(found: Any, wanted: Any, rtol: float = RTOL) -> bool:
    """Whether a float64 is the number in 60 digits, relatively; infinite and vanishing ones too."""
    if mpmath.isinf(wanted) or wanted == 0:
        return mpf(found) == wanted
    return abs(mpf(found) - wanted) <= rtol * max(abs(wanted), LEAST)


def all_agree(found: Any, wanted: list[Any], rtol: float = RTOL) -> bool:
    return len(found) == len(wanted) and all(agrees(f, w, rtol) for f, w in zip(found, wanted, strict=True))


def minus_log(p: Any) -> Any:
    return mpf("inf") if p == 0 else -mpmath.log1p(mpf(p) - 1) if p > 0.5 else -mpmath.log(mpf(p))


def minus_log_complement(p: Any) -> Any:
    return mpf("inf") if p == 1 else -mpmath.log1p(-mpf(p))


def of_logits(row: Any, k: int) -> Any:
    """-log softmax(z)_k = log(1 + sum over the others of exp(z_j - z_k)), equal logits counted together."""
    values, counts = np.unique(np.asarray(row, np.float64), return_counts=True)
    own = float(row[k])
    counts = counts - (values == own)
    return mpmath.log1p(
        mpmath.fsum(int(n) * mpmath.exp(mpf(v) - own) for v, n in zip(values, counts, strict=True) if n)
    )


def of_logit(z: Any, y: int) -> Any:
    """-log sigmoid(z) or -log(1 - sigmoid(z))."""
    return mpmath.log1p(mpmath.exp(-mpf(z) if y else mpf(z)))


def of_log_probability(log_p: Any, y: int) -> Any:
    if y:
        return -mpf(log_p)
    return (
        mpf("inf")
        if log_p == 0
        else -mpmath.log1p(-mpmath.exp(log_p))
        if log_p < -1
        else -mpmath.log(-mpmath.expm1(log_p))
    )


def mean(values: list[Any]) -> Any:
    return mpmath.fsum(values) / len(values)
