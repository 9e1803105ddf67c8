"""Classify text cells as numbers, names, booleans, missing values or infinities."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen
from xentcli.io.text.words import is_infinite, is_missing, is_nan, is_truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.blocks import Block
    from xentcli.core.types import Mask

_NUMBER = re.compile(r"[ \t]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[ \t]*", re.ASCII)


class CellSorts(Frozen):
    """The types of a text block's C categories: one boolean mask of shape (C,) for each type."""

    whole: Mask
    names: Mask
    truths: Mask
    missing: Mask
    """Missing values, including NaN."""
    nan: Mask
    infinite: Mask


def cell_sorts(block: Block) -> CellSorts | None:
    """Return the types of a block's categories, or None if its values are numbers."""
    if block.categories is None:
        return None
    number = _are(_NUMBER.fullmatch, block.categories)
    truth, gap = _are(is_truth, block.categories), _are(is_missing, block.categories)
    infinite = _are(is_infinite, block.categories)
    names = ~(number | truth | gap | infinite)
    return CellSorts(number, names, truth, gap, _are(is_nan, block.categories), infinite)


def _are(test: Callable[[str], object], words: tuple[str, ...]) -> Mask:
    return np.array([bool(test(word)) for word in words], dtype=np.bool_)
