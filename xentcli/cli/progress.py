"""A progress bar on stderr, shown after one second and cleared before any other output."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from xentcli.cli.output import before_output, is_painted, overwrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.progress import Progress

AFTER = 1.0
"""Seconds before the bar is shown; most commands finish earlier."""
EVERY = 0.1
"""Seconds between updates."""
GAP = "  "
WIDEST, NARROWEST = 40, 8
"""The width of the bar, in columns; where there is less room, there is no bar."""
FULL, TIP, REST = "━╺─"
PLAIN = str.maketrans({FULL: "#", TIP: "-", REST: "-"})
"""Characters for terminals whose encoding has no lines."""


class Bar:
    """A progress bar that overwrites itself."""

    def __init__(self) -> None:
        self._next = time.monotonic() + AFTER

    def __call__(self, look: Callable[[], Progress], /) -> None:
        """Show how far the work is, at most once every `EVERY` seconds."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            overwrite(_drawn(line(look(), now, _width())))
            before_output(self.clear)

    def clear(self) -> None:
        """Clear the line."""
        overwrite("")


def line(found: Progress, now: float, width: int) -> str:
    """Return the bar and its text in less than ``width`` columns.

    >>> from xentcli.core.progress import Progress
    >>> line(Progress(30_000_000, 70_000_000), 2.5, 50)
    '━━━━━━━━╺────────── 42%  12.0 M rows/s  0:03 left'
    >>> line(Progress(1000, None, "rows", 2_000_000), 2.0, 80)
    '1,000 rows  2.00 MB  500 rows/s'
    >>> line(Progress(), 2.0, 80)
    'waiting for input'
    """
    seconds, share = now - found.since, found.share
    facts = _facts(found, seconds)
    while len(GAP.join(facts)) >= width and len(facts) > 1:
        facts.pop()
    text = GAP.join(facts)[: max(width - 1, 0)]
    room = min(WIDEST, width - len(text) - 2)
    return text if share is None or room < NARROWEST else f"{bar(share, room)} {text}"


def bar(share: float, width: int) -> str:
    """Return a bar of which a share is full.

    >>> bar(0, 8), bar(0.5, 8), bar(1, 8)
    ('╺───────', '━━━━╺───', '━━━━━━━━')
    """
    full = int(share * width)
    return FULL * full + (TIP + REST * (width - full - 1) if full < width else "")


def _facts(found: Progress, seconds: float) -> list[str]:
    """Return what is known: the share or the number, the rate, and the time left."""
    done, what, share = found.done, found.what, found.share
    begun = seconds > 0 and done > 0
    rate = [_amount(done / seconds, what) + "/s"] if begun and what != "tasks" else []
    if what == "tasks":
        rate = [f"{done:,} of {found.total or 0:,} task{'' if found.total == 1 else 's'}"]
    if share is None:
        read = [_amount(found.read, "bytes")] if found.read else []
        rows = [f"{_amount(done, what)} read" if what == "bytes" else f"{done:,} {what}"] if done else []
        return [*rows, *read, *rate] or ["waiting for input"]
    left = [_clock(seconds * (1 - share) / share) + " left"] if seconds > 0 and 0 < share < 1 else []
    return [f"{int(share * 100)}%", *rate, *left]


def _amount(number: float, what: str) -> str:
    """Return a number in three digits.

    >>> _amount(12_100_000, "rows"), _amount(950, "rows"), _amount(3_200_000_000, "bytes")
    ('12.1 M rows', '950 rows', '3.20 GB')
    """
    size = 0
    while number >= 999.5 and size < 5:
        number, size = number / 1000, size + 1
    digits = 0 if not size or number >= 99.95 else 1 if number >= 9.995 else 2
    unit = " kMGTP"[size].strip()
    if what == "bytes":
        return f"{number:.{digits}f} {unit}B"
    return f"{number:.{digits}f} {unit}{' ' if unit else ''}{what}"


def _clock(seconds: float) -> str:
    """Return a time as hours, minutes and seconds.

    >>> _clock(7), _clock(3725)
    ('0:07', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError, AttributeError):
        return 80


def _drawn(text: str) -> str:
    """Return a line as the terminal can show it: with a bar of other characters, or in color."""
    try:
        text.encode(sys.stderr.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return text.translate(PLAIN)
    full = len(text) - len(text.lstrip(FULL))
    drawn = len(text) - len(text.lstrip(FULL + TIP + REST))
    if not drawn or not is_painted():
        return text
    return f"\x1b[36m{text[:full]}\x1b[0m\x1b[2m{text[full:drawn]}\x1b[0m{text[drawn:]}"


def is_wanted(*, quiet: bool, to_screen: bool) -> bool:
    """Return whether stderr is a terminal and no rows are written to the same terminal."""
    if quiet or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return not (to_screen and sys.stdout is not None and sys.stdout.isatty())
