"""What numbers of a row are, and rows of many positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Mask, Numbers


def every(mask: Mask) -> Mask:
    """Which rows of a mask are true throughout."""
    return np.asarray(mask.all(axis=1), dtype=np.bool_)


def each_row(block: Block, positions: Mask) -> Mask:
    """Which rows have what all of their positions have."""
    return positions if len(positions) == len(block) else every(positions.reshape(len(block), -1))


def any_position(block: Block, positions: Mask) -> Mask:
    """Return which rows have what any of their positions has."""
    return np.asarray(positions.reshape(len(block), -1).any(axis=1), dtype=np.bool_)


def span_of(values: Numbers) -> tuple[float, float]:
    """The smallest and the largest number, NaNs aside: beside them, the order of blocks would matter."""
    usual = values[~np.isnan(values)]
    return (float(usual.min()), float(usual.max())) if usual.size else (np.inf, -np.inf)


def sorts_of(values: Numbers) -> tuple[Mask, Mask, Mask]:
    """Which cells are whole numbers, NaN, infinite."""
    none = np.zeros(values.shape, dtype=bool)
    if values.dtype.kind in "iub":
        return ~none, none, none
    nan, infinite = np.isnan(values), np.isinf(values)
    with np.errstate(invalid="ignore"):
        whole = (values == np.rint(values)) & ~infinite
    return whole, nan, infinite
