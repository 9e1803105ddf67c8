"""Change each row of a JSON table to one of numbers, texts and lists of numbers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from xentcli.core.errors import DataError
from xentcli.core.frozen import EMPTY_MAP, Frozen
from xentcli.core.text import shown
from xentcli.io.json.records import is_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xentcli.core.errors import XentError
    from xentcli.io.columnar.rankings import Ranking

OUTPUTS = ("pred", "output", "result", "response", "model", "guess")
"""What the name of an object begins with that holds what a model found."""
DEPTH = 4
"""How deep objects in objects are opened."""


class Step(Protocol):
    """A change of each row."""

    def reshaped(self, row: Any) -> Any:
        """Return the row in its new shape."""


class Named(Frozen):
    """Rows that are lists of values become objects."""

    names: tuple[str, ...]

    def reshaped(self, row: Any) -> Any:
        """Return the values by their names."""
        if not isinstance(row, list) or len(row) != len(self.names):
            found = f"{len(row)} values" if isinstance(row, list) else "no list"
            message = f"{found} where {len(self.names)} columns are named"
            raise DataError(message, "write as many values in every row", code="XE043")
        return dict(zip(self.names, row, strict=True))


class Vector(Frozen):
    """A field of vectors as Spark writes them: dense, or sparse with the places of the values."""

    field: str

    def reshaped(self, row: Any) -> Any:
        """Return the row with the numbers of the vector."""
        value = row.get(self.field) if isinstance(row, dict) else None
        if value is None:
            return row
        numbers = vector(value)
        if numbers is None:
            message = f"no vector of numbers: {shown(str(value))}"
            raise DataError(message, "write every row alike", code="XE045", value=str(value))
        return row | {self.field: numbers}


class Opened(Frozen):
    """A field that is an object becomes a field for each of its members."""

    field: str
    plain: frozenset[str] = frozenset()
    """The members that keep their own name; all others have that of the object before it."""

    def reshaped(self, row: Any) -> Any:
        """Return the row with the members beside the other fields."""
        if not isinstance(row, dict) or not isinstance(row.get(self.field), dict):
            return row
        rest = {key: value for key, value in row.items() if key != self.field}
        for key, value in row[self.field].items():
            rest[key if key in self.plain and key not in rest else f"{self.field}.{key}"] = value
        return rest


def vector(value: Any) -> list[Any] | None:
    """Return the numbers of a vector as Spark writes it in JSON, or None if it is none.

    >>> vector({"type": 1, "values": [0.25, 0.75]})
    [0.25, 0.75]
    >>> vector({"type": 0, "size": 3, "indices": [1], "values": [1.0]})
    [0.0, 1.0, 0.0]
    """
    if not isinstance(value, dict) or type(value.get("type")) is not int or value["type"] not in {0, 1}:
        return None
    values, places, size = value.get("values"), value.get("indices"), value.get("size")
    if not isinstance(values, list):
        return None
    if value["type"] == 1:
        return values if value.keys() <= {"type", "values", "size", "indices"} else None
    if not isinstance(places, list) or type(size) is not int or len(places) != len(values):
        return None
    ordered = all(type(place) is int for place in places) and places == sorted({*places})
    if not ordered or not 0 <= size <= MOST or any(not 0 <= place < size for place in places):
        return None
    whole = [0.0] * size
    for place, number in zip(places, values, strict=True):
        whole[place] = number
    return whole


MOST = 1 << 20
"""The largest size of a sparse vector."""


class Shape(Frozen):
    """How rows get their shape."""

    steps: tuple[Step, ...]
    refusals: Mapping[str, XentError] = EMPTY_MAP
    """The errors of fields that cannot be read."""
    is_ordered: bool = True
    """Whether the order of the classes in a row means something."""
    is_named: bool = True
    """Whether the fields have names of their own."""


def shape_of(rows: list[Any], name: str, names: tuple[str, ...] | None) -> Shape:
    """Return how the first rows get their shape; ``names`` are those of the values of rows that are lists."""
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


def reshaped(row: Any, steps: Sequence[Step]) -> Any:
    """Return a row after all steps."""
    for step in steps:
        row = step.reshaped(row)
    return row


def all_reshaped(rows: list[Any], steps: Sequence[Step]) -> list[Any]:
    """Return the first rows after all steps; those that do not fit are told with their place when they are
    read, but for the first.
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
    """Return the steps for fields that are vectors or objects of various values."""
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
    """Return whether an object holds other things than a number for each class."""
    numbers = all(one is None or isinstance(one, int | float) for one in value.values())
    return bool(value) and (not numbers or any(map(is_label, value)))


def _plain(key: str, values: list[dict[str, Any]], records: list[dict[str, Any]]) -> frozenset[str]:
    """Return the members whose names need no other before them: a label is none if it was predicted."""
    if any(word in key.lower() for word in OUTPUTS):
        return frozenset()
    inner = {name for value in values for name in value}
    objects = {name for row in records for name in row if isinstance(row[name], dict) and name != key}
    others = {name for row in records for name in row} | {
        name for row in records for one in objects if isinstance(row.get(one), dict) for name in row[one]
    }
    return frozenset(inner - others)
