"""Convert the cells of an answer to text, for people and for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import all_printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.report.grid import Cell, Grid

NUMBER = re.compile(r"≈? ?[+-]?(\d[\d,]*\.?\d*(e[+-]?\d+)?|inf|nan) ?%?", re.ASCII)


ROWS = 4096
"""The number of rows converted to text at a time."""


def human_columns(grid: Grid) -> list[list[str]]:
    """Return the columns of a grid as text for people, each starting with its name.

    Numbers have seven significant digits, None is a dash, and control characters are escaped.

    >>> from xentcli.report.grid import Grid
    >>> human_columns(Grid("", ("a", "b"), ((1.176939193690798, -0.0), (None, True), (3, "a\\tb"))))
    [['a', '1.176939', '-', '3'], ['b', '0', 'yes', 'a\\\\tb']]
    """
    width = len(grid.columns)
    texts = all_printable([*grid.columns, *(_human(cell) for row in grid.rows for cell in row)])
    return [texts[i::width] for i in range(width)]


def _human(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return format(cell + 0.0, ".7g") if isinstance(cell, float) else str(cell)


def machine_rows(rows: Iterable[Iterable[Cell]]) -> list[list[str]]:
    """Return rows as text for programs: floats in full precision, ``true`` and ``false``, "" for None.

    >>> machine_rows([[0.1 + 0.2, float("-inf"), None, True]])
    [['0.30000000000000004', '-inf', '', 'true']]
    """
    return [list(map(_machine, row)) for row in rows]


def _machine(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, float) else str(cell)


def is_number(cell: Cell) -> bool:
    """Return whether a cell is a number, or a number formatted as text.

    >>> is_number(3), is_number("1.25e-3"), is_number("-"), is_number("1 of 2")
    (True, True, False, False)
    """
    if isinstance(cell, str):
        return NUMBER.fullmatch(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def numeric_columns(grid: Grid) -> tuple[bool, ...]:
    """Return, per column of a grid, whether it holds only numbers (and dashes)."""
    cells = [[row[i] for row in grid.rows if row[i] not in {None, "", "-"}] for i in range(len(grid.columns))]
    return tuple(bool(column) and all(map(is_number, column)) for column in cells)
