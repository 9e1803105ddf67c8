"""Convert the cells of an answer to text, for people and for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.text import all_printable
from xentcli.report.grid import Estimate, Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.report.grid import Cell, Grid

NUMBER = re.compile(r"≈? ?[+-]?(\d[\d,]*\.?\d*(e[+-]?\d+)?|inf|nan) ?%?", re.ASCII)
_WHOLE = re.compile(r"[^.e%]*")
"""The part of a number before its decimal point."""
SHORT = 6
"""The significant digits of numbers on a terminal."""
ROWS = 4096
"""The number of rows converted to text at a time."""


def human_columns(grid: Grid, digits: int | None = SHORT) -> list[list[str]]:
    """Return the columns of a grid as text for people, each starting with its name.

    Numbers have ``digits`` significant digits, or all of them if it is None, with their decimal points
    aligned. None is a dash, and control characters are escaped.

    >>> from xentcli.report.grid import Grid
    >>> human_columns(Grid("", ("a", "b"), ((1.176939193690798, -0.0), (None, True), (3, "a\\tb"))))
    [['a', '1.17694', '-      ', '3      '], ['b', '0', 'yes', 'a\\\\tb']]
    """
    width = len(grid.columns)
    texts = all_printable([*grid.columns, *(human(cell, digits) for row in grid.rows for cell in row)])
    columns = [texts[i::width] for i in range(width)]
    return [
        [name, *on_the_point(cells)] if number else [name, *cells]
        for (name, *cells), number in zip(columns, numeric_columns(grid), strict=True)
    ]


def human(cell: Cell, digits: int | None = SHORT) -> str:
    """Return a cell as text for people.

    >>> human(Share(2 / 3)), human(Estimate(2 / 3)), human(1e-9), human(150), human(0.1 + 0.2, None)
    ('66.67%', '≈ 0.666667', '1e-09', '150', '0.30000000000000004')
    """
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Share):
        return _percent(100 * float(cell), digits)
    if isinstance(cell, float):
        value = float(cell) + 0.0
        text = repr(value).removesuffix(".0") if digits is None else format(value, f".{digits}g")
        return f"≈ {text}" if isinstance(cell, Estimate) else text
    return str(cell)


def _percent(value: float, digits: int | None) -> str:
    """Return a percentage: two decimals for people, more if these would show 0 or 100."""
    if digits is None:
        return f"{value:.15g}%"
    rounded = f"{value:.2f}%"
    hides = rounded in {"0.00%", "-0.00%", "100.00%"} and value not in {0, 100}
    return f"{value:.{digits}g}%" if hides else rounded


def on_the_point(texts: Sequence[str]) -> list[str]:
    """Return numbers as texts of one length, with aligned decimal points.

    >>> on_the_point(["12.5", "3", "0.125%", "1e-07"])
    ['12.5   ', ' 3     ', ' 0.125%', ' 1e-07 ']
    """
    heads = [_WHOLE.match(text).end() for text in texts]  # type: ignore[union-attr]
    left = max(heads, default=0)
    placed = [" " * (left - head) + text for head, text in zip(heads, texts, strict=True)]
    width = max(map(len, placed), default=0)
    return [text.ljust(width) for text in placed]


def below(head: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """Return the name of a column, if any, and its numbers, aligned at their ends.

    >>> below(["mean"], ["0.5", "1  "]), below(["n"], ["25"])
    (['mean', ' 0.5', ' 1  '], [' n', '25'])
    """
    width = max(map(len, (*head, *numbers)), default=0)
    return [text.rjust(width) for text in (*head, *numbers)]


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
