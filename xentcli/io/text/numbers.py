"""What a cell of text says: a number, a truth value or a name."""

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
"""Beyond it float64 cannot tell neighbours apart, so no class may be there."""

_WORDS = NAN | INFINITY
_INTEGER = re.compile(r"(?!-0\Z)-?\d+", re.ASCII)
_LEADING_ZERO = re.compile(r"[+-]?0\d+", re.ASCII)


class Numerals(Frozen):
    """How numbers are written: with which decimal point.

    >>> Numerals(",").number("0,5")
    0.5
    """

    point: str = "."

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A number in ASCII digits."""
        dot = re.escape(self.point)
        return re.compile(rf"[+-]?(?:\d+(?:{dot}\d*)?|{dot}\d+)(?:[eE][+-]?\d+)?", re.ASCII)

    def number(self, cell: str) -> float | None:
        """The float64 that a cell says; None where it says none, or one that is too large."""
        plain = cell.strip(BLANKS)
        if self.pattern.fullmatch(plain):
            value = float(plain.replace(self.point, "."))
            return value if math.isfinite(value) else None
        return float(plain) if plain.lower() in _WORDS else None


def class_id(cell: str) -> int | None:
    """The class that a cell says, where it is written as a plain integer below 2**53.

    >>> class_id("-1"), class_id("007"), class_id("1.0")
    (-1, None, None)
    """
    plain = cell.strip(BLANKS)
    if not is_integer(plain) or has_leading_zero(plain) or len(plain) > 20:
        return None
    return value if abs(value := int(plain)) < LARGEST_CLASS else None


def is_integer(cell: str) -> bool:
    """Whether a cell is ASCII digits, with a minus at most, which zero has not.

    >>> is_integer("-1"), is_integer("-0")
    (True, False)
    """
    return _INTEGER.fullmatch(cell) is not None


def has_leading_zero(cell: str) -> bool:
    """Whether a cell is written like ``007``, which may be the number 7 or a name.

    >>> [has_leading_zero(cell) for cell in ("007", "0", "-01", "0.5")]
    [True, False, True, False]
    """
    return _LEADING_ZERO.fullmatch(cell) is not None


def coded(cells: list[str]) -> tuple[Numbers, tuple[str, ...]]:
    """The cells as codes into their names, in order of first appearance.

    >>> coded(["cat", "dog", "cat"])
    (array([0, 1, 0], dtype=int32), ('cat', 'dog'))
    """
    codes = {name: code for code, name in enumerate(dict.fromkeys(cells))}
    return np.fromiter((codes[cell] for cell in cells), np.int32, len(cells)), tuple(codes)
