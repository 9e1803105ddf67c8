"""Detect transposed predictions (classes × rows)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.detection.refusal import MIXED, UNNORMALISED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xentcli.core.blocks import Block
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.detection.refusal import Refusal

OFF_SIMPLEX = frozenset({MIXED, UNNORMALISED})
"""The refusal codes of rows that are not distributions."""
BATCH = (
    "every column sums to one, but the rows do not: if the softmax is over the batch (axis 0), take it over "
    "the classes (axis 1)"
)
HINT = "the columns sum to one, but the rows do not: are the predictions transposed? save a.T"
NEAR = 1e-3
"""The largest difference from one of a column's sum."""
FAR = 1e-2
"""The sum of some row differs from one by more, unless rows only miss it by rounding."""


def hint_for_columns(
    found: Refusal, seen: PredictionEvidence, width: int, blocks: Callable[[], Iterable[Block]]
) -> Refusal:
    """Return the refusal; its hint says if the columns sum to one instead of the rows."""
    rows = seen.rows
    if found.code not in OFF_SIMPLEX or width < 2 or not rows:
        return found
    share = width / rows
    if not (1 - NEAR) * seen.least_sum <= share <= (1 + NEAR) * seen.most_sum:
        return found
    if not columns_are_distributions(blocks()):
        return found
    return replace(found, hint=HINT if rows == width else BATCH, ways=())


def columns_are_distributions(blocks: Iterable[Block]) -> bool:
    """Return whether every column of a matrix is non-negative and sums to one, and some row does not.

    >>> from xentcli.core.blocks import Block, Origin
    >>> matrices = [[0.7, 0.4], [0.3, 0.6]], [[0.7, 0.3001], [0.3, 0.7]]
    >>> [columns_are_distributions([Block(np.array(m), 0, Origin("p.npy"))]) for m in matrices]
    [True, False]
    """
    sums: float | np.ndarray[tuple[int, ...], np.dtype[np.float64]] = 0.0
    farthest = 0.0
    for block in blocks:
        if not (block.values >= 0).all():
            return False
        sums = sums + block.values.sum(axis=0, dtype=np.float64)
        if (np.asarray(sums) > 1 + NEAR).any():
            return False
        rows = block.values.reshape(len(block), -1).sum(axis=1, dtype=np.float64)
        farthest = max(farthest, float(np.abs(rows - 1).max(initial=0)))
    return farthest > FAR and bool((np.abs(np.asarray(sums) - 1) < NEAR).all())
