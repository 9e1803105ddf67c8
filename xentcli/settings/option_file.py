"""Read small files named by an option with `@`: lines, a two-column table, or JSON."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown

if TYPE_CHECKING:
    from typing import NoReturn

LONGEST = 1 << 26
"""The maximum length of the file, in characters."""


class OptionFile(Frozen):
    """A file named by an option; ``wanted`` is the hint on its expected contents."""

    path: str
    option: str
    wanted: str

    def refuse(self, why: str, code: str = "XE625") -> NoReturn:
        """Raise InputError for the file, with the expected contents as the hint."""
        raise InputError(f"{why} ({self.option} @FILE)", self.wanted, code=code, place=Place(self.path))

    def text(self) -> str:
        """Return the whole text, without a byte order mark."""
        try:
            with open(self.path, encoding="utf-8-sig") as file:
                text = file.read(LONGEST + 1)
        except ValueError:
            self.refuse("is not UTF-8 text", "XE620")
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                self.refuse("no such file", "XE601")
            self.refuse(error.strerror or "cannot be read", "XE600")
        if len(text) > LONGEST:
            self.refuse(f"has more than {LONGEST:,} characters", "XE622")
        return text

    def json(self, text: str) -> Any:
        """Return the parsed JSON, or None if the text only starts like JSON, such as a class `[PAD]`."""
        if not text.lstrip().startswith(("{", "[")):
            return None
        import json

        try:
            return json.loads(text, object_pairs_hook=self._once, parse_constant=self._constant)
        except (ValueError, RecursionError) as error:
            if self.path.lower().endswith(".json"):
                self.refuse(f"is not JSON: {error}")
        return None

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return a JSON object as a dict; refuse repeated keys."""
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            self.refuse(f"has {shown(twice)} twice")
        return found

    def _constant(self, name: str) -> NoReturn:
        self.refuse(f"{name} is neither JSON nor a weight")

    def table(self, text: str) -> list[list[str]]:
        """Return the rows of a CSV or TSV file, without empty rows."""
        comma = "\t" if self.path.lower().endswith(".tsv") else ","
        try:
            rows = list(csv.reader(text.splitlines(), delimiter=comma, strict=True))
        except csv.Error as error:
            self.refuse(f"is not CSV: {error}")
        return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text, without empty lines.

    >>> lines_of("cat\\r\\n\\ndog\\n")
    ('cat', 'dog')
    """
    return tuple(line.rstrip("\r") for line in text.split("\n") if line.strip())
