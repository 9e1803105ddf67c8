"""Markdown: the grids as tables to paste into a pull request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.report.cells import human, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.report.answer import Answer, Cell, Grid
    from xentcli.report.screen import Screen

MARKUP = re.compile(r"([\\`*_\[\]<>|~#&!$])")


def render_markdown(answer: Answer, screen: Screen) -> Iterator[str]:
    """Each grid as a table under its title in bold; markup in data is escaped."""
    del screen
    for count, grid in enumerate(answer.grids()):
        yield "\n" if count else ""
        yield from (line + "\n" for line in _lines(grid))
    if answer.signature:
        yield f"\nsignature: {_escaped(answer.signature)}\n"


def _lines(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield f"**{_escaped(grid.title)}**"
        yield ""
    yield _row(map(_escaped, grid.columns))
    yield _row("---:" if right else "---" for right in numeric_columns(grid))
    yield from (_row(map(_escaped, row)) for row in grid.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(cell: Cell) -> str:
    return MARKUP.sub(r"\\\1", human(cell))
