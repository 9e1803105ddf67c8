"""Error messages for cells that should be numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xentcli.core.errors import DataError
from xentcli.core.text import shown
from xentcli.io.text.numbers import BLANKS, Numerals
from xentcli.io.text.words import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.errors import Way

WITHOUT = " without %"
"""The suffix of a number without a sign in a column of percentages."""
FILL = "fill the cell, or remove the row from all files"
DECIMAL_COMMA = "decimal comma? use --decimal ,"
COMMA: tuple[Way, ...] = ({"decimal": ","},)

_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]+", re.ASCII)
_UNDERSCORES = re.compile(r"[+-]?\d[\d_.]*", re.ASCII)
_THOUSANDS = re.compile(
    r"[+-]?\d{1,3}(?:(?:(?P<blank>[' ])\d{3}(?:(?P=blank)\d{3})*|(?P<sign>[,.])\d{3}(?:(?P=sign)\d{3})+)"
    r"(?:[.,]\d+)?|,\d{3}\.\d+|\.\d{3},\d+)",
    re.ASCII,
)
_THREE_DIGITS = re.compile(r"[+-]?[1-9]\d{0,2}[,.]\d{3}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d*[.,]\d+([eE][+-]?\d+)?", re.ASCII)


class Complaint(NamedTuple):
    """A kind of bad cell: the test for it, the message and the hint."""

    code: str
    applies: Callable[[str, Numerals], Any]
    message: str
    hint: str | None
    ways: tuple[Way, ...] = ()


def unusual_digits(cell: str) -> bool:
    """Return whether Python parses the cell as a number only because of non-ASCII digits or blanks.

    >>> unusual_digits("\\u0661"), unusual_digits("1\\u00a0"), unusual_digits("1")
    (True, True, False)
    """
    if cell.isascii():
        return False
    try:
        float(cell)
    except ValueError:
        return False
    return True


def breaks_line(cell: str) -> bool:
    """Return whether a quoted cell contains a line break."""
    return "\n" in cell or "\r" in cell


def _several(cell: str, _: Numerals) -> bool:
    return " " in cell and all(map(Numerals().pattern.fullmatch, cell.split()))


COMPLAINTS = (
    Complaint("XE016", lambda cell, _: not cell, "is a missing number: the cell is empty", FILL),
    Complaint("XE008", lambda cell, _: breaks_line(cell), "contains a line break", "is there a stray quote?"),
    Complaint("XE023", lambda cell, _: unusual_digits(cell), "has non-ASCII digits", "write it with 0-9"),
    Complaint(
        "XE021",
        lambda cell, _: _HEX.fullmatch(cell),
        "is hexadecimal, which is not supported",
        "write it with 0-9",
    ),
    Complaint(
        "XE021",
        lambda cell, _: "_" in cell and _UNDERSCORES.fullmatch(cell),
        "has underscores in a number",
        "write it without underscores",
    ),
    Complaint(
        "XE021",
        lambda cell, _: _THOUSANDS.fullmatch(cell),
        "has a thousands separator",
        "write it without one, as 1234.5",
    ),
    Complaint(
        "XE021",
        lambda cell, n: n.point == "." and _THREE_DIGITS.fullmatch(cell),
        "has a thousands separator or a decimal comma",
        "write 1234 for a thousands separator; for a decimal comma, use --decimal ,",
    ),
    Complaint(
        "XE022",
        lambda cell, n: n.point == "." and _DECIMAL.fullmatch(cell),
        "has a decimal comma",
        DECIMAL_COMMA,
        COMMA,
    ),
    Complaint(
        "XE022",
        lambda cell, n: n.point == "," and _DECIMAL.fullmatch(cell),
        "has a decimal point",
        "write all numbers with a comma, or remove --decimal",
        ({"decimal": None},),
    ),
    Complaint(
        "XE055",
        lambda cell, _: cell.endswith("%") and Numerals().number(cell[:-1].strip()) is not None,
        "is a percentage among numbers",
        "write % in all cells of the column, or in none",
    ),
    Complaint(
        "XE055",
        lambda cell, _: cell.endswith(WITHOUT),
        "has no % sign, unlike other cells",
        "write % in all cells of the column, or in none",
    ),
    Complaint(
        "XE024",
        lambda cell, n: n.pattern.fullmatch(cell),
        "is too large for float64",
        "use a smaller number, or remove the row from all files",
    ),
    Complaint(
        "XE028",
        _several,
        "contains several numbers",
        "are they separated by spaces? use --delimiter ' '",
        ({"delimiter": " "},),
    ),
    Complaint("XE016", lambda cell, _: cell in MISSING, "is a missing number", FILL),
)
"""Checked in this order."""

MISWRITTEN = frozenset({"XE021", "XE022", "XE023", "XE024", "XE028"})
"""Codes of cells that look like numbers but are not valid."""


def complaint(cell: str, numerals: Numerals) -> DataError:
    """Return the error for a cell that is not a number.

    >>> print(complaint("0x1F", Numerals()))
    '0x1F' is hexadecimal, which is not supported
    """
    plain = cell.strip(BLANKS)
    for code, applies, message, hint, ways in COMPLAINTS:
        if applies(plain, numerals):
            out = ({"unknown": plain},) if code == "XE016" else ways
            cell = cell.removesuffix(WITHOUT)
            return DataError(f"'{shown(cell)}' {message}", hint, code=code, value=cell, ways=out)
    return DataError(
        f"'{shown(cell)}' is not a number", "is this the right column?", code="XE020", value=cell
    )


def looks_numeric(cell: str, numerals: Numerals) -> bool:
    """Return whether a cell is a number or a malformed one: with separators, hexadecimal, or too large.

    >>> [looks_numeric(cell, Numerals()) for cell in ("0.5", "0,5", "cat")]
    [True, True, False]
    """
    return numerals.number(cell) is not None or complaint(cell, numerals).code in MISWRITTEN
