"""Frozen values that add up field by field, so that results do not depend on chunks or threads."""

from __future__ import annotations

from typing import Any, Self

from xentcli.core.frozen import Frozen


class Low(float):
    """A field default that marks the field as a minimum."""


class High(float):
    """A field default that marks the field as a maximum."""


def low(start: float = float("inf")) -> float:
    """Return the default of a field for which `+` takes the minimum."""
    return Low(start)


def high(start: float = float("-inf")) -> float:
    """Return the default of a field for which `+` takes the maximum."""
    return High(start)


class Merged(Frozen):
    """A value whose `+` adds each field, or takes the minimum or maximum of `low()` and `high()` fields.

    A value with all defaults is the identity, so each default must be the identity of its field.

    >>> class Span(Merged):
    ...     rows: int = 0
    ...     minimum: float = low()
    >>> Span(2, 0.5) + Span(3, 0.25)
    Span(rows=5, minimum=0.25)
    """

    def __add__(self, other: Self) -> Self:
        ours, theirs, start = self.__dict__, other.__dict__, self._defaults
        return type(self)(*[_merge(start.get(n), ours[n], theirs[n]) for n in self._fields])


def _merge(identity: Any, mine: Any, other: Any) -> Any:
    """Return the combination of two field values, skipping the identity, which is the most common case."""
    if mine is identity or other is identity:
        return other if mine is identity else mine
    if isinstance(identity, Low):
        return min(mine, other)
    return max(mine, other) if isinstance(identity, High) else mine + other
