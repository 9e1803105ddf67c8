"""Parse cells as numbers or codes of names."""

from __future__ import annotations

import math
import re
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen
from xentcli.io.text.words import INFINITY, NAN

if TYPE_CHECKING:
    from xentcli.core.types import Numbers

BLANKS = " \t"
LARGEST_CLASS = 2**53
"""Class ids must be smaller: above this, float64 cannot represent every integer."""

_WORDS = NAN | INFINITY


class Numerals(Frozen):
    """The notation of numbers: the decimal point.

    >>> Numerals(",").number("0,5")
    0.5
    """

    point: str = "."
    unknown: frozenset[str] = frozenset()
    """Cells that are read as NaN."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern of a number in ASCII digits."""
        dot = re.escape(self.point)
        return re.compile(rf"[+-]?(?:\d+(?:{dot}\d*)?|{dot}\d+)(?:[eE][+-]?\d+)?", re.ASCII)

    def number(self, cell: str) -> float | None:
        """Return the cell as float64, or None if it is not a number or too large."""
        plain = cell.strip(BLANKS)
        if self.pattern.fullmatch(plain) and plain not in self.unknown:
            value = float(plain.replace(self.point, "."))
            return value if math.isfinite(value) else None
        if plain in self.unknown:
            return math.nan
        return float(plain) if plain.lower() in _WORDS else None


def as_float(number: float) -> float:
    """Return a number as float64; whole numbers that are too large become infinity.

    >>> as_float(2), as_float(-(10**400))
    (2.0, -inf)
    """
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def coded(cells: list[str]) -> tuple[Numbers, tuple[str, ...]]:
    """Return codes (N,) and the distinct names, in order of first appearance.

    >>> coded(["cat", "dog", "cat"])
    (array([0, 1, 0], dtype=int32), ('cat', 'dog'))
    """
    codes = {name: code for code, name in enumerate(dict.fromkeys(cells))}
    return np.fromiter((codes[cell] for cell in cells), np.int32, len(cells)), tuple(codes)
