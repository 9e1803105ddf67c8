"""Framed tables for a terminal; off one they are as wide as they need to be."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal

from xentcli.errors import printable
from xentcli.report.cells import human, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from xentcli.report.answer import Answer, Grid
    from xentcli.report.screen import Screen

ENDLESS = 1_000_000
"""A width that nothing reaches: off a terminal no line is folded."""


def render_table(answer: Answer, screen: Screen) -> Iterator[str]:
    """Each grid as a framed table, folded to the terminal's width, and the signature last."""
    for count, grid in enumerate(answer.grids()):
        yield ("\n" if count else "") + _printed(_table(grid), screen)
    if answer.signature:
        yield "\n" + _printed(_text(f"signature: {printable(answer.signature)}", "dim"), screen)


def _printed(thing: Any, screen: Screen) -> str:
    from rich.console import Console

    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width or ENDLESS,
        color_system="standard" if screen.color else None,
        force_terminal=screen.color,
        no_color=not screen.color,
        force_jupyter=False,
        legacy_windows=False,
    )
    console.print(thing, highlight=False, markup=False, emoji=False)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().removesuffix("\n").split("\n"))


def _table(grid: Grid) -> Table:
    from rich import box
    from rich.table import Table

    title = _text(printable(grid.title), "bold") if grid.title else None
    table = Table(title=title, title_justify="left", box=box.ROUNDED, show_header=any(grid.columns))
    for name, right in zip(grid.columns, numeric_columns(grid), strict=True):
        side: Literal["left", "right"] = "right" if right else "left"
        table.add_column(_text(printable(name), "bold"), justify=side, overflow="fold")
    for row in grid.rows:
        table.add_row(*(_text(human(cell)) for cell in row))
    return table


def _text(text: str, style: str = "") -> Any:
    """Text that is never taken for markup, and never cut."""
    from rich.text import Text

    return Text(text, style=style, overflow="fold")
