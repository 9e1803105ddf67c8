"""Render the short page of an answer, folded to the width of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.text import printable
from xentcli.report.cells import below, human, is_number, on_the_point
from xentcli.report.page import STYLES, Styled
from xentcli.report.rich_grid import printed, rich_text
from xentcli.report.table import ENDLESS, render_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.report.answer import Answer
    from xentcli.report.grid import Cell
    from xentcli.report.page import Block, Shown
    from xentcli.report.screen import Screen

GAP = 2
"""The blanks between two columns."""


def render_short(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield the blocks of the answer's page, separated by blank lines; without a page, its tables."""
    page = answer.page()
    if page is None:
        yield from render_table(answer, screen)
        return
    width = screen.width or ENDLESS
    for count, block in enumerate(page):
        yield "\n" if count else ""
        if block.title:
            yield printed(rich_text(printable(block.title), STYLES["title"]), width, screen.color)
        yield printed(_laid_out(block), width, screen.color)


def _laid_out(block: Block) -> Any:
    """Return the rows of a block in columns; numbers stand right, with their points below each other."""
    from rich.table import Table

    table = Table.grid(padding=(0, GAP, 0, 0))
    width = max(map(len, block.rows))
    rows = [(*row, *[""] * (width - len(row))) for row in block.rows]
    texts = []
    for column in zip(*rows, strict=True):
        cells = [printable(human(_cell(shown))) for shown in column]
        head, body = (cells[:1], cells[1:]) if block.named else ([], cells)
        right = _are_numbers(column[len(head) :])
        texts.append(below(head, on_the_point(body)) if right else cells)
        table.add_column(no_wrap=len(texts) < width, overflow="fold")
    for row, line in zip(rows, zip(*texts, strict=True), strict=True):
        table.add_row(*(rich_text(text, _style(shown)) for shown, text in zip(row, line, strict=True)))
    return _indented(table, block.indent)


def _indented(table: Any, indent: int) -> Any:
    if not indent:
        return table
    from rich.padding import Padding

    return Padding(table, (0, 0, 0, indent))


def _cell(shown: Shown) -> Cell:
    return shown.cell if isinstance(shown, Styled) else shown


def _style(shown: Shown) -> str:
    return STYLES[shown.style] if isinstance(shown, Styled) else ""


def _are_numbers(column: Sequence[Shown]) -> bool:
    cells = [cell for cell in map(_cell, column) if cell not in {None, "", "-"}]
    return bool(cells) and all(map(is_number, cells))
