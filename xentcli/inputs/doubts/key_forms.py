"""Keys that two inputs write in different forms: with a folder or an ending, or dates with other marks."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.doubts.dates import READINGS
from xentcli.inputs.roles.key_pairs import may_be_key, same_name, same_values
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from xentcli.core.types import Codes
    from xentcli.inputs.doubts.dates import Reading
    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table

    Form = Callable[[str], Hashable]

_FOLDER = re.compile(r".*[/\\]", re.DOTALL)
_ENDING = re.compile(r"\.[A-Za-z]\w{0,4}$", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
MOST_COLUMNS = 8
"""The number of columns of an input that are compared in other forms."""


def _file(text: str) -> str:
    """Return a path without its folder."""
    return _FOLDER.sub("", text.strip()).casefold()


def _stem(text: str) -> str:
    """Return the name of a file without its folder and its endings.

    >>> _stem("val/x/a.png"), _stem("A"), _stem("v1.2.tar.gz")
    ('a', 'a', 'v1.2')
    """
    name, before = _file(text), ""
    while name != before:
        before, name = name, _ENDING.sub("", name)
    return name


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text)).lstrip("0")


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in a text, without zeros at the end: a time of a day may lack seconds.

    >>> _numbers("2024-01-31 08:30") == _numbers("2024-01-31T08:30:00.000Z")
    True
    """
    found = [int(digits) for digits in _DIGITS.findall(text) if len(digits) < 40]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _moment(reading: Reading, text: str) -> str:
    """Return the moment of a date or time, else the text."""
    return reading(text) or text


FORMS: tuple[Form, ...] = (
    _file,
    _stem,
    _numbers,
    _digits,
    *(partial(_moment, reading) for reading in READINGS),
)
"""What may be equal in keys of different forms."""


def refuse_other_forms(mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table]) -> None:
    """Raise if a column of each input holds the same keys in different forms, and in another order.

    Keys in the same order show that the rows are.
    """
    firsts, seconds = _keys(mine, tables[0]), _keys(theirs, tables[1])
    found: list[tuple[Column, Column]] = []
    for a, keys in firsts:
        for b, others in seconds:
            order = _order(keys, others) if a.stats.texts or b.stats.texts else None
            if order:
                return
            if order is not None:
                found.append((a, b))
    if found:
        raise _in_another_form(*sorted(found, key=lambda pair: not same_name(*pair))[0], tables)


def _keys(columns: Sequence[Column], table: Table) -> list[tuple[Column, list[Codes]]]:
    """Return the columns that may be keys, with the hashes of their cells in each form."""
    some = [c for c in columns if may_be_key(c)][:MOST_COLUMNS]
    return [(c, found) for c in some if (found := _hashes(table, c)) is not None]


def _hashes(table: Table, column: Column) -> list[Codes] | None:
    """Return the hashes of all cells in each form; None if they cannot be read."""
    found: list[list[Codes]] = [[] for _ in FORMS]
    try:
        for block in table.blocks((column.index,), Cells.TEXT):
            for form, parts in zip(FORMS, found, strict=True):
                hashes = np.array([hash(form(text)) for text in block.categories or ()], np.int64)
                parts.append(hashes[block.values.reshape(-1)])
    except XentError:
        return None
    return [np.concatenate(parts) for parts in found]


def _order(keys: Sequence[Codes], others: Sequence[Codes]) -> bool | None:
    """Return whether keys that are equal in some form stand in the same order; None if they are not equal."""
    for first, second in zip(keys, others, strict=True):
        if len(first) > 1 and len(np.unique(first)) == len(first) and same_values(first, second):
            return bool(np.array_equal(first, second))
    return None


def _in_another_form(mine: Column, theirs: Column, tables: tuple[Table, Table]) -> DataError:
    a, b = shown(mine.name), shown(theirs.name)
    columns = f"both columns '{a}'" if a == b else f"'{a}' and '{b}' of {shown(tables[1].name)}"
    message = f"{columns} hold the same keys in another order and another spelling, so the rows do not match"
    on = mine.spec if a == b else f"{mine.spec}={theirs.spec}"
    hint = f"write the keys the same way in both files, then join the rows with --on {on}"
    return DataError(message, hint, code="XE315", place=Place(tables[0].name))
