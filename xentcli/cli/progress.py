"""A progress line on stderr, shown after one second and cleared before any other output."""

from __future__ import annotations

import os
import sys
import time

from xentcli.cli.output import before_output, tell

AFTER = 1.0
"""Seconds before the first line is shown; most commands finish earlier."""
EVERY = 0.1
"""Seconds between updates."""
_CLEAR = "\r\x1b[K"


class Progress:
    """A progress line that overwrites itself."""

    def __init__(self) -> None:
        self._next = time.monotonic() + AFTER

    def __call__(self, done: int, total: int | None, what: str = "rows", /) -> None:
        """Show the number of rows or tasks done, at most once every `EVERY` seconds."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            tell(_CLEAR + line(done, total, what))
            before_output(self.clear)

    def clear(self) -> None:
        """Clear the line."""
        tell(_CLEAR)


def line(done: int, total: int | None, what: str = "rows") -> str:
    """Return the text of the progress line.

    >>> line(1_500_000, 10_000_000), line(20_000, None)
    ('xentcli: 15% of 10,000,000 rows', 'xentcli: 20,000 rows')
    """
    return (
        f"xentcli: {done:,} {what}" if not total else f"xentcli: {done * 100 // total}% of {total:,} {what}"
    )


def is_wanted(*, quiet: bool, to_screen: bool) -> bool:
    """Return whether stderr is a terminal and no rows are written to the same terminal."""
    if quiet or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return not (to_screen and sys.stdout is not None and sys.stdout.isatty())
