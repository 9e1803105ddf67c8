"""What each kind of labels must be, row by row: one check a line of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xentcli.evidence import cell_sorts, every
from xentcli.problems import Hits, HitsBy, hits
from xentcli.simplex import on_simplex
from xentcli.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.bits import Bits
    from xentcli.classes import ClassMap
    from xentcli.layout import Layout
    from xentcli.types import Block, Mask, Numbers


LARGEST = 2.0**53
"""From here on float64 skips whole numbers."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of the labels before they are read."""

    layout: Layout
    classes: ClassMap | None = None
    """The classes, where options or predictions tell them."""
    ignore: int | None = None
    most: int = 20

    @property
    def vectors(self) -> bool:
        """Whether labels are rows of several numbers."""
        return self.layout.vectors and self.layout.width > 1


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: the kinds it holds for, how to find where it is broken, and what to say then."""

    code: str
    kinds: frozenset[Kind]
    find: Callable[[Block, Expected], Mask | None]
    message: str
    hint: str


def _kept(block: Block, expected: Expected) -> Mask | bool:
    """Cells that are no ignore mark."""
    return True if expected.ignore is None or expected.vectors else block.values != expected.ignore


def _numbers(block: Block) -> Numbers | None:
    """The values, where they are numbers."""
    return block.values if block.categories is None and block.values.dtype.kind in "iuf" else None


def _where(block: Block, expected: Expected, test: Callable[[Numbers], Mask]) -> Mask | None:
    values = _numbers(block)
    if values is None:
        return None
    with np.errstate(invalid="ignore"):
        return np.asarray(test(values) & _kept(block, expected), dtype=np.bool_)


def _missing(block: Block, expected: Expected) -> Mask | None:
    return _where(block, expected, np.isnan) if block.values.dtype.kind == "f" else None


def _infinite(block: Block, expected: Expected) -> Mask | None:
    return _where(block, expected, np.isinf) if block.values.dtype.kind == "f" else None


def _fraction(block: Block, expected: Expected) -> Mask | None:
    if block.values.dtype.kind != "f":
        return None
    return _where(block, expected, lambda v: np.isfinite(v) & (v != np.rint(v)))


def _negative(block: Block, expected: Expected) -> Mask | None:
    """Negative ids, where no classes are known that would tell."""
    return None if expected.classes is not None else _where(block, expected, lambda v: v < 0)


def _too_large(block: Block, expected: Expected) -> Mask | None:
    """Ids that float64 cannot tell from their neighbours."""
    return None if expected.classes is not None else _where(block, expected, lambda v: np.isfinite(v) & (np.abs(v) >= LARGEST))


def _stranger(block: Block, expected: Expected) -> Mask | None:
    """Labels that are none of the known classes; NaN and fractions are told apart before."""
    if expected.classes is None or expected.vectors:
        return None
    lost = expected.classes.indices(block) < 0
    sorts = cell_sorts(block) if expected.classes.classes is None else None
    if sorts is not None:
        lost = lost & sorts.whole[block.values]  # names among ids are another rule's
    if block.categories is None and block.values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            lost = lost & (block.values == np.rint(block.values)) & np.isfinite(block.values)
    return np.asarray(lost & _kept(block, expected), dtype=np.bool_)


def _no_bit(block: Block, expected: Expected) -> Mask | None:
    return _where(block, expected, lambda v: (v != 0) & (v != 1) & ~np.isnan(v.astype(np.float64, copy=False)))


def _no_share(block: Block, expected: Expected) -> Mask | None:
    return _where(block, expected, lambda v: (v < 0) | (v > 1))


def _no_unit_vector(block: Block, expected: Expected) -> Mask | None:
    """Rows of zeros and ones without exactly one 1."""
    if not expected.vectors or _numbers(block) is None:
        return None
    rows = expected.layout.labels(block.values)
    bits = every((rows == 0) | (rows == 1))
    wrong = bits & ((rows == 1).sum(axis=1) != 1)
    return np.asarray(wrong.reshape(len(block), -1).any(axis=1), dtype=np.bool_)


def _no_distribution(block: Block, expected: Expected) -> Mask | None:
    """Rows in [0, 1] that do not sum to one."""
    if not expected.vectors or _numbers(block) is None:
        return None
    rows = np.asarray(expected.layout.labels(block.values), dtype=np.float64)
    with np.errstate(invalid="ignore"):
        inside = every((rows >= 0) & (rows <= 1))
    wrong = inside & ~on_simplex(np.where(inside[:, None], rows, 0))
    return np.asarray(wrong.reshape(len(block), -1).any(axis=1), dtype=np.bool_)


_ANY = frozenset(Kind)
CHECKS: tuple[Check, ...] = (
    Check("XE101", _ANY, _missing, "missing label: {value}", "every row needs a label; drop the row or fill it in"),
    Check("XE102", _ANY, _infinite, "{value} is not a class", "labels must be finite"),
    Check("XE104", frozenset({Kind.SPARSE}), _fraction, "{value} is not a class", "class ids are whole numbers"),
    Check("XE113", frozenset({Kind.SPARSE}), _negative, "{value} is negative, and no class is", "an ignore mark? --ignore-index says so"),
    Check("XE125", frozenset({Kind.SPARSE}), _too_large, "{value} is too large for a class", "is this the label column?"),
    Check("XE112", frozenset({Kind.SPARSE}), _stranger, "{value} is not a class of {classes}", "{mend}"),
    Check("XE114", frozenset({Kind.BINARY}), _no_bit, "{value} is neither 0 nor 1", "--expect sparse takes other ids"),
    Check("XE105", frozenset({Kind.ONE_HOT, Kind.MULTI_LABEL}), _no_bit, "{value} is neither 0 nor 1", "divide masks of 0 and 255 by 255"),
    Check("XE121", frozenset({Kind.ONE_HOT}), _no_unit_vector, "{value} has not exactly one 1", "--expect multi-label takes any number of ones"),
    Check("XE124", frozenset({Kind.SOFT}), _no_share, "{value} is not a share: not in [0, 1]", "soft labels are distributions"),
    Check("XE106", frozenset({Kind.SOFT}), _no_distribution, "{value} does not sum to one", "divide each row by its sum"),
)
"""Every rule about single rows."""

def check_bits(block: Block, expected: Expected, bits: Bits) -> HitsBy:
    """The same for label vectors that are bytes of 0 and 1: only how many ones a row has is left to ask."""
    if bits.one_hot:
        return HitsBy()
    wrong = ~every(bits.hot().reshape(len(block), -1))
    return HitsBy({"XE121": hits(block, wrong, expected.most)})


SORTS = {"whole": "numbers", "names": "names", "truths": "True/False"}
"""Sorts of text cells that do not mix; what the rarer ones are called."""


def check_labels(block: Block, expected: Expected) -> HitsBy:
    """Where each rule is broken, of whatever kind the labels will turn out to be."""
    found: dict[str, Hits] = {}
    for check in CHECKS:
        mask = check.find(block, expected)
        if mask is not None and mask.any():
            found[check.code] = hits(block, mask, expected.most)
    for sort in (*SORTS, "missing"):
        mask = _sort_mask(block, sort)
        if mask is not None and mask.any():
            found[f"sort:{sort}"] = hits(block, mask, expected.most)
    return HitsBy(found)


def _sort_mask(block: Block, sort: str) -> Mask | None:
    if block.categories is not None:
        sorts = cell_sorts(block)
        return None if sorts is None else np.asarray(getattr(sorts, sort)[block.values], dtype=np.bool_)
    if block.values.ndim > 1:
        return None
    here = "truths" if block.values.dtype.kind == "b" else "whole"
    return np.ones(block.values.shape, dtype=np.bool_) if sort == here else None
