"""Values that add up field by field: the monoids that let any chunking and any thread give one answer."""

from __future__ import annotations

from typing import Any, Self

from xentcli.values import Value, fields


class Merged(Value):
    """A value whose `+` adds every field; `minimum` and `maximum` take the smaller and the larger.

    The class with its defaults is the identity: each field's default must be its own identity.
    """

    def __add__(self, other: Self) -> Self:
        """Both together, field by field."""
        return type(self)(*(_merge(n, getattr(self, n), getattr(other, n)) for n in fields(self)))


def _merge(name: str, mine: Any, other: Any) -> Any:
    if name == "minimum":
        return min(mine, other)
    return max(mine, other) if name == "maximum" else mine + other
