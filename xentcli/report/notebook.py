"""Answers in a notebook: the grids as HTML tables, with nothing in the data taken for markup."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentcli.report.cells import human, numeric_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.report.answer import Cell, Grid


def as_html(grids: Sequence[Grid], signature: str | None) -> str:
    """Each grid as a table under its title, and the signature last.

    >>> from xentcli.report.answer import Grid
    >>> as_html([Grid("", ("a",), (("<b>",),))], None)
    '<table>\\n<tr><th>a</th></tr>\\n<tr><td>&lt;b&gt;</td></tr>\\n</table>'
    """
    lines = [line for grid in grids for line in _lines(grid)]
    if signature:
        lines.append(f"<small>signature: {_escaped(signature)}</small>")
    return "\n".join(lines)


def _lines(grid: Grid) -> Iterator[str]:
    right = numeric_columns(grid)
    yield "<table>"
    if grid.title:
        yield f"<caption>{_escaped(grid.title)}</caption>"
    if any(grid.columns):
        yield _row("th", grid.columns, right)
    yield from (_row("td", row, right) for row in grid.rows)
    yield "</table>"


def _row(tag: str, cells: Iterable[Cell], right: Iterable[bool]) -> str:
    return f"<tr>{''.join(_cell(tag, *pair) for pair in zip(cells, right, strict=True))}</tr>"


def _cell(tag: str, cell: Cell, right: bool) -> str:
    side = ' style="text-align: right"' if right else ""
    return f"<{tag}{side}>{_escaped(cell)}</{tag}>"


def _escaped(cell: Cell) -> str:
    return escape(human(cell))
