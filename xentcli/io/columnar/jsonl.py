"""Tables from JSON lines: numbers, names, lists, or objects, one per line."""

from __future__ import annotations

from itertools import islice
from shlex import quote
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.fields import Field, are_ids
from xentcli.io.columnar.json_lines import pieces
from xentcli.io.columnar.json_values import ABSENT, JsonRows, reshaped
from xentcli.io.table import Cells
from xentcli.io.text.encoding import MARK, start_of, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentcli.core.blocks import Block
    from xentcli.io.columnar.rankings import Ranking
    from xentcli.io.source.file import Source
    from xentcli.io.table import Complain, ReadOptions, Table

SAMPLED = 101
"""Number of rows that are sampled to find the fields."""


def open_jsonl(source: Source, options: ReadOptions, _member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open the file, and find its fields in the first rows."""
    return JsonTable(source, options)


class JsonTable(Records):
    """A file of JSON lines."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        """Read the first rows."""
        self._source, self._encoding = source, options.encoding
        self._max_field = options.max_field
        self._skip, _ = start_of(source, options.encoding, len(MARK))
        self._rankings: tuple[Ranking, ...] = ()
        rows = next(self._all())
        found = [value for value in islice(rows.found(), SAMPLED) if value is not ABSENT]
        if not found:
            taken = rows.take(Field("", None))
            error = taken.broken[0][1]
            error.at(file=source.name, line=1, row=1)
            raise error
        _check_document(found, source.name)
        rankings = _rankings(found, source.name)
        self._rankings = tuple(ranking for ranking in rankings if ranking.refusal is None)
        found = [reshaped(value, self._rankings) for value in found]
        refusals = {r.field: r.refusal for r in rankings if r.refusal is not None}
        super().__init__(source.name, _fields(found, source.name, refusals), None, options)
        self.named_by_rows = not all(ranking.is_ordered for ranking in self._rankings)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        self._source.forget()
        return super().blocks(columns, cells, complain)

    def chunks(self, _fields: tuple[Field, ...]) -> Iterator[JsonRows]:
        """Yield all lines, parsed when their values are taken."""
        with self._source.steady():
            yield from self._all()

    def keep(self) -> None:
        """Copy a pipe that can be read only once, so that the rows can be read again."""
        self._source = self._source.kept()

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _all(self) -> Iterator[JsonRows]:
        read = utf8(self._source, self._encoding, self._skip)
        try:
            for piece in pieces(read, self._source.name, self._max_field):
                yield JsonRows(piece, self._rankings)
        except XentError as error:
            error.at(file=self._source.name)
            raise


def _rankings(rows: list[Any], name: str) -> tuple[Ranking, ...]:
    """Return the fields that list classes with their scores."""
    values = rows[0].values() if isinstance(rows[0], dict) else rows[:1]
    lists = (value[:1] for value in values if isinstance(value, list))
    nested = any(isinstance(value, dict) for value in values)
    if not nested and not any(isinstance(item, str | list | dict) for first in lists for item in first):
        return ()
    from xentcli.io.columnar.rankings import find_rankings

    return find_rankings(rows, name)


def _fields(rows: list[Any], name: str, refusals: Mapping[str, XentError]) -> list[Field]:
    """Return the fields of the first rows, each with the type of its first value."""
    if not isinstance(rows[0], dict):
        values = [row for row in rows if not isinstance(row, dict)]
        return [_field("", values, refusals.get("") or name)]
    keys = dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)
    records = [row for row in rows if isinstance(row, dict)]
    return [_field(key, [r[key] for r in records if key in r], refusals.get(key) or name) for key in keys]


def _field(key: str, values: list[Any], refusal: XentError | str) -> Field:
    """Return the field of these values; ``refusal`` is the error if it cannot be read, or the file's name."""
    first = next((value for value in values if value is not None), 0)
    if _is_listed(values):
        message, hint = "lists of names or ids, not of numbers", "lists of labels come first, as LABELS"
        told = DataError(message, hint, code="XE045", place=Place(str(refusal), column=key or None))
        return Field(key, None, refusal=told, worded=True, listed=True)
    if not isinstance(first, dict | list):
        kind = np.bool_ if isinstance(first, bool) else np.float64
        return Field(key, None if isinstance(first, str) else np.dtype(kind))
    numbers, titles = (first.values(), tuple(first)) if isinstance(first, dict) else (first, None)
    error = _refusal(key, numbers, refusal) if isinstance(refusal, str) else refusal
    return Field(key, np.dtype(np.float64), len(first), titles, error)


def _is_listed(values: list[Any]) -> bool:
    """Return whether values are lists of names, or lists of ids that differ in length."""
    lists = [value for value in values if isinstance(value, list)]
    items = {type(item) for value in lists for item in value}
    return items == {str} or (items == {int} and are_ids(lists))


def _refusal(key: str, values: Any, name: str) -> XentError | None:
    """Return the error if a list or an object is not a vector of numbers."""
    place = Place(name, column=key or None)
    if not values:
        message, hint = "no columns: the first row's list is empty", "as many numbers in every row are wanted"
        return DataError(message, hint, code="XE034", place=place)
    if any(isinstance(value, (list, dict, str)) for value in values):
        message, hint = "a list of other than numbers", "a list of numbers, or an object of numbers by class"
        return DataError(message, hint, code="XE045", place=place)
    return None


def _check_document(rows: list[Any], name: str) -> None:
    """Raise if the file is one JSON document, as pandas writes it without ``lines=True``."""
    first = rows[0]
    columns = list(first.values()) if isinstance(first, dict) else []
    by_column = columns and all(isinstance(c, dict) and list(c)[:2] == ["0", "1"][: len(c)] for c in columns)
    if len(rows) == 1 and ((by_column and first != {}) or _holds_rows(first)):
        message = f"is one JSON document, not one row a line: {shown(str(first)[:60])}"
        hint = "pandas writes lines with df.to_json(FILE, orient='records', lines=True)"
        if isinstance(first, list):
            hint = f"jq -c '.[]' {quote(name)} >rows.jsonl makes lines of it"
        raise DataError(message, hint, code="XE040", place=Place(name, 1))


def _holds_rows(value: Any) -> bool:
    """Return whether the only value of a file is a list of rows, and not the scores of a single row."""
    if not isinstance(value, list) or not value or not isinstance(value[0], list | dict):
        return False
    from xentcli.io.columnar.ranking_items import items_of

    items = items_of(value)
    if items is None or len(items) == 1:
        return items is None and (isinstance(value[0], dict) or items_of(value[0]) is not None)
    return abs(sum(score for _, score in items) - 1) > 0.01
