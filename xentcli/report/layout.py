"""Lay out the blocks of a page in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.text import printable
from xentcli.report.cells import below, human, is_number, on_the_point
from xentcli.report.page import STYLES, Styled
from xentcli.report.rich_grid import printed, rich_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.errors import Message
    from xentcli.report.grid import Cell
    from xentcli.report.page import Block, Shown

GAP = 2
"""The blanks between two columns."""
WIDE = 1_000_000
"""A width at which nothing is folded."""


def page_as_text(page: Sequence[Block], messages: Sequence[Message]) -> str:
    """Return the blocks without pictures, one below the other, and the messages, for `print`."""
    lines = []
    for block in page:
        if not block.picture:
            lines += [printable(block.title) + "\n"] if block.title else []
            lines += lines_of(block, WIDE, color=False)
    lines += [f"{printable(message.line)}\n" for message in messages]
    return "".join(lines).removesuffix("\n")


def lines_of(block: Block, width: int, *, color: bool) -> Iterator[str]:
    """Yield the rows of a block, folded to the width, and the lines to copy, each in one piece."""
    yield printed(laid_out(block), width, color)
    yield from (f"{printable(line)}\n" for line in block.copied)


def laid_out(block: Block) -> Any:
    """Return the rows of a block in columns, with the decimal points of numbers aligned."""
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


def fitting(block: Block, width: int) -> Block:
    """Return the block, or the widest of its smaller pictures that fits the terminal."""
    sizes = (block, *block.smaller)
    return next((one for one in sizes if _natural_width(one) <= width), sizes[-1])


def _natural_width(block: Block) -> int:
    """Return the width of a block that does not fold."""
    columns = zip(*block.rows, strict=False)
    widths = [max(len(printable(human(_cell(shown)))) for shown in column) for column in columns]
    return block.indent + sum(widths) + GAP * (len(widths) - 1)


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
