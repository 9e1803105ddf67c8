"""Tables from workbooks: Excel's, and those of LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.text import listed, shown
from xentcli.io.arrays.zip import members_of
from xentcli.io.child import reported
from xentcli.io.office.cells import Odd, cell_table

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

READER = "office.read_sheets:read_sheet"


def open_sheets(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the named sheet, else the only one with a table, or with a name in ``usual``."""
    source = source.whole()
    if source.read_at(0, 2) == b"PK":
        members_of(source)
    told = {"table": options.table, "member": member, "usual": usual, "decimal": options.decimal or "."}
    text, found = reported(READER, source, "workbook", options.max_memory, **told)
    name, others, titles = found["name"], found["others"], found["titles"]
    notes: list[Note] = []
    if others:
        text.name = f"{source.name}[{name}]"
    if others and options.table is None:
        notes.append(
            Note(
                "XE878",
                f"{text.name}: this sheet is read, not {listed(others, 4)}",
                "use --table NAME to read another",
            )
        )
    if titles:
        said = listed([f"'{shown(title)}'" for title in titles], 2)
        notes.append(Note("XE879", f"{text.name}: skipped the text above the table: {said}"))
    table = cell_table(
        text,
        options,
        Odd(tuple(found["dates"])),
        line=found["line"],
        below=found["below"],
        notes=tuple(notes),
    )
    table.apart = bool(others) and options.table is None
    return table
