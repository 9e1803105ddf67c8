"""Detect transposed predictions (classes × rows)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.detection.refusal import MIXED, UNNORMALISED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.core.blocks import Block

OFF_SIMPLEX = frozenset({MIXED, UNNORMALISED})
"""The refusal codes of rows that are not distributions."""
HINT = "the columns sum to one, the rows do not: are the predictions transposed? save a.T"
NEAR = 1e-3
"""The largest difference from one of a column's sum."""


def columns_are_distributions(blocks: Iterable[Block]) -> bool:
    """Return whether every column of a matrix is non-negative and sums to one.

    >>> from xentcli.core.blocks import Block, Origin
    >>> columns_are_distributions([Block(np.array([[0.7, 0.4], [0.3, 0.6]]), 0, Origin("p.npy"))])
    True
    """
    sums: float | np.ndarray[tuple[int, ...], np.dtype[np.float64]] = 0.0
    for block in blocks:
        if not (block.values >= 0).all():
            return False
        sums = sums + block.values.sum(axis=0, dtype=np.float64)
    return bool((np.abs(np.asarray(sums) - 1) < NEAR).all())
