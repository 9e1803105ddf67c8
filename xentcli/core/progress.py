"""Report progress through the rows, bytes or tasks to a listener."""

from __future__ import annotations

import time
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.core.blocks import Block, Pending

    Listener = Callable[[Callable[[], "Progress"]], None]
    """A callable that receives a function, which it may call to look how far the work is."""
    P = TypeVar("P", Block, Pending, Block | Pending)

ENDLESS = 1 << 62
"""The size of an input that has not ended yet."""


class Progress(Frozen):
    """How far the work is: rows or tasks, and bytes of the files that are being read."""

    done: int = 0
    total: int | None = None
    what: str = "rows"
    read: int = 0
    """The number of bytes read."""
    size: int | None = None
    """The number of bytes to read, or None if it is unknown, as for a pipe."""
    since: float = 0.0
    """When this part of the work began."""

    @property
    def share(self) -> float | None:
        """Return the share of the work that is done, or None if it is unknown."""
        done, total = (self.read, self.size) if self.total is None else (self.done, self.total)
        return min(done / total, 1.0) if total else None


class Positioned(Protocol):
    """A reader of a file."""

    @property
    def source(self) -> Sized:
        """Return the file."""

    def tell(self) -> int:
        """Return the number of bytes read."""


class Sized(Protocol):
    """A file with a name and a size."""

    name: str
    size: int


class _Pass:
    """A pass over the rows of one input."""

    def __init__(self, total: int | None) -> None:
        self.total, self.done = total, 0


class _Heard:
    """The current listener, if any, and what it may look at."""

    listener: Listener | None = None
    look: Callable[[], Progress] = Progress
    since = 0.0
    passes: Sequence[_Pass] = ()
    readers: Sequence[weakref.ref[Positioned]] = ()
    """The readers opened since the pass began; those of finished files vanish."""
    parts: dict[str, tuple[int, int]] = {}  # noqa: RUF012
    """For files that are read as one: the bytes before each, and of all."""


_heard = _Heard()


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Send progress to the listener while the context is active."""
    _heard.__dict__ = {"listener": listener, "parts": {}}
    try:
        yield
    finally:
        _heard.__dict__ = {}


def is_heard() -> bool:
    """Return whether there is a listener."""
    return _heard.listener is not None


def hear_nothing() -> None:
    """Disable progress, for example in a forked child."""
    _heard.listener = None


def tell_waiting() -> None:
    """Report that time passes without progress."""
    if _heard.listener is not None:
        _heard.listener(_heard.look)


def tell_tasks(done: int, total: int) -> None:
    """Report the number of finished tasks; 0 when they begin."""
    _tell_plain(done, total, "tasks")


def tell_copied(size: int) -> None:
    """Report the number of bytes copied from a pipe; 0 when that begins."""
    _tell_plain(size, None, "bytes")


def _tell_plain(done: int, total: int | None, what: str) -> None:
    if _heard.listener is not None and total != 0:
        _heard.since = time.monotonic() if not done else _heard.since
        now = Progress(done, total, what, since=_heard.since)
        _heard.look = lambda: now
        tell_waiting()


def watch(reader: Positioned) -> None:
    """Look at the position of a reader for as long as it is in use."""
    if _heard.listener is not None:
        _heard.readers = (*_heard.readers, weakref.ref(reader))


def read_as_one(names: Sequence[str], sizes: Sequence[int | None]) -> None:
    """Take the sizes of files that are read one after the other, so that progress is that through all."""
    known = [size for size in sizes if size is not None]
    if _heard.listener is not None and len(known) == len(names):
        before = (sum(known[:at]) for at in range(len(known)))
        _heard.parts.update({name: (start, sum(known)) for name, start in zip(names, before, strict=True)})


def counted(parts: Iterator[P], total: int | None) -> Iterator[P]:
    """Yield the parts of an input and report the rows before each one; ``total`` is the number of rows."""
    return parts if _heard.listener is None else _told(parts, total)


def _told(parts: Iterator[P], total: int | None) -> Iterator[P]:
    if not _heard.passes:
        _heard.readers, _heard.since = (), time.monotonic()
    mine = _Pass(total)
    _heard.passes = (*_heard.passes, mine)
    _heard.look = _through_rows
    try:
        for part in parts:
            mine.done = part.first_row
            tell_waiting()
            yield part
    finally:
        _heard.passes = tuple(other for other in _heard.passes if other is not mine)


def _through_rows() -> Progress:
    """Return how far the passes are that read the same rows side by side."""
    passes = _heard.passes
    totals = [each.total for each in passes if each.total is not None]
    found = [reader for reader in (ref() for ref in _heard.readers) if reader is not None]
    read, sizes = 0, []
    for reader in found:
        before, size = _heard.parts.get(reader.source.name, (0, reader.source.size))
        read += before + reader.tell()
        sizes.append(size)
    whole = sum(sizes) if sizes and max(sizes) < ENDLESS else None
    done = max((each.done for each in passes), default=0)
    return Progress(done, max(totals, default=None), "rows", read, whole, _heard.since)
