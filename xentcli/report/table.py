"""Render grids as framed tables that fit the terminal, or at full width without one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Literal

from xentcli.core.frozen import Frozen
from xentcli.core.text import all_printable, printable
from xentcli.report.cells import human_columns, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table

    from xentcli.report.answer import Answer, Grid
    from xentcli.report.screen import Screen

ENDLESS = 1_000_000
"""The width without a terminal: wide enough that no line is folded."""
NARROWEST = 8
"""The minimum width of a text column, in terminal columns."""


def render_table(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield each grid as framed tables that fit the terminal, followed by the signature."""
    width = screen.width or ENDLESS
    for count, grid in enumerate(answer.grids()):
        yield "\n" if count else ""
        if grid.title:
            yield _printed(_text(printable(grid.title), "bold"), width, screen.color)
        for part in _parts(_columns(grid), width):
            yield _printed(_table(part), max(width, _width(part)), screen.color)
    if answer.signature:
        yield "\n" + _printed(_signature(answer.signature, width), width, screen.color)


class _Column(Frozen):
    """A column as text; ``room`` is its minimum width, in characters."""

    name: str
    cells: tuple[str, ...]
    number: bool
    room: int


def _columns(grid: Grid) -> list[_Column]:
    columns = []
    for (name, *cells), number in zip(human_columns(grid), numeric_columns(grid), strict=True):
        widest = max(map(len, cells), default=1)
        columns.append(_Column(name, tuple(cells), number, widest if number else min(widest, NARROWEST)))
    return columns


def _parts(columns: list[_Column], width: int) -> Iterator[list[_Column]]:
    """Yield groups of columns that fit the width; later groups repeat the first column if it fits."""
    part = columns[:1]
    for column in columns[1:]:
        if _width([*part, column]) > width:
            yield part
            part = columns[:1] if _width([columns[0], column]) <= width else []
        part.append(column)
    yield part


def _width(columns: list[_Column]) -> int:
    return 1 + sum(column.room + 3 for column in columns)


def _table(columns: list[_Column]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.ROUNDED, show_header=any(column.name for column in columns))
    for column in columns:
        side: Literal["left", "right"] = "right" if column.number else "left"
        table.add_column(_text(column.name, "bold"), justify=side, overflow="fold", min_width=column.room)
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(_text, row))
    return table


def _text(text: str, style: str = "") -> Any:
    """Return a rich text that is not parsed as markup and folds instead of being truncated."""
    from rich.text import Text

    return Text(text, style=style, overflow="fold")


def _signature(signature: str, width: int) -> Any:
    """Return the signature as dim text, folded only between its settings."""
    lines = [""]
    for part in f"signature: {signature}".replace("|", "|\n").split("\n"):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    text = _text("", "dim")
    text.append("\n".join(all_printable(lines)))
    return text


def _printed(thing: Any, width: int, color: bool) -> str:
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


def as_rich(grids: Sequence[Grid]) -> Any:
    """Return the grids as one renderable for `rich.print`."""
    from rich.console import Group

    parts: list[Any] = []
    for grid in grids:
        parts += [_text(printable(grid.title), "bold")] if grid.title else []
        parts.append(_table(_columns(grid)))
    return Group(*parts)
