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


STYLE = (
    ".xentcli table{border-collapse:collapse;margin:0 0 1em;font-variant-numeric:tabular-nums}"
    ".xentcli caption{text-align:left;font-weight:600;padding:.2em .6em}"
    ".xentcli td,.xentcli th{padding:.2em .6em;border-bottom:1px solid #8884;text-align:left}"
    ".xentcli svg{display:block;margin:0 0 1em}"
)
"""The looks of an answer, which follow the theme of the notebook."""


def as_html(
    grids: Sequence[Grid], signature: str | None, messages: Sequence[Message] = (), picture: str = ""
) -> str:
    """Return the grids as HTML tables with their titles, a picture below the first, and the messages.

    >>> from xentcli.report.grid import Grid
    >>> as_html([Grid("", ("a",), (("<b>",),))], None).splitlines()[2:-1]
    ['<table>', '<tr><th>a</th></tr>', '<tr><td>&lt;b&gt;</td></tr>', '</table>']
    """
    lines = ['<div class="xentcli">', f"<style>{STYLE}</style>"]
    for count, grid in enumerate(grids):
        lines += [*_lines(grid), *([picture] if picture and not count else [])]
    lines += [f"<div>{escape(printable(message.line))}</div>" for message in messages]
    if signature:
        lines.append(f"<small>signature: {escape(printable(signature))}</small>")
    return "\n".join([*lines, "</div>"])


def bars_as_svg(counts: Sequence[int], low: str, high: str, title: str) -> str:
    """Return a bar chart as SVG in the color of the text, with its ends labelled.

    >>> bars_as_svg((2, 1), "0", "1", "losses").count("<rect")
    2
    """
    most, height = max(counts), 60
    bars = [
        f'<rect x="{8 * i}" y="{height - tall:.1f}" width="7" height="{tall:.1f}"/>'
        for i, n in enumerate(counts)
        if (tall := n / most * height)
    ]
    width = 8 * len(counts)
    ends = f'<text x="0" y="{height + 14}">{escape(low)}</text>'
    ends += f'<text x="{width}" y="{height + 14}" text-anchor="end">{escape(high)}</text>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + 18}" width="{width}"'
    head += ' role="img" fill="currentColor" font-size="11" font-family="sans-serif">'
    return f"{head}<title>{escape(title)}</title>{''.join(bars)}{ends}</svg>"


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
    return f"<{tag}{side}>{escape(text.strip())}</{tag}>"
