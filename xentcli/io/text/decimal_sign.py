"""Detect decimal commas in the first rows of a text without comma-separated cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.io.text.numbers import BLANKS, Numerals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.io.text.header import Row

_POINT = re.compile(r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?", re.ASCII)
_SURE = re.compile(r"[+-]?0?,\d{2,}|[+-]?\d+,\d{4,}|[+-]?\d+,\d+[eE][+-]?\d+", re.ASCII)
COMMAS = Numerals(",")


def decimal_sign(rows: Sequence[Row], delimiter: str, usual: frozenset[str]) -> str:
    """Return a comma if it is the decimal sign beyond doubt, else a point.

    Some column must hold numbers that can be nothing else, such as 0,25; no cell may have a point; and a
    column named like labels, or without a name, must not hold cells such as 1,4 that may be two labels.

    Args:
        rows: The first rows.
        delimiter: The text between cells.
        usual: The usual names of labels, in lower case.

    >>> decimal_sign([["label", "p"], ["1", "0,25"]], ";", frozenset({"label"}))
    ','
    >>> decimal_sign([["label", "p"], ["1,4", "3"]], ";", frozenset({"label"}))
    '.'
    """
    if delimiter == "," or not any("," in cell for row in rows for cell in row):
        return "."
    body = rows[1:] or rows
    columns = [[row[c].strip(BLANKS + "%") for row in body if c < len(row)] for c in range(len(rows[0]))]
    if any(_POINT.fullmatch(cell) for column in columns for cell in column):
        return "."
    sure = [any(map(_SURE.fullmatch, cells)) and all(map(_is_number, cells)) for cells in columns]
    return "," if any(sure) and not _in_doubt(rows[0], columns, sure, usual) else "."


def _in_doubt(
    head: Row, columns: Sequence[Sequence[str]], sure: Sequence[bool], usual: frozenset[str]
) -> bool:
    """Return whether some column may hold several whole numbers per cell."""
    for name, cells, known in zip(head, columns, sure, strict=True):
        plain = name.strip(BLANKS).casefold()
        nameless = not plain or _is_number(plain)
        if (
            not known
            and any("," in cell and _is_number(cell) for cell in cells)
            and (nameless or plain in usual)
        ):
            return True
    return False


def _is_number(cell: str) -> bool:
    return not cell or COMMAS.number(cell) is not None
