"""Check and classify output paths."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from xentcli.core.errors import OutputError, Place
from xentcli.core.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}
HINTS = {
    errno.ENOSPC: "free some space, or write elsewhere; nothing was replaced",
    errno.EDQUOT: "free some of your quota, or write elsewhere; nothing was replaced",
    errno.EFBIG: "raise the limit (ulimit -f), or write elsewhere; nothing was replaced",
    errno.EACCES: "write to a directory you own",
}
STREAM_FOLDERS = {"/dev/fd", "/proc/self/fd"}


def check_destination(path: Path, *, force: bool = False) -> None:
    """Raise if the output cannot be written. Called before any input is read."""
    with named(path):
        if stream_number(path) is None:
            look(path, force)


def is_replaced(path: Path) -> bool:
    """Return whether output to the path replaces a regular file, instead of being written directly."""
    with named(path):
        return stream_number(path) is None and (path.is_file() or not path.exists())


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Convert system errors to OutputError for this path, except a broken pipe on stdout."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE and stream_number(path) == 1:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE), "/dev/stdout") from error
        hint = HINTS.get(error.errno or 0, "write to another file")
        raise OutputError(error.strerror or str(error), hint, place=Place(str(path))) from error


def stream_number(path: Path) -> int | None:
    """Return the number of the open file that the path refers to, or None.

    >>> from pathlib import Path
    >>> stream_number(Path("/dev/stdout")), stream_number(Path("/dev/fd/3")), stream_number(Path("a.csv"))
    (1, 3, None)
    """
    text = os.path.abspath(path)
    folder, name = os.path.split(text)
    if folder in STREAM_FOLDERS and name.isdecimal() and name.isascii():
        return int(name)
    return STREAMS.get(text)


def look(path: Path, force: bool) -> os.stat_result | None:
    """Return the stat of the path, or None if it is free; raise if it cannot be created or replaced."""
    place = Place(str(path))
    try:
        now = os.stat(path)
    except FileNotFoundError:
        _check_folder(path, place)
        return None
    if stat.S_ISDIR(now.st_mode):
        raise OutputError("is a directory", "name a file in it", place=place, code="XE702")
    if stat.S_ISREG(now.st_mode):
        if not force:
            raise exists(path)
        _check_folder(path, place)
    return now


def exists(path: Path) -> OutputError:
    """Return the error for an existing file that must not be replaced."""
    hint, ways = "add --force to replace it", ({"force": True},)
    return OutputError("already exists", hint, place=Place(str(path)), code="XE703", ways=ways)


def _check_folder(path: Path, place: Place) -> None:
    folder = os.path.dirname(os.path.realpath(path))
    name = printable(folder)
    if not os.path.isdir(folder):
        url = path.parts[0].endswith(":")
        hint = "outputs are local files: write one, then upload it" if url else "create it first"
        raise OutputError(f"directory not found: {name}", hint, place=place, code="XE704")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(
            f"cannot create a file in {name}", "name another directory", place=place, code="XE705"
        )


def straight(descriptor: int) -> Iterator[IO[bytes]]:
    """Yield a file that is written directly. After an error, buffered bytes are dropped."""
    file = os.fdopen(descriptor, "wb")
    try:
        yield file
        file.flush()
    finally:
        file.raw.close()
