"""What a cell of text means: a number, a truth value, a name; and what is wrong with it if it is none."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xentcli.errors import DataError, shown

BLANKS = " \t"
TRUTHS = {"True": True, "true": True, "TRUE": True, "False": False, "false": False, "FALSE": False}
"""The words that pandas, JSON and spreadsheets write for 1 and 0."""
MISSING = frozenset(
    {"NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "none", "<NA>", "NaT", "missing", "?", "-", "."}
)
"""Words for a missing value; among numbers they are one, among names they are names."""
LARGEST_CLASS = 2**53
"""Beyond it float64 cannot tell neighbours apart, so no class may be there."""

NUMBERS_MISWRITTEN = frozenset({"XE021", "XE022", "XE023", "XE024", "XE029"})
"""The complaints about what is meant to be a number."""

_WORD = re.compile(r"[+-]?(?:nan|inf|infinity)", re.ASCII | re.IGNORECASE)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_LEADING_ZERO = re.compile(r"[+-]?0\d+", re.ASCII)
_HEX = re.compile(r"[+-]?0[xX][0-9a-fA-F]+", re.ASCII)
_UNDERSCORES = re.compile(r"[+-]?\d[\d_]*_[\d_.]*", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([,.' ])\d{3}(\1\d{3})*([.,]\d+)?", re.ASCII)
_OTHER_DECIMAL = re.compile(r"[+-]?\d*[.,]\d+([eE][+-]?\d+)?", re.ASCII)


def _decimal_pattern(point: str) -> re.Pattern[str]:
    dot = re.escape(point)
    return re.compile(rf"[+-]?(?:\d+(?:{dot}\d*)?|{dot}\d+)(?:[eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Numerals:
    """How numbers are written: with which decimal point.

    >>> Numerals(",").number("0,5")
    0.5
    """

    point: str = "."
    _pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", _decimal_pattern(self.point))

    def number(self, cell: str) -> float | None:
        """The float64 that a cell says; None where it says none, or one that is too large."""
        plain = cell.strip(BLANKS)
        if self._pattern.fullmatch(plain):
            value = float(plain.replace(self.point, "."))
            return value if math.isfinite(value) else None
        return float(plain) if _WORD.fullmatch(plain) else None

    def integer(self, cell: str) -> int | None:
        """The class id that a cell says, where it is written as a plain integer of at most 2**53."""
        plain = cell.strip(BLANKS)
        if not _INTEGER.fullmatch(plain) or has_leading_zero(plain) or len(plain) > 20:
            return None
        return value if abs(value := int(plain)) <= LARGEST_CLASS else None

    def looks_numeric(self, cell: str) -> bool:
        """Whether a cell is a number, or tries to be one: with separators, in hexadecimal, too large."""
        return self.number(cell) is not None or self.complaint(cell).code in NUMBERS_MISWRITTEN

    def complaint(self, cell: str) -> DataError:
        """What is wrong with a cell that should be a number."""
        for code, wrong, message, hint in _COMPLAINTS:
            if wrong(cell.strip(BLANKS), self):
                return DataError(f"'{shown(cell)}' {message}", hint, code=code, value=cell)
        return DataError(f"'{shown(cell)}' is not a number", code="XE020", value=cell)


def is_plain_integer(cell: str) -> bool:
    """Whether a cell is ASCII digits, with a minus at most."""
    return _INTEGER.fullmatch(cell) is not None


def has_leading_zero(cell: str) -> bool:
    """Whether a cell is written like ``007``, which may be the number 7 or a name.

    >>> [has_leading_zero(cell) for cell in ("007", "0", "-01", "0.5")]
    [True, False, True, False]
    """
    return _LEADING_ZERO.fullmatch(cell) is not None


def unusual_digits(cell: str) -> bool:
    """Whether Python would read a number here, but only through digits or blanks that are not ASCII."""
    if cell.isascii():
        return False
    try:
        float(cell)
    except ValueError:
        return False
    return True


_COMPLAINTS: list[tuple[str, Callable[[str, Numerals], Any], str, str | None]] = [
    (
        "XE016",
        lambda c, _: not c,
        "is a missing number: the cell is empty",
        "fill the cell or leave the row out of all files",
    ),
    ("XE010", lambda c, _: "\0" in c, "has a NUL byte", "is the file binary or UTF-16? --encoding"),
    (
        "XE008",
        lambda c, _: "\n" in c,
        "has a line break inside it",
        "a stray quote? each row's number is on its own line",
    ),
    (
        "XE023",
        lambda c, _: unusual_digits(c),
        "has digits or blanks that are not ASCII digits",
        "write it with 0-9 only",
    ),
    (
        "XE021",
        lambda c, _: _HEX.fullmatch(c),
        "is hexadecimal, which is not read",
        "write it with digits 0-9",
    ),
    (
        "XE021",
        lambda c, _: _UNDERSCORES.fullmatch(c),
        "has underscores, which are no part of a number",
        "remove them",
    ),
    (
        "XE021",
        lambda c, _: _THOUSANDS.fullmatch(c),
        "has a thousands separator or a decimal comma",
        "remove the separators; for a decimal comma: --decimal ,",
    ),
    (
        "XE022",
        lambda c, n: _OTHER_DECIMAL.fullmatch(c) and n.point == ".",
        "has a decimal comma",
        "decimal comma? use --decimal ,",
    ),
    (
        "XE022",
        lambda c, n: _OTHER_DECIMAL.fullmatch(c) and n.point == ",",
        "has a decimal point",
        "leave out --decimal ,",
    ),
    ("XE024", lambda c, n: _decimal_pattern(n.point).fullmatch(c), "is beyond the largest float64", None),
    ("XE029", lambda c, _: " " in c and _numbers_apart(c), "is several numbers", "--delimiter ' '"),
    (
        "XE016",
        lambda c, _: c in MISSING,
        "is a missing number",
        "fill the cell or leave the row out of all files",
    ),
]


def _numbers_apart(cell: str) -> bool:
    return all(_decimal_pattern(".").fullmatch(part) for part in cell.split())


def names(cells: list[str]) -> tuple[np.ndarray[Any, Any], tuple[str, ...]]:
    """The cells as codes into their names, in order of first appearance.

    >>> names(["cat", "dog", "cat"])
    (array([0, 1, 0], dtype=int32), ('cat', 'dog'))
    """
    codes = {name: code for code, name in enumerate(dict.fromkeys(cells))}
    return np.fromiter((codes[cell] for cell in cells), np.int32, len(cells)), tuple(codes)
