"""Render the short page of an answer, folded to the width of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.text import printable
from xentcli.report.layout import WIDE, fitting, lines_of
from xentcli.report.page import STYLES
from xentcli.report.plain import painted
from xentcli.report.rich_grid import printed, rich_text
from xentcli.report.table import render_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.screen import Screen


def render_short(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield the blocks of the answer's page, separated by blank lines; or its lines, or its tables."""
    lines = answer.text_lines() if answer.in_lines else None
    if lines is not None:
        yield from (painted(line, screen.color) for line in lines)
        return
    page = answer.page()
    if page is None:
        yield from render_table(answer, screen)
        return
    width = screen.width or WIDE
    for count, block in enumerate(page):
        yield "\n" if count else ""
        if block.title:
            yield printed(rich_text(printable(block.title), STYLES["title"]), width, screen.color)
        yield from lines_of(fitting(block, width) if block.picture else block, width, color=screen.color)
