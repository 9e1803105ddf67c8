"""Parse cells that hold several numbers: ``[0.1, 0.9]``, ``0.1 0.9``, ``0.1;0.9``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.text import shown
from xentcli.io.columnar.fields import ragged
from xentcli.io.text.cell_errors import FILL, complaint

if TYPE_CHECKING:
    from xentcli.core.types import Numbers
    from xentcli.io.text.numbers import Numerals

_PARTS = {".": re.compile(r"\s*[,;]\s*|\s+"), ",": re.compile(r"\s*;\s*|\s+")}
BRACKETS = frozenset({"[]", "()"})
NESTED = {"[[": "]]", "((": "))"}
_PLAIN = re.compile(r"[0-9eE+\-.,;\[\] \n]*", re.ASCII)


def items_of(cell: str, numerals: Numerals) -> list[str] | None:
    """Return the numbers in a cell as text, or None if it is not a list of numbers.

    >>> from xentcli.io.text.numbers import Numerals
    >>> items_of("[0.1, 0.9]", Numerals()), items_of("1 4", Numerals()), items_of("New York", Numerals())
    (['0.1', '0.9'], ['1', '4'], None)
    """
    plain = _unwrapped(cell.strip())
    if not plain:
        return None
    bracketed = plain[0] + plain[-1] in BRACKETS
    if not bracketed and ("\n" in plain or ("," in plain and numerals.point == ".")):
        return None
    inner = plain[1:-1].strip() if bracketed else plain
    items = _PARTS[numerals.point].split(inner) if inner else []
    if not bracketed and len(items) < 2:
        return None
    return items if all(numerals.number(item) is not None for item in items) else None


def _unwrapped(cell: str) -> str:
    """Return a list without the names printed around it, and a list of one list as the inner list."""
    if "(" in cell:
        from xentcli.io.text.literals import unwrapped

        cell = unwrapped(cell)
    if cell[:2] in NESTED and cell[-2:] == NESTED[cell[:2]] and cell.count(cell[0]) == 2:
        return cell[1:-1].strip()
    return cell


def list_width(cells: list[str], numerals: Numerals) -> int:
    """Return the length of the first list if more than half of the cells are lists, else 0."""
    lists = [items for cell in cells if (items := items_of(cell, numerals))]
    return len(lists[0]) if 2 * len(lists) > len(cells) else 0


def vectors_of(
    words: tuple[str, ...], width: int, numerals: Numerals, titles: tuple[str, ...] | None = None
) -> tuple[Numbers, dict[int, DataError]]:
    """Return the numbers of all cells (N, width), zeros for bad cells, and the error of each bad cell.

    With ``titles`` the cells are dicts with these keys.
    """
    found, wrong = np.zeros((len(words), width)), {}
    for place, word in enumerate(words):
        if titles is not None:
            numbers = _by_title(word, titles)
        else:
            numbers = _quick(word, numerals) or _careful(word, numerals)
        if isinstance(numbers, DataError):
            wrong[place] = numbers
        elif len(numbers) != width:
            wrong[place] = ragged(len(numbers), width)
        else:
            found[place] = numbers
    large = ~np.isfinite(found).all(axis=1)
    for place in np.flatnonzero(large).tolist() if titles is None else ():
        numbers = _careful(words[place], numerals)
        if isinstance(numbers, DataError):
            wrong[place] = numbers
    return found, wrong


def _quick(word: str, numerals: Numerals) -> list[float] | None:
    """Parse a list with Python's float, or return None if its characters need the full parser."""
    if numerals.point != "." or word[:1] != "[" or word[-1:] != "]" or not _PLAIN.fullmatch(word):
        return None
    try:
        return list(map(float, _PARTS["."].split(word[1:-1].strip())))
    except ValueError:
        return None


def _by_title(word: str, titles: tuple[str, ...]) -> list[float] | DataError:
    """Return the numbers of a dict in the order of the titles."""
    from xentcli.io.columnar.rankings import unlike
    from xentcli.io.text.literals import pairs_of

    if not word.strip():
        return DataError("is a missing dict: the cell is empty", FILL, code="XE016")
    pairs = pairs_of(word)
    if pairs is None:
        message = f"'{shown(word)}' is not a dict of numbers by class"
        return DataError(message, "is the cell cut off?", code="XE045", value=word)
    numbers = dict(pairs)
    if numbers.keys() != {*titles} or len(numbers) < len(pairs):
        return unlike(pairs, titles)
    return [numbers[title] for title in titles]


def _careful(word: str, numerals: Numerals) -> list[float] | DataError:
    items = items_of(word, numerals)
    if items is not None:
        return [number for item in items if (number := numerals.number(item)) is not None]
    if not word.strip():
        return DataError("is a missing list: the cell is empty", FILL, code="XE016")
    inner = _unwrapped(word.strip())
    if "..." in inner:
        from xentcli.io.text.literals import cut_error

        return cut_error(word)
    parts = _PARTS[numerals.point].split(inner[1:-1].strip()) if inner[0] + inner[-1] in BRACKETS else []
    bad = next((part for part in parts if numerals.number(part) is None), None)
    if bad is not None:
        return complaint(bad, numerals)
    if numerals.number(inner) is not None:
        return DataError("one number, but other rows have a list", "write [ ] around it", code="XE043")
    return complaint(word, numerals)
