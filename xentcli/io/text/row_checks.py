"""What can be wrong with a row of text as a whole, whatever its cells say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError
from xentcli.io.table import Cells
from xentcli.io.text.cell_errors import DECIMAL_COMMA
from xentcli.io.text.numbers import BLANKS

if TYPE_CHECKING:
    from xentcli.io.text.layout import Layout, TextColumns


def check_row(raw: bytes, row: list[str], line: int, reading: TextColumns) -> None:
    """Refuse a row that is blank, the header again, a comment, or of another width than the first."""
    layout, width = reading.layout, reading.layout.columns.width
    if not raw or (width > 1 and not raw.strip()):
        of_label = "" if reading.cells is Cells.NUMBERS else ": empty label"
        raise DataError(f"blank line{of_label}", "remove the line, or fill it", code="XE004")
    if layout.repeats_header(raw):
        raise DataError(f"header repeated at line {line}", "were files joined? keep one header", code="XE011")
    if raw.startswith(b"# ") and (len(row) != width or 0 in reading.columns):
        raise DataError(
            "a comment line", "remove it, or quote the cell if it is data", code="XE017", value=row[0]
        )
    if len(row) != width:
        raise _miscounted(row, layout)


def _miscounted(row: list[str], layout: Layout) -> DataError:
    width, first = layout.columns.width, "header" if layout.columns.names else "the first row"
    count = f"{len(row)} cell{'s' * (len(row) != 1)}, {first} has {width}"
    if len(row) < width:
        return DataError(f"missing cell: {count}", "is the row cut off?", code="XE003")
    if len(row) == width + 1 and not row[-1]:
        return DataError(
            f"trailing delimiter: {count}", "remove the delimiter at the row's end", code="XE002"
        )
    halves = len(row) == 2 * width and layout.split.delimiter == "," and all(map(_digits, row))
    return DataError(
        count, DECIMAL_COMMA if halves else "quote cells that contain the delimiter", code="XE001"
    )


def _digits(cell: str) -> bool:
    return cell.strip(BLANKS).lstrip("+-").isdecimal()
