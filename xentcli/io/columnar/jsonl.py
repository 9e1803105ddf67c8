"""Tables from JSON lines: numbers, names, lists, or objects, one per line."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.fields import Field
from xentcli.io.columnar.json_lines import pieces
from xentcli.io.columnar.json_values import ABSENT, JsonRows
from xentcli.io.table import Cells
from xentcli.io.text.encoding import MARK, start_of, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block
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
        rows = next(self._all())
        found = [value for value in islice(rows.found(), SAMPLED) if value is not ABSENT]
        if not found:
            taken = rows.take(Field("", None))
            error = taken.broken[0][1]
            error.at(file=source.name, line=1, row=1)
            raise error
        super().__init__(source.name, _fields(found, source.name), None, options)

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

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _all(self) -> Iterator[JsonRows]:
        read = utf8(self._source, self._encoding, self._skip)
        try:
            yield from map(JsonRows, pieces(read, self._source.name, self._max_field))
        except XentError as error:
            error.at(file=self._source.name)
            raise


def _fields(rows: list[Any], name: str) -> list[Field]:
    """Return the fields of the first rows, each with the type of its first value."""
    _check_document(rows, name)
    if not isinstance(rows[0], dict):
        return [_field("", [row for row in rows if not isinstance(row, dict)], name)]
    keys = dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)
    return [_field(key, [r[key] for r in rows if isinstance(r, dict) and key in r], name) for key in keys]


def _field(key: str, values: list[Any], name: str) -> Field:
    first = next((value for value in values if value is not None), 0)
    if isinstance(first, dict):
        return Field(key, np.dtype(np.float64), len(first), tuple(first), _refusal(key, first.values(), name))
    if isinstance(first, list):
        return Field(key, np.dtype(np.float64), len(first), None, _refusal(key, first, name))
    if isinstance(first, str):
        return Field(key, None)
    return Field(key, np.dtype(np.bool_ if isinstance(first, bool) else np.float64))


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
    records = isinstance(first, list) and first and isinstance(first[0], dict)
    if len(rows) == 1 and ((by_column and first != {}) or records):
        message = f"is one JSON document, not one row a line: {shown(str(first)[:60])}"
        hint = "pandas writes lines with df.to_json(FILE, orient='records', lines=True)"
        raise DataError(message, hint, code="XE040", place=Place(name, 1))
