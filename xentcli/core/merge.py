"""Values that add up field by field: the monoids that let any chunking and any thread give one answer."""

from __future__ import annotations

from typing import Any, Self

from xentcli.core.frozen import Frozen


class Low(float):
    """The default of a field that keeps the smaller number."""


class High(float):
    """The default of a field that keeps the larger number."""


def low(start: float = float("inf")) -> float:
    """Return the default of a field of which `+` keeps the smaller number."""
    return Low(start)


def high(start: float = float("-inf")) -> float:
    """Return the default of a field of which `+` keeps the larger number."""
    return High(start)


class Merged(Frozen):
    """A value whose `+` adds every field, or keeps the smaller or the larger where its default says so.

    The class with its defaults is the identity: each field's default must be its own identity.

    >>> class Span(Merged):
    ...     rows: int = 0
    ...     minimum: float = low()
    >>> Span(2, 0.5) + Span(3, 0.25)
    Span(rows=5, minimum=0.25)
    """

    def __add__(self, other: Self) -> Self:
        """Return both together, field by field."""
        ours, theirs, start = self.__dict__, other.__dict__, self._defaults
        return type(self)(*[_merge(start.get(n), ours[n], theirs[n]) for n in self._fields])


def _merge(identity: Any, mine: Any, other: Any) -> Any:
    """Return both together; most fields of most blocks are the default itself, which changes nothing."""
    if mine is identity or other is identity:
        return other if mine is identity else mine
    if isinstance(identity, Low):
        return min(mine, other)
    return max(mine, other) if isinstance(identity, High) else mine + other
