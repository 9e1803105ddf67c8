"""Copy a stream to an unnamed file, so that it can be read again."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place
from xentcli.core.progress import is_heard, tell_copied, tell_waiting
from xentcli.io.source.file import Source, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

COPY_BYTES = 1 << 20
"""Number of bytes copied at a time."""
TICK = 250
"""Milliseconds between two reports while a pipe is awaited."""


def spooled(read: Callable[[], bytes | None], name: str) -> Source:
    """Copy the stream to the end. The file is removed when its last reader is closed."""
    import tempfile

    try:
        with tempfile.TemporaryFile() as spool:
            tell_copied(size := 0)
            while piece := next_piece(read, name):
                spool.write(piece)
                tell_copied(size := size + len(piece))
            spool.flush()
            return Source(os.dup(spool.fileno()), name, watched=False)
    except OSError as error:
        hint = "set TMPDIR to a folder with space for a copy of the input"
        raise InputError(
            f"cannot write a temporary copy: {error.strerror or error}", hint, code="XE607", place=Place(name)
        ) from error


def awaited(read: Callable[[], bytes | None], descriptor: int) -> bytes | None:
    """Return the next bytes of a pipe, and report while they are awaited, if anybody listens."""
    if is_heard():
        with suppress(AttributeError, OSError):  # not on Windows
            waiting = select.poll()
            waiting.register(descriptor, select.POLLIN)
            while not waiting.poll(TICK):
                tell_waiting()
    return read()


def next_piece(read: Callable[[], bytes | None], name: str) -> bytes:
    """Return the next bytes of a pipe, empty at the end."""
    try:
        piece = read()
    except OSError as error:
        raise unreadable(name, error) from error
    if piece is None:
        raise InputError(
            "is non-blocking and has no data yet",
            "cat | xentcli ... -",
            code="XE600",
            place=Place(name),
        )
    return piece
