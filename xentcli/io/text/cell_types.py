"""Classify label cells, and find the common type of a column."""

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
    """The type of a single cell."""

    INTEGER = auto()
    NUMBER = auto()
    TRUTH = auto()
    NAME = auto()
    MISSING = auto()
    EMPTY = auto()
    MALFORMED = auto()
    """Looks like a number but is not read as one: hexadecimal, too large, or with separators."""
    IMPOSSIBLE = auto()
    """Neither a number nor a name: contains a line break or non-ASCII digits."""


NUMERIC = frozenset({Sort.INTEGER, Sort.NUMBER})


def sort_of(cell: str, numerals: Numerals) -> Sort:
    """Return the type of a single cell.

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
    """Return the type of each distinct cell."""
    return {cell: sort_of(cell, numerals) for cell in dict.fromkeys(cells)}


def _number_or_name(plain: str, numerals: Numerals) -> Sort:
    if is_integer(plain) or has_leading_zero(plain):
        return Sort.MALFORMED
    if numerals.number(plain) is not None:
        return Sort.NUMBER
    return Sort.MALFORMED if complaint(plain, numerals).code in MISWRITTEN else Sort.NAME


def common_sort(sorts: Iterable[Sort]) -> Sort | None:
    """Return the common type of cells of these types, or None if they do not fit together.

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
    """Return the class id if the cell is a plain integer below 2**53, else None.

    >>> class_id("-1"), class_id("007"), class_id("1.0")
    (-1, None, None)
    """
    plain = cell.strip(BLANKS)
    if not is_integer(plain) or has_leading_zero(plain) or len(plain) > 20:
        return None
    return value if abs(value := int(plain)) < LARGEST_CLASS else None


def is_integer(cell: str) -> bool:
    """Return whether a cell is ASCII digits with an optional minus sign; ``-0`` does not count.

    >>> is_integer("-1"), is_integer("-0")
    (True, False)
    """
    return _INTEGER.fullmatch(cell) is not None


def has_leading_zero(cell: str) -> bool:
    """Return whether a cell has a leading zero, like ``007``, which may be the number 7 or a name.

    >>> [has_leading_zero(cell) for cell in ("007", "0", "-01", "0.5")]
    [True, False, True, False]
    """
    return _LEADING_ZERO.fullmatch(cell) is not None
