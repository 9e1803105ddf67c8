"""Count line feeds between two bytes of a text, and find where rows start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES_AT_ONCE = 1 << 20
"""Number of bytes scanned at a time."""


class Lines(Frozen):
    """Line feeds in a range of bytes."""

    feeds: int = 0
    after: int | None = None
    """The byte offset after the last line feed."""
    plain: bool = True
    """Whether every line feed ends a row: there are no quotes and no other line ends."""
    ended: bool = True
    """Whether the last byte is a line feed."""


def lines_of(read_at: Callable[[int, int], bytes], start: int, stop: int) -> Lines:
    r"""Return the line feeds from byte ``start`` up to ``stop`` (exclusive).

    >>> lines_of(lambda at, size: b"0\n1\n2"[at : at + size], 0, 5)
    Lines(feeds=2, after=4, plain=True, ended=False)
    """
    feeds, after, plain, ended = 0, None, True, True
    for at in range(start, stop, BYTES_AT_ONCE):
        size = min(BYTES_AT_ONCE, stop - at)
        data = read_at(at, size + 1)
        returns = data.count(b"\r", 0, size)
        plain = plain and b'"' not in data and returns == (data.count(b"\r\n") if returns else 0)
        feeds += data.count(b"\n", 0, size)
        last = data.rfind(b"\n", 0, size)
        after = after if last < 0 else at + last + 1
        ended = data[size - 1 : size] == b"\n"
    return Lines(feeds, after, plain, ended)


def limited(read: Callable[[int], bytes], size: int) -> Callable[[int], bytes]:
    r"""Return a function that reads like ``read``, up to ``size`` bytes in all.

    >>> import io
    >>> some = limited(io.BytesIO(b"0\n1\n2\n").read, 4)
    >>> some(3), some(3), some(3)
    (b'0\n1', b'\n', b'')
    """
    left = size

    def some(wanted: int) -> bytes:
        nonlocal left
        data = read(min(wanted, left))
        left -= len(data)
        return data

    return some
