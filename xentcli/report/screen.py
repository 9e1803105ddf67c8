"""The output format and destination of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from pathlib import Path


class Screen(Frozen):
    """How and where an answer is shown; ``width`` is the terminal's width, or None without a terminal."""

    format: str = "plain"
    full: bool = False
    color: bool = False
    width: int | None = None
    quiet: bool = False
    verbose: bool = False
    output: Path | None = None
    force: bool = False

    @property
    def terminal(self) -> bool:
        """Return whether the text goes to a terminal."""
        return self.width is not None
