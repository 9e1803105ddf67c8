"""Report progress through the rows or tasks to a listener."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block, Pending

    P = TypeVar("P", Block, Pending, Block | Pending)


class Listener(Protocol):
    """A callable that receives progress in rows or tasks."""

    def __call__(self, done: int, total: int | None, what: str = ..., /) -> None:
        """Receive the number done, and the total if known."""


class _Heard:
    """The current listener, if any."""

    listener: Listener | None = None


_heard = _Heard()


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Send progress to the listener while the context is active."""
    _heard.listener = listener
    try:
        yield
    finally:
        _heard.listener = None


def tell_tasks(done: int, total: int) -> None:
    """Report the number of finished tasks."""
    if _heard.listener is not None:
        _heard.listener(done, total, "tasks")


def hear_nothing() -> None:
    """Disable progress, for example in a forked child."""
    _heard.listener = None


def counted(parts: Iterator[P], total: int | None) -> Iterator[P]:
    """Yield the parts of an input and report the rows before each one; ``total`` is the number of rows."""
    return parts if _heard.listener is None else _told(parts, total)


def _told(parts: Iterator[P], total: int | None) -> Iterator[P]:
    for part in parts:
        if _heard.listener is not None:
            _heard.listener(part.first_row, total)
        yield part
