"""From the losses of a block to what is kept of them: a mergeable state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.exactsum import ExactSum, exact_sum
from xentcli.sightings import UNSEEN, Sighting, seen_cells
from xentcli.state import Groups, Losses, LossState, Ranking, RowLoss, Shares, groups_of, hardest, statistics
from xentcli.types import Kind, Loss, Scale
from xentcli.values import replace

if TYPE_CHECKING:
    from xentcli.measure import Measured, Pair
    from xentcli.recipe import Recipe
    from xentcli.types import Block, Codes, Floats, Mask

LISTED = frozenset({Kind.SOFT, Kind.MULTI_LABEL})
"""Kinds whose labels are more than one class."""
SHARE_UNIT = 1 << 32


def summarise(recipe: Recipe, pair: Pair, done: Measured) -> LossState:
    """Everything that is kept of a block's losses."""
    losses = _kept(done)
    whole = statistics(losses)
    return replace(
        whole,
        rows=len(pair.labels),
        **({"everything": len(done.losses)} | _as_elements(recipe, done)),
        infinite=_sight(pair.labels, np.isinf(done.losses) & done.kept),
        nan=_sight(pair.labels, np.isnan(done.losses) & done.kept),
        ignored=_sight(pair.labels, ~done.kept),
        strangers=done.strangers,
        elements_correct=done.elements_correct,
        elements=int(done.kept.sum()) * _outputs(done) if recipe.case.loss is Loss.BINARY else 0,
        entropies=exact_sum(done.entropies[done.kept]) if done.entropies is not None else ExactSum(),
        shares=_shares(recipe, done),
        top=_ranking(recipe, pair, done, hard=True),
        first=_ranking(recipe, pair, done, hard=False),
        groups=groups_of(losses, recipe.layout.width) if recipe.wanted.by_class else Groups(),
    )


def _kept(done: Measured) -> Losses:
    """The losses that count; most often all of them."""
    if done.kept.all():
        return Losses(done.losses, done.weights, done.correct, done.targets)
    kept = done.kept
    weights = None if done.weights is None else done.weights[kept]
    return Losses(done.losses[kept], weights, done.correct[kept], done.targets[kept])


def _outputs(done: Measured) -> int:
    return done.vectors.shape[1] if done.vectors is not None else 1


def _as_elements(recipe: Recipe, done: Measured) -> dict[str, Any]:
    """The sum over elements, where the framework's losses are those."""
    if done.elements is None or not recipe.likeness.elementwise:
        return {}
    inside = done.elements[done.kept]
    return {"losses": exact_sum(inside), "count": inside.size, "everything": done.elements.size}


def _sight(labels: Block, mask: Mask) -> Sighting:
    """Rows (not positions) where a mask is true at some position."""
    if not mask.any():
        return UNSEEN
    rows = mask.reshape(len(labels), -1)
    block = replace(labels, values=np.asarray(rows.any(axis=1)), categories=None)
    seen = seen_cells(block, block.values)
    return replace(seen, value=None, place=replace(seen.place, column=None))


def _shares(recipe: Recipe, done: Measured) -> Shares:
    """How much of the targets each class has: counts for class ids, sums of soft labels."""
    if done.vectors is None:
        counts = np.bincount(done.targets[done.kept], minlength=recipe.layout.width)
        return Shares(tuple((counts * SHARE_UNIT).tolist()))
    parts = np.rint(done.vectors[done.kept] * SHARE_UNIT).astype(np.int64)
    sums = _wide_sums(parts)
    if recipe.case.loss is Loss.BINARY and len(sums) == 1:
        return Shares((len(parts) * SHARE_UNIT - sums[0], sums[0]))
    return Shares(tuple(sums))


def _wide_sums(parts: Codes) -> list[int]:
    """The sum of every column; halves of 32 bits cannot overflow."""
    high, low = (parts >> 32).sum(axis=0).tolist(), (parts & 0xFFFF_FFFF).sum(axis=0).tolist()
    return [(h << 32) + k for h, k in zip(high, low, strict=True)]


def _ranking(recipe: Recipe, pair: Pair, done: Measured, hard: bool) -> Ranking:
    most = recipe.wanted.top if hard else recipe.wanted.first
    if not hard and recipe.ignore is None and pair.labels.first_row >= most:
        return Ranking(most, hard)
    at = hardest(np.where(done.kept, done.losses, np.nan), most) if hard else np.flatnonzero(done.kept)[:most]
    return Ranking(most, hard, tuple(_row(recipe, pair, done, int(i)) for i in at))


def _row(recipe: Recipe, pair: Pair, done: Measured, at: int) -> RowLoss:
    row, position = divmod(at, recipe.layout.per_row)
    label = label_text(recipe, pair.labels, done, at)
    return RowLoss(
        float(done.losses[at]),
        pair.labels.first_row + row,
        position,
        label,
        _predicted(recipe, pair, done, at),
    )


def label_text(recipe: Recipe, labels: Block, done: Measured, at: int) -> str:
    """A label as people read it: a class, the classes that are on, or the shares."""
    kind = recipe.case.kind
    if kind in LISTED and done.vectors is not None:
        vector = done.vectors[at]
        return _on(recipe, vector) if kind is Kind.MULTI_LABEL else _listed(vector)
    if not done.kept[at]:
        row, position = divmod(at, recipe.layout.per_row)
        return str(labels.values.reshape(len(labels), -1)[row, position])
    return recipe.classes.title(int(done.targets[at]))


def _on(recipe: Recipe, vector: Floats) -> str:
    if ((vector != 0) & (vector != 1)).any():
        return _listed(vector)
    return " ".join(recipe.classes.title(int(k)) for k in np.flatnonzero(vector == 1)) or "none"


def _listed(vector: Floats) -> str:
    return " ".join(f"{v:.6g}" for v in vector.tolist())


def _predicted(recipe: Recipe, pair: Pair, done: Measured, at: int) -> str:
    """The class predicted; for multi-label the outputs above one half."""
    if recipe.case.kind is Kind.MULTI_LABEL and done.vectors is not None:
        x = recipe.rows(pair.predictions.values)[at]
        return _on(
            recipe, (x > (0.5 if recipe.case.scale is Scale.PROBABILITIES else 0.0)).astype(np.float64)
        )
    if done.predicted is None:
        assert done.rows is not None
        return recipe.classes.title(int(done.rows[at].argmax()))
    return recipe.classes.title(int(done.predicted[at]))
