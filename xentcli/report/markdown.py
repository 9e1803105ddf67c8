"""Render grids as Markdown tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import printable
from xentcli.report.cells import human_columns, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.grid import Grid
    from xentcli.report.screen import Screen

MARKUP = re.compile(r"([\\`*_\[\]<>|~#&!$])")


def render_markdown(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield each grid as a Markdown table under its bold title, with markup in the data escaped."""
    del screen
    for count, grid in enumerate(answer.grids()):
        yield "\n" if count else ""
        yield from (line + "\n" for line in _lines(grid))
    if answer.signature:
        yield f"\nsignature: {_escaped(printable(answer.signature))}\n"


def _lines(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield f"**{_escaped(printable(grid.title))}**"
        yield ""
    right = numeric_columns(grid)
    head, *rows = zip(*human_columns(grid, None), strict=True)
    yield _row(map(_escaped, head))
    yield _row("---:" if number else "---" for number in right)
    yield from (_row(map(_escaped, row)) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def _escaped(text: str) -> str:
    return MARKUP.sub(r"\\\1", text)
