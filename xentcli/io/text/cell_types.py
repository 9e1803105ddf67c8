"""What sort of label a cell is, and the one sort that all cells of a column are."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xentcli.io.text.cell_errors import MISWRITTEN, breaks_line, complaint, unusual_digits
from xentcli.io.text.numbers import BLANKS, Numerals, class_id, has_leading_zero, is_integer
from xentcli.io.text.words import MISSING, TRUTHS

if TYPE_CHECKING:
    from collections.abc import Iterable


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

    >>> [sort_of(cell, Numerals()).name for cell in ("7", "0.5", "nan", "True", "cat", "NA", "1_0")]
    ['INTEGER', 'NUMBER', 'NUMBER', 'TRUTH', 'NAME', 'MISSING', 'MALFORMED']
    """
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


def _number_or_name(plain: str, numerals: Numerals) -> Sort:
    if class_id(plain) is not None:
        return Sort.INTEGER
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
