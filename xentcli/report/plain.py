"""Render an answer as aligned text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.report.plain_grid import plain_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.answer import Answer
    from xentcli.report.screen import Screen


def render_plain(answer: Answer, screen: Screen) -> Iterator[str]:
    """Yield each grid under its title, separated by blank lines, followed by the signature."""
    del screen
    return plain_lines(answer.grids(), answer.signature)
