"""Dates and times as keys: columns of the same name that write the same moments, each once, in any form."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.doubts.dates import READINGS
from xentcli.inputs.roles.key_pairs import KeyPair, may_be_key, same_name, same_values
from xentcli.inputs.roles.names import words
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes
    from xentcli.inputs.doubts.dates import Reading
    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Complain, Table

    Read = dict[Reading, Codes]
    """The moments of a column by each reading that reads all cells, as hashes."""

TIMES = frozenset(
    {"date", "dates", "time", "datetime", "timestamp", "ts", "day", "epoch", "when", "at", "month", "utc"}
)
"""Words in the names of columns of whole numbers that are dates or times."""


def date_key(mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table]) -> KeyPair | None:
    """Return columns of the same name that hold the same moments; raise if they hold other moments."""
    for a in filter(may_be_key, mine):
        for b in filter(may_be_key, theirs):
            if same_name(a, b) and a.named and _may_be_dates(a, b):
                found = _pair(a, b, tables)
                if found is not None:
                    return found
    return None


def _may_be_dates(mine: Column, theirs: Column) -> bool:
    texts = mine.stats.texts or theirs.stats.texts
    return bool(texts) or bool(TIMES & {*words(mine.name)})


def _pair(mine: Column, theirs: Column, tables: tuple[Table, Table]) -> KeyPair | None:
    """Return the pair of two columns of dates, or None if they hold other values."""
    firsts, seconds = _moments(tables[0], mine), _moments(tables[1], theirs)
    if not firsts or not seconds:
        return None
    same = [(a, b) for a, b in product(firsts, seconds) if same_values(firsts[a], seconds[b])]
    if any(np.array_equal(firsts[a], seconds[b]) for a, b in same):
        return KeyPair(mine, theirs, in_order=True)
    if not same:
        raise _unequal(mine, firsts, seconds, tables)
    alike = [(a, b) for a, b in same if a is b] or same
    orders = {_order(firsts[a], seconds[b]) for a, b in alike}
    if len(orders) > 1:
        raise _several(mine, tables)
    sides = tuple(
        Selection(Moments(table, column.index, reading), (0,), Cells.TEXT)
        for table, column, reading in zip(tables, (mine, theirs), alike[0], strict=True)
    )
    return KeyPair(mine, theirs, in_order=False, sides=(sides[0], sides[1]))


def _order(keys: Codes, others: Codes) -> bytes:
    """Return the rows of the keys among the others."""
    ranks = np.argsort(np.argsort(keys))
    return np.argsort(others)[ranks].tobytes()


def _moments(table: Table, column: Column) -> Read:
    """Return the moments by each reading that reads all cells, each once."""
    parts: dict[Reading, list[Codes]] = {reading: [] for reading in READINGS}
    try:
        for block in table.blocks((column.index,), Cells.TEXT):
            for reading in list(parts):
                moments = [reading(text) for text in block.categories or ()]
                if None in moments:
                    del parts[reading]
                    continue
                hashes = np.array([hash(text) for text in moments], np.int64)
                parts[reading].append(hashes[block.values.reshape(-1)])
            if not parts:
                return {}
    except XentError:
        return {}
    whole = {reading: np.concatenate(codes) for reading, codes in parts.items() if codes}
    return {reading: codes for reading, codes in whole.items() if len(np.unique(codes)) == len(codes)}


class Moments(Derived):
    """A column of dates and times, each as one text however it is written."""

    def __init__(self, table: Table, column: int, reading: Reading) -> None:
        super().__init__(table)
        self._column, self._reading = column, reading

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        del columns, cells
        for block in self.table.blocks((self._column,), Cells.TEXT, complain):
            yield replace(block, categories=tuple(self._reading(t) or t for t in block.categories or ()))


def _unequal(column: Column, firsts: Read, seconds: Read, tables: tuple[Table, Table]) -> DataError:
    """Return the error of two columns of dates with other sets of moments."""
    a, b = max(
        product(firsts.values(), seconds.values()), key=lambda both: len(np.intersect1d(both[0], both[1]))
    )
    shared = len(np.intersect1d(a, b))
    names = [shown(table.name) for table in tables]
    message = (
        f"{shared:,} of the dates are in both files; {len(a) - shared:,} are only in {names[0]}, "
        f"{len(b) - shared:,} only in {names[1]}"
    )
    hint = "no date is in both files"
    if shared:
        on = f"--on {column.spec} --join inner"
        hint = f"if the files write dates alike, {on} leaves out rows without a partner"
    ways = [{"on": column.spec, "join": "inner"}] if 2 * shared >= min(len(a), len(b)) else []
    return DataError(message, hint, code="XE310", place=Place(tables[0].name, column=column.name), ways=ways)


def _several(column: Column, tables: tuple[Table, Table]) -> DataError:
    message = (
        f"both columns '{shown(column.name)}' hold the same dates in other forms and in another order, and "
        "they can be read in several ways"
    )
    hint = f"write the dates alike in both files, then join the rows with --on {column.spec}"
    return DataError(message, hint, code="XE315", place=Place(tables[0].name))
