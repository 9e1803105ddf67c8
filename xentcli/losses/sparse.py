"""Compute losses of rows whose labels are class ids."""

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
    """Compute the losses of rows whose labels are class ids, without a one-hot matrix.

    The loss of a row with class y is (1 - a) f_y + a / K sum over k of f_k, with the label smoothing a and
    f_k = c_k (1 - p_k)^gamma (-log p_k). The class weights c_k and the focal factor are 1 by default.

    Args:
        spec: What to compute.
        pair: Labels, and sample weights if there are any.
        facts: Predictions, (N, K), float32 or float64.

    Returns:
        Weighted losses in nats, weights and hits, each (N,). The loss of ignored and unknown rows is 0.
    """
    classes = spec.layout.labels(spec.classes.indices(pair.labels))
    left_out = spec.ignored(pair.labels)
    kept = np.ones(len(classes), bool) if left_out is None else spec.layout.labels(~left_out)
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
    """Return which rows predict the class of their label, i.e. have their first largest number there.

    Args:
        spec: The scale of the predictions, and whether the loss is plain.
        facts: Predictions, (N, K).
        targets: The class index of each row, (N,), int64.
        own: The predictions of these classes, (N,).
        losses: Losses in nats, (N,), float64; they settle most rows of plain losses from logits.

    Returns:
        A mask, (N,), bool.
    """
    if spec.scale is Scale.LOGITS and spec.plain and facts.rows.shape[1] > NARROW:
        return largest_by_loss(facts, targets, losses)
    return largest_is(facts, targets, own)


def weighed(spec: LossSpec, terms: Floats, targets: Codes | None) -> Floats:
    """Multiply -log p_k with class weights and focal factors: c_k alpha_k (1 - p_k)^gamma (-log p_k).

    Args:
        spec: Class weights, gamma and alpha.
        terms: -log p in nats, float64: of one class per row, (N,), or of all classes, (N, K).
        targets: The class index of each row, (N,), int64; None if ``terms`` has all classes.

    Returns:
        The product, float64, the shape of ``terms``.
    """
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
    """Return the sample weight of each position.

    Args:
        spec: The layout of the rows.
        pair: The block, with weights per row or per position.
        positions: The number N of positions in the block.

    Returns:
        Weights, (N,), float64, or None if there are no sample weights.
    """
    if pair.weights is None:
        return None
    flat = np.asarray(pair.weights.values, dtype=np.float64).reshape(-1)
    return flat if flat.size == positions else np.repeat(flat, spec.layout.per_row)


def product(a: Floats | None, b: Floats | None) -> Floats | None:
    """Multiply two factors; None stands for a factor of one.

    Args:
        a: A factor, float64, or None.
        b: A factor, float64, or None.

    Returns:
        The product in the broadcast shape, or None if both are None.

    Examples:
        >>> product(np.array([2.0, 3.0]), np.array([0.5, 1.0])).tolist(), product(None, None)
        ([1.0, 3.0], None)
    """
    if a is None or b is None:
        return b if a is None else a
    return a * b
