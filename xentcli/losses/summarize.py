"""Turn the losses of a block into a mergeable state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.frozen import replace
from xentcli.core.types import Kind, Loss, Scale
from xentcli.losses.hardest_rows import Bar, Ranking, RowLoss, hardest
from xentcli.losses.state import (
    SHARE_UNIT,
    Group,
    Groups,
    Losses,
    LossState,
    Pool,
    Shares,
    exact_count,
    groups_of,
)
from xentcli.numerics.exact_sum import ExactSum, exact_sum
from xentcli.numerics.occurrences import UNSEEN, Occurrences, seen_rows
from xentcli.numerics.row_stats import any_position

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Floats, Mask
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.spec import LossSpec

VECTOR_KINDS = frozenset({Kind.SOFT, Kind.MULTI_LABEL})
"""Kinds whose labels can have more than one class."""


def summarise(spec: LossSpec, pair: AlignedBlock, done: Measured, bar: Bar) -> Pool:
    """Summarise the losses of a block.

    Args:
        spec: What was computed, and the requested details.
        pair: Labels, predictions, keys and groups of the block.
        done: The losses of the block, (N,).
        bar: The loss that rows must reach to be among the hardest; it is raised by this block.

    Returns:
        The state of the block, with its losses.
    """
    whole, usual = bool(done.kept.all()), _is_finite(done.losses)
    state = LossState(
        rows=len(pair.labels),
        **({"everything": len(done.losses)} | _as_elements(spec, done)),
        infinite=UNSEEN if usual else _sight(pair.labels, np.isinf(done.losses) & done.kept),
        nan=UNSEEN if usual else _sight(pair.labels, np.isnan(done.losses) & done.kept),
        ignored=UNSEEN if whole else _left_out(pair.labels, ~done.kept),
        strangers=done.strangers,
        elements_correct=done.elements_correct,
        elements=_elements(done) if spec.case.loss is Loss.BINARY else 0,
        entropies=exact_sum(done.entropies[done.kept]) if done.entropies is not None else ExactSum(),
        shares=Shares() if _has_classes(spec, done) else _shares(spec, done),
        known=Shares() if done.known is None else Shares(_known_counts(done.known)),
        groups=_output_groups(done) if spec.by_output else Groups(),
        top=_hardest(spec, pair, done, bar),
        first=_first(spec, pair, done),
    )
    losses = _kept(spec, done, whole)
    if pair.groups is not None:
        own = losses if done.known is None else _sums(losses, done, done.known)
        state = replace(state, groups=_column_groups(pair.groups, own, done.kept))
    return Pool(spec, state, losses)


def _sums(losses: Losses, done: Measured, known: Mask) -> Losses:
    """Return the losses and weights of rows as sums over their elements with a label."""
    assert done.elements is not None
    weights = known if done.element_weights is None else np.where(known, done.element_weights, 0.0)
    totals = done.elements.sum(axis=1), weights.sum(axis=1).astype(np.float64)
    return replace(losses, values=totals[0][done.kept], weights=totals[1][done.kept])


def _column_groups(column: Block, losses: Losses, kept: Mask) -> Groups:
    """Return the losses grouped by the text of a column in their rows."""
    codes = np.repeat(column.values.reshape(-1), len(kept) // len(column))[kept]
    names = column.categories or ()
    return Groups({names[k]: group for k, group in groups_of(losses, codes, len(names)).by.items()})


def _is_finite(values: Floats) -> bool:
    return not values.size or bool(np.isfinite(values.min()) and np.isfinite(values.max()))


def _kept(spec: LossSpec, done: Measured, whole: bool) -> Losses:
    """Return the losses that are not ignored; ``whole`` says that these are all."""
    kept = slice(None) if whole else done.kept
    return Losses(
        done.losses[kept],
        None if done.weights is None else done.weights[kept],
        done.correct[kept],
        done.targets[kept],
        shared=_has_classes(spec, done),
        elementwise=_is_elementwise(spec, done),
        masked=done.known is not None,
    )


def _has_classes(spec: LossSpec, done: Measured) -> bool:
    """Return whether every label is a single class."""
    if done.vectors is None:
        return True
    return spec.case.kind is (Kind.ONE_HOT if done.vectors.shape[1] > 1 else Kind.BINARY)


def _is_elementwise(spec: LossSpec, done: Measured) -> bool:
    return done.elements is not None and (spec.convention.elementwise or spec.masked)


def _outputs(done: Measured) -> int:
    return done.vectors.shape[1] if done.vectors is not None else 1


def _as_elements(spec: LossSpec, done: Measured) -> dict[str, Any]:
    """Return the sum and counts of element losses, if the framework uses them; else an empty dict."""
    if done.elements is None or not _is_elementwise(spec, done):
        return {}
    inside = done.elements[done.kept]
    if done.known is None:
        return {"losses": exact_sum(inside), "count": inside.size, "everything": done.elements.size}
    inside, count = done.elements[done.known], int(done.known.sum())
    weights = exact_count(count)
    if done.element_weights is not None:
        weights = exact_sum(np.broadcast_to(done.element_weights, done.known.shape)[done.known])
    return {"losses": exact_sum(inside), "count": count, "everything": count, "weights": weights}


def _elements(done: Measured) -> int:
    """Return the number of elements with a label."""
    return int(done.kept.sum()) * _outputs(done) if done.known is None else int(done.known.sum())


def _known_counts(known: Mask) -> tuple[int, ...]:
    return tuple(known.sum(axis=0).tolist())


def _output_groups(done: Measured) -> Groups:
    """Return the losses of each output of rows with several labels."""
    assert done.elements is not None
    assert done.element_hits is not None
    shape = done.elements.shape
    known = np.broadcast_to(done.kept[:, None], shape) if done.known is None else done.known
    weights = done.element_weights
    found = {}
    for k in range(shape[1]):
        rows = known[:, k]
        count = int(rows.sum())
        if count:
            own = None if weights is None else np.broadcast_to(weights, shape)[rows, k]
            total = exact_count(count) if own is None else exact_sum(own)
            hits = int(np.count_nonzero(done.element_hits[rows, k]))
            found[k] = Group(count, exact_sum(done.elements[rows, k]), total, hits)
    return Groups(found)


def _sight(labels: Block, mask: Mask) -> Occurrences:
    """Return the rows (not positions) where a mask is true at some position."""
    return seen_rows(labels, any_position(labels, mask))


def _left_out(labels: Block, mask: Mask) -> Occurrences:
    """Return the number of positions that are left out, with the first row that has one."""
    return replace(_sight(labels, mask), count=int(np.count_nonzero(mask)))


def _shares(spec: LossSpec, done: Measured) -> Shares:
    """Return the share of each class if labels are vectors: the sums of their columns."""
    assert done.vectors is not None
    parts = np.rint(done.vectors[done.kept] * SHARE_UNIT).astype(np.int64)
    sums = _wide_sums(parts)
    if spec.case.loss is Loss.BINARY and len(sums) == 1:
        return Shares((len(parts) * SHARE_UNIT - sums[0], sums[0]))
    return Shares(tuple(sums))


def _wide_sums(parts: Codes) -> list[int]:
    """Return the sum of every column; halves of 32 bits are summed separately, so nothing overflows."""
    high, low = (parts >> 32).sum(axis=0).tolist(), (parts & 0xFFFF_FFFF).sum(axis=0).tolist()
    return [(h << 32) + k for h, k in zip(high, low, strict=True)]


def _hardest(spec: LossSpec, pair: AlignedBlock, done: Measured, bar: Bar) -> Ranking:
    most = spec.wanted.top
    if not most or not bar.reached(done.losses):
        return Ranking(most, hardest=True)
    at = hardest(np.where(done.kept, done.losses, np.nan), most)
    bar.raise_by(done.losses[at])
    return Ranking(most, True, _rows(spec, pair, done, at))


def _first(spec: LossSpec, pair: AlignedBlock, done: Measured) -> Ranking:
    most = spec.wanted.first
    if spec.ignore is None and pair.labels.first_row >= most:
        return Ranking(most, hardest=False)
    return Ranking(most, False, _rows(spec, pair, done, np.flatnonzero(done.kept)[:most]))


def _rows(spec: LossSpec, pair: AlignedBlock, done: Measured, at: Codes) -> tuple[RowLoss, ...]:
    """Return the losses at some positions of a block, with their rows, labels and predictions."""
    if not at.size:
        return ()
    rows, positions = np.divmod(at, spec.layout.per_row)
    keys = [None] * len(at) if pair.keys is None else pair.keys.texts(rows.tolist())
    labels, predicted = label_texts(spec, pair.labels, done, at), _predicted(spec, pair, done, at)
    numbers = pair.labels.numbers_of(rows)
    return tuple(map(RowLoss, done.losses[at].tolist(), numbers, positions.tolist(), labels, predicted, keys))


def label_texts(spec: LossSpec, labels: Block, done: Measured, at: Codes) -> list[str]:
    """Format labels for messages: a class, the classes that are on, or the shares.

    Args:
        spec: The kind of the labels and the names of the classes.
        labels: The labels of the block.
        done: The losses of the block, with targets and label vectors.
        at: Positions in the block, (M,), int64.

    Returns:
        One text per position.
    """
    kind = spec.case.kind
    if kind in VECTOR_KINDS and done.vectors is not None:
        vectors = done.vectors[at]
        return [_on(spec, v) for v in vectors] if kind is Kind.MULTI_LABEL else [_listed(v) for v in vectors]
    titles, kept = spec.classes.titles(done.targets[at].tolist()), done.kept[at]
    if kept.all():
        return titles
    marks, names = labels.values.reshape(-1)[at].tolist(), labels.categories
    own = [str(mark) if names is None else names[mark] for mark in marks]
    return [t if here else mark for t, here, mark in zip(titles, kept.tolist(), own, strict=True)]


def _on(spec: LossSpec, vector: Floats) -> str:
    if ((vector != 0) & (vector != 1)).any():
        return _listed(vector)
    return " ".join(spec.classes.titles(np.flatnonzero(vector == 1).tolist())) or "none"


def _listed(vector: Floats) -> str:
    return " ".join([f"{v:.6g}" for v in vector.tolist()])


def _predicted(spec: LossSpec, pair: AlignedBlock, done: Measured, at: Codes) -> list[str]:
    """Return the predicted classes; for multi-label the outputs above one half."""
    if spec.case.kind is Kind.MULTI_LABEL and done.vectors is not None:
        even = 0.5 if spec.case.scale is Scale.PROBABILITIES else 0.0
        return [_on(spec, v) for v in (spec.rows(pair.predictions.values)[at] > even).astype(np.float64)]
    if done.predicted is not None:
        return spec.classes.titles(done.predicted[at].tolist())
    assert done.rows is not None
    return spec.classes.titles(done.rows[at].argmax(axis=1).tolist())
