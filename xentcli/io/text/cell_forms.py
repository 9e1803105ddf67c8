"""Forms of cells other than plain numbers: lists, dicts, wrapped numbers, percentages, and cut arrays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.text.cell_errors import WITHOUT
from xentcli.io.text.list_cells import list_width
from xentcli.io.text.literals import cut_error, is_cut, pairs_of, unwrapped
from xentcli.io.text.words import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import DataError
    from xentcli.io.text.numbers import Numerals

WRAPPED, PERCENT = "wrapped", "percent"
LONG = 6
"""The number of digits that no exponent of float64 has."""
_PERCENT = re.compile(r"([-+]?[\d.,]+(?:[eE][-+]?\d+)?)\s*%")


TENSOR = re.compile(r"[Tt]ensor\(")
FOUR_DIGITS = 5e-5
"""How far a number below one may be off in a printed tensor."""


class Form(Frozen):
    """The contents of a column's cells: lists or dicts of ``width`` numbers, or numbers in another form."""

    width: int = 0
    titles: tuple[str, ...] | None = None
    """The keys of dicts, in the order of the columns."""
    is_ordered: bool = True
    """Whether all dicts have the keys in this order, instead of by their numbers."""
    slack: float = 0.0
    """How far a number may be off, because tensors are printed with few digits."""
    scalar: str | None = None
    refusal: DataError | None = None


def form_of(cells: Sequence[str], numerals: Numerals) -> Form | None:
    """Return the form of the cells of a column, or None if they are plain.

    >>> from xentcli.io.text.numbers import Numerals
    >>> form_of(["{'b': 0.75, 'a': 0.25}", "{'a': 0.5, 'b': 0.5}"], Numerals()).titles
    ('a', 'b')
    >>> form_of(["93%", "7%"], Numerals()).scalar, form_of(["New York"], Numerals())
    ('percent', None)
    """
    for kind in (WRAPPED, PERCENT):
        if 2 * sum(is_scalar(cell, kind, numerals) for cell in cells) > len(cells):
            return Form(scalar=kind)
    width = list_width(list(cells), numerals)
    if width:
        return Form(width, slack=FOUR_DIGITS if any(map(TENSOR.search, cells)) else 0.0)
    if 2 * sum(is_cut(cell) for cell in cells) > len(cells):
        return Form(refusal=cut_error(next(filter(is_cut, cells))))
    return _of_pairs(cells)


def is_scalar(cell: str, kind: str, numerals: Numerals) -> bool:
    """Return whether a cell is a number in a wrapper, or a percentage."""
    if kind == PERCENT:
        match = _PERCENT.fullmatch(cell.strip())
        return match is not None and numerals.number(match[1]) is not None
    plain = unwrapped(cell)
    return plain != cell and (numerals.number(plain) is not None or plain in {"True", "False"})


def plain_cell(cell: str, kind: str) -> str:
    """Return a number in another form as a plain one; without a percent sign it is not a percentage.

    >>> plain_cell("tensor(2)", "wrapped"), plain_cell("93.5 %", "percent"), plain_cell("93", "percent")
    ('2', '93.5e-2', '93 without %')
    """
    if kind == WRAPPED:
        return unwrapped(cell)
    match = _PERCENT.fullmatch(cell.strip())
    if match is None:
        return cell if not cell.strip() or cell.strip() in MISSING else cell + WITHOUT
    number, mark, power = match[1].lower().partition("e")
    return f"{number}e{_power(power) - 2}" if mark else f"{number}e-2"


def _power(text: str) -> int:
    """Return an exponent; one that is out of any range is only known to be large."""
    digits = text.lstrip("+-").lstrip("0")
    value = int(digits or 0) if len(digits) < LONG else 10**LONG
    return -value if text.startswith("-") else value


def _of_pairs(cells: Sequence[str]) -> Form | None:
    """Return the form of cells that list classes with their scores."""
    if 2 * sum("{" in cell or "[[" in cell or "[(" in cell for cell in cells) <= len(cells):
        return None
    found = [pairs for cell in cells if (pairs := pairs_of(cell)) is not None]
    if 2 * len(found) <= len(cells):
        return None
    from xentcli.io.columnar.rankings import incomplete, ordered

    sets = {frozenset(dict(pairs)) for pairs in found}
    if len(sets) > 1 or any(len(pairs) < 2 for pairs in found):
        return Form(refusal=incomplete("", found, ""))
    titles, is_ordered = ordered(found)
    return Form(len(titles), titles, is_ordered)
