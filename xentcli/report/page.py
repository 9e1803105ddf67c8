"""The short page that an answer shows on a terminal: blocks of rows without frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.report.grid import Cell, Grid

STYLES = {
    "": "",
    "title": "bold",
    "answer": "bold cyan",
    "good": "bold green",
    "bad": "bold red",
    "warning": "yellow",
    "code": "cyan",
    "dim": "dim",
}
"""The meanings that a color may have, and the color of each."""


class Styled(Frozen):
    """A cell with a meaning that color may show; the text alone says the same."""

    cell: Cell
    style: str


Shown: TypeAlias = "Cell | Styled"
"""What a cell of a block holds."""

Line: TypeAlias = "tuple[str | Styled, ...]"
"""A line of text in pieces, each of which may have a meaning."""


class Block(Frozen):
    """Rows of cells below a title; the last column folds if the terminal is too narrow."""

    rows: tuple[tuple[Shown, ...], ...]
    title: str = ""
    indent: int = 0
    named: bool = False
    """Whether the first row holds the names of the columns."""
    picture: bool = False
    """Whether it is a picture, which only a terminal shows."""
    copied: tuple[str, ...] = ()
    """Lines to copy below the rows, such as commands, which are never folded."""
    smaller: tuple[Block, ...] = ()
    """The same picture for narrower terminals, the widest first."""


def heading(*cells: Shown) -> Block:
    """Return the first line of a page, as one block."""
    return Block((cells,))


def facts(*rows: tuple[Shown, ...]) -> Block:
    """Return named facts: the name is dim, and so is the remark in the third column."""
    return Block(tuple(_fact(row) for row in rows if row))


def _fact(row: Sequence[Shown]) -> tuple[Shown, ...]:
    name, value, *remarks = row
    dim = [remark if isinstance(remark, Styled) else Styled(remark, "dim") for remark in remarks]
    return (Styled(name, "dim") if not isinstance(name, Styled) else name, value, *dim)


def table(grid: Grid, title: str = "") -> Block:
    """Return the rows of a table below its names, without a frame."""
    head = tuple(Styled(name, "dim") for name in grid.columns)
    return Block((*([head] if any(grid.columns) else []), *grid.rows), title or grid.title, 2, named=True)
