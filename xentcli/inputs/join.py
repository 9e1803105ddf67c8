"""Rows of two files brought together by a key column, whatever their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Place, UsageError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import listed, shown
from xentcli.inputs.column_spec import select_columns
from xentcli.inputs.take import TakenRows
from xentcli.io.columnar.compute import kernel
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection

MAX_LISTED_KEYS = 5
"""So many keys are named in an error."""


class Match(Frozen):
    """Which rows go together: of both tables, in the labels' order; None: all rows of the labels."""

    mine: Codes | None
    theirs: Codes
    dropped: tuple[int, int] = (0, 0)
    """Rows of either table without a partner."""

    def labels(self, side: Selection) -> Selection:
        """A side of the labels' table, with the rows that have a partner."""
        return side if self.mine is None else replace(side, table=TakenRows(side.table, self.mine))

    def predictions(self, side: Selection) -> Selection:
        """A side of the predictions' table, in the labels' order."""
        return replace(side, table=TakenRows(side.table, self.theirs))

    def notes(self, *sides: Selection) -> tuple[str, ...]:
        """How many rows fell out of each file, if any did."""
        pairs = zip(sides, self.dropped, strict=True)
        told = (f"{_counted(n, 'row')} of {side.table.name} {_have(n)} no partner" for side, n in pairs if n)
        return tuple(f"{text}, left out" for text in told)


class Keys(Frozen):
    """The key column of a table, read whole."""

    side: Selection
    blocks: tuple[Block, ...]
    """Where the rows stand; their names are in `texts` alone."""
    texts: Any
    """As a column of pyarrow."""

    def text(self, row: int) -> str:
        """Return the key of a row."""
        return str(self.texts[row].as_py())

    def place(self, row: int) -> Place:
        """Where a key stands."""
        for block in self.blocks:
            if row < len(block):
                return block.place(row)
            row -= len(block)
        return Place(self.side.table.name)


def key_side(side: Selection, column: str) -> Selection:
    """The key column of a side's table."""
    table = side.table
    if table.columns is None:
        hint = "a CSV or TSV file with a header has names; arrays are paired by position"
        raise UsageError("--on: its columns have no names", hint, code="XE552", place=Place(table.name))
    chosen = select_columns(column, table.columns, len(table.columns))
    if len(chosen) > 1:
        raise UsageError(f"--on {shown(column)} names {len(chosen)} columns", "name one", code="XE552")
    return replace(side, columns=chosen, cells=Cells.TEXT, notes=())


def joined(data: Dataset, column: str | None, *, inner: bool, keyed: bool) -> Dataset:
    """Return the inputs with those rows side by side that have the same key in a column.

    ``keyed`` says that rows are then known by that key.
    """
    found = matched(data.labels, data.predictions, column, inner=inner)
    if found is None or column is None:
        return data
    mine, theirs = data.pair
    return replace(
        data,
        labels=replace(found.labels(mine), notes=mine.notes + found.notes(mine, theirs)),
        predictions=found.predictions(theirs),
        weights=_moved(data.weights, data, found),
        keys=found.labels(key_side(mine, column)) if keyed else None,
        groups=_moved(data.groups, data, found),
        joined=True,
    )


def _moved(side: Selection | None, data: Dataset, found: Match) -> Selection | None:
    """A side of either file with its rows; a file of its own has the labels', if all of them are left."""
    mine, theirs = data.pair
    if side is None or side.table is theirs.table:
        return None if side is None else found.predictions(side)
    if side.table is not mine.table and found.mine is not None:
        hint = "name a column of LABELS: --sample-weight-column"
        raise UsageError("--join inner cannot pair a file of weights", hint, code="XE522")
    return found.labels(side)


def matched(
    labels: Selection, predictions: Selection | None, column: str | None, *, inner: bool
) -> Match | None:
    """Which rows go together by a column; None where none is named."""
    if column is None:
        if inner:
            raise UsageError("--join inner needs a key", "name its column: --on id", code="XE522")
        return None
    if predictions is None or predictions.table is labels.table:
        raise UsageError("--on joins two files, here is one", "leave it out", code="XE522")
    return match(key_side(labels, column), key_side(predictions, column), inner=inner)


def match(labels: Selection, predictions: Selection, *, inner: bool) -> Match:
    """Which rows of two key columns have the same key; with ``inner``, those that have none are left out."""
    mine, theirs = _keys(labels), _keys(predictions)
    found = _rows_of(mine, theirs)
    lost, extra = np.flatnonzero(found < 0), np.flatnonzero(_rows_of(theirs, mine) < 0)
    if not inner:
        _refuse(mine, lost, theirs)
        _refuse(theirs, extra, mine)
        return Match(None, found)
    kept = np.flatnonzero(found >= 0)
    if not kept.size:
        raise _without_partner(mine, lost, theirs)
    return Match(kept, found[kept], (len(lost), len(extra)))


def _rows_of(keys: Keys, others: Keys) -> Codes:
    """Return in which row of ``others`` each key stands; -1: in none."""
    found = kernel("index_in", "SetLookupOptions", keys.texts, value_set=others.texts)
    valid, rows = found.buffers()[0], _numbers(found)
    if valid is None:
        return rows
    return np.where(np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[: len(rows)], rows, -1)


def _numbers(column: Any) -> Codes:
    """Return a column of int32 as an array; its memory is taken as it is, for ``to_numpy`` imports pandas."""
    return np.frombuffer(column.buffers()[1], np.int32, len(column), 4 * column.offset).astype(np.int64)


def _keys(side: Selection) -> Keys:
    keys, empty = _read(side)
    if empty:
        raise DataError("empty key", "every row needs one", code="XE309", place=empty[0])
    codes = _numbers(kernel("dictionary_encode", "DictionaryEncodeOptions", keys.texts).indices)
    first = np.unique(codes, return_index=True)[1]
    if len(first) < len(codes):
        raise _twice(keys, np.setdiff1d(np.arange(len(codes)), first))
    return keys


def _read(side: Selection) -> tuple[Keys, list[Place]]:
    """Return the keys of all rows, and the places of empty ones, the first of each block."""
    import pyarrow as pa

    blocks: list[Block] = []
    parts, empty = [_column([])], []
    for block in side.blocks():
        names = np.array([name.strip() for name in block.categories or ()], dtype=object)
        texts = names[block.values.reshape(-1)]
        empty += [block.place(row) for row in np.flatnonzero(texts == "")[:1].tolist()]
        parts.append(_column(texts.tolist()))
        blocks.append(replace(block, categories=None))
    return Keys(side, tuple(blocks), pa.concat_arrays(parts)), empty


def _column(texts: list[str]) -> Any:
    """Return texts as a column of pyarrow; made of its memory, for ``pyarrow.array`` imports pandas."""
    import pyarrow as pa

    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))


def _twice(keys: Keys, rows: Codes) -> DataError:
    message = f"{_counted(len(rows), 'row')} with a key that an earlier row has: {_listed(keys, rows)}"
    hint = "each key stands for one row; drop the doubles, or join on a column that has none"
    first = int(rows[0])
    return DataError(message, hint, code="XE309", place=keys.place(first), value=keys.text(first))


def _refuse(keys: Keys, rows: Codes, others: Keys) -> None:
    if rows.size:
        raise _without_partner(keys, rows, others)


def _without_partner(keys: Keys, rows: Codes, others: Keys) -> DataError:
    verb = "is" if len(rows) == 1 else "are"
    there = f"{verb} not in {others.side.table.name}"
    message = f"{_counted(len(rows), 'key')} {there}: {_listed(keys, rows)}"
    hint = "--join inner leaves out rows without a partner, and says how many"
    if (_rows_of(keys, others) < 0).all():
        there = _listed(others, np.arange(len(others.texts)))
        hint = f"no key is in both files; in {others.side.table.name} they are {there}: write both alike"
    first = int(rows[0])
    return DataError(message, hint, code="XE310", place=keys.place(first), value=keys.text(first))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _listed(keys: Keys, rows: Codes) -> str:
    return listed([keys.text(row) for row in rows[:MAX_LISTED_KEYS].tolist()], total=len(rows))
