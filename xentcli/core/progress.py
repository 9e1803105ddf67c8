"""How far the rows of the inputs have been read, told to whoever listens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block, Pending

    P = TypeVar("P", Block, Pending, Block | Pending)


class Listener(Protocol):
    """Hears of rows, or of tasks, that are behind us."""

    def __call__(self, done: int, total: int | None, what: str = ..., /) -> None:
        """So many of so many, if that is known."""


class _Heard:
    """Who listens: nobody, most of the time."""

    listener: Listener | None = None


_heard = _Heard()


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell the listener how many rows were handed out so far, and of how many, where that is known."""
    _heard.listener = listener
    try:
        yield
    finally:
        _heard.listener = None


def tell_tasks(done: int, total: int) -> None:
    """Tell how many of the tasks that others work on are done."""
    if _heard.listener is not None:
        _heard.listener(done, total, "tasks")


def hear_nothing() -> None:
    """Tell nobody from here on: what a forked process does is no news."""
    _heard.listener = None


def counted(parts: Iterator[P], total: int | None) -> Iterator[P]:
    """The parts of an input, told of as they are handed out."""
    return parts if _heard.listener is None else _told(parts, total)


def _told(parts: Iterator[P], total: int | None) -> Iterator[P]:
    for part in parts:
        if _heard.listener is not None:
            _heard.listener(part.first_row, total)
        yield part
