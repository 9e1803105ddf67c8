"""The types of the values of a column, over all rows."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EXACT = 1 << 53
MOST = 4096
"""The maximum number of different values to keep for comparison with the labels."""


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


class Column:
    """The kinds of values of a column."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._kinds: set[type] = set()
        self._is_whole = True
        self._values: set[Any] = set()

    def see(self, values: Sequence[Any]) -> None:
        """Look at some rows."""
        there = [value for value in values if not _is_missing(value)]
        self._kinds.update(map(type, there))
        if self._is_whole and self._kinds <= {int, float}:
            self._is_whole = all(-EXACT < value < EXACT and value == int(value) for value in there)
        if len(self._values) <= MOST:
            self._values.update(there)

    def type(self, stored: str | None = None) -> Any:
        """Return the Arrow type of the column. ``stored`` is the type of its numbers in the file."""
        import pyarrow as pa

        dates = {
            datetime.datetime: pa.timestamp("us"),
            datetime.date: pa.date32(),
            datetime.time: pa.time64("us"),
        }
        if self._kinds <= {int, float}:
            single = pa.float32() if stored == "float" else pa.float64()
            return pa.int64() if self._is_whole and self._kinds else single
        return (
            dates[next(iter(self._kinds))]
            if len(self._kinds) == 1 and self._kinds <= {*dates}
            else pa.string()
        )

    def values(self, values: Sequence[Any]) -> list[Any]:
        """Return values converted to the type."""
        if self._kinds <= {int, float}:
            kind = int if self._is_whole else float
            return [None if _is_missing(value) else kind(value) for value in values]
        mixed = len(self._kinds) > 1
        return [str(value) if mixed and value is not None else value for value in values]

    def classes(self, labels: Mapping[Any, str], missing: Sequence[tuple[float, float]]) -> dict[int, str]:
        """Return the names by id if every value has its own name, else an empty mapping."""
        numbers = {
            key: str(name)
            for key, name in labels.items()
            if isinstance(key, int | float) and math.isfinite(key)
        }
        known = {
            int(key): name
            for key, name in numbers.items()
            if key == int(key) and not any(low <= key <= high for low, high in missing)
        }
        named = self._kinds and self._is_whole and self._kinds <= {int, float} and self._values <= {*known}
        return known if named and len(set(known.values())) == len(known) else {}
