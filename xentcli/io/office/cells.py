"""Tables of cells of any type, kept as text delimited by tabs: those of spreadsheets and databases.

So they are read like CSV: numbers stored as text, lists in cells and missing values mean the same.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.io.table import Cells, Derived
from xentcli.io.text.delimited import open_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from xentcli.core.blocks import Block
    from xentcli.core.errors import Note, XentError
    from xentcli.io.source.file import Source
    from xentcli.io.table import Complain, ReadOptions, Table

EXACT = float(1 << 53)
"""From here on, floats cannot hold every whole number."""
DATES = ("XE031", "dates cannot be labels, predictions or weights", "save them as numbers or as text")
BYTES = ("XE033", "bytes are neither numbers nor text", "save them as text: hex(COLUMN)")


class Odd(Frozen):
    """The columns with cells that are neither numbers, truth values nor text."""

    dates: tuple[int, ...] = ()
    bytes: tuple[int, ...] = ()


class CellWriter:
    """Writes rows of cells as delimited text, and notes which columns hold dates and bytes."""

    def __init__(self, out: IO[bytes], decimal: str) -> None:
        """``decimal`` is the decimal point of numbers that are stored as text."""
        self._out = io.TextIOWrapper(out, "utf-8", newline="", errors="replace")
        self._csv = csv.writer(self._out, delimiter="\t", lineterminator="\n")
        self._decimal = decimal
        self._dates: set[int] = set()
        self._bytes: set[int] = set()

    def write(self, cells: Iterable[Any]) -> None:
        """Write a row; None is an empty cell."""
        self._csv.writerow([self._spelled(column, cell) for column, cell in enumerate(cells)])

    def _spelled(self, column: int, cell: Any) -> Any:
        if isinstance(cell, float):
            whole = cell.is_integer() and -EXACT < cell < EXACT
            return (str(int(cell)) if whole else repr(cell)).replace(".", self._decimal)
        if cell is None or isinstance(cell, str | int):
            return cell
        if isinstance(cell, bytes):
            self._bytes.add(column)
            return cell.hex()
        self._dates.add(column)
        return str(cell)

    def done(self) -> Odd:
        """Write the rest; the file stays open."""
        self._out.flush()
        self._out.detach()
        return Odd(tuple(sorted(self._dates)), tuple(sorted(self._bytes)))


def cell_table(
    source: Source,
    options: ReadOptions,
    odd: Odd,
    *,
    line: int | None,
    below: int = 0,
    notes: tuple[Note, ...] = (),
) -> CellTable:
    """Open the output of a `CellWriter`. ``line`` is the number of its first row in the file, if it has one.

    ``below`` rows are skipped below a header.
    """
    plain = replace(options, encoding="utf-8", delimiter=None)
    table = open_cells(source, plain)
    first = None if line is None else line + (table.columns is not None) + below
    return CellTable(table, odd, first, notes)


class CellTable(Derived):
    """A table of cells. Rows have their number in the file instead of a line number."""

    def __init__(self, table: Table, odd: Odd, first: int | None, notes: tuple[Note, ...]) -> None:
        """``first`` is the number of the first row of data in the file, if rows have one."""
        super().__init__(table)
        self.notes = (*table.notes, *notes)
        self._first = first
        place_of = getattr(table, "place_of", int)
        self._dates = {place_of(column): self._refusal(place_of(column), DATES) for column in odd.dates}
        self._bytes = {place_of(column): self._refusal(place_of(column), BYTES) for column in odd.bytes}
        self.unread = table.unread | frozenset(self._bytes)
        self.refusals = (*table.refusals, *self._dates.values(), *self._bytes.values())
        refused = {*self._dates, *self._bytes}
        self.numeric = tuple(known and c not in refused for c, known in enumerate(table.numeric))

    def _refusal(self, column: int, said: tuple[str, str, str]) -> DataError:
        code, message, hint = said
        name = self.columns[column] if self.columns else str(column)
        return DataError(message, hint, code=code, place=Place(self.name, column=name))

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        for column in range(len(self.numeric)) if columns is None else columns:
            refusal = self._bytes.get(column)
            if cells in {Cells.NUMBERS, Cells.LABELS}:
                refusal = refusal or self._dates.get(column)
            if refusal is not None:
                raise refusal
        heard = None if complain is None else lambda error: complain(self._placed(error))
        try:
            for block in self.table.blocks(columns, cells, heard):
                yield replace(block, lines=self._line(block.first_row))
        except DataError as error:
            self._placed(error)
            raise

    def _line(self, row: int) -> int | None:
        return None if self._first is None else self._first + row

    def _placed(self, error: XentError) -> XentError:
        """Return an error with the number of its row in the file."""
        row = error.place.row
        error.at(line=None if row is None else self._line(row - 1))
        return error
