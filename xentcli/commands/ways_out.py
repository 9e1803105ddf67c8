"""Find the ways out of an error that give an answer: each is tried, and so are those of its own error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from xentcli.core.errors import Way, XentError

T = TypeVar("T")

RUNS = 6
"""How often something is run for one error."""
SECONDS = 20.0
"""Seconds after which nothing further is run."""


class Request(Frozen, Generic[T]):
    """What can be run: a command line, or the arguments of a call; its rank, and the ways that it takes."""

    what: T
    rank: tuple[int, ...]
    ways: tuple[Way, ...]


def answering(
    error: XentError,
    asked: T,
    *,
    take: Callable[[T, Way], T | None],
    refusal: Callable[[T], XentError | None],
    key: Callable[[T], Hashable],
    most: int,
) -> list[T]:
    """Return what gives an answer where ``asked`` ended with an error, likeliest first, at most ``most``.

    ``take`` returns a request that takes a way out, or None if the way does not fit; ``refusal`` runs one and
    returns its error, if any; requests that do the same have an equal ``key``.
    """
    good: list[Request[T]] = []
    tried, end = {key(asked)}, time.monotonic() + SECONDS
    waiting = [*_next(error, Request(asked, (), ()), take)]
    while waiting and len(tried) <= RUNS and len(good) < most and time.monotonic() < end:
        request = waiting.pop(0)
        if key(request.what) in tried:
            continue
        tried.add(key(request.what))
        refused = refusal(request.what)
        if refused is None:
            good.append(request)
        elif len(request.ways) == 1:
            waiting += _next(refused, request, take)
    return [request.what for request in sorted(good, key=lambda one: one.rank)]


def _next(error: XentError, before: Request[T], take: Callable[[T, Way], T | None]) -> Iterator[Request[T]]:
    """Yield the requests that take a way out of an error, unless it undoes a way taken before."""
    for rank, way in enumerate(error.ways):
        what = take(before.what, way)
        if what is not None and not any(one.keys() & way.keys() for one in before.ways):
            yield Request(what, (*before.rank, rank), (*before.ways, way))
