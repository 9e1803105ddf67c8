"""Render grids as framed tables that fit the terminal, or at full width without one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xentcli.core.frozen import replace
from xentcli.core.text import all_printable, printable
from xentcli.report.grid import Whole
from xentcli.report.layout import WIDE
from xentcli.report.rich_grid import Column, columns_of, printed, rich_table, rich_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.grid import Grid
    from xentcli.report.screen import Screen


def render_table(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield each grid as framed tables that fit the terminal, followed by the signature."""
    width = screen.width or WIDE
    for count, grid in enumerate(answer.grids()):
        yield "\n" if count else ""
        if grid.title:
            yield printed(rich_text(printable(grid.title), "bold"), width, screen.color)
        for group in _groups(grid):
            for part in _parts(columns_of(_without_copied(group)), width):
                yield printed(rich_table(part), max(width, _width(part)), screen.color)
            yield from (f"{printable(line)}\n" for line in _copied(group))
    if answer.signature:
        yield "\n" + printed(_signature(answer.signature, width), width, screen.color)


def _groups(grid: Grid) -> Iterator[Grid]:
    """Yield the grid; if it has lines to copy, one grid for each row and those that continue it."""
    if not _copied(grid):
        yield grid
        return
    starts = [place for place, row in enumerate(grid.rows) if row[0] or not place]
    for start, stop in pairwise((*starts, len(grid.rows))):
        yield replace(grid, rows=grid.rows[start:stop])


def _copied(grid: Grid) -> list[str]:
    """Return the lines to copy, which are shown below a frame in one piece."""
    return [cell for row in grid.rows for cell in row if isinstance(cell, Whole)]


def _without_copied(grid: Grid) -> Grid:
    rows = [row for row in grid.rows if not any(isinstance(cell, Whole) for cell in row)]
    return replace(grid, rows=tuple(rows))


def _parts(columns: list[Column], width: int) -> Iterator[list[Column]]:
    """Yield groups of columns that fit the width; later groups repeat the first column if it fits."""
    part = columns[:1]
    for column in columns[1:]:
        if _width([*part, column]) > width:
            yield part
            part = columns[:1] if _width([columns[0], column]) <= width else []
        part.append(column)
    yield part


def _width(columns: list[Column]) -> int:
    return 1 + sum(column.room + 3 for column in columns)


def _signature(signature: str, width: int) -> Any:
    """Return the signature as dim text, folded only between its settings."""
    lines = [""]
    for part in f"signature: {signature}".replace("|", "|\n").split("\n"):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    text = rich_text("", "dim")
    text.append("\n".join(all_printable(lines)))
    return text
