"""Join the rows of two files by a key column, in any order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError, Note, Place, UsageError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import listed, shown
from xentcli.inputs.select_columns import select_columns
from xentcli.inputs.selection import Selection
from xentcli.inputs.take import TakenRows
from xentcli.io.columnar.compute import kernel
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from typing import TypeAlias

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes
    from xentcli.inputs.dataset import Dataset

    On: TypeAlias = str | tuple[int, int] | tuple[Selection, Selection]

NUMBER = "#"
"""The name of row numbers in --on."""
NO_COLUMN = "XE551"
"""The code of a column that the table does not have."""
MAX_LISTED_KEYS = 5
"""The number of keys listed in an error."""


class Match(Frozen):
    """Row numbers of both tables with equal keys, in the order of the labels."""

    mine: Codes | None
    """Rows of the labels' table; None for all of them."""
    theirs: Codes
    """Rows of the predictions' table."""
    dropped: tuple[int, int] = (0, 0)
    """The number of rows without a partner in each table."""

    def labels(self, side: Selection) -> Selection:
        """Return a selection of the labels' table with only the rows that have a partner."""
        return side if self.mine is None else replace(side, table=TakenRows(side.table, self.mine))

    def predictions(self, side: Selection) -> Selection:
        """Return a selection of the predictions' table with its rows in the order of the labels."""
        return replace(side, table=TakenRows(side.table, self.theirs))

    def notes(self, *sides: Selection) -> tuple[Note, ...]:
        """Return a note for each file with rows that were left out."""
        pairs = zip(sides, self.dropped, strict=True)
        some = ((_counted(n, "row"), side.table.name) for side, n in pairs if n)
        return tuple(Note("XE854", f"left out {rows} of {name} without a partner") for rows, name in some)


class Keys(Frozen):
    """All keys of a table."""

    side: Selection
    blocks: tuple[Block, ...]
    """The blocks of the key column, kept for the places of rows, without the texts."""
    texts: Any
    """The keys as a pyarrow array of strings."""

    def text(self, row: int) -> str:
        """Return the key of a row."""
        return str(self.texts[row].as_py())

    def place(self, row: int) -> Place:
        """Return the place of a row's key."""
        for block in self.blocks:
            if row < len(block):
                return block.place(row)
            row -= len(block)
        return Place(self.side.table.name)


def key_sides(mine: Selection, theirs: Selection, on: On) -> tuple[Selection, Selection]:
    """Return the selections of the key columns; ``on`` is a name, two names A=B, their indices, or these."""
    if not isinstance(on, str):
        return _by_index(mine, on[0]), _by_index(theirs, on[1])
    names = (on, on)
    if on not in (mine.table.columns or ()) and "=" in on:
        a, _, b = on.partition("=")
        names = (a.strip(), b.strip())
    if NUMBER in names:
        from xentcli.inputs.beside.numbered import numbers_of

        first, second = (
            None if name == NUMBER else key_side(side, name)
            for name, side in zip(names, (mine, theirs), strict=True)
        )
        return first or numbers_of(mine, second), second or numbers_of(theirs, first)
    try:
        return key_side(mine, names[0]), key_side(theirs, names[1])
    except UsageError as error:
        if error.code != NO_COLUMN:
            raise
        from xentcli.inputs.doubts.key_names import without_key

        raise without_key(error, (mine, theirs), names) from error


def _by_index(side: Selection, column: int | Selection) -> Selection:
    if not isinstance(column, int):
        return column
    return replace(side, columns=(column,), cells=Cells.TEXT, notes=())


def key_side(side: Selection, column: str) -> Selection:
    """Return the selection of the key column in the table of ``side``."""
    table = side.table
    if column in table.beside and column not in (table.columns or ()):
        return Selection(table.beside[column](), None, Cells.TEXT)
    if table.columns is None:
        hint = "use a file with a header; arrays are paired by position"
        raise UsageError(
            "--on needs column names, but this input has none", hint, code="XE552", place=Place(table.name)
        )
    try:
        chosen = select_columns(column, table.columns, len(table.columns))
    except UsageError as error:
        error.at(file=table.name)
        raise
    if len(chosen) > 1:
        raise UsageError(f"--on {shown(column)} names {len(chosen)} columns", "name one column", code="XE552")
    return replace(side, columns=chosen, cells=Cells.TEXT, notes=())


def joined(data: Dataset, on: On | None, *, inner: bool, keyed: bool, spare: str | None = None) -> Dataset:
    """Return the dataset with the rows of both files joined by a key: ``on`` is as in `key_sides`.

    With ``keyed``, rows are reported by that key.
    """
    if on == NUMBER and not inner:
        return data
    found = matched(data.labels, data.predictions, on, inner=inner, spare=spare)
    if found is None or on is None:
        return data
    keys = found.labels(key_sides(*data.pair, on)[0]) if keyed else None
    return replace(in_pairs(data, found), keys=keys)


def in_pairs(data: Dataset, found: Match) -> Dataset:
    """Return the dataset with the rows that match."""
    mine, theirs = data.pair
    return replace(
        data,
        labels=replace(found.labels(mine), notes=mine.notes + found.notes(mine, theirs)),
        predictions=found.predictions(theirs),
        weights=_moved(data.weights, data, found),
        groups=_moved(data.groups, data, found),
        joined=True,
    )


def _moved(side: Selection | None, data: Dataset, found: Match) -> Selection | None:
    """Return weights or groups with the rows of the file they are from.

    A separate file follows the labels, and is an error if the join drops rows.
    """
    mine, theirs = data.pair
    if side is None or side.table is theirs.table:
        return None if side is None else found.predictions(side)
    if side.table is not mine.table and found.mine is not None:
        hint = "put the weights into a column of LABELS: --sample-weight-column"
        raise UsageError("--join inner does not support a separate file of weights", hint, code="XE522")
    return found.labels(side)


def matched(
    labels: Selection,
    predictions: Selection | None,
    on: On | None,
    *,
    inner: bool,
    spare: str | None = None,
) -> Match | None:
    """Match the rows of both files by a key; return None if none is given."""
    if on is None:
        if inner:
            raise UsageError("--join inner needs a key", "name the key column: --on id", code="XE522")
        return None
    if predictions is None or predictions.table is labels.table:
        ways = ({"on": None, "join": None},)
        raise UsageError(
            "--on joins two files, but there is only one", "leave it out", code="XE522", ways=ways
        )
    return match(*key_sides(labels, predictions, on), inner=inner, spare=spare)


def match(labels: Selection, predictions: Selection, *, inner: bool, spare: str | None = None) -> Match:
    """Match the rows of two key columns; raise if a row has no partner, unless ``inner`` drops such rows.

    Rows of the input ``spare`` ("labels" or "predictions") need no partner.
    """
    mine, theirs = _alike(_keys(labels), _keys(predictions))
    found = _rows_of(mine, theirs)
    lost, extra = np.flatnonzero(found < 0), np.flatnonzero(_rows_of(theirs, mine) < 0)
    if lost.size and extra.size:
        _refuse_other_case(mine, lost, theirs, extra)
    if not inner:
        _refuse(mine, lost if spare != "labels" else lost[:0], theirs)
        _refuse(theirs, extra if spare != "predictions" else extra[:0], mine)
        if not lost.size:
            return Match(None, found)
    kept = np.flatnonzero(found >= 0)
    if not kept.size:
        raise _without_partner(mine, lost, theirs)
    return Match(kept, found[kept], (len(lost), len(extra)))


def _alike(*both: Keys) -> tuple[Keys, ...]:
    """Return the keys; whole numbers such as 7 and 7.0 become equal."""
    marked = [bool(_WHOLE.fullmatch(keys.texts[0].as_py())) if len(keys.texts) else False for keys in both]
    if marked[0] == marked[1]:
        return both
    written = [keys.texts.to_pylist() for keys in both]
    if not all(_NUMBER.fullmatch(text) for texts in written for text in texts):
        return both
    return tuple(
        replace(keys, texts=_column([text.partition(".")[0] for text in texts]))
        for keys, texts in zip(both, written, strict=True)
    )


_WHOLE = re.compile(r"[+-]?\d+\.0+", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(\.0+)?", re.ASCII)
"""A whole number with a decimal point, and with or without."""


def _rows_of(keys: Keys, others: Keys) -> Codes:
    """Return the row of each key in ``others``, -1 if it is missing there."""
    found = kernel("index_in", "SetLookupOptions", keys.texts, value_set=others.texts)
    valid, rows = found.buffers()[0], _numbers(found)
    if valid is None:
        return rows
    return np.where(np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[: len(rows)], rows, -1)


def _numbers(column: Any) -> Codes:
    """Return a pyarrow array of int32 as int64.

    The buffer is read directly, because ``to_numpy`` imports pandas.
    """
    return np.frombuffer(column.buffers()[1], np.int32, len(column), 4 * column.offset).astype(np.int64)


def _keys(side: Selection) -> Keys:
    keys, empty = _read(side)
    if empty:
        raise DataError("empty key", "every row needs a key", code="XE309", place=empty[0])
    codes = _numbers(kernel("dictionary_encode", "DictionaryEncodeOptions", keys.texts).indices)
    first = np.unique(codes, return_index=True)[1]
    if len(first) < len(codes):
        raise _twice(keys, np.setdiff1d(np.arange(len(codes)), first))
    return keys


def _read(side: Selection) -> tuple[Keys, list[Place]]:
    """Return the keys of all rows, and the place of the first empty key of each block."""
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
    """Return texts as a pyarrow array.

    It is built from buffers, because ``pyarrow.array`` imports pandas.
    """
    import pyarrow as pa

    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    return pa.LargeStringArray.from_buffers(len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))


def _twice(keys: Keys, rows: Codes) -> DataError:
    verb = "repeats" if len(rows) == 1 else "repeat"
    message = f"{_counted(len(rows), 'row')} {verb} the key of an earlier row: {_listed(keys, rows)}"
    hint = "keys must be unique: remove the duplicates, or join on another column"
    first = int(rows[0])
    return DataError(message, hint, code="XE309", place=keys.place(first), value=keys.text(first))


def _refuse(keys: Keys, rows: Codes, others: Keys) -> None:
    if rows.size:
        raise _without_partner(keys, rows, others)


def _refuse_other_case(mine: Keys, lost: Codes, theirs: Keys, extra: Codes) -> None:
    """Raise if all keys of an input that have no partner differ from keys of the other in case only."""
    from xentcli.inputs.doubts.key_case import in_another_case, spelled

    first = int(lost[0])
    texts, others = (
        [keys.text(row) for row in rows.tolist()] for keys, rows in ((mine, lost), (theirs, extra))
    )
    if in_another_case(texts, others):
        files = mine.side.table.name, theirs.side.table.name
        raise spelled(texts, others, files, mine.place(first))


def _without_partner(keys: Keys, rows: Codes, others: Keys) -> DataError:
    verb = "is" if len(rows) == 1 else "are"
    there = f"{verb} not in {others.side.table.name}"
    message = f"{_counted(len(rows), 'key')} {there}: {_listed(keys, rows)}"
    hint, ways = "use --join inner to leave out rows without a partner", ({"join": "inner"},)
    if (_rows_of(keys, others) < 0).all():
        there = _listed(others, np.arange(len(others.texts)))
        hint = f"no key is in both files; {others.side.table.name} has {there}: use the same keys in both"
    first = int(rows[0])
    return DataError(message, hint, code="XE310", place=keys.place(first), value=keys.text(first), ways=ways)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _listed(keys: Keys, rows: Codes) -> str:
    return listed([keys.text(row) for row in rows[:MAX_LISTED_KEYS].tolist()], total=len(rows))
