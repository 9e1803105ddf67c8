"""Forms of headers: Orange's three lines or prefixes, pandas' levels, and R's row names without a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.frozen import EMPTY_MAP, Frozen
from xentcli.io.table import ClassNames
from xentcli.io.text.dialects.registry import SIX_DIGITS
from xentcli.io.text.numbers import Numerals
from xentcli.io.text.words import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Rows = Sequence[Sequence[str]]

TYPES = frozenset({"c", "d", "s", "t", "continuous", "discrete", "string", "time", "basket"})
FLAGS = {"class": "label", "c": "label", "meta": "", "m": "", "ignore": "", "i": "", "": "",
         "weight": "weight", "w": "weight"}  # fmt: skip
"""Orange's flags of columns, and the roles that they give."""
_PREFIX = re.compile(r"(?=[a-zA-Z])([mciwu]?)([CDST]?)#(.+)", re.DOTALL)
_VALUE = re.compile(r"(?:\\.|[^\s\\])+")
_LEVEL = re.compile(r"|Unnamed: \d+_level_\d+")
MOST_LEVELS = 4


class Heading(Frozen):
    """The names of the columns, and the other facts in the lines of a header."""

    names: tuple[str, ...]
    lines: int = 1
    declared: Mapping[str, ClassNames] = EMPTY_MAP
    roles: Mapping[str, str] = EMPTY_MAP
    row_names: bool = False
    slack: float = 0.0

    def notes(self, name: str) -> tuple[Note, ...]:
        """Return the note on row names, if there are any."""
        if not self.row_names:
            return ()
        return (Note("XE871", f"{name}: the first column has no name and is read as row names"),)


def heading_of(rows: Rows, lines: Sequence[str]) -> Heading | None:
    """Return the heading of a table that starts with these rows, or None for a plain header or no header."""
    return next((found for form in FORMS if (found := form(rows, lines)) is not None), None)


def _of_orange(rows: Rows, _: Sequence[str]) -> Heading | None:
    """Three lines: names, types or values, and flags."""
    if len(rows) < 4 or len({len(row) for row in rows[:4]}) > 1:
        return None
    names, types, flags = ([cell.strip() for cell in row] for row in rows[:3])
    words = [{part for part in flag.split() if "=" not in part} for flag in flags]
    known = [kind in TYPES or len(_VALUE.findall(kind)) > 1 for kind in types]
    if not (all(known) and TYPES.intersection(types) and all(part <= FLAGS.keys() for part in words)):
        return None
    roles = {n: role for n, part in zip(names, words, strict=True) for w in part if (role := FLAGS[w])}
    values = {n: _values(k) for n, k in zip(names, types, strict=True) if k not in TYPES}
    declared = {n: ClassNames(v) for n, v in values.items()}
    return Heading(tuple(names), 3, declared, roles, slack=SIX_DIGITS)


def _values(kind: str) -> tuple[str, ...]:
    """Return the values of a discrete column; blanks in them are escaped with a backslash."""
    return tuple(re.sub(r"\\(.)", r"\1", value) for value in _VALUE.findall(kind))


def _of_prefixes(rows: Rows, _: Sequence[str]) -> Heading | None:
    """Names with flags and types before a sign: `cD#species`, `C#sepal length`, `m#note`."""
    found = [_PREFIX.fullmatch(cell.strip()) for cell in rows[0]]
    if not any(found):
        return None
    names = [cell.strip() if m is None else m[3] for cell, m in zip(rows[0], found, strict=True)]
    if len(set(names)) < len(names):
        return None
    roles = {m[3]: FLAGS[m[1]] for m in found if m is not None and FLAGS.get(m[1])}
    return Heading(tuple(names), 1, roles=roles)


def _of_levels(rows: Rows, _: Sequence[str]) -> Heading | None:
    """Two or more lines, the first with names that repeat: pandas' levels of columns."""
    width = len(rows[0])
    if any(len(row) != width for row in rows) or len({*rows[0]}) == width:
        return None
    repeated = [c for c, cell in enumerate(rows[0]) if rows[0].count(cell) > 1]
    levels = next((n for n in range(1, len(rows)) if not _is_level(rows[n:], repeated)), 0)
    if not 2 <= levels <= MOST_LEVELS or len(rows) <= levels:
        return None
    index = _index_names(rows[:levels])
    levels_only = rows[: levels - 1] if index else rows[:levels]
    names = ["_".join(filter(None, map(_level, column))) for column in zip(*levels_only, strict=True)]
    names = [own or name for own, name in zip(index, names, strict=True)] if index else names
    if len(set(names)) < width or not _is_above_numbers(names, rows[levels:]):
        return None
    return Heading(tuple(names), levels)


def _is_level(rows: Rows, columns: Sequence[int]) -> bool:
    """Return whether the first row holds names: text, or different whole numbers above fractions."""
    own = [rows[0][c].strip() for c in columns]
    if not any(map(_is_number, own)):
        return True
    below = [[row[c].strip() for row in rows[1:]] for c in columns]
    whole = all(cell.isdecimal() for cell in own) and len(set(own)) == len(own)
    return whole and all(any(not cell.isdecimal() and _is_number(cell) for cell in cells) for cells in below)


def _level(cell: str) -> str:
    return "" if _LEVEL.fullmatch(cell.strip()) else cell.strip()


def _index_names(rows: Rows) -> list[str]:
    """Return the names of the index, which are on a separate line, if any."""
    last = [cell.strip() for cell in rows[-1]]
    filled = [n for n, cell in enumerate(last) if cell]
    alone = len(rows) > 2 and 2 * len(filled) < len(last) and filled == list(range(len(filled)))
    return last if alone else []


def _is_above_numbers(names: Sequence[str], rows: Rows) -> bool:
    """Return whether there are numbers below most names that are not empty."""
    below = [all(map(_is_number, column)) for column in zip(*rows, strict=True)]
    return 2 * sum(number for name, number in zip(names, below, strict=True) if name) > len(names) - 1


def _is_number(cell: str) -> bool:
    return Numerals().number(cell) is not None or Numerals(",").number(cell) is not None


def _of_rows(rows: Rows, lines: Sequence[str]) -> Heading | None:
    """A header with one name fewer than there are cells: R's row names, unless something contradicts that."""
    head, body = rows[0], rows[1:]
    if any(len(row) != len(head) + 1 for row in body) or any(not row[-1].strip() for row in body):
        return None
    first = [row[0].strip() for row in body]
    quoted = all(line.startswith('"') for line in lines[1 : len(rows)])
    counted = first == [str(row) for row in range(1, len(first) + 1)]
    names = [cell.strip() for cell in head]
    if not (quoted or counted) or len(set(first)) < len(first) or len(set(names)) < len(names):
        return None
    if any(name in MISSING or not name for name in names):
        return None
    return Heading(("", *names), 1, row_names=True)


FORMS: tuple[Callable[[Rows, Sequence[str]], Heading | None], ...] = (
    _of_orange,
    _of_levels,
    _of_rows,
    _of_prefixes,
)
