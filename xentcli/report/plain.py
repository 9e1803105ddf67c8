"""Render grids as aligned text without frames, never truncated."""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Protocol

from xentcli.core.text import printable
from xentcli.report.page import STYLES, Styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.core.errors import Message
    from xentcli.report.grid import Grid
    from xentcli.report.page import Line
    from xentcli.report.screen import Screen

GAP = "  "
_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
"""The codes of terminals for the words of `STYLES`."""


class Tables(Protocol):
    """An answer; its module imports this one."""

    @property
    def signature(self) -> str | None:
        """The settings that made the answer."""

    def grids(self) -> Sequence[Grid]:
        """Return the tables."""

    in_lines: ClassVar[bool]

    def text_lines(self) -> Iterable[Line] | None:
        """Return what is shown instead of tables, or None."""


def render_plain(answer: Tables, screen: Screen) -> Iterator[str]:
    """Yield the lines of the answer, or its grids under their titles, followed by the signature."""
    lines = answer.text_lines() if answer.in_lines and not screen.full else None
    if lines is not None:
        return (painted(line, screen.color) for line in lines)
    return _text(answer.grids(), answer.signature, color=screen.color)


def painted(line: Line, color: bool) -> str:
    r"""Return a line as text, in color if asked for.

    >>> painted(("y.csv: ", Styled("XE103", "code")), True), painted((Styled("valid", "good"),), False)
    ('y.csv: \x1b[36mXE103\x1b[0m\n', 'valid\n')
    """
    return "".join(_painted(piece, color) for piece in line) + "\n"


def _painted(piece: str | Styled, color: bool) -> str:
    if not isinstance(piece, Styled):
        return piece
    codes = ";".join(_CODES[word] for word in STYLES[piece.style].split())
    return f"\x1b[{codes}m{piece.cell}\x1b[0m" if color and codes else f"{piece.cell}"


def as_text(grids: Sequence[Grid], signature: str | None, messages: Sequence[Message]) -> str:
    """Return the grids, followed by the messages, for `print`."""
    lines = [*_text(grids, signature), "\n" if messages else ""]
    lines += [f"{printable(message.line)}\n" for message in messages]
    return "".join(lines).removesuffix("\n")


def _text(grids: Iterable[Grid], signature: str | None, *, color: bool = False) -> Iterator[str]:
    for count, grid in enumerate(grids):
        yield "\n" if count else ""
        if grid.title:
            yield painted((Styled(printable(grid.title), "title"),), color)
        yield from (line.rstrip() + "\n" for line in _lines(grid))
    if signature:
        yield "\n" + painted((Styled(f"signature: {printable(signature)}", "dim"),), color)


def _lines(grid: Grid) -> Iterator[str]:
    from xentcli.report.cells import human_columns, numeric_columns

    right, columns = numeric_columns(grid), human_columns(grid, None)
    widths = [max(map(_width, column)) for column in columns]
    for row in islice(zip(*columns, strict=True), 0 if any(grid.columns) else 1, None):
        yield GAP.join(map(_aligned, row, widths, right))


def _aligned(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    """Return the text's width in terminal columns: two for a wide character, zero for a combining one."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)
