"""One cell as people read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import printable

if TYPE_CHECKING:
    from xentcli.report.answer import Cell, Grid

NUMBER = re.compile(r"≈? ?[+-]?(\d[\d,]*\.?\d*(e[+-]?\d+)?|inf|nan) ?%?", re.ASCII)


def human(cell: Cell) -> str:
    """A cell for people: seven significant digits, a dash for nothing, nothing that acts on a terminal.

    >>> human(1.176939193690798), human(-0.0), human(None), human(True), human("a\\tb")
    ('1.176939', '0', '-', 'yes', 'a\\\\tb')
    """
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return format(cell + 0.0, ".7g")
    return printable(str(cell))


def machine(cell: Cell) -> str:
    """A cell for programs: floats in full, ``true`` and ``false``, nothing for nothing.

    >>> machine(0.1 + 0.2), machine(float("-inf")), machine(None), machine(True)
    ('0.30000000000000004', '-inf', '', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, float) else str(cell)


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number, or text that one was made into.

    >>> is_number(3), is_number("1.25e-3"), is_number("-"), is_number("1 of 2")
    (True, True, False, False)
    """
    if isinstance(cell, str):
        return NUMBER.fullmatch(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def numeric_columns(grid: Grid) -> tuple[bool, ...]:
    """Which columns of a grid hold numbers, and nothing else but dashes."""
    cells = [[row[i] for row in grid.rows if row[i] not in {None, "", "-"}] for i in range(len(grid.columns))]
    return tuple(bool(column) and all(map(is_number, column)) for column in cells)
