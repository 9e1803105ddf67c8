"""Parse a column of label cells as integers, truth values, numbers or names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.text import shown
from xentcli.io.text.cell_errors import FILL, breaks_line, complaint
from xentcli.io.text.cell_types import NUMERIC, Sort, common_sort, has_leading_zero, is_integer, sorts_of
from xentcli.io.text.numbers import BLANKS, Numerals, coded
from xentcli.io.text.words import ONE_WAY, TRUTHS, is_infinite, is_nan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.errors import Way
    from xentcli.core.types import Numbers

    Values = tuple[Numbers, tuple[str, ...] | None]


def wrong_labels(cells: list[str], numerals: Numerals) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each cell that does not fit the other labels."""
    sorts = sorts_of(cells, numerals)
    found = frozenset(sorts.values())
    if found and common_sort(found) is None:
        beside = frozenset(sort for cell, sort in sorts.items() if not (is_nan(cell) or is_infinite(cell)))
        for index, cell in enumerate(cells):
            if error := _error(cell, sorts[cell], beside, numerals):
                yield index, error


def read_labels(cells: list[str], numerals: Numerals) -> Values:
    """Parse valid cells; return their values, and the names if the values are codes."""
    match common_sort(sorts_of(cells, numerals).values()):
        case Sort.INTEGER:
            return np.array([int(cell) for cell in cells], np.int64), None
        case Sort.NUMBER:
            return np.array(list(map(numerals.number, cells)), np.float64), None
        case Sort.TRUTH:
            return np.array([TRUTHS[cell.strip(BLANKS)] for cell in cells], np.bool_), None
    return coded(cells)


def wrong_names(cells: list[str], numerals: Numerals) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each cell that is empty or contains a line break."""
    broken = set(filter(breaks_line, cells))
    for index, cell in enumerate(cells):
        if not cell.strip(BLANKS):
            yield index, _missing("empty label", cell)
        elif cell in broken:
            yield index, _impossible(cell, numerals)


def never_wrong(_cells: list[str], _numerals: Numerals) -> Iterator[tuple[int, DataError]]:
    """Yield no errors: any cell is valid as text."""
    return iter(())


def read_names(cells: list[str], _: Numerals) -> Values:
    """Return the cells as codes and names."""
    return coded(cells)


def _error(cell: str, sort: Sort, beside: frozenset[Sort], numerals: Numerals) -> DataError | None:
    """Return the error for a cell, given the types of the other cells."""
    if sort is Sort.EMPTY:
        return _missing("empty label" if Sort.NAME in beside else "missing label: the cell is empty", cell)
    if sort is Sort.IMPOSSIBLE:
        return _impossible(cell, numerals)
    if Sort.NAME in beside:
        return None
    if sort is Sort.MISSING:
        return _missing(f"missing label: '{shown(cell)}'", cell)
    if Sort.TRUTH in beside and sort in {Sort.TRUTH, Sort.NUMBER}:
        return _beside_truths(cell, sort, beside)
    return _malformed(cell, numerals) if sort is Sort.MALFORMED else None


def _beside_truths(cell: str, sort: Sort, beside: frozenset[Sort]) -> DataError | None:
    """Return the error for numbers mixed with truth values."""
    if is_nan(cell):
        return _missing(f"missing label: '{shown(cell)}'", cell)
    if is_infinite(cell):
        return DataError(f"{shown(cell)} is not a class", "labels must be finite", code="XE102", value=cell)
    return mixed_truth(cell, "numbers") if sort is Sort.TRUTH and beside & NUMERIC else None


def _missing(message: str, cell: str) -> DataError:
    return DataError(message, FILL, code="XE015", ways=({"unknown": cell.strip(BLANKS)},))


def _impossible(cell: str, numerals: Numerals) -> DataError:
    if breaks_line(cell):
        return DataError("line break inside a label", "is there a stray quote?", code="XE008", value=cell)
    return _no_class(cell, numerals)


def mixed_truth(cell: str, among: str) -> DataError:
    """Return the error for a truth value among numbers, or the reverse."""
    return DataError(f"'{shown(cell)}' among {among}", ONE_WAY, code="XE027", value=cell)


def _parts(code: str, cell: str) -> tuple[Way, ...]:
    """Return the ways out for a cell that may hold several ids; 1,000 is not taken for 1."""
    if code == "XE021":
        return ()
    if code == "XE028":
        return ({"label_separator": " "},)
    return ({"label_separator": ","}, {"decimal": ","}) if "," in cell else ()


def _malformed(cell: str, numerals: Numerals) -> DataError:
    plain = cell.strip(BLANKS)
    if has_leading_zero(plain):
        message = f"'{shown(cell)}' has a leading zero: is it a number or a name?"
        return DataError(
            message,
            "write class ids without leading zeros; for names that look like numbers, use --classes",
            code="XE026",
            value=cell,
        )
    if is_integer(plain):
        return DataError(
            f"{shown(cell)} is too large for a class id",
            "wrong column? use --labels-column NAME",
            code="XE025",
            value=cell,
        )
    return _no_class(cell, numerals)


def _no_class(cell: str, numerals: Numerals) -> DataError:
    """Return the error for a label that is not a number."""
    error = complaint(cell, numerals)
    error.ways = _parts(error.code, cell)
    return error
