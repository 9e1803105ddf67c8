"""Files that any number of readers can read at any position."""

from __future__ import annotations

import errno
import io
import os
import threading
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from xentcli.core.errors import InputError, Place, XentError
from xentcli.core.progress import watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    Stamp: TypeAlias = tuple[int, int | str]
    """A size, and the time of the last change in ns, or an ETag."""

Wanted = TypeVar("Wanted")
Got = TypeVar("Got")


class Source:
    """An open file, read by position only, so that readers are independent. Never memory-mapped.

    ``watched`` files belong to the user: :meth:`steady` raises if they change while they are read.
    """

    stamp: Stamp | None = None
    """Identifies the state of the file, to detect changes; None if it cannot be identified."""
    made_of: Source | None = None
    """The source that this one is a part or a conversion of."""
    by_position = True
    """Whether random access is as fast as sequential reading."""

    def __init__(self, descriptor: int, name: str, *, watched: bool) -> None:
        """The descriptor is closed with the last reader."""
        self.name, self._descriptor = name, descriptor
        weakref.finalize(self, _close, descriptor)
        state = self._state_now()
        self.size = state.st_size
        self.stamp = (state.st_size, state.st_mtime_ns) if watched else None

    @property
    def descriptor(self) -> int | None:
        """Return the descriptor of a file of this machine, or None."""
        return getattr(self, "_descriptor", None)

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes from ``offset`` on; fewer only at the end."""
        pieces, done = [], 0
        while done < size and (piece := self._guarded(_read, offset + done, size - done)):
            pieces.append(piece)
            done += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def fill(self, offset: int, buffer: memoryview) -> int:
        """Fill the buffer from ``offset`` on; return the number of bytes read."""
        done = 0
        while done < len(buffer):
            got = self._guarded(_read_into, offset + done, buffer[done:])
            if not got:
                break
            done += got
        return done

    def _guarded(self, read: Callable[[int, int, Wanted], Got], offset: int, wanted: Wanted) -> Got:
        try:
            return read(self._descriptor, offset, wanted)
        except OSError as error:
            raise unreadable(self.name, error) from error

    def read_on(self, size: int) -> bytes:
        """Return the next bytes of a source without random access; empty at the end."""
        return os.read(self._descriptor, size)

    def open(self) -> Reader:
        """Return an independent reader at the first byte."""
        reader = Reader(self)
        watch(reader)
        return reader

    def forget(self) -> None:
        """Do nothing: no bytes are kept when reading by position."""

    def kept(self) -> Source:
        """Return a source of the same bytes that can be read again."""
        return self

    def whole(self) -> Source:
        """Return a source of the same bytes with random access."""
        return self

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Raise "changed while reading" if the file changes during the block."""
        try:
            yield
        except XentError:
            self.verify()
            raise
        self.verify()

    def _state_now(self) -> os.stat_result:
        try:
            return os.fstat(self._descriptor)
        except OSError as error:
            raise unreadable(self.name, error) from error

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        state = self._state_now()
        if self.stamp not in (None, (state.st_size, state.st_mtime_ns)):
            raise changed(self.name)


class Reader(io.RawIOBase):
    """A source as a file object, for ``zipfile`` and text readers."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source, self._position = source, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the offset of the next byte."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to an offset, and return it."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.source.size}[whence]
        if base + offset < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        self._position = base + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Return the next ``size`` bytes, or all if negative; fewer only at the end."""
        rest = max(0, self.source.size - self._position)
        piece = self.source.read_at(self._position, rest if size < 0 else size)
        self._position += len(piece)
        return piece

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; return the number of bytes read, fewer only at the end."""
        got = self.source.fill(self._position, memoryview(buffer).cast("B"))
        self._position += got
        return got


def changed(name: str) -> InputError:
    """Return the error for a file that changed while it was read."""
    hint = "wait until it is fully written, then run again"
    return InputError("changed while reading", hint, code="XE606", place=Place(name))


def unreadable(name: str, error: OSError) -> InputError:
    """Convert an error of the operating system to InputError."""
    hint = "check whether it can be read: cat FILE >/dev/null"
    return InputError(f"cannot be read: {error.strerror or error}", hint, code="XE600", place=Place(name))


def _close(descriptor: int) -> None:
    with suppress(OSError):  # closing cannot lose data that was read
        os.close(descriptor)


_SEEKING = threading.Lock()
"""Held during seek and read if there is no positional read, as on Windows."""


def _read(descriptor: int, offset: int, size: int) -> bytes:
    size = min(size, 1 << 30)  # some systems refuse larger reads
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, offset)
    with _SEEKING:
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, size)


def _read_into(descriptor: int, offset: int, buffer: memoryview) -> int:
    if hasattr(os, "preadv"):
        return os.preadv(descriptor, [buffer[: 1 << 30]], offset)
    piece = _read(descriptor, offset, len(buffer))
    buffer[: len(piece)] = piece
    return len(piece)
