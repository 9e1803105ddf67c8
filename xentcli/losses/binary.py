"""Compute losses of independent outputs: binary and multi-label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.types import Kind, Scale
from xentcli.losses.block_losses import AlignedBlock, Measured, strangers
from xentcli.losses.formulas import binary_losses, entropy, times
from xentcli.losses.frameworks.convention import RowWeight
from xentcli.losses.label_smoothing import smoothed
from xentcli.losses.nll import binary_terms, raw_probabilities
from xentcli.numerics.occurrences import UNSEEN, Occurrences
from xentcli.numerics.row_stats import every
from xentcli.numerics.row_sums import row_sums
from xentcli.settings.settings import cell_marks

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Floats, Mask, Numbers
    from xentcli.losses.spec import LossSpec


def measure_binary(spec: LossSpec, pair: AlignedBlock, x: Floats) -> Measured:
    """Compute binary cross-entropy of each output, and its mean over the outputs of each row.

    The loss of an output is w y (-log p) + (1 - y) (-log(1 - p)), with the weight w of the positives.

    Args:
        spec: What to compute.
        pair: Labels, one per position or a vector of K outputs, and sample weights if there are any.
        x: Predictions, (N,) or (N, K), float64. Of two columns for one output, the second is used.

    Returns:
        Weighted losses in nats, weights and hits, each (N,), and the losses of the elements, (N, K), if the
        framework averages those.
    """
    labels, kept, lost = _binary_targets(spec, pair)
    known = None
    if spec.masked:
        known = known_cells(spec, labels)
        labels, kept = np.where(known, labels, 0.0), np.asarray(known.any(axis=1))
    x = x[:, None] if x.ndim == 1 else x
    if x.shape[1] == 2 and labels.shape[1] == 1:
        x = x[:, 1:]
    elements = _binary_elements(spec, labels, x)
    weights = _element_weights(spec, pair, labels)
    if weights is not None:
        elements = times(weights, elements)
    if known is not None:
        elements = np.where(known, elements, 0.0)
    outputs: Floats | int = elements.shape[1] if known is None else np.maximum(known.sum(axis=1), 1)
    losses = row_sums(elements) / outputs
    losses = losses if kept.all() else np.where(kept, losses, 0.0)
    by_row = None if weights is None else row_sums(_where(known, weights * np.ones_like(elements))) / outputs
    over = x > _even(spec)
    hits = (labels > 0.5) == over
    if known is not None:
        hits = np.asarray(hits | ~known)
    targets, predicted, correct = _binary_classes(spec, labels, x, over, hits)
    return Measured(
        losses,
        by_row,
        kept,
        targets,
        correct,
        predicted,
        elements=np.where(kept[:, None], elements, 0.0) if _by_element(spec) else None,
        elements_correct=int(np.count_nonzero(hits[kept] if known is None else hits & known)),
        entropies=_bit_entropy(labels) if spec.case.kind is Kind.SOFT else None,
        vectors=labels,
        strangers=lost,
        known=known,
        element_weights=weights if _by_element(spec) else None,
        element_hits=hits if spec.by_output else None,
    )


def known_cells(spec: LossSpec, labels: Floats) -> Mask:
    """Return which cells have a label.

    Args:
        spec: The mark of cells without a label.
        labels: Labels, (N, K), float64; NaN for unknown ones.

    Returns:
        A mask, (N, K).
    """
    return np.asarray(~(np.isnan(labels) | np.isin(labels, cell_marks(spec.settings.marks))))


def element_hits(spec: LossSpec, pair: AlignedBlock, x: Floats) -> int:
    """Count the outputs that are predicted correctly.

    Args:
        spec: The scale of the predictions.
        pair: Labels, a vector of K outputs per position.
        x: Predictions, (N, K), float64.

    Returns:
        The number of outputs, of all N x K, on the right side of one half.
    """
    labels = np.asarray(spec.layout.labels(pair.labels.values), dtype=np.float64)
    return int(np.count_nonzero((labels > 0.5) == (x > _even(spec))))


def _where(known: Mask | None, values: Floats) -> Floats:
    return values if known is None else np.where(known, values, 0.0)


def _by_element(spec: LossSpec) -> bool:
    """Return whether the losses of elements are needed, not only their means by row."""
    return spec.convention.elementwise or spec.masked or spec.by_output


def _binary_classes(
    spec: LossSpec, labels: Floats, x: Floats, over: Mask, hits: Mask
) -> tuple[Codes, Codes, Mask]:
    """Return the classes of labels and predictions, and whether they agree, each (N,).

    The class is the largest entry for one-hot rows. For others it is whether the value exceeds one half.
    """
    if spec.case.kind is Kind.ONE_HOT:
        targets, predicted = labels.argmax(axis=1), x.argmax(axis=1)
        return targets, predicted, np.asarray(targets == predicted, dtype=np.bool_)
    if labels.shape[1] > 1:
        return np.full(len(labels), -1, np.int64), x.argmax(axis=1), every(hits)
    targets = (labels[:, 0] > 0.5).astype(np.int64)
    return targets, over[:, 0].astype(np.int64), hits[:, 0]


def _even(spec: LossSpec) -> float:
    """Return the prediction that corresponds to a probability of one half."""
    if spec.case.scale is Scale.LOGITS:
        return 0.0
    return float(np.log(0.5)) if spec.case.scale is Scale.LOG_PROBABILITIES else 0.5


def _bit_entropy(labels: Floats) -> Floats:
    return np.asarray(
        entropy(np.stack([labels, 1 - labels], axis=-1).reshape(-1, 2)).reshape(labels.shape).mean(axis=1)
    )


def _binary_targets(spec: LossSpec, pair: AlignedBlock) -> tuple[Floats, Mask, Occurrences]:
    """Return targets in [0, 1], (N, K), a mask of kept rows, (N,), and labels that are not a class."""
    values = pair.labels.values
    if spec.layout.vectors:
        labels = np.asarray(spec.layout.labels(values), dtype=np.float64)
        return labels, np.ones(len(labels), bool), UNSEEN
    flat = values.reshape(-1)
    if spec.case.kind is Kind.SOFT:
        return flat.astype(np.float64)[:, None], np.ones(len(flat), bool), UNSEEN
    classes = spec.classes.indices(pair.labels)
    left_out = spec.ignored(pair.labels)
    kept = np.ones(len(flat), bool) if left_out is None else ~left_out.reshape(-1)
    lost = strangers(pair.labels, classes, kept.reshape(values.shape))
    targets = classes.reshape(-1) if kept.all() else np.where(kept, classes.reshape(-1), 0)
    return targets.astype(np.float64)[:, None], kept, lost


def _binary_elements(spec: LossSpec, labels: Floats, x: Floats) -> Floats:
    y = smoothed(labels, spec.settings.label_smoothing, 2)
    terms = binary_terms(spec, x)
    pos_weight = spec.pos_weight
    if spec.convention.naive:
        with np.errstate(invalid="ignore"):
            elements = y * pos_weight * terms[0] + (1 - y) * terms[1]
    elif spec.plain and spec.case.kind is Kind.BINARY and isinstance(pos_weight, float) and pos_weight == 1:
        elements = np.where(y == 1, *terms)
    else:
        elements = binary_losses(y, terms, pos_weight)
    return elements if spec.focal is None else _focal_elements(spec, y, x, elements)


def _focal_elements(spec: LossSpec, y: Floats, x: Floats, elements: Floats) -> Floats:
    """Multiply losses with (1 - p_t)^gamma, with p_t = y p + (1 - y) (1 - p).

    Positives are also multiplied with alpha, and negatives with 1 - alpha.
    """
    gamma, alpha = spec.focal or (0.0, None)
    p, other = raw_probabilities(spec, x)
    elements = times((y * other + (1 - y) * p) ** gamma, elements)
    return elements if alpha is None else times(alpha * y + (1 - alpha) * (1 - y), elements)


def _element_weights(spec: LossSpec, pair: AlignedBlock, labels: Floats) -> Floats | None:
    """Return sample weights times class weights, (N, 1) or (N, K), or None if there are neither."""
    shared = None if pair.weights is None else _spread_weights(spec, pair.weights.values, labels)
    weights = spec.class_weights
    if weights is None:
        return shared
    if labels.shape[1] == 1:
        own = labels * weights[1] + (1 - labels) * weights[0]
    elif spec.convention.row_weight is RowWeight.LARGEST:
        own = weights[labels.argmax(axis=1)][:, None]
    else:
        own = np.broadcast_to(weights, labels.shape)
    return np.asarray(own if shared is None else own * shared)


def _spread_weights(spec: LossSpec, weights: Numbers, labels: Floats) -> Floats:
    flat = np.asarray(weights, dtype=np.float64)
    if flat.size == labels.size:
        return flat.reshape(labels.shape)
    per_row = spec.layout.per_row
    return np.repeat(flat.reshape(len(flat)), per_row)[:, None]
