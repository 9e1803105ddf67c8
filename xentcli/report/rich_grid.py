"""Grids as tables and texts of rich."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from xentcli.core.frozen import Frozen
from xentcli.core.text import printable
from xentcli.report.cells import below, human_columns, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from xentcli.core.errors import Message
    from xentcli.report.grid import Grid

NARROWEST = 8
"""The minimum width of a text column, in terminal columns."""


class Column(Frozen):
    """A column as text; ``room`` is its minimum width, in characters."""

    name: str
    cells: tuple[str, ...]
    number: bool
    room: int


def columns_of(grid: Grid) -> list[Column]:
    """Return the columns of a grid as text for people."""
    columns = []
    for texts, number in zip(human_columns(grid), numeric_columns(grid), strict=True):
        name, *cells = below(texts[:1], texts[1:]) if number else texts
        widest = max(map(len, cells), default=1)
        columns.append(Column(name, tuple(cells), number, widest if number else min(widest, NARROWEST)))
    return columns


def rich_table(columns: list[Column]) -> Table:
    """Return a framed table."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.ROUNDED, show_header=any(column.name for column in columns))
    for column in columns:
        table.add_column(rich_text(column.name, "bold"), overflow="fold", min_width=column.room)
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(rich_text, row))
    return table


def rich_text(text: str, style: str = "") -> Any:
    """Return a rich text that is not parsed as markup and folds instead of being truncated."""
    from rich.text import Text

    return Text(text, style=style, overflow="fold")


def as_rich(grids: Sequence[Grid], messages: Sequence[Message] = ()) -> Any:
    """Return the grids, followed by the messages, as one renderable for `rich.print`."""
    from rich.console import Group

    parts: list[Any] = []
    for grid in grids:
        parts += [rich_text(printable(grid.title), "bold")] if grid.title else []
        parts.append(rich_table(columns_of(grid)))
    return Group(*parts, *(rich_text(printable(message.line)) for message in messages))


def printed(thing: Any, width: int, color: bool) -> str:
    """Return what rich prints of a renderable."""
    from rich.console import Console

    out = io.StringIO()
    colors: Any = "standard" if color else None
    console = Console(
        file=out,
        width=width,
        color_system=colors,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
    )
    console.print(thing, highlight=False, markup=False, emoji=False)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().removesuffix("\n").split("\n"))
