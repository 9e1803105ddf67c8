"""Parse the values of ARFF: separated by commas or tabs, in quotes with backslashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, InputError
from xentcli.core.text import shown

if TYPE_CHECKING:
    from xentcli.core.errors import Place

_QUOTED = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
_CELL = re.compile(
    rf"\s*+({_QUOTED}|\{{[^{{}}]*\}}|[^,\t'\"]*+)(?:\s*+(?=,|\Z)|\s*(?=\t))(,|\t|\Z)", re.DOTALL
)
_SPARSE = re.compile(rf"\s*+(\d++)\s++({_QUOTED}|[^,'\"]*+)\s*+(,|\Z)", re.DOTALL)
"""Every part takes all that it can, and gives nothing back: so the time grows with the length of a line."""
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
HINT = "quote values with commas or blanks: 'New York'"


def unquoted(text: str) -> str:
    r"""Return a name or a value without its quotes and backslashes.

    >>> unquoted("'a\\'s b'"), unquoted("plain")
    ("a's b", 'plain')
    """
    if text[:1] not in {"'", '"'}:
        return text
    return _ESCAPE.sub(_meant, text[1:-1])


def _meant(match: re.Match[str]) -> str:
    mark = match[1]
    return chr(int(mark[1:], 16)) if len(mark) > 1 else _LETTERS.get(mark, mark)


def cells_of(line: str, place: Place, *, sparse: bool = False) -> list[tuple[str, bool]]:
    """Return the values of a row, each with whether it was quoted; those of a sparse row as INDEX VALUE.

    >>> from xentcli.core.errors import Place
    >>> cells_of("1.5, 'New York',?", Place())
    [('1.5', False), ('New York', True), ('?', False)]
    """
    pattern = _SPARSE if sparse else _CELL
    cells, position, more = [], 0, True
    while more:
        match = pattern.match(line, position)
        if match is None:
            message = f"'{shown(line[position:])}' is not a value"
            raise DataError(message, HINT, code="XE053", place=place)
        *index, value, end = match.groups()
        quoted = value[:1] in {"'", '"'}
        plain = unquoted(value.rstrip())
        cells.append((f"{index[0]} {plain}" if sparse else plain, quoted))
        position, more = match.end(), bool(end)
    return cells


def values_of(text: str, place: Place) -> tuple[str, ...]:
    """Return the nominal values in braces.

    >>> from xentcli.core.errors import Place
    >>> values_of("{emu, 'New York', 3}", Place())
    ('emu', 'New York', '3')
    """
    try:
        found = tuple(value for value, _ in cells_of(text[1:-1], place))
    except DataError as error:
        raise InputError(error.message, error.hint, code="XE677", place=place) from error
    if len(set(found)) < len(found) or "" in found:
        message = f"the values {shown(text)} are not all different"
        raise InputError(message, "name each value once", code="XE677", place=place)
    return found
