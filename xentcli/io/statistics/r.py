"""Tables from files of R: .rds and .RData."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.text import listed
from xentcli.io.child import reported
from xentcli.io.columnar.arrow import ArrowTable

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

READER = "statistics.read_r:read_r"


def open_rdata(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the named object, else the only one, or all vectors and matrices with the same number of rows."""
    told = {"table": options.table, "member": member, "usual": usual}
    rows, found = reported(READER, source.whole(), "R", options.max_memory, **told)
    names, others = found["names"], found["others"]
    if others:
        rows.name = f"{source.name}[{listed(names, 4)}]"
    table = ArrowTable(rows, options)
    if others and options.table is None:
        said = f"{rows.name}: {'this object is' if len(names) == 1 else 'these objects are'} read"
        table.notes = (Note("XE878", f"{said}, not {listed(others, 4)}", "use --table NAME to read another"),)
        table.apart = True
    return table
