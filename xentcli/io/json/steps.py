"""Changes to a row: named values, vectors as Spark writes them, and objects that are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from xentcli.core.errors import DataError
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence


class Step(Protocol):
    """A change to each row."""

    def reshaped(self, row: Any) -> Any:
        """Return the row in its new shape."""


class Named(Frozen):
    """Rows that are lists of values become objects."""

    names: tuple[str, ...]

    def reshaped(self, row: Any) -> Any:
        """Return the values by their names."""
        if not isinstance(row, list) or len(row) != len(self.names):
            found = f"{len(row)} value{'s' * (len(row) != 1)}" if isinstance(row, list) else "no list"
            message = f"{found} for {len(self.names)} named columns"
            raise DataError(message, "write one value per column in every row", code="XE043")
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
            message = f"not a vector of numbers: {shown(str(value))}"
            raise DataError(message, "write every row in the same form", code="XE045", value=str(value))
        return row | {self.field: numbers}


class Opened(Frozen):
    """A field that is an object becomes a field for each of its members."""

    field: str
    plain: frozenset[str] = frozenset()
    """The members that keep their name; the others are prefixed with the name of the object."""

    def reshaped(self, row: Any) -> Any:
        """Return the row with the members next to the other fields."""
        if not isinstance(row, dict) or not isinstance(row.get(self.field), dict):
            return row
        rest = {key: value for key, value in row.items() if key != self.field}
        for key, value in row[self.field].items():
            rest[key if key in self.plain and key not in rest else f"{self.field}.{key}"] = value
        return rest


def vector(value: Any) -> list[Any] | None:
    """Return the numbers of a vector as Spark writes it in JSON, or None.

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


def reshaped(row: Any, steps: Sequence[Step]) -> Any:
    """Return a row after all steps."""
    for step in steps:
        row = step.reshaped(row)
    return row
