"""The losses of rows that have one class each, by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.types import Scale
from xentcli.losses.block_losses import AlignedBlock, Measured, strangers
from xentcli.losses.formulas import confidence_gap, times
from xentcli.losses.nll import chosen, class_terms, target_terms, wide
from xentcli.numerics.occurrences import UNSEEN
from xentcli.numerics.row_stats import NARROW, RowStats, largest_by_loss, largest_is
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats, Mask, Numbers
    from xentcli.losses.spec import LossSpec


def measure_sparse(spec: LossSpec, pair: AlignedBlock, facts: RowStats) -> Measured:
    """(1 - a) f_y + a / K sum f_k, where f_k = c_k (1 - p_k)^gamma (-log p_k); never a one-hot matrix."""
    raw = spec.layout.labels(pair.labels.values)
    classes = spec.layout.labels(spec.classes.indices(pair.labels))
    kept = np.ones(len(classes), bool) if spec.ignore is None else raw != spec.ignore
    inside = kept & (classes >= 0)
    whole = bool(inside.all())
    targets = classes if whole else np.where(inside, classes, 0)
    own = chosen(facts.rows, targets)
    losses = _target_losses(spec, facts.rows, targets, own)
    correct = correct_where(spec, facts, targets, own, losses)
    if not whole:
        losses = np.where(inside, losses, 0.0)
    of_class = None if spec.class_weights is None else spec.class_weights[targets]
    shared = row_weights(spec, pair, len(classes))
    weights = product(of_class, shared)
    if shared is not None:
        losses = times(shared, losses)
    shape = pair.labels.values.shape
    lost = UNSEEN if whole else strangers(pair.labels, classes.reshape(shape), kept.reshape(shape))
    return Measured(losses, weights, kept, targets, correct, rows=facts.rows, strangers=lost)


def _target_losses(spec: LossSpec, rows: Numbers, targets: Codes, own: Numbers) -> Floats:
    amount = spec.settings.label_smoothing
    if amount > 0:
        every = weighed(spec, class_terms(spec, wide(rows)), None)
        spread = row_sums(every) * (amount / spec.layout.width)
        return np.asarray((1 - amount) * chosen(every, targets) + spread)
    return weighed(spec, target_terms(spec, rows, targets, own), targets)


def correct_where(spec: LossSpec, facts: RowStats, targets: Codes, own: Numbers, losses: Floats) -> Mask:
    """Where the class of the label has the first largest number."""
    if spec.scale is Scale.LOGITS and spec.plain and facts.rows.shape[1] > NARROW:
        return largest_by_loss(facts, targets, losses)
    return largest_is(facts, targets, own)


def weighed(spec: LossSpec, terms: Floats, targets: Codes | None) -> Floats:
    """Terms times class weights and focal factors: of the targets' classes (n,), or of all classes (n, K)."""
    if spec.focal is not None:
        gamma, alpha = spec.focal
        terms = times(confidence_gap(terms) ** gamma, terms)
        if alpha is not None:
            terms = times(_of(np.broadcast_to(alpha, spec.layout.width), targets), terms)
    weights = spec.class_weights
    return terms if weights is None else times(_of(weights, targets), terms)


def _of(factors: Floats, targets: Codes | None) -> Floats:
    return factors if targets is None else factors[targets]


def row_weights(spec: LossSpec, pair: AlignedBlock, positions: int) -> Floats | None:
    """Sample weights, one a position."""
    if pair.weights is None:
        return None
    flat = np.asarray(pair.weights.values, dtype=np.float64).reshape(-1)
    return flat if flat.size == positions else np.repeat(flat, spec.layout.per_row)


def product(a: Floats | None, b: Floats | None) -> Floats | None:
    """Both factors in one; None is a factor of one."""
    if a is None or b is None:
        return b if a is None else a
    return a * b
