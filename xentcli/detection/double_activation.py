"""Predictions that reach the very bounds of a second softmax or sigmoid, told from their range alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentcli.detection.evidence import PredictionEvidence

NEAR = 1e-4
"""How near to a bound the largest and the smallest number must come."""
OVER = 1e-6
"""What rounding may put them over it."""


def applied_twice(seen: PredictionEvidence, width: int) -> str | None:
    """What is suspected of probabilities; `xentcli advise` proves it from the rows.

    A softmax of probabilities of K classes lies between 1 / (e + K - 1) and e / (e + K - 1), and a sigmoid
    of them between 0.5 and e / (e + 1). The largest must lie within 1e-4 below its bound, and of a softmax
    the smallest as near to its own: a model that reaches both, and goes over neither, does so by chance
    about once in a hundred million.

    >>> from xentcli.detection.evidence import PredictionEvidence
    >>> applied_twice(PredictionEvidence(rows=9, minimum=0.211942, maximum=0.576117), 3)
    'a softmax seems to have been applied twice; xentcli advise shows what undoing it gives'
    >>> applied_twice(PredictionEvidence(rows=9, minimum=0.1, maximum=0.576117), 3) is None
    True
    """
    name = "sigmoid" if width == 1 else "softmax"
    total = math.e + max(width, 2) - 1
    high, low = math.e / total, 0.5 if width == 1 else 1 / total
    at_top = high - NEAR <= seen.maximum <= high + OVER
    at_bottom = low - OVER <= seen.minimum and (width == 1 or seen.minimum <= low + NEAR)
    if not (at_top and at_bottom and seen.rows > 1):
        return None
    return twice(name)


def twice(name: str) -> str:
    """What is said of an activation that was applied once too often."""
    return f"a {name} seems to have been applied twice; xentcli advise shows what undoing it gives"
