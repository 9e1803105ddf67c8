"""Memory that a thread uses again: fresh pages cost more than most sums that are made in them."""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.core.types import Floats

_memory = local()


def scratch(use: str, rows: int, width: int) -> Floats:
    """A float64 array (rows, width) with anything in it, the caller's until the same thread asks again for
    the same use.

    >>> scratch("example", 2, 3).shape
    (2, 3)
    """
    kept: Floats | None = getattr(_memory, use, None)
    if kept is None or kept.size < rows * width:
        kept = np.empty(rows * width)
        setattr(_memory, use, kept)
    return kept[: rows * width].reshape(rows, width)
