"""Where labels break a rule: one function a rule, from a block to a mask of its cells, or of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.detection.text_cells import cell_sorts
from xentcli.numerics.row_masks import any_position, every
from xentcli.numerics.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.commands.validate.expected import Expected
    from xentcli.core.types import Block, Mask, Numbers

LARGEST = 2.0**53
"""From here on float64 skips whole numbers."""


def where(test: Callable[[Numbers], Mask]) -> Callable[[Block, Expected], Mask]:
    """Where single numbers fail a test; ignore marks break none."""

    def find(block: Block, expected: Expected) -> Mask:
        with np.errstate(invalid="ignore"):
            return np.asarray(test(block.values) & _kept(block, expected), dtype=np.bool_)

    return find


def _kept(block: Block, expected: Expected) -> Mask | bool:
    """Cells that are no ignore mark."""
    return True if expected.ignore is None or expected.vectors else block.values != expected.ignore


no_bit = where(lambda v: (v != 0) & (v != 1) & np.isfinite(v))
"""Numbers but 0 and 1."""
no_share = where(lambda v: ((v < 0) | (v > 1)) & np.isfinite(v))
"""Numbers outside [0, 1]."""
fraction = where(lambda v: np.isfinite(v) & (v != np.rint(v)))
"""Numbers that are not whole."""
huge = where(lambda v: np.isfinite(v) & (np.abs(v) >= LARGEST))
"""Numbers that float64 cannot tell from their neighbours."""


def numbers_in(block: Block) -> tuple[Block, Mask]:
    """A block of text as numbers, NaN where a cell is none, and which cells are some."""
    sorts = cell_sorts(block)
    assert sorts is not None
    pairs = zip(block.categories or (), sorts.whole.tolist(), strict=True)
    numbers = np.array([float(name) if number else np.nan for name, number in pairs], dtype=np.float64)
    return replace(block, values=numbers[block.values], categories=None), sorts.whole[block.values]


def negative(block: Block, expected: Expected) -> Mask:
    """Ids below zero, the offset added."""
    return where(lambda v: np.isfinite(v) & (v < -expected.offset) & (v == np.rint(v)))(block, expected)


def stranger(block: Block, expected: Expected) -> Mask:
    """Labels that are none of the known classes; NaN and fractions are another rule's."""
    classes = expected.classes
    assert classes is not None
    lost = classes.indices(block) < 0
    if block.categories is None and block.values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            lost = lost & (block.values == np.rint(block.values)) & np.isfinite(block.values)
    return np.asarray(lost & _kept(block, expected), dtype=np.bool_)


def no_unit_vector(block: Block, expected: Expected) -> Mask:
    """Rows of zeros and ones without exactly one 1."""
    rows = expected.layout.labels(block.values)
    bits = every((rows == 0) | (rows == 1))
    return any_position(block, bits & (np.count_nonzero(rows == 1, axis=1) != 1))


def no_distribution(block: Block, expected: Expected) -> Mask:
    """Rows in [0, 1] that do not sum to one."""
    rows = np.asarray(expected.layout.labels(block.values), dtype=np.float64)
    with np.errstate(invalid="ignore"):
        inside = every((rows >= 0) & (rows <= 1))
    return any_position(block, inside & ~on_simplex(np.where(inside[:, None], rows, 0)))
