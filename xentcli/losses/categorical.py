"""Compute losses of rows whose labels are vectors over the classes: one-hot or soft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.types import Kind
from xentcli.losses.block_losses import AlignedBlock, Measured
from xentcli.losses.formulas import categorical_losses, confidence_gap, entropy, times
from xentcli.losses.frameworks.convention import RowWeight
from xentcli.losses.label_smoothing import smoothed
from xentcli.losses.nll import chosen, class_terms, target_terms, wide
from xentcli.losses.sparse import correct_where, product, row_weights, weighed
from xentcli.numerics.binary_rows import bits_in
from xentcli.numerics.row_stats import RowStats, every, largest_is
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats, Mask, Numbers
    from xentcli.losses.spec import LossSpec


def measure_categorical(spec: LossSpec, pair: AlignedBlock, facts: RowStats) -> Measured:
    """Compute the losses of rows whose labels are vectors over the classes.

    The loss of a row is sum over k of y_k f_k, with f_k = c_k (1 - p_k)^gamma (-log p_k). The class weights
    c_k and the focal factor are 1 by default. Plain one-hot rows are computed like class ids, with one
    logarithm per row.

    Args:
        spec: What to compute.
        pair: Labels, (N, K) in canonical shape, and sample weights if there are any.
        facts: Predictions, (N, K), float32 or float64.

    Returns:
        Weighted losses in nats, weights and hits, each (N,), and the entropies of soft labels, (N,).
    """
    single = spec.plain and spec.case.kind is Kind.ONE_HOT
    bits = bits_in(pair.labels, spec.layout) if single else None
    if bits is not None and bits.one_hot and not _counts_zeros(spec, facts):
        return _one_hot(spec, pair, facts, bits.columns)
    labels, rows = wide(spec.layout.labels(pair.labels.values)), facts.rows
    targets = labels.argmax(axis=1)
    hot, own = _one_hot_rows(spec, labels, targets, rows), chosen(rows, targets)
    losses = _vector_losses(spec, labels, wide(rows))
    if hot.any():
        losses[hot] = target_terms(spec, rows[hot], targets[hot], own[hot])
    shared = row_weights(spec, pair, len(labels))
    of_class = _vector_weights(spec, labels, targets)
    weights = product(of_class, shared)
    factor = weights if spec.convention.row_weight is RowWeight.LARGEST else shared
    if factor is not None:
        losses = times(factor, losses)
    correct = largest_is(facts, targets, own)
    kept = np.ones(len(labels), bool)
    soft = entropy(labels) if spec.case.kind is Kind.SOFT else None
    return Measured(losses, weights, kept, targets, correct, rows=rows, entropies=soft, vectors=labels)


def _counts_zeros(spec: LossSpec, facts: RowStats) -> bool:
    """Return whether the framework multiplies zeros with infinities in this block, which gives NaN."""
    return spec.convention.naive and not np.isfinite(facts.span).all()


def _one_hot(spec: LossSpec, pair: AlignedBlock, facts: RowStats, targets: Codes) -> Measured:
    """Compute the losses of one-hot rows like those of class ids."""
    own = chosen(facts.rows, targets)
    losses = target_terms(spec, facts.rows, targets, own)
    correct = correct_where(spec, facts, targets, own, losses)
    shared = row_weights(spec, pair, len(targets))
    if shared is not None:
        losses = times(shared, losses)
    return Measured(losses, shared, np.ones(len(targets), bool), targets, correct, rows=facts.rows)


def _one_hot_rows(spec: LossSpec, labels: Floats, targets: Codes, rows: Numbers) -> Mask:
    """Return which rows have a single 1 and zeros, so that their loss is that of a class id.

    Where a framework multiplies zeros with infinities, only rows with finite predictions qualify.
    """
    if not spec.plain:
        return np.zeros(len(labels), dtype=np.bool_)
    single = (chosen(labels, targets) == 1) & (np.count_nonzero(labels, axis=1) == 1)
    if spec.convention.naive:
        single &= every(np.isfinite(rows))
    return np.asarray(single, dtype=np.bool_)


def _vector_losses(spec: LossSpec, labels: Floats, x: Floats) -> Floats:
    terms, largest = class_terms(spec, x), spec.convention.row_weight is RowWeight.LARGEST
    factored = _focal_only(spec, terms) if largest else weighed(spec, terms, None)
    y = smoothed(labels, max(spec.settings.label_smoothing, 0.0), spec.layout.width)
    if not spec.convention.naive:
        return categorical_losses(y, factored)
    with np.errstate(invalid="ignore"):
        return row_sums(y * factored)


def _focal_only(spec: LossSpec, terms: Floats) -> Floats:
    """Multiply the terms with focal factors only, where class weights apply to the row's loss."""
    if spec.focal is None:
        return terms
    gamma, alpha = spec.focal
    with np.errstate(invalid="ignore"):
        terms = confidence_gap(terms) ** gamma * terms
        return terms if alpha is None else alpha * terms


def _vector_weights(spec: LossSpec, labels: Floats, targets: Codes) -> Floats | None:
    """Return the class weight of each row, (N,), or None if every row has a weight of one."""
    weights, rule = spec.class_weights, spec.convention.row_weight
    if weights is None or rule is RowWeight.ONE:
        return None
    return weights[targets] if rule is RowWeight.LARGEST else row_sums(labels * weights)
