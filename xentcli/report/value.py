"""Render only the main value of an answer, for scripts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from xentcli.core.text import all_printable
from xentcli.report.cells import ROWS, machine_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.screen import Screen


def render_value(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield one line per tuple of values: cells separated by spaces, floats in full, ``inf`` and ``nan``."""
    del screen
    values = iter(answer.values())
    while rows := machine_rows(list(islice(values, ROWS))):
        yield "\n".join(all_printable(" ".join(cell or "-" for cell in row) for row in rows)) + "\n"
