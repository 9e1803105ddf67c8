"""Keys of the rows in an array next to labels or predictions, such as ``ids`` or ``filenames``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown
from xentcli.inputs.beside.columns import columns_of_file, file_of
from xentcli.inputs.roles.column import Column, columns_of
from xentcli.inputs.roles.column_stats import array_stats
from xentcli.inputs.roles.key_pairs import (
    ask_for_key,
    is_counter,
    key_pairs,
    may_be_key,
    same_name,
    unequal_keys,
)
from xentcli.inputs.roles.names import is_key_name, words
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Collection

    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.roles.key_pairs import KeyPair
    from xentcli.inputs.selection import ColumnNames
    from xentcli.io.table import Table

MORE_KEYS = frozenset({"indices", "order", "permutation", "perm"})
"""Names of arrays of keys besides those that `is_key_name` knows, in the singular or plural."""


NUMBERS = frozenset({"row", "rows", "order", "position", "pos", "number", "num", "seq", "sequence", "i", "n"})
"""Names of columns that number rows, besides those of keys."""


class Keys(Frozen):
    """The columns of a table that may be keys, those of arrays next to it among them."""

    table: Table
    columns: tuple[Column, ...]
    arrays: tuple[Table, ...]

    def side(self, column: Column) -> Selection:
        """Return the selection of one of the columns."""
        if column.index >= 0:
            return Selection(self.table, (column.index,), Cells.TEXT)
        return Selection(self.arrays[-1 - column.index], None, Cells.TEXT)


def with_keys(data: Dataset, names: ColumnNames) -> Dataset:
    """Return the dataset with the keys to join its rows by, if they are in another order."""
    table, beside = (side.table for side in data.pair)
    if names.on is not None or names.join is not None or data.key is not None or data.joined:
        return data
    if table is beside or file_of(table) == file_of(beside):
        return data
    mine, theirs = keys_of(table, "labels"), keys_of(beside, "predictions")
    pair = _pair(mine, theirs) if mine.arrays or theirs.arrays else None
    if pair is None:
        mine, theirs, pair = _shared(table, beside)
    if pair is None or pair.in_order:
        return data
    name = shown(pair.mine.name)
    told = Note("XE857", f"rows joined by '{name}'; {file_of(beside)} has them in another order")
    predictions = data.pair[1]
    predictions = replace(predictions, notes=(*predictions.notes, told))
    return replace(data, predictions=predictions, key=(mine.side(pair.mine), theirs.side(pair.theirs)))


def keys_of(table: Table, side: str, shared: Collection[str] = ()) -> Keys:
    """Return the columns of a table, and the arrays of keys next to it, or with a name in ``shared``."""
    own = columns_of(table, side) if table.dtype is None else []
    found = keys_beside(table, side, shared)
    return replace(found, columns=(*own, *found.columns))


def keys_beside(table: Table, side: str, shared: Collection[str] = ()) -> Keys:
    """Return the arrays next to a table with one value per row, and a name for keys or one in ``shared``."""
    view = columns_of_file(table, lambda name: name in shared or names_keys(name.rpartition("/")[2]))
    pairs = [] if view is None else zip(view.columns, view.arrays, strict=True)
    found = [(name, array) for name, array in pairs if array is not table and _may_hold_keys(array)]
    columns = [Column(side, -1 - at, name, True, array_stats(a)) for at, (name, a) in enumerate(found)]
    return Keys(table, tuple(columns), tuple(array for _, array in found))


def _may_hold_keys(array: Table) -> bool:
    return array.dtype is not None and array.dtype.kind in "iuUS"


def _shared(table: Table, beside: Table) -> tuple[Keys, Keys, KeyPair | None]:
    """Return the arrays that both files hold, and the first pair with the same values, each once."""
    names = {*table.beside, *(table.columns or ())} & {*beside.beside, *(beside.columns or ())}
    mine, theirs = keys_of(table, "labels", names), keys_of(beside, "predictions", names)
    pairs = [p for p in key_pairs(mine.columns, theirs.columns) if same_name(p.mine, p.theirs)]
    pairs = [p for p in pairs if min(p.mine.index, p.theirs.index) < 0]
    return mine, theirs, next((p for p in pairs if p.in_order), pairs[0] if pairs else None)


def names_keys(name: str) -> bool:
    """Return whether an array may hold the keys of rows, by its name.

    >>> [names_keys(name) for name in ("ids", "image_id", "filenames", "keys", "indices", "probs")]
    [True, True, True, True, True, False]
    """
    own = words(name)
    return is_key_name(name) or (
        bool(own) and (own[-1] in MORE_KEYS or is_key_name(own[-1].removesuffix("s")))
    )


def is_number_name(name: str) -> bool:
    """Return whether a column may number the rows, by its name."""
    own = words(name)
    return names_keys(name) or (bool(own) and own[-1] in NUMBERS)


def _pair(mine: Keys, theirs: Keys) -> KeyPair | None:
    """Return the keys of both tables; ask if only their names differ, and raise if their values differ."""
    pairs = [p for p in key_pairs(mine.columns, theirs.columns) if p.mine.index < 0 or p.theirs.index < 0]
    same = sorted((p for p in pairs if _alike(p.mine, p.theirs)), key=is_counter)
    if same:
        return next((p for p in same if p.in_order), same[0])
    if any(p.in_order for p in pairs):
        return None
    files = file_of(mine.table), file_of(theirs.table)
    for a in filter(may_be_key, mine.columns):
        for b in filter(may_be_key, theirs.columns):
            if min(a.index, b.index) < 0 and _alike(a, b):
                raise unequal_keys(a, b, files)
    asked = next((p for p in pairs if not is_counter(p)), None)
    if asked is not None:
        raise ask_for_key(asked, files)
    return None


def _alike(mine: Column, theirs: Column) -> bool:
    """Return whether two names of keys are the same, except that one may be singular."""
    if same_name(mine, theirs):
        return True
    a, b = (words(column.name) for column in (mine, theirs))
    return bool(a and b) and (*a[:-1], a[-1].removesuffix("s")) == (*b[:-1], b[-1].removesuffix("s"))
