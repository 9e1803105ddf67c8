"""Label smoothing of target vectors; `losses.sparse` has the form for class ids, which needs no vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xentcli.core.types import Floats


def smoothed(y: Floats, amount: float, classes: int) -> Floats:
    """Apply label smoothing: y (1 - a) + a / K.

    Args:
        y: Targets in [0, 1], float64, any shape, e.g. (N, K).
        amount: The smoothing a; ``y`` itself is returned for 0.
        classes: The number of classes K; 2 for binary targets.

    Returns:
        Smoothed targets, float64, the shape of ``y``.

    Examples:
        >>> import numpy as np
        >>> smoothed(np.array([1.0, 0.0]), 0.5, 2).tolist()
        [0.75, 0.25]
    """
    return y * (1.0 - amount) + amount / classes if amount else y
