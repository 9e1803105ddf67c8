"""JSON records that hold one row per token."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, XentError
from xentcli.io.columnar.json_lines import parsed
from xentcli.io.columnar.json_values import ABSENT, JsonRows
from xentcli.io.columnar.tokens.lists import UNKNOWN, Lists, are_stacked, tokens_of
from xentcli.io.json.steps import reshaped

if TYPE_CHECKING:
    from xentcli.core.types import Codes
    from xentcli.io.columnar.json_lines import LinePiece
    from xentcli.io.columnar.tokens.lists import Tokens
    from xentcli.io.json.steps import Step


class TokenRows(JsonRows):
    """A piece of JSON lines with a row for every token."""

    def __init__(
        self,
        piece: LinePiece,
        steps: tuple[Step, ...],
        tokens: Tokens,
        *,
        numbered: bool = True,
        gappy: bool = False,
    ) -> None:
        super().__init__(piece, steps, numbered=numbered, gappy=gappy)
        self._tokens, self._records = tokens, []  # type: Tokens, list[int]
        self._sizes: list[int] = []

    def __len__(self) -> int:
        return len(self.found())

    @property
    def lines(self) -> Codes | None:
        """Return the line of every row, or None if the lines are not those of the file."""
        return self.records if self._numbered else None

    @property
    def records(self) -> Codes:
        """Return the number of the record of every row, from 1."""
        self.found()
        return np.array(self._records, np.int64)

    @property
    def sizes(self) -> list[int]:
        """Return the number of tokens of every record."""
        self.found()
        return self._sizes

    def found(self) -> list[Any]:
        """Return the row of each token; a record that cannot be read is one row."""
        if self._found is None:
            self._found = []
            for record, line in enumerate(self._rows, self._line):
                rows = self._tokens_of(line, record)
                self._found += rows
                self._records += [record] * len(rows)
        return self._found

    def _tokens_of(self, line: bytes, record: int) -> list[Any]:
        row = len(self._records)
        try:
            rows = [reshaped(one, self._steps) for one in self._tokens.rows(parsed(line))]
        except DataError as error:
            self._broken[row] = error
            self._sizes.append(UNKNOWN)
            return [ABSENT]
        except XentError as error:
            error.at(line=record if self._numbered else None)
            raise
        self._sizes.append(len(rows))
        return rows


def json_tokens(rows: list[Any], *, forced: bool) -> tuple[Tokens | None, bool]:
    """Return which fields of the first records hold an item per token, and whether any holds lists of scores.

    >>> json_tokens([{"y": [1, 0], "p": [[0.5, 0.5], [1, 0]]}, {"y": [], "p": []}], forced=False)[0].lists
    ('y', 'p')
    >>> json_tokens([{"y": 1, "p": [[0.5, 0.5], [1, 0]]}], forced=False)
    (None, True)
    """
    records = [row for row in rows if isinstance(row, dict)]
    keys = dict.fromkeys(key for row in records for key in row)
    each = {key: _lists(key, [row.get(key) for row in records]) for key in keys}
    lists = [one for one in each.values() if one is not None]
    tokens = tokens_of(lists, (key for key, one in each.items() if one is None), forced=forced)
    return tokens, are_stacked(lists)


def _lists(key: str, values: list[Any]) -> Lists | None:
    """Return a field of lists of single values or of scores, or None."""
    known = [value for value in values if value is not None]
    items = list(chain.from_iterable(value for value in known if isinstance(value, list)))
    if not items or not all(isinstance(value, list) for value in known):
        return None
    nested = all(isinstance(item, list) for item in items)
    if not nested and any(isinstance(item, list | dict) for item in items):
        return None
    sizes = tuple(None if value is None else len(value) for value in values)
    return Lists(key, sizes, nested and _are_scores(items), not nested and all(map(_is_label, items)))


def _are_scores(items: list[list[Any]]) -> bool:
    numbers = {type(number) for item in items for number in item} - {type(None)}
    return bool(numbers) and numbers <= {int, float} and max(map(len, items)) > 1


def _is_label(item: Any) -> bool:
    return isinstance(item, str | int) or (isinstance(item, float) and item.is_integer())


def first_rows(records: list[Any], tokens: Tokens, most: int) -> list[Any]:
    """Return the rows of the first records that can be read."""
    found: list[Any] = []
    for record in records:
        with suppress(DataError):
            found += islice(tokens.rows(record), most)
    return found[:most]
