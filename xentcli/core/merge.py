"""Values that add up field by field: the monoids that let any chunking and any thread give one answer."""

from __future__ import annotations

from typing import Any, Self

from xentcli.core.frozen import Frozen, fields


class Merged(Frozen):
    """A value whose `+` adds every field; `minimum` and `maximum` take the smaller and the larger.

    The class with its defaults is the identity: each field's default must be its own identity.
    """

    def __add__(self, other: Self) -> Self:
        """Both together, field by field."""
        ours, theirs, start = self.__dict__, other.__dict__, self._defaults
        return type(self)(*[_merge(n, start.get(n), ours[n], theirs[n]) for n in fields(self)])


def _merge(name: str, identity: Any, mine: Any, other: Any) -> Any:
    """Both together; most fields of most blocks are the default itself, which changes nothing."""
    if mine is identity or other is identity:
        return other if mine is identity else mine
    if name == "minimum":
        return min(mine, other)
    return max(mine, other) if name == "maximum" else mine + other
