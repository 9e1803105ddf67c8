"""Arrow records that hold one row per token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.frozen import replace
from xentcli.io.columnar.arrow_types import NUMBERS, TEXT, is_dictionary, is_list, is_struct
from xentcli.io.columnar.arrow_values import Batch, checked
from xentcli.io.columnar.buffers import mask_of_nulls, sizes_of
from xentcli.io.columnar.plain import plain, plain_type
from xentcli.io.columnar.schema_fields import first_cells
from xentcli.io.columnar.tokens.lists import UNKNOWN, Lists, are_stacked, tokens_of, uneven

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentcli.core.errors import DataError
    from xentcli.core.types import Codes, Mask, Numbers
    from xentcli.io.columnar.fields import Field, Taken
    from xentcli.io.columnar.tokens.lists import Tokens

    Column = tuple[Any, Numbers]
    """Lists, and the length of each, -1 if there is none."""

NONE: Codes = np.zeros(0, np.int64)
SAMPLED = 101
"""Number of records that are searched for lists of the same length."""


class TokenBatch(Batch, eq=False):
    """A record batch with a row for every token."""

    records: Codes = NONE
    """The number of the record of every row, from 1."""
    sizes: Sequence[int] = ()
    """The number of tokens of every record."""
    broken: tuple[tuple[int, DataError], ...] = ()
    """The rows of records whose lists differ in length."""

    def take(self, field: Field) -> Taken:
        """Return the values of a field."""
        taken = super().take(field)
        if not self.broken:
            return taken
        rows = {row for row, _ in self.broken}
        wrong = tuple(pair for pair in taken.wrong if pair[0] not in rows)
        missing = taken.missing
        if missing is not None:
            missing = missing & ~np.isin(np.arange(len(missing)), list(rows))
        return replace(taken, missing=missing, wrong=wrong, broken=self.broken)


def arrow_tokens(schema: Any, head: Callable[[str], Any], *, forced: bool) -> tuple[Tokens | None, bool]:
    """Return which fields hold an item per token, and whether any holds lists of scores."""
    found = [_lists(field, head) for field in schema]
    lists = [one for one in found if one is not None]
    singles = (field.name for field, one in zip(schema, found, strict=True) if one is None)
    return tokens_of(lists, singles, forced=forced), are_stacked(lists)


def _lists(field: Any, head: Callable[[str], Any]) -> Lists | None:
    """Return a field of lists of single values or of scores, or None."""
    kind = plain_type(field.type)
    if not is_list(kind) or is_struct(kind.value_type):
        return None
    cells = first_cells(lambda: head(field.name))[:SAMPLED]
    if not len(cells) or not sizes_of(cells).any():
        return None
    sizes = tuple(None if size == UNKNOWN else int(size) for size in _sized(cells)[1])
    item = kind.value_type
    if is_list(item):
        is_nested = str(item.value_type) in NUMBERS and int(sizes_of(cells.flatten()).max()) > 1
        return Lists(field.name, sizes, is_nested)
    text = str(item.value_type if is_dictionary(item) else item)
    return Lists(field.name, sizes, may_be_labels=text in TEXT or NUMBERS.get(text, "f")[0] != "f")


def _sized(column: Any) -> Column:
    nulls, sizes = mask_of_nulls(column), sizes_of(column)
    return column, sizes if nulls is None else np.where(nulls, UNKNOWN, sizes)


def schema_of(tokens: Tokens, schema: Any) -> Any:
    """Return the schema of the rows."""
    for place, field in enumerate(schema):
        if field.name in tokens.lists:
            schema = schema.set(place, field.with_type(plain_type(field.type).value_type))
    return schema


def batch_of(tokens: Tokens, rows: Any, first: int) -> TokenBatch:
    """Return records with a row for every token; ``first`` is the number of records before them."""
    columns = dict(zip(rows.schema.names, rows.columns, strict=True))
    for name, column in columns.items():
        checked(column, name)
    lists = {name: _sized(plain(columns[name])) for name in tokens.lists if name in columns}
    sizes = next(iter(lists.values()))[1]
    bad = np.logical_or.reduce([(own != sizes) | (own == UNKNOWN) for _, own in lists.values()])
    counts = np.where(bad, 1, sizes)
    records = np.repeat(np.arange(len(sizes)), counts)
    made = [_items(*lists[n], counts, bad) if n in lists else _taken(columns[n], records) for n in columns]
    told = np.where(bad, UNKNOWN, sizes).tolist()
    broken = _broken(lists, bad, counts)
    own = _batch(made, list(columns))
    return TokenBatch(own, records=records + first + 1, sizes=told, broken=broken)


def _batch(columns: list[Any], names: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.RecordBatch.from_arrays(columns, names)


def _taken(column: Any, places: Any) -> Any:
    import pyarrow as pa

    return column.take(pa.array(places, pa.int64()))


def _items(column: Any, sizes: Numbers, counts: Numbers, bad: Mask) -> Any:
    """Return the items of lists, and one null for each bad record."""
    items = column.flatten()
    if not bad.any():
        return items
    import pyarrow as pa

    known = np.maximum(sizes, 0)
    starts = np.repeat(np.cumsum(known) - known, counts)
    places = starts + np.arange(len(starts)) - np.repeat(np.cumsum(counts) - counts, counts)
    return items.take(pa.array(places, pa.int64(), mask=np.repeat(bad, counts)))


def _broken(lists: dict[str, Column], bad: Mask, counts: Numbers) -> tuple[tuple[int, DataError], ...]:
    """Return the row and the error of each bad record."""
    places = np.cumsum(counts) - counts
    found = []
    for record in np.flatnonzero(bad).tolist():
        sizes = [int(own[record]) for _, own in lists.values()]
        error = uneven(list(lists), [None if size == UNKNOWN else size for size in sizes])
        found.append((int(places[record]), error))
    return tuple(found)
