"""Progress on a terminal: one line on stderr that comes after a second and goes before anything else is
said."""

from __future__ import annotations

import os
import sys
import time

from xentcli.cli.output import before_output, tell

AFTER = 1.0
"""Seconds in which nothing is shown: most work is done by then."""
EVERY = 0.1
"""Seconds from one look to the next."""
_CLEAR = "\r\x1b[K"


class Progress:
    """A line that is drawn over itself."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._next = time.monotonic() + AFTER

    def __call__(self, done: int, total: int | None, what: str = "rows", /) -> None:
        """So many rows, or tasks, are behind us."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            tell(_CLEAR + line(done, total, what))
            before_output(self.clear)

    def clear(self) -> None:
        """Take the line away."""
        tell(_CLEAR)


def line(done: int, total: int | None, what: str = "rows") -> str:
    """What is shown.

    >>> line(1_500_000, 10_000_000), line(20_000, None)
    ('xentcli: 15% of 10,000,000 rows', 'xentcli: 20,000 rows')
    """
    return (
        f"xentcli: {done:,} {what}" if not total else f"xentcli: {done * 100 // total}% of {total:,} {what}"
    )


def is_wanted(*, quiet: bool, to_screen: bool) -> bool:
    """Whether somebody looks at stderr, and no rows are written to the same screen meanwhile."""
    if quiet or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return not (to_screen and sys.stdout is not None and sys.stdout.isatty())
