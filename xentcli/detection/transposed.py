"""Predictions that lie on their side: a column for every row, and a row for every class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.detection.refusal import MIXED, UNNORMALISED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.core.blocks import Block

OFF_SIMPLEX = frozenset({MIXED, UNNORMALISED})
"""The refusals of rows that are no distributions."""
HINT = "the columns sum to one, the rows do not: are the predictions transposed? save a.T"
NEAR = 1e-3
"""How far from one the sum of a column may be."""


def columns_are_distributions(blocks: Iterable[Block]) -> bool:
    """Whether every column of a matrix is what its rows should be: shares that sum to one.

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
