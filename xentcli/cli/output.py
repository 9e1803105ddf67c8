"""Write text to stdout or to a file, with an error for each kind of failure."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, TextIO

from xentcli.core.errors import OutputError
from xentcli.core.text import all_printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

STDOUT = "/dev/stdout"
"""The file name in a BrokenPipeError on stdout, which distinguishes it from other broken pipes."""


_before: list[Callable[[], None]] = []


def before_output(act: Callable[[], None]) -> None:
    """Register a function to call once before the next output, such as clearing the progress line."""
    if act not in _before:
        _before.append(act)


def make_room() -> None:
    """Call the functions registered with `before_output`."""
    while _before:
        _before.pop()()


def write_answer(text: str | Iterable[str], output: Path | None = None, *, force: bool = False) -> None:
    """Write text, whole or in chunks, to stdout or to a file, which is replaced atomically."""
    make_room()
    chunks = [text] if isinstance(text, str) else text
    if output is None:
        _to_stdout(chunks)
    else:
        _to_file(chunks, output, force)


def tell(text: str) -> None:
    """Write to stderr, in color if that is wanted, ignoring failures."""
    make_room()
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(_in_color(text))
            sys.stderr.flush()


def overwrite(line: str) -> None:
    """Write a line to stderr in place of the one that the cursor is in, ignoring failures."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()


_line: list[str] = []
"""The words of the command line."""


def set_line(words: Iterable[str]) -> None:
    """Set the command line, which says whether messages are colored."""
    _line[:] = words


def color_wish() -> str:
    """Return whether color is wanted: ``auto``, ``always`` or ``never``."""
    from xentcli.cli.color import wish_of

    return wish_of(_line)


def is_colored(wish: str, *, terminal: bool) -> bool:
    """Return whether to use color, from the option, NO_COLOR, FORCE_COLOR or the terminal, in that order."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")


def is_painted() -> bool:
    """Return whether messages are colored: if stderr is a terminal or color is asked for."""
    terminal = sys.stderr is not None and sys.stderr.isatty()
    asked = any(word.startswith("--color") for word in _line)
    if not (terminal or asked or os.environ.get("FORCE_COLOR") or os.environ.get("XENTCLI_COLOR")):
        return False
    return is_colored(color_wish(), terminal=terminal)


def _in_color(text: str) -> str:
    if not is_painted():
        return text
    from xentcli.cli.color import painted

    return painted(text)


def silence(stream: IO[str], number: int) -> None:
    """Redirect a standard stream to the null device, including its buffer."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
    stream.flush()


def _to_file(chunks: Iterable[str], output: Path, force: bool) -> None:
    from xentcli.io.write.atomic import replacing

    with replacing(output, force=force) as file:
        file.writelines(chunk.encode("utf-8", "backslashreplace") for chunk in chunks)


def _to_stdout(chunks: Iterable[str]) -> None:
    if sys.stdout is None:
        raise OutputError("stdout is closed", "redirect it to a file, or to /dev/null", code="XE701")
    for chunk in filter(None, chunks):  # even an empty write fails on a full device
        with _writing():
            _write_whole(sys.stdout, chunk)
    with _writing():
        sys.stdout.flush()


def _write_whole(stream: TextIO, text: str) -> None:
    """Write all of a text; with PYTHONUNBUFFERED, the text layer itself ignores that a write was short."""
    buffer = getattr(stream, "buffer", None)
    if isinstance(buffer, io.RawIOBase):
        _write_bytes(buffer, text.encode(stream.encoding, stream.errors or "strict"))
    else:
        stream.write(text)


def _write_bytes(stream: IO[bytes] | io.RawIOBase, data: bytes) -> int:
    """Write all bytes and return how many; a raw stream may take only some of them at a time."""
    whole = memoryview(data)
    rest = whole.cast("B") if whole.nbytes else whole
    while rest.nbytes:
        count = stream.write(rest)
        if count is None:  # a stream that does not block, and is full
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        rest = rest[count:]
    return whole.nbytes


@contextmanager
def _writing() -> Iterator[None]:
    """Convert failures of stdout to named errors; wrap only writes, not the code that makes the chunks."""
    try:
        yield
    except BrokenPipeError as error:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE), STDOUT) from error
    except OSError as error:
        if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
            silence(sys.__stdout__, 1)  # its buffer must not be written later
        raise OutputError(f"stdout: {error.strerror or error}", "the output is incomplete") from error


@contextmanager
def binary_stdout() -> Iterator[IO[bytes]]:
    """Yield stdout as a binary stream, flushed at the end, with named errors for failures.

    On a terminal, control characters are escaped.
    """
    if sys.stdout is None:
        raise OutputError("stdout is closed", "redirect it to a file, or to /dev/null", code="XE701")
    make_room()
    out = (_OnScreen if sys.stdout.isatty() else _Guarded)(sys.stdout.buffer)
    yield out  # type: ignore[misc]
    out.flush()


class _Guarded:
    """A binary stream whose failures are reported as failures of stdout."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def write(self, data: bytes) -> int:
        with _writing():
            return _write_bytes(self.stream, data)

    def flush(self) -> None:
        with _writing():
            self.stream.flush()

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))


class _OnScreen(_Guarded):
    """A binary stream that escapes control characters for a terminal."""

    def write(self, data: bytes) -> int:
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        shown = "\n".join("\t".join(all_printable(line.split("\t"))) for line in lines)
        super().write(shown.encode("utf-8", "backslashreplace"))
        return len(data)
