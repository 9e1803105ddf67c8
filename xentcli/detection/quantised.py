"""Probabilities that a quantised model writes as whole numbers from -128 to 127."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.text import discreet
from xentcli.detection.refusal import Refusal, refused
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.inputs.selection import Selection

STEPS, ZERO = 256, 128
"""What a softmax is scaled by, and what is subtracted from it."""
PERCENT = 100
LARGE = -20
"""A whole number as small as this is not a logit."""


def quantised(seen: PredictionEvidence, width: int, predictions: Selection) -> Refusal | None:
    """Return the refusal of whole numbers that are probabilities times 256, minus 128, or None.

    Each row of several columns then sums to 256 - 128 K, but for rounding. A single column, and two, whose
    logits may also sum to zero, must hold a number that is not a logit.
    """
    if seen.minimum >= 0 or seen.maximum >= ZERO:
        return eight_bits(seen) if width == 1 else None
    if width < 3 and seen.minimum > LARGE:
        return None
    if width > 1 and not _sum_to_all(predictions, width):
        return None
    message = (
        f"all predictions are whole numbers from {seen.minimum:g} to {seen.maximum:g}: int8 probabilities of "
        "a quantised model, or logits?"
    )
    name = predictions.table.name
    change = f"add {ZERO} and divide by {STEPS}"
    if name.endswith(".npy") and not set(name) & set("'\"\\$`!"):
        code = f"np.save('fixed.npy', (np.load('{discreet(name)}').astype(float) + {ZERO}) / {STEPS})"
        change = f'python -c "import numpy as np; {code}"'
    hint = f"for a scale of 1/{STEPS} and a zero point of -{ZERO}: {change}; for logits, use --from-logits"
    return refused(seen.beyond_unit, message, hint, "XE214", ({"from_logits": True},) if width < 3 else ())


def eight_bits(seen: PredictionEvidence) -> Refusal | None:
    """Return the refusal of whole numbers from 0 to 255, which may be probabilities times 255, or None."""
    if not (seen.is_whole and seen.minimum >= 0 and PERCENT < seen.maximum < STEPS):
        return None
    message = (
        f"all predictions are whole numbers from {seen.minimum:g} to {seen.maximum:g}: probabilities on a "
        f"scale of 0 to {STEPS - 1}?"
    )
    hint = f"divide them by {STEPS - 1} first: a / {STEPS - 1} in NumPy; for logits, use --from-logits"
    return refused(seen.beyond_unit, message, hint, "XE214")


def _sum_to_all(predictions: Selection, width: int) -> bool:
    """Return whether every row sums to that of quantised probabilities, within half a step each."""
    most = max(1.0, width / 2)
    for block in predictions.blocks():
        rows = np.asarray(block.values, dtype=np.float64).reshape(-1, width)
        if (np.abs(row_sums(rows) - (STEPS - ZERO * width)) > most).any():
            return False
    return True
