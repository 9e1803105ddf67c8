"""Find the table in the cells of a sheet: without titles above it, blank rows, and blank columns."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    Row = Sequence[Any]
    Rows = Callable[[], Iterator[Row]]

MOST_TITLES = 100
"""The maximum number of rows above a table."""


class Area(Frozen):
    """The place of the table: its first and last row, counted from 0, its columns, and the titles above."""

    first: int
    last: int
    columns: tuple[int, ...]
    titles: tuple[str, ...]
    below: int = 0
    """The number of blank rows to skip between the header and the rows below it."""
    hollow: tuple[str, ...] = ()
    """The first cells of columns without other cells."""

    def rows(self, rows: Rows) -> Iterator[list[Any]]:
        """Yield the rows of the table."""
        for number, row in enumerate(rows()):
            if number > self.last:
                return
            if number == self.first or number > self.first + self.below:
                yield [row[column] for column in self.columns]


def area_of(rows: Rows, merged: AbstractSet[int] = frozenset()) -> Area | None:
    """Return where the table is, or None if all cells are blank. ``merged`` are rows of merged columns.

    >>> area = area_of(lambda: iter([["Run 7", ""], ["", ""], ["label", "p"], [1.0, 0.5], ["", ""]]))
    >>> area.first, area.last, area.columns, area.titles
    (2, 3, (0, 1), ('Run 7',))
    """
    first, titles = _titles(rows, merged)
    head: dict[int, Any] = {}
    used: set[int] = set()
    last, second = -1, None
    for number, row in enumerate(rows()):
        filled = {c: cell for c, cell in enumerate(row) if not is_blank(cell)} if number >= first else {}
        if not filled:
            continue
        if not head:
            head = filled
        else:
            used.update(filled)
            second = second or number
        last = number
    if not head:
        return None
    below = second - first - 1 if second is not None and merged and min(merged) < first else 0
    hollow = tuple(str(cell) for column, cell in head.items() if column not in used) if used else ()
    return Area(first, last, tuple(sorted(used | head.keys())), titles, below, hollow)


def is_blank(cell: Any) -> bool:
    """Return whether a cell is empty."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _titles(rows: Rows, merged: AbstractSet[int]) -> tuple[int, tuple[str, ...]]:
    """Return the number of the first row that is neither a title nor blank, and the titles before it.

    Titles are rows with merged columns, and rows of one text at their start that no wider row below
    starts with.
    """
    titles: list[str] = []
    for number, row in enumerate(rows()):
        filled = [cell for cell in row if not is_blank(cell)]
        if filled and not (number in merged or _is_title(row, filled, rows, number)):
            return number, tuple(titles)
        titles += [str(filled[0])] if filled else []
        if number == MOST_TITLES:
            break
    return 0, ()


def _is_title(row: Row, filled: list[Any], rows: Rows, number: int) -> bool:
    """Return whether a row is one text before empty cells, with a wider row below it."""
    if len(filled) > 1 or not isinstance(filled[0], str) or is_blank(row[0]):
        return False
    below = [other for place, other in enumerate(rows()) if place > number]
    wide = [other for other in below if not all(map(is_blank, other[1:]))]
    return bool(wide) and all(other[0] != filled[0] for other in wide)


def is_table(rows: Rows, area: Area) -> bool:
    """Return whether an area is likely a table, and not explanatory text.

    A table has two rows, and several columns, or a number, or a text that occurs again.
    """
    found = list(area.rows(rows))
    cells = [cell for cell in chain(*found) if not is_blank(cell)]
    if len(found) < 2:
        return False
    texts = all(isinstance(cell, str) for cell in cells)
    return len(area.columns) > 1 or not texts or len(set(cells)) < len(cells)
