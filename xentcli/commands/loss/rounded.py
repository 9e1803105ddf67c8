"""Predictions that their writer has rounded, so that small probabilities became 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.inputs.selection import Selection

SMALLEST = 1e-15
"""The smallest number that pandas writes without an exponent."""
LOOKED_AT = 1000
"""Number of rows that are examined."""


def rounded_to(side: Selection) -> int | None:
    """Return the number of decimals that the format's usual writer keeps, if no prediction has more.

    pandas writes numbers below 1e-15 with an exponent, and only those from there to 5e-11 as 0. Numbers with
    far fewer decimals were rounded before.
    """
    decimals = side.table.decimals
    block = None if decimals is None else next(iter(side.table.blocks(side.columns, side.cells)), None)
    if decimals is None or block is None:
        return None
    values = np.asarray(block.values[:LOOKED_AT], np.float64)
    values = values[np.abs(values) >= SMALLEST]
    fits = [bool((np.round(values, places) == values).all()) for places in (decimals, decimals - 2)]
    return decimals if fits == [True, False] else None
