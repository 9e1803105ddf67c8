"""-log p under a recipe: the formulas of `losses`, with each framework's clipping and normalising before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.losses import BINARY_TERMS, CLASS_TERMS, confidence_gap, probability_terms, sparse_terms
from xentcli.rowsums import row_sums
from xentcli.types import Scale

if TYPE_CHECKING:
    from xentcli.recipe import Recipe
    from xentcli.types import Codes, Floats


def class_terms(recipe: Recipe, x: Floats) -> Floats:
    """-log p of every class (n, K)."""
    scale = recipe.scale
    if scale is Scale.LOGITS and recipe.focal and recipe.likeness.saturating_focal:
        x, scale = np.exp(-CLASS_TERMS[Scale.LOGITS](x)), Scale.PROBABILITIES
    if scale is not Scale.PROBABILITIES:
        return CLASS_TERMS[scale](x)
    return probability_terms(recipe.clipped(_normalised(recipe, x, x)))


def target_terms(recipe: Recipe, x: Floats, classes: Codes) -> Floats:
    """-log p of one class a row (n,): a gather and one logarithm."""
    if recipe.scale is not Scale.PROBABILITIES:
        return sparse_terms(x, classes, recipe.scale)
    q = x[np.arange(len(x)), classes]
    return probability_terms(recipe.clipped(_normalised(recipe, x, q)))


def _normalised(recipe: Recipe, rows: Floats, q: Floats) -> Floats:
    """Probabilities divided by their row's sum, where the framework does so."""
    if not recipe.guard.normalise:
        return q
    sums = row_sums(rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        return recipe.rounded(q / (sums if q.ndim == 1 else sums[:, None]))


def binary_terms(recipe: Recipe, x: Floats) -> tuple[Floats, Floats]:
    """-log p and -log(1 - p), element by element."""
    scale, guard = recipe.scale, recipe.guard
    if scale is Scale.LOGITS and recipe.focal and recipe.likeness.saturating_focal:
        x, scale = recipe.rounded(np.exp(-BINARY_TERMS[Scale.LOGITS](x)[0])), Scale.PROBABILITIES
    if scale is Scale.LOGITS and recipe.likeness.naive:
        return _naive_logit_terms(x)
    if scale is not Scale.PROBABILITIES or guard.epsilon is None:
        positive, negative = BINARY_TERMS[scale](x)
        if guard.most is None or scale is not Scale.PROBABILITIES:
            return positive, negative
        return np.minimum(positive, guard.most), np.minimum(negative, guard.most)
    q = recipe.clipped(x)
    other = recipe.clipped(recipe.rounded(1 - x)) if guard.complement else recipe.rounded(1 - q)
    return probability_terms(q), probability_terms(other)


def _naive_logit_terms(x: Floats) -> tuple[Floats, Floats]:
    """Frameworks compute x - x y and log1p(exp(-|x|)): an infinite logit is infinity minus infinity."""
    positive, negative = BINARY_TERMS[Scale.LOGITS](x)
    lost = np.isinf(x)
    return np.where(lost, np.nan, positive), np.where(lost, np.nan, negative)


def raw_probabilities(recipe: Recipe, x: Floats) -> tuple[Floats, Floats]:
    """p and 1 - p before any clipping: what focal losses weigh by."""
    if recipe.scale is Scale.PROBABILITIES:
        return x, 1.0 - x
    positive, negative = BINARY_TERMS[recipe.scale](x)
    return confidence_gap(negative), confidence_gap(positive)
