"""Notes and warnings to stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.cli.screen import note, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.report.screen import Screen


def notify(screen: Screen, notes: Sequence[str], warnings: Sequence[str]) -> None:
    """Say what is good to know, then what may be wrong."""
    for text in notes:
        note(screen, text)
    for text in warnings:
        warn(screen, text)
