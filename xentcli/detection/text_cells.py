"""What cells of text are by themselves: numbers, names, truths, gaps or infinities."""

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
    """What each category of a block of text is by itself: one truth a category and sort."""

    whole: Mask
    names: Mask
    truths: Mask
    missing: Mask
    """NaN among them."""
    nan: Mask
    infinite: Mask


def cell_sorts(block: Block) -> CellSorts | None:
    """The sorts of a block's categories; None where its values are numbers."""
    if block.categories is None:
        return None
    number = _are(_NUMBER.fullmatch, block.categories)
    truth, gap = _are(is_truth, block.categories), _are(is_missing, block.categories)
    infinite = _are(is_infinite, block.categories)
    names = ~(number | truth | gap | infinite)
    return CellSorts(number, names, truth, gap, _are(is_nan, block.categories), infinite)


def _are(test: Callable[[str], object], words: tuple[str, ...]) -> Mask:
    return np.array([bool(test(word)) for word in words], dtype=np.bool_)
