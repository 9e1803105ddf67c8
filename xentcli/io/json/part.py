"""A list, or an object with a value for each row, of a JSON object."""

from __future__ import annotations

import json
from typing import Any

SERIES = "values"
"""The name of the values of an object with one value per row, as pandas writes a Series."""


class Part:
    """A list, or an object with one member per row. Its values are lines of a spool file."""

    def __init__(self, key: str, *, is_map: bool, start: int) -> None:
        self.key, self.is_map, self.start, self.stop = key, is_map, start, start
        self.count = 0
        self.sorts: set[str] = set()
        """The types of its values."""
        self.widths: set[int] = set()
        """The lengths of its lists; at most two are kept."""
        self.first: Any = None
        self.first_key: str | None = None
        self.numbered = is_map
        """Whether the keys of an object are whole numbers."""
        self.counted = is_map
        """Whether they are 0, 1, 2 and so on."""

    def add(self, value: Any, key: str | None) -> None:
        """Look at one more value."""
        if not self.count:
            self.first, self.first_key = value, key
        self.numbered = self.numbered and is_whole(key)
        self.counted = self.counted and key == str(self.count)
        self.count += 1
        self.sorts.add(type(value).__name__)
        if isinstance(value, list) and len(self.widths) < 2:
            self.widths.add(len(value))

    @property
    def width(self) -> int | None:
        """Return the length of its lists, if all have the same length."""
        return next(iter(self.widths)) if self.sorts == {"list"} and len(self.widths) == 1 else None


def is_whole(key: str | None) -> bool:
    """Return whether a key is a whole number, written as in a pandas index."""
    digits = (key or "").removeprefix("-")
    return digits.isascii() and digits.isdecimal() and (digits == "0" or digits[0] != "0")


def quoted(text: str) -> str:
    """Return a text as JSON."""
    return json.dumps(text)
