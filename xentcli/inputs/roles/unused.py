"""Notes on unused columns that may matter: weights, counts and splits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note, Warned
from xentcli.core.text import listed, shown
from xentcli.inputs.roles.names import Role, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.inputs.roles.column import Column

COUNTS = frozenset(
    {"n", "count", "counts", "freq", "frequency", "frequencies", "trials", "size", "cases", "num"}
)
UNUSED = frozenset({Role.WEIGHT, Role.SPLIT})
MOST_PARTS = 12
IGNORED = frozenset({"ignored", "ignore", "excluded", "exclude", "dropped", "invalid"})


def notes_on_unused(
    left: Sequence[Column], named: Sequence[str | None], where: Sequence[str]
) -> Iterator[Note]:
    """Yield a note for a column of weights, and for a column of splits, that no option names."""
    free = [c for c in left if c.named and c.name not in named]
    weight = next((c for c in free if _weighs(c)), None)
    if weight is not None and not any(named):
        text = f"'{shown(weight.name)}' is not used: every row counts once"
        yield Note("XE852", text, f"use --sample-weight-column {weight.spec} to weight the rows by it")
    split = next((c for c in free if c.hint is Role.SPLIT and _parts(c)), None)
    if split is not None:
        yield from _on_split(split, {text.partition("=")[0] for text in where})


def _weighs(column: Column) -> bool:
    stats = column.stats
    if not stats.numeric or stats.minimum < 0 or stats.minimum == stats.maximum:
        return False
    if column.hint is Role.WEIGHT:
        return True
    own = words(column.name)
    return len(own) == 1 and own[0] in COUNTS and stats.is_whole and stats.minimum >= 1


def _parts(column: Column) -> list[str]:
    seen = column.stats.distinct
    return sorted(map(str, seen.values)) if not seen.many and 1 < len(seen.values) <= MOST_PARTS else []


def _on_split(column: Column, kept: set[str]) -> Iterator[Note]:
    if column.name in kept:
        return
    parts = _parts(column)
    name = shown(column.name)
    kept_part = next((part for part in parts if part.lower() not in IGNORED), parts[0])
    hint = f"use --where {column.name}={kept_part} to keep one of them"
    if any(part.lower() in IGNORED for part in parts):
        yield Warned("XE814", f"rows that '{name}' marks as ignored are counted: {listed(parts, 4)}", hint)
    else:
        yield Note("XE852", f"'{name}' is not used: all rows of {listed(parts, 4)} are counted", hint)
