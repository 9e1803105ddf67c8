"""Aligned text without a frame: whole and uncut, for files, pipes and eyes."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from xentcli.core.text import printable
from xentcli.report.cells import human, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer, Grid
    from xentcli.report.screen import Screen

GAP = "  "


def render_plain(answer: Answer, screen: Screen) -> Iterator[str]:
    """Each grid under its title, a blank line between them, and the signature last."""
    del screen
    for count, grid in enumerate(answer.grids()):
        yield "\n" if count else ""
        yield from (line.rstrip() + "\n" for line in _lines(grid))
    if answer.signature:
        yield f"\nsignature: {printable(answer.signature)}\n"


def _lines(grid: Grid) -> Iterator[str]:
    if grid.title:
        yield printable(grid.title)
    right = numeric_columns(grid)
    rows = [tuple(map(human, row)) for row in grid.rows]
    heads = [tuple(map(printable, grid.columns))] if any(grid.columns) else []
    widths = [max(map(_width, column)) for column in zip(*heads, *rows, strict=True)]
    for row in (*heads, *rows):
        yield GAP.join(map(_aligned, row, widths, right))


def _aligned(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    """How many columns a terminal gives the text: East Asian wide characters take two, accents none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
