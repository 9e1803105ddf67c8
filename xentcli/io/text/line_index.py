"""Line feeds between two bytes of a text: how many rows begin there, and where a row surely begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES_AT_ONCE = 1 << 20
"""Bytes looked at together."""


class Lines(Frozen):
    """What is known of some bytes of text."""

    feeds: int = 0
    after: int | None = None
    """The byte after the last line feed."""
    plain: bool = True
    """Whether every line feed ends a row: there is no quote, and no other line end."""
    ended: bool = True
    """Whether the last byte is a line feed."""


def lines_of(read_at: Callable[[int, int], bytes], start: int, stop: int) -> Lines:
    r"""The line feeds from byte ``start`` on, before ``stop``.

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
    r"""A function that reads as another one does, but no more than so many bytes in all.

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
