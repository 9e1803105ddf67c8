"""What each row of predictions must be: the rules behind a verdict on predictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xentcli.evidence import every
from xentcli.problems import Hits, HitsBy, hits
from xentcli.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.layout import Layout
    from xentcli.types import Block, Mask


@dataclass(frozen=True, slots=True)
class Mark:
    """One rule: how to find where it is broken, and what to say then."""

    find: Callable[[Block, Layout], Mask]
    message: str
    hint: str


def _no_number(block: Block, _layout: Layout) -> Mask:
    values = block.values
    if values.dtype.kind != "f":
        return np.zeros(values.shape, dtype=np.bool_)
    return np.asarray(np.isnan(values) | np.isposinf(values))


def _dead(block: Block, layout: Layout) -> Mask:
    """Rows that are -inf throughout."""
    rows = _rows(block, layout)
    return _any(block, every(np.isneginf(rows))) if rows.dtype.kind == "f" else np.zeros(len(block), dtype=np.bool_)


def _no_probability(block: Block, _layout: Layout) -> Mask:
    with np.errstate(invalid="ignore"):
        return np.asarray(~((block.values >= 0) & (block.values <= 1)))


def _no_distribution(block: Block, layout: Layout) -> Mask:
    rows = _rows(block, layout)
    if rows.shape[1] == 1:
        return np.zeros(len(block), dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        return _any(block, ~on_simplex(np.nan_to_num(rows.astype(np.float64), nan=-1, posinf=-1, neginf=-1)))


def _rows(block: Block, layout: Layout) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rows = layout.predictions(block.values)
    return rows[:, None] if rows.ndim == 1 else rows


def _any(block: Block, positions: Mask) -> Mask:
    """Rows with such a position."""
    return np.asarray(positions.reshape(len(block), -1).any(axis=1), dtype=np.bool_)


_SCALE = "say what they are: --from-probs, --from-logits or --from-log-probs"
MARKS: dict[str, Mark] = {
    "XE201": Mark(_no_number, "{value} is not a prediction", "every prediction must be a number"),
    "XE202": Mark(_dead, "the row is -inf throughout", "a row needs at least one finite logit"),
    "XE203": Mark(_no_probability, "{value} is not a probability", "logits? use --from-logits"),
    "XE205": Mark(_no_distribution, "{value} is no distribution: it does not sum to one", _SCALE),
    "XE206": Mark(_no_distribution, "{value} does not sum to one", _SCALE),
}
"""Every rule, by its code."""


def mark_predictions(block: Block, layout: Layout, most: int) -> HitsBy:
    """Where each rule is broken, of whatever scale the predictions will turn out to be."""
    found: dict[str, Hits] = {}
    for code, mark in MARKS.items():
        mask = mark.find(block, layout)
        if mask.any():
            found[code] = hits(block, mask, most)
    return HitsBy(found)
