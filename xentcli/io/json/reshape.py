"""Convert each row of a JSON table to numbers, texts and lists of numbers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError
from xentcli.core.frozen import EMPTY_MAP, Frozen
from xentcli.io.json.records import is_label
from xentcli.io.json.steps import Named, Opened, Vector, reshaped, vector

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xentcli.core.errors import XentError
    from xentcli.io.columnar.rankings import Ranking
    from xentcli.io.json.steps import Step

OUTPUTS = ("pred", "output", "result", "response", "model", "guess")
"""The start of the name of an object with the output of a model."""
DEPTH = 4
"""The maximum depth of nested objects that are opened."""


class Shape(Frozen):
    """How rows get their shape."""

    steps: tuple[Step, ...]
    refusals: Mapping[str, XentError] = EMPTY_MAP
    """The errors of fields that cannot be read."""
    is_ordered: bool = True
    """Whether the order of the classes in a row has a meaning."""
    is_named: bool = True
    """Whether the fields have names."""


def shape_of(rows: list[Any], name: str, names: tuple[str, ...] | None) -> Shape:
    """Return how the first rows get their shape; ``names`` are the names of the values of list rows."""
    places = None if names is not None or _rankings(rows, name, EMPTY_MAP) else _places(rows)
    steps: list[Step] = [Named(known) for known in (names, places) if known is not None]
    refusals: dict[str, XentError] = {}
    ordered = True
    for _ in range(DEPTH):
        seen = all_reshaped(rows, steps)
        rankings = _rankings(seen, name, refusals)
        refusals |= {r.field: r.refusal for r in rankings if r.refusal is not None}
        found: list[Step] = [ranking for ranking in rankings if ranking.refusal is None]
        ordered = ordered and all(ranking.is_ordered for ranking in rankings)
        seen = all_reshaped(seen, found)
        found += _structures(seen, {*refusals} | {ranking.field for ranking in rankings})
        if not found:
            break
        steps += found
    return Shape(tuple(steps), refusals, ordered, places is None)


def _places(rows: list[Any]) -> tuple[str, ...] | None:
    """Return the places of the values as names, if rows are lists of numbers and texts."""
    first = rows[0]
    if not isinstance(first, list) or not {str} < {type(value) for value in first} <= {str, int, float, bool}:
        return None
    return tuple(map(str, range(len(first))))


def all_reshaped(rows: list[Any], steps: Sequence[Step]) -> list[Any]:
    """Return the first rows after all steps.

    Rows that do not fit, except the first, are reported with their place when they are read.
    """
    found = [reshaped(rows[0], steps)]
    for row in rows[1:]:
        with suppress(DataError):
            found.append(reshaped(row, steps))
    return found


def _rankings(rows: list[Any], name: str, but: Mapping[str, XentError]) -> tuple[Ranking, ...]:
    """Return the fields that list classes with their scores."""
    values = list(rows[0].values()) if isinstance(rows[0], dict) else rows[:1]
    lists = (value[:1] for value in values if isinstance(value, list))
    nested = any(isinstance(value, dict) for value in values)
    items = {type(item) for first in lists for item in first}
    if not nested and not items & {str, list, dict} and not (int in items and isinstance(rows[0], dict)):
        return ()
    from xentcli.io.columnar.rankings import find_rankings

    return tuple(ranking for ranking in find_rankings(rows, name) if ranking.field not in but)


def _structures(rows: list[Any], but: set[str]) -> list[Step]:
    """Return the steps for fields that are vectors or objects of mixed values."""
    records = [row for row in rows if isinstance(row, dict)]
    found: list[Step] = []
    for key in dict.fromkeys(key for row in records for key in row if isinstance(row[key], dict)):
        values = [row[key] for row in records if row.get(key) is not None]
        if key in but or not all(isinstance(value, dict) for value in values):
            continue
        if all(vector(value) is not None for value in values):
            found.append(Vector(key))
        elif any(_is_mixed(value) for value in values):
            found.append(Opened(key, _plain(key, values, records)))
    return found


def _is_mixed(value: dict[str, Any]) -> bool:
    """Return whether an object holds anything but a number for each class."""
    numbers = all(one is None or isinstance(one, int | float) for one in value.values())
    return bool(value) and (not numbers or any(map(is_label, value)))


def _plain(key: str, values: list[dict[str, Any]], records: list[dict[str, Any]]) -> frozenset[str]:
    """Return the members that keep their short names; a predicted label does not."""
    if any(word in key.lower() for word in OUTPUTS):
        return frozenset()
    inner = {name for value in values for name in value}
    objects = {name for row in records for name in row if isinstance(row[name], dict) and name != key}
    others = {name for row in records for name in row} | {
        name for row in records for one in objects if isinstance(row.get(one), dict) for name in row[one]
    }
    return frozenset(inner - others)
