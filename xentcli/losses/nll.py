"""-log p under a recipe: the formulas of `losses`, with each framework's clipping and normalising before
them."""

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
    """-log p of every class (n, K)."""
    scale = spec.scale
    if scale is Scale.LOGITS and spec.focal and spec.convention.saturating_focal:
        x, scale = np.exp(-CLASS_TERMS[Scale.LOGITS](x)), Scale.PROBABILITIES
    if scale is not Scale.PROBABILITIES:
        return CLASS_TERMS[scale](x)
    return probability_terms(spec.clipped(_normalised(spec, x, x)))


def target_terms(spec: LossSpec, rows: Numbers, classes: Codes, own: Numbers) -> Floats:
    """-log p of one class a row (n,), whose numbers are ``own``: one logarithm a row."""
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
    """Return the entry of one class per row, (n,), from rows (n, K)."""
    n, width = rows.shape
    return np.ascontiguousarray(rows).reshape(-1).take(np.arange(0, n * width, width) + classes, mode="clip")


def wide(x: Numbers) -> Floats:
    """Return the numbers as float64."""
    return np.asarray(x, dtype=np.float64)


def _normalised(spec: LossSpec, rows: Floats, q: Floats) -> Floats:
    """Probabilities divided by their row's sum, where the framework does so."""
    if not spec.guard.normalise:
        return q
    sums = row_sums(rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        return spec.rounded(q / (sums if q.ndim == 1 else sums[:, None]))


def binary_terms(spec: LossSpec, x: Floats) -> tuple[Floats, Floats]:
    """-log p and -log(1 - p), element by element."""
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
    """Frameworks compute x - x y and log1p(exp(-|x|)): an infinite logit is infinity minus infinity."""
    positive, negative = BINARY_TERMS[Scale.LOGITS](x)
    lost = np.isinf(x)
    return np.where(lost, np.nan, positive), np.where(lost, np.nan, negative)


def raw_probabilities(spec: LossSpec, x: Floats) -> tuple[Floats, Floats]:
    """p and 1 - p before any clipping: what focal losses weigh by."""
    if spec.scale is Scale.PROBABILITIES:
        return x, 1.0 - x
    positive, negative = BINARY_TERMS[spec.scale](x)
    return confidence_gap(negative), confidence_gap(positive)
