"""A column of label cells as integers, truth values, numbers or names: one reading for all of them, or an error."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.errors import DataError, shown
from xentcli.formats.cells import (
    BLANKS,
    MISSING,
    TRUTHS,
    Numerals,
    has_leading_zero,
    is_plain_integer,
    names,
    unusual_digits,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xentcli.types import Numbers


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
    """Neither number nor name: line breaks, digits of other scripts."""


NUMERIC = frozenset({Sort.INTEGER, Sort.NUMBER})


class BadCell(Exception):  # noqa: N818
    """Which of the cells is wrong, and how."""

    def __init__(self, index: int, error: DataError) -> None:
        super().__init__(str(error))
        self.index, self.error = index, error


def sort_of(cell: str, numerals: Numerals) -> Sort:
    """What one cell is by itself.

    >>> [sort_of(cell, Numerals()).name for cell in ("7", "0.5", "nan", "True", "cat", "NA", "1_0")]
    ['INTEGER', 'NUMBER', 'NUMBER', 'TRUTH', 'NAME', 'MISSING', 'MALFORMED']
    """
    plain = cell.strip(BLANKS)
    if not plain:
        return Sort.EMPTY
    if "\n" in cell or "\0" in cell or unusual_digits(cell):
        return Sort.IMPOSSIBLE
    if is_plain_integer(plain):
        return Sort.INTEGER if numerals.integer(plain) is not None else Sort.MALFORMED
    if numerals.number(plain) is not None:
        return Sort.MALFORMED if has_leading_zero(plain) else Sort.NUMBER
    if plain in TRUTHS:
        return Sort.TRUTH
    if plain in MISSING:
        return Sort.MISSING
    return Sort.NAME if numerals.complaint(plain).code == "XE020" else Sort.MALFORMED


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
        return Sort.INTEGER if Sort.NUMBER not in found else Sort.NUMBER
    return Sort.TRUTH if found == {Sort.TRUTH} else None


def read_labels(cells: list[str], numerals: Numerals) -> tuple[Numbers, tuple[str, ...] | None]:
    """The cells' values, and the names that they are codes of where they are names; or :class:`BadCell`."""
    sorts = {cell: sort_of(cell, numerals) for cell in dict.fromkeys(cells)}
    match common_sort(sorts.values()):
        case Sort.INTEGER:
            return np.array([int(cell) for cell in cells], np.int64), None
        case Sort.NUMBER:
            return np.array([numerals.number(cell) for cell in cells], np.float64), None
        case Sort.TRUTH:
            return np.array([TRUTHS[cell.strip(BLANKS)] for cell in cells], np.bool_), None
        case Sort.NAME:
            return names(cells)
    raise _first_bad(cells, sorts, numerals)


def read_names(cells: list[str], _: Numerals) -> tuple[Numbers, tuple[str, ...] | None]:
    """The cells as the names that they are, none of them empty or broken over lines; or :class:`BadCell`."""
    for index, cell in enumerate(cells):
        if not cell.strip(BLANKS):
            raise BadCell(index, _empty())
        if "\n" in cell:
            raise BadCell(index, Numerals().complaint(cell))
    return names(cells)


def _first_bad(cells: list[str], sorts: Mapping[str, Sort], numerals: Numerals) -> BadCell:
    found = frozenset(sorts.values())
    for index, cell in enumerate(cells):
        if error := _error(cell, sorts[cell], found, numerals):
            return BadCell(index, error)
    raise AssertionError("a column without a common reading has a bad cell")


def _error(cell: str, sort: Sort, found: frozenset[Sort], numerals: Numerals) -> DataError | None:
    """What is wrong with this cell, given the sorts of cells beside it."""
    among: dict[str, Any] = {"value": cell}
    if sort is Sort.EMPTY:
        return (
            _empty()
            if Sort.NAME in found
            else DataError("missing label: the cell is empty", _FILL, code="XE016")
        )
    if sort is Sort.IMPOSSIBLE:
        error = numerals.complaint(cell)
        return (
            DataError("line break inside a label", error.hint, code="XE008", **among)
            if "\n" in cell
            else error
        )
    if Sort.NAME in found:
        return None
    if sort is Sort.MISSING:
        return DataError(f"missing label: '{shown(cell)}'", _FILL, code="XE016", **among)
    if sort is Sort.TRUTH and found & NUMERIC:
        return DataError(
            f"'{shown(cell)}' among numbers",
            "write 1 and 0, or True and False, not both",
            code="XE027",
            **among,
        )
    return _malformed(cell, numerals) if sort is Sort.MALFORMED else None


_FILL = "fill the cell or leave the row out of all files"


def _empty() -> DataError:
    return DataError("empty label", _FILL, code="XE015")


def _malformed(cell: str, numerals: Numerals) -> DataError:
    plain = cell.strip(BLANKS)
    if is_plain_integer(plain) and numerals.integer(plain) is None and not has_leading_zero(plain):
        return DataError(
            f"{shown(cell)} is too large for a class", "is this the label column?", code="XE025", value=cell
        )
    if has_leading_zero(plain):
        hint = "write numbers without leading zeros; --classes reads them as names"
        return DataError(
            f"'{shown(cell)}' has a leading zero: is it a number or a name?", hint, code="XE026", value=cell
        )
    return numerals.complaint(cell)
