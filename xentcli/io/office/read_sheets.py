"""Read a sheet of a workbook with calamine. Runs in a child process."""

from __future__ import annotations

from functools import partial
from typing import IO, TYPE_CHECKING, Any

from xentcli.core.errors import DataError, InputError
from xentcli.core.frozen import Frozen
from xentcli.io.extras import needed
from xentcli.io.member import chosen_table
from xentcli.io.office.area import Area, area_of, is_table
from xentcli.io.office.cells import CellWriter
from xentcli.io.office.formulas import check_computed
from xentcli.io.office.merged import Merged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOCKED = "is encrypted"
UNLOCK = "save it without a password, or decrypt a copy: msoffcrypto-tool -p PASSWORD FILE NEW"


class Sheet(Frozen):
    """A sheet with cells, and the place of its table."""

    name: str
    cells: Any
    merged: Merged
    area: Area
    hidden: bool

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield all rows, from the first one with cells on."""
        return self.merged.filled(self.cells.iter_rows)


def read_sheet(
    path: str, out: IO[bytes], *, table: str | None, member: str | None, usual: Sequence[str], decimal: str
) -> dict[str, Any]:
    """Write the table of one sheet, and return a report on it."""
    sheets = _sheets(path)
    if not sheets:
        raise DataError("no rows: all sheets are empty", "did the program that wrote it fail?", code="XE013")
    name = _chosen(sheets, table, member, usual)
    sheet = next(sheet for sheet in sheets if sheet.name == name)
    if sheet.area.hollow:
        check_computed(path, sheet.area.hollow)
    writer = CellWriter(out, decimal)
    for row in sheet.area.rows(sheet.rows):
        writer.write(row)
    odd = writer.done()
    return {
        "name": name,
        "others": [other.name for other in sheets if other.name != name],
        "line": sheet.cells.start[0] + sheet.area.first + 1,
        "below": sheet.area.below,
        "titles": sheet.area.titles,
        "dates": odd.dates,
    }


def _sheets(path: str) -> list[Sheet]:
    """Return the sheets that have cells."""
    calamine = needed("python_calamine", "office", path)
    with open(path, "rb") as file:
        try:
            book = calamine.load_workbook(file)
        except calamine.PasswordError as error:
            raise InputError(LOCKED, UNLOCK, code="XE643") from error
        return [sheet for told in book.sheets_metadata if (sheet := _sheet(book, told)) is not None]


def _sheet(book: Any, told: Any) -> Sheet | None:
    cells = book.get_sheet_by_name(told.name)
    if cells.start is None:
        return None
    merged = Merged(cells.merged_cell_ranges or (), cells.start)
    area = area_of(partial(merged.filled, cells.iter_rows), merged.wide)
    hidden = not str(told.visible).endswith(".Visible")
    return None if area is None else Sheet(told.name, cells, merged, area, hidden)


def _chosen(sheets: list[Sheet], table: str | None, member: str | None, usual: Sequence[str]) -> str:
    """Return the name of the sheet to read: if there are several, the only visible one with a table."""
    names = [sheet.name for sheet in sheets]
    if table is None and member not in names and len(sheets) > 1:
        shown = [sheet for sheet in sheets if not sheet.hidden] or sheets
        tables = [sheet for sheet in shown if is_table(sheet.rows, sheet.area)] or shown
        names = [sheet.name for sheet in tables]
    return chosen_table(names, table, member, tuple(usual), "sheet")
