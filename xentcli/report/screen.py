"""Where an answer is shown, as far as that changes how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from pathlib import Path


class Screen(Frozen):
    """The format wanted, and where it goes: ``width`` is a terminal's columns, None off a terminal."""

    format: str = "plain"
    color: bool = False
    width: int | None = None
    quiet: bool = False
    verbose: bool = False
    output: Path | None = None
    force: bool = False

    @property
    def terminal(self) -> bool:
        """Whether a person's terminal gets the text as it is."""
        return self.width is not None
