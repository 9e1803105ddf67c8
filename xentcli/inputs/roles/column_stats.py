"""Statistics of columns, which merge over blocks: what the cells are, their range, their distinct values."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from xentcli.core.errors import DataError, XentError
from xentcli.core.frozen import Merged, high, lazily, low
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.class_map import Class
    from xentcli.core.types import Codes, Numbers
    from xentcli.io.table import Table

MOST_VALUES = 4096
"""A column with more distinct values than this does not hold classes."""
SEVERAL_IDS = frozenset({"XE021", "XE022", "XE028"})
"""Codes of cells such as `1,4` and `3 0`."""
EXACT = float(1 << 53)
"""From this number on, a float cannot hold every whole number."""


class Distinct(Merged):
    """The distinct values of a column: numbers or texts, while there are few."""

    values: frozenset[Class] = frozenset()
    many: bool = False

    def __add__(self, other: Distinct) -> Distinct:
        """Return the union, unless it becomes too large."""
        if self.many or other.many:
            return MANY
        both = self.values | other.values
        return Distinct(both) if len(both) <= MOST_VALUES else MANY


MANY = Distinct(frozenset(), True)


class Parts(Merged):
    """The values of a column, block by block, while they may be unique; for text, hashes of the values."""

    blocks: tuple[Codes, ...] = ()
    dropped: bool = False

    def __add__(self, other: Parts) -> Parts:
        """Return the blocks of both."""
        return DROPPED if self.dropped or other.dropped else Parts(self.blocks + other.blocks)


DROPPED = Parts((), True)


LARGEST_WHOLE = 2.0**63
"""Larger numbers do not fit int64."""


class ColumnStats(Merged):
    """What the cells of one column are."""

    rows: int = 0
    unread: int = 0
    """Cells that are empty, missing or neither numbers nor text."""
    texts: int = 0
    fractions: int = 0
    """Numbers that are not whole."""
    truths: int = 0
    minimum: float = low()
    maximum: float = high()
    distinct: Distinct = Distinct()
    parts: Parts = Parts()

    @property
    def whole(self) -> bool:
        """Whether all cells are whole numbers."""
        return self.rows > 0 and not (self.texts or self.fractions or self.unread)

    @property
    def numeric(self) -> bool:
        """Whether all cells are numbers."""
        return self.rows > 0 and not (self.texts or self.unread)

    @property
    def numbers(self) -> int:
        """The number of cells that are numbers."""
        return self.rows - self.texts - self.unread

    @lazily
    def inside(self) -> bool:
        """Whether all numbers lie in [0, 1]."""
        return self.numbers > 0 and self.minimum >= 0 and self.maximum <= 1

    @lazily
    def is_whole(self) -> bool:
        """Whether all numbers are whole, whatever other cells there are."""
        return self.numbers > 0 and not self.fractions

    @lazily
    def counts(self) -> bool:
        """Whether all numbers are whole and could be ids, counts or classes: none is negative but -1."""
        return self.is_whole and (self.minimum >= 0 or (self.minimum == -1 and self.maximum <= 1))

    @property
    def is_bits(self) -> bool:
        """Whether all numbers are 0 or 1, or True or False."""
        return self.is_whole and self.inside

    @lazily
    def keys(self) -> Codes | None:
        """Return the values, or the hashes of the texts, if each occurs once, else None."""
        if self.parts.dropped or self.unread or self.fractions or not self.rows:
            return None
        if self.texts not in {0, self.rows}:
            return None
        whole = np.concatenate(self.parts.blocks)
        return whole if len(np.unique(whole)) == len(whole) else None


_KNOWN: WeakKeyDictionary[Table, dict[int, ColumnStats]] = WeakKeyDictionary()
"""The statistics of the columns that were read, for as long as their table is used."""


def column_stats(table: Table, columns: Sequence[int]) -> dict[int, ColumnStats]:
    """Return the statistics of the columns, from all rows; a column of a table is read only once."""
    known = _KNOWN.setdefault(table, {})
    numeric = [c for c in columns if table.numeric[c] and c not in known]
    with suppress(XentError):  # a cell is no number: each column is then read by itself
        known |= _numbers(table, numeric) if numeric else {}
    known |= {c: _alone(table, c) for c in columns if c not in known}
    return {c: known[c] for c in columns}


def array_stats(table: Table) -> ColumnStats:
    """Return the statistics of an array with one number per row."""
    seen = ColumnStats()
    for block in table.blocks(None, Cells.LABELS):
        seen += _of_labels(block)
    return seen


def _numbers(table: Table, columns: Sequence[int]) -> dict[int, ColumnStats]:
    found = dict.fromkeys(columns, ColumnStats())
    for block in table.blocks(tuple(columns), Cells.NUMBERS):
        for place, column in enumerate(columns):
            found[column] += _of_numbers(block.values[:, place])
    return {c: s for c, s in found.items() if not s.whole or max(-s.minimum, s.maximum) < EXACT}


def _alone(table: Table, column: int) -> ColumnStats:
    """Return the statistics of a column that holds text or missing cells."""
    lost: list[XentError] = []
    seen = ColumnStats()
    cells = Cells.NUMBERS if table.numeric[column] else Cells.LABELS
    try:
        for block in table.blocks((column,), cells, lost.append):
            seen += _of_labels(block)
    except DataError as error:
        lost.append(error)
    if any(error.code in SEVERAL_IDS for error in lost):
        return _of_texts(table, column)
    return seen + ColumnStats(rows=len(lost), unread=len(lost), parts=DROPPED if lost else Parts())


def _of_texts(table: Table, column: int) -> ColumnStats:
    """Return the statistics of a column whose cells may hold several ids, as text."""
    seen = ColumnStats()
    for block in table.blocks((column,), Cells.TEXT, lambda _: None):
        seen += _of_labels(block)
    return seen


def _of_labels(block: Block) -> ColumnStats:
    if block.categories is None:
        return _of_numbers(block.values.reshape(-1))
    names, codes = block.categories, block.values.reshape(-1)
    hashes = np.array([hash(name.strip()) for name in names], dtype=np.int64)[codes]
    distinct = Distinct(frozenset(names)) if len(names) <= MOST_VALUES else MANY
    return ColumnStats(len(codes), texts=len(codes), distinct=distinct, parts=_unique(hashes))


def _of_numbers(values: Numbers) -> ColumnStats:
    count = len(values)
    if not count:
        return ColumnStats()
    there = values if values.dtype.kind != "f" else values[~np.isnan(values)]
    if len(there) < count:
        return ColumnStats(count - len(there), unread=count - len(there), parts=DROPPED) + _of_numbers(there)
    bounded = there[np.isfinite(there)] if there.dtype.kind == "f" else there
    ends = (float(bounded.min()), float(bounded.max())) if len(bounded) else (0.0, 0.0)
    truths = count if values.dtype.kind == "b" else 0
    if values.dtype.kind == "f":
        fractions = count - int(np.count_nonzero(values == np.rint(values)))
        if fractions or len(bounded) < count or max(-ends[0], ends[1]) >= LARGEST_WHOLE:
            return ColumnStats(count, 0, 0, fractions, 0, *ends, MANY, DROPPED)
    whole = values.astype(np.int64)
    distinct = np.unique(whole)
    few = Distinct(frozenset(distinct.tolist())) if len(distinct) <= MOST_VALUES else MANY
    return ColumnStats(count, 0, 0, 0, truths, *ends, few, _unique(whole))


def _unique(values: Codes) -> Parts:
    return Parts((values,)) if len(np.unique(values)) == len(values) else DROPPED
