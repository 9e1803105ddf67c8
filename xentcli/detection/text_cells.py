"""What cells of text are by themselves: numbers, names, truths or gaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Block, Mask

_NUMBER = re.compile(r"[ \t]*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?[ \t]*", re.ASCII)

_MISSING = frozenset({"nan", "na", "n/a", "null", "none", "-nan", "<na>", "nat"})

_TRUTH = frozenset({"true", "false"})


class CellSorts(Frozen):
    """What each category of a block of text is by itself: one truth a category and sort."""

    whole: Mask
    names: Mask
    truths: Mask
    missing: Mask


def cell_sorts(block: Block) -> CellSorts | None:
    """The sorts of a block's categories; None where its values are numbers."""
    if block.categories is None:
        return None
    lower = [name.strip().lower() for name in block.categories]
    number = np.array([bool(_NUMBER.fullmatch(n)) for n in block.categories], dtype=np.bool_)
    gap = np.array([low in _MISSING for low in lower], dtype=np.bool_)
    truth = np.array([low in _TRUTH for low in lower], dtype=np.bool_)
    return CellSorts(number, ~(number | gap | truth), truth, gap)
