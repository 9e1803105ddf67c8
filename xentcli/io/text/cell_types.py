"""What sort of label a cell is, and the one sort that all cells of a column are."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from xentcli.io.text.cell_errors import MISWRITTEN, breaks_line, complaint, unusual_digits
from xentcli.io.text.numbers import BLANKS, LARGEST_CLASS
from xentcli.io.text.words import MISSING, TRUTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.io.text.numbers import Numerals

_INTEGER = re.compile(r"(?!-0\Z)-?\d+", re.ASCII)
_LEADING_ZERO = re.compile(r"[+-]?0\d+", re.ASCII)


class Sort(Enum):
    """What one cell is."""

    INTEGER = auto()
    NUMBER = auto()
    TRUTH = auto()
    NAME = auto()
    MISSING = auto()
    EMPTY = auto()
    MALFORMED = auto()
    """A number to the eye, but none that is read: hexadecimal, too large, with separators."""
    IMPOSSIBLE = auto()
    """Neither number nor name: over several lines, or in digits of other scripts."""


NUMERIC = frozenset({Sort.INTEGER, Sort.NUMBER})


def sort_of(cell: str, numerals: Numerals) -> Sort:
    """What one cell is by itself.

    >>> from xentcli.io.text.numbers import Numerals
    >>> [sort_of(cell, Numerals()).name for cell in ("7", "0.5", "nan", "True", "cat", "NA", "1_0")]
    ['INTEGER', 'NUMBER', 'NUMBER', 'TRUTH', 'NAME', 'MISSING', 'MALFORMED']
    """
    if class_id(cell) is not None:
        return Sort.INTEGER
    plain = cell.strip(BLANKS)
    if not plain:
        return Sort.EMPTY
    if breaks_line(cell) or unusual_digits(cell):
        return Sort.IMPOSSIBLE
    if plain in TRUTHS:
        return Sort.TRUTH
    if plain in MISSING:
        return Sort.MISSING
    return _number_or_name(plain, numerals)


def sorts_of(cells: Iterable[str], numerals: Numerals) -> dict[str, Sort]:
    """Return what each different cell is by itself."""
    return {cell: sort_of(cell, numerals) for cell in dict.fromkeys(cells)}


def _number_or_name(plain: str, numerals: Numerals) -> Sort:
    if is_integer(plain) or has_leading_zero(plain):
        return Sort.MALFORMED
    if numerals.number(plain) is not None:
        return Sort.NUMBER
    return Sort.MALFORMED if complaint(plain, numerals).code in MISWRITTEN else Sort.NAME


def common_sort(sorts: Iterable[Sort]) -> Sort | None:
    """The one reading of cells of these sorts, or None where they have none.

    >>> common_sort({Sort.INTEGER, Sort.NUMBER}).name
    'NUMBER'
    """
    found = frozenset(sorts)
    if found & {Sort.EMPTY, Sort.IMPOSSIBLE}:
        return None
    if Sort.NAME in found or found == {Sort.MISSING}:
        return Sort.NAME
    if found <= NUMERIC:
        return Sort.NUMBER if Sort.NUMBER in found else Sort.INTEGER
    return Sort.TRUTH if found == {Sort.TRUTH} else None


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
