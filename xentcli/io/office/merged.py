"""Merged cells of a sheet: which rows they are in, and the rows with their values in every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Range = tuple[tuple[int, int], tuple[int, int]]

MOST = 1 << 20
"""The maximum number of rows that merged cells may cover in total."""


class Merged:
    """The merged cells of a sheet, with rows and columns counted from its first cell."""

    def __init__(self, ranges: Iterable[Range], start: tuple[int, int]) -> None:
        """``start`` is the place of the first cell."""
        top, left = start
        self.wide: set[int] = set()
        """The rows in which cells of several columns are merged."""
        self._tall: dict[int, list[tuple[int, bool]]] = {}
        room = MOST
        for (first, begin), (last, end) in ranges:
            rows = range(first - top, last - top + 1)
            room -= len(rows)
            if room < 0:
                return
            if end > begin:
                self.wide.update(rows)
                continue
            for row in rows if len(rows) > 1 else ():
                self._tall.setdefault(row, []).append((begin - left, row == rows[0]))

    def filled(self, rows: Callable[[], Iterator[Sequence[Any]]]) -> Iterator[Sequence[Any]]:
        """Yield the rows with the value of cells that are merged over several rows in each of them."""
        values: dict[int, Any] = {}
        for number, row in enumerate(rows()):
            cells = self._tall.get(number)
            if cells is None:
                yield row
                continue
            full = list(row)
            for column, is_first in cells:
                if is_first:
                    values[column] = full[column]
                full[column] = values.get(column)
            yield full
