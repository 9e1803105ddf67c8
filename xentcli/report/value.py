"""The one thing that a script wants, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.text import printable
from xentcli.report.cells import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer, Cell
    from xentcli.report.screen import Screen


def render_value(answer: Answer, screen: Screen) -> Iterator[str]:
    """One line a tuple of values: cells parted by one space, floats in full, ``inf`` and ``nan`` by name."""
    del screen
    return (" ".join(map(_word, cells)) + "\n" for cells in answer.values())


def _word(cell: Cell) -> str:
    return printable(machine(cell)) or "-"
