"""Helpers that build the fields and cells of answers."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from xentcli.core.frozen import fields
from xentcli.core.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from xentcli.report.grid import Cell

SOME_NAMES = 10
"""The maximum number of class names shown to people."""
FEWEST_NAMES, MOST_CHARACTERS = 3, 120
"""The number of names that are always shown, and the characters that more names may take."""


def named(count: int, names: Sequence[str] | None) -> str:
    """Return the number of classes, followed by the first names if known: `SOME_NAMES`, or fewer long ones.

    >>> named(3, ("cat", "dog", "owl")), named(1000, None)
    ('3: cat, dog, owl', '1,000')
    """
    if names is None:
        return f"{count:,}"
    sizes = accumulate(len(name) + 2 for name in names[:SOME_NAMES])
    most = max(FEWEST_NAMES, sum(size <= MOST_CHARACTERS for size in sizes))
    return f"{count:,}: {listed(names, most)}"


def json_ready(value: Any) -> Any:
    """Return a number or nested lists of numbers, with None in place of NaN and infinity.

    >>> json_ready([1.0, [float("inf")]])
    [1.0, [None]]
    """
    if isinstance(value, list):
        return [json_ready(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def flat(value: Any) -> Iterable[float]:
    """Yield the numbers of nested lists, in order."""
    if isinstance(value, list):
        for inner in value:
            yield from flat(inner)
    else:
        yield value


def fields_of(value: Any) -> dict[str, Any]:
    """Return a value's fields as a dict ready for JSON."""
    return {name: json_ready(getattr(value, name)) for name in fields(value)}


def cells_of(value: Any, *but: str) -> dict[str, Cell]:
    """Return a value's fields as cells, except those named in ``but``."""
    return {name: getattr(value, name) for name in fields(value) if name not in but}
