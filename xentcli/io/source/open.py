"""Open a path or standard input as a source, with helpful errors."""

from __future__ import annotations

import itertools
import os
import re
import stat
import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING, BinaryIO
from weakref import WeakValueDictionary

from xentcli.core.errors import InputError, Place
from xentcli.core.progress import is_heard
from xentcli.core.suggest import meant, nearest
from xentcli.core.text import listed, shown
from xentcli.io.compression.read import MAGIC
from xentcli.io.compression.registry import compression_of
from xentcli.io.source.decompressed import Decompressed
from xentcli.io.source.file import Source, unreadable
from xentcli.io.source.pipe import Stream
from xentcli.io.source.spool import COPY_BYTES, awaited, spooled
from xentcli.io.table import MEMORY

if TYPE_CHECKING:
    from collections.abc import Callable

    Piped = Callable[[Callable[[], bytes | None], str], Source]

AGAIN: ContextVar[bool] = ContextVar("again", default=False)
"""Whether the inputs were read before in this process; pipes then return their stored bytes."""
FIRST_ROWS: ContextVar[int | None] = ContextVar("first_rows", default=None)
"""The number of rows to read from every input; None for all."""
STDIN = frozenset({"-", "/dev/stdin"})
_PIPES: WeakValueDictionary[str, Source] = WeakValueDictionary()
"""The copies of a piped standard input that are still in use, by path."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


def open_source(
    path: str,
    stdin: BinaryIO | None = None,
    *,
    once: bool = False,
    memory: int = MEMORY,
    name: str | None = None,
) -> Source:
    """Open the file at a path, or standard input for ``-``, and decompress it if necessary.

    Pipes are copied to an unlinked temporary file, unless they are only read ``once``. Messages use ``name``
    instead of the path if it is given.
    """
    source = _read_before(path, stdin) if AGAIN.get() else _new(path, stdin, Stream if once else spooled)
    source.name = name or (path if "://" in path else source.name)
    return _expanded(_something(source), memory)


def _new(path: str, stdin: BinaryIO | None, piped: Piped) -> Source:
    """Open an input, and remember the copy of a piped standard input while it is in use."""
    _PIPES.pop(path, None)
    source = _standard_input(stdin, piped) if path == "-" else _opened(path, piped)
    if path in STDIN and type(source) is Source and source.stamp is None:
        _PIPES[path] = source
    return source


def kept_pipe(path: str) -> Source | None:
    """Return the copy of a piped standard input that was read in this process, or None."""
    return _PIPES.get(path)


def _read_before(path: str, stdin: BinaryIO | None) -> Source:
    """Open an input that was read before; raise if it is a pipe without a copy."""
    kept = kept_pipe(path)
    if kept is not None:
        return kept
    stream: BinaryIO | None = stdin or getattr(sys.stdin, "buffer", None)
    found = _redirected(stream) if path == "-" and stream is not None else None
    if found is not None:
        return found
    if path == "-" or _is_fifo(path):
        hint = "write it to a file first"
        raise InputError("can be read only once", hint, code="XE607", place=Place(path))
    return _opened(path, spooled)


def _is_fifo(path: str) -> bool:
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _something(source: Source) -> Source:
    if source.read_at(0, 1):
        return source
    hint = "did the program that wrote it fail?"
    raise InputError("empty input", hint, code="XE605", place=Place(source.name))


def _expanded(source: Source, memory: int) -> Source:
    """Decompress the source once only, because some files decompress to themselves forever."""
    outer = compression_of(source.read_at(0, MAGIC))
    if outer is None:
        return source
    expanded = _something(Decompressed(source, outer, memory))
    inner = compression_of(expanded.read_at(0, MAGIC))
    if inner is not None:
        hint, place = f"{outer.cat} FILE | xentcli ... -", Place(source.name)
        raise InputError(
            f"is compressed twice ({inner.name} in {outer.name})", hint, code="XE610", place=place
        )
    return expanded


def _opened(path: str, piped: Piped) -> Source:
    if _URL.match(path):
        if not path.lower().startswith("file:///"):
            return _behind(path)
        path = path[len("file://") :]
    descriptor = _descriptor(path)
    mode = _mode(descriptor, path)
    if stat.S_ISDIR(mode):
        os.close(descriptor)
        raise InputError("is a directory", "name a file in it", code="XE602", place=Place(path))
    source = Source(descriptor, path, watched=stat.S_ISREG(mode))
    if stat.S_ISREG(mode) and (source.size or not _has_bytes(descriptor, path)):
        return source
    return piped(lambda: awaited(lambda: source.read_on(COPY_BYTES), descriptor), path)


def _behind(url: str) -> Source:
    """Return the file behind a URL, read by ranges."""
    from xentcli.io.source.url import SYSTEMS, Remote, scheme_of

    if scheme_of(url) not in SYSTEMS:
        hint = "download it first, then name the file"
        kinds = "s3://, gs://, https:// or file:///"
        raise InputError(f"is a URL, but not one of {kinds}", hint, code="XE604", place=Place(url))
    return Remote(url)


def _mode(descriptor: int, path: str) -> int:
    try:
        return os.fstat(descriptor).st_mode
    except OSError as error:
        os.close(descriptor)
        raise unreadable(path, error) from error


def _has_bytes(descriptor: int, path: str) -> bool:
    """Return whether a file of size 0 has content, like those in /proc."""
    try:
        found = bool(os.read(descriptor, 1))
        os.lseek(descriptor, 0, os.SEEK_SET)
    except OSError as error:
        raise unreadable(path, error) from error
    return found


def _descriptor(path: str) -> int:
    try:
        return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as error:
        message, hint = ("no such file", nearest_name(path)) if path else (_NO_NAME, _UNSET)
        raise InputError(message, hint, code="XE601", place=Place(path)) from error
    except PermissionError as error:
        raise InputError(
            "permission denied", "check its permissions with ls -l FILE", code="XE603", place=Place(path)
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a NUL in the path
        raise InputError(
            "no such file", "a name cannot contain NUL", code="XE601", place=Place(path)
        ) from error


_NO_NAME, _UNSET = "no such file: the name is empty", "is a shell variable not set?"


def nearest_name(path: str) -> str:
    """Return a hint for a missing file, with the most similar name in its folder."""
    folder, name = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.name for entry in itertools.islice(entries, 10_000)]
    except OSError:
        return f"folder not found: {shown(folder)}"
    near = nearest(name, names)
    return meant(os.path.join(folder, near[0])) if near else _inside(folder, names)


def _inside(folder: str, names: list[str]) -> str:
    """Return a hint with the first names in a folder."""
    some = sorted(name for name in names if not name.startswith("."))
    where = shown(folder) if folder else "this folder"
    return f"{where} holds {listed(some, 4)}" if some else f"{where} is empty"


def _standard_input(stdin: BinaryIO | None, piped: Piped) -> Source:
    stream: BinaryIO | None = stdin or getattr(sys.stdin, "buffer", None)
    if stream is None or stream.closed:
        raise InputError(
            "standard input is closed",
            "name a file, or pipe one to the command",
            code="XE608",
            place=Place("stdin"),
        )
    return _redirected(stream) or piped(_reading(stream), "stdin")


def _reading(stream: BinaryIO) -> Callable[[], bytes | None]:
    """Return a function that reads on; while others listen, it returns what has arrived."""
    some: Callable[[int], bytes] | None = getattr(stream, "read1", None)
    if some is None or not is_heard():
        return lambda: stream.read(COPY_BYTES)
    try:
        descriptor = stream.fileno()
    except OSError:
        return lambda: stream.read(COPY_BYTES)
    return lambda: awaited(lambda: some(COPY_BYTES), descriptor)


def _redirected(stream: BinaryIO) -> Source | None:
    """Return standard input redirected from a file (``< FILE``), which needs no copy, or None."""
    try:
        descriptor = stream.fileno()
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or stream.tell():
            return None
        return Source(os.dup(descriptor), "stdin", watched=True)
    except (OSError, ValueError):
        return None
