"""Render grids as HTML tables for notebooks, with all data escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentcli.core.text import printable
from xentcli.report.cells import human_columns, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.core.errors import Message
    from xentcli.report.grid import Grid


def as_html(grids: Sequence[Grid], signature: str | None, messages: Sequence[Message] = ()) -> str:
    """Return the grids as HTML tables with their titles, followed by the messages and the signature.

    >>> from xentcli.report.grid import Grid
    >>> as_html([Grid("", ("a",), (("<b>",),))], None)
    '<table>\\n<tr><th>a</th></tr>\\n<tr><td>&lt;b&gt;</td></tr>\\n</table>'
    """
    lines = [line for grid in grids for line in _lines(grid)]
    lines += [f"<div>{escape(printable(message.line))}</div>" for message in messages]
    if signature:
        lines.append(f"<small>signature: {escape(printable(signature))}</small>")
    return "\n".join(lines)


def _lines(grid: Grid) -> Iterator[str]:
    right = numeric_columns(grid)
    head, *rows = zip(*human_columns(grid), strict=True)
    yield "<table>"
    if grid.title:
        yield f"<caption>{escape(printable(grid.title))}</caption>"
    if any(grid.columns):
        yield _row("th", head, right)
    yield from (_row("td", row, right) for row in rows)
    yield "</table>"


def _row(tag: str, cells: Iterable[str], right: Iterable[bool]) -> str:
    return f"<tr>{''.join(_cell(tag, *pair) for pair in zip(cells, right, strict=True))}</tr>"


def _cell(tag: str, text: str, right: bool) -> str:
    side = ' style="text-align: right"' if right else ""
    return f"<{tag}{side}>{escape(text)}</{tag}>"
