"""Key columns of two inputs: the same names, each value once, and the same set of values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.inputs.roles.names import Role, is_key_name, words
from xentcli.io.text.header import NAMELESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Codes
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.selection import Selection

_CODE = re.compile(r"(?=[^\W\d_])(?=[\w./:-]*\d)[\w./:-]+")
NO_KEYS = frozenset({Role.LABEL, Role.SCORE, Role.WEIGHT, Role.PREDICTED_CLASS})


class KeyPair(Frozen):
    """The key columns of two inputs, and whether their rows stand in the same order."""

    mine: Column
    theirs: Column
    in_order: bool
    sides: tuple[Selection, Selection] | None = None
    """The keys of both tables in one form, if the files write them in different forms."""

    @property
    def on(self) -> tuple[int, int] | tuple[Selection, Selection]:
        """The columns in both tables, or their keys in one form."""
        return self.sides or (self.mine.index, self.theirs.index)


def key_pairs(mine: Sequence[Column], theirs: Sequence[Column], spare: str | None = None) -> list[KeyPair]:
    """Return the pairs of columns that hold the same values, each once; those of the same name first.

    The input ``spare`` ("labels" or "predictions") may hold more values.
    """
    pairs: list[KeyPair] = []
    for a in filter(may_be_key, mine):
        for b in filter(may_be_key, theirs):
            keys, others = a.stats.keys, b.stats.keys
            if keys is not None and others is not None and _same_sort(a, b) and _match(keys, others, spare):
                pairs.append(KeyPair(a, b, bool(np.array_equal(keys, others))))
    return sorted(pairs, key=lambda pair: (not same_name(pair.mine, pair.theirs), is_counter(pair)))


def is_counter(pair: KeyPair) -> bool:
    """Return whether both columns only count the rows of their own file."""
    return counts_rows(pair.mine) and counts_rows(pair.theirs)


def _match(keys: Codes, others: Codes, spare: str | None) -> bool:
    if spare is None:
        return same_values(keys, others)
    return bool(np.isin(others, keys).all() if spare == "labels" else np.isin(keys, others).all())


def same_values(keys: Codes, others: Codes) -> bool:
    """Return whether two columns hold the same set of values."""
    return len(keys) == len(others) and bool(np.array_equal(np.sort(keys), np.sort(others)))


def same_name(mine: Column, theirs: Column) -> bool:
    """Return whether two columns have the same name, or both none."""
    if is_unnamed(mine) or is_unnamed(theirs):
        return is_unnamed(mine) and is_unnamed(theirs)
    if not (mine.named or theirs.named):
        return mine.index == theirs.index == 0
    return words(mine.name) == words(theirs.name) and mine.named and theirs.named


def is_unnamed(column: Column) -> bool:
    """Return whether a column is the unnamed first one that pandas and R write for row names."""
    return column.named and (column.name.strip() in NAMELESS or column.name == "__index_level_0__")


def may_be_key(column: Column) -> bool:
    """Return whether a column holds each value once, and is called neither labels nor scores."""
    first = column.named or column.index == 0
    return first and column.hint not in NO_KEYS and column.stats.keys is not None


def _same_sort(mine: Column, theirs: Column) -> bool:
    return bool(mine.stats.texts) == bool(theirs.stats.texts)


def refuse_other_keys(mine: Sequence[Column], theirs: Sequence[Column], files: tuple[str, str]) -> None:
    """Raise if columns of keys with the same name hold different sets of values."""
    pair = unequal_pair(mine, theirs)
    if pair is not None:
        raise unequal_keys(*pair, files)


def unequal_pair(mine: Sequence[Column], theirs: Sequence[Column]) -> tuple[Column, Column] | None:
    """Return columns of keys with the same name that hold different sets of values, or None."""
    for a in mine:
        for b in theirs:
            keys, others = a.stats.keys, b.stats.keys
            if keys is None or others is None or not (may_be_key(a) and same_name(a, b)):
                continue
            shared = len(np.intersect1d(keys, others)) if _same_sort(a, b) else 0
            if _are_keys(a, b, shared):
                return a, b
    return None


def _are_keys(mine: Column, theirs: Column, shared: int) -> bool:
    """Return whether columns that hold other values are keys nevertheless, not counters of rows."""
    keys, others = mine.stats.keys, theirs.stats.keys
    if keys is None or others is None or same_values(keys, others):
        return False
    if is_unnamed(mine):
        return not (counts_rows(mine) or counts_rows(theirs))
    if is_key_name(mine.name) or mine.name.lower().endswith("id"):
        return True
    if 2 * shared > min(len(keys), len(others)):
        return True
    return mine.named and _hold_codes(mine) and _hold_codes(theirs)


def _hold_codes(column: Column) -> bool:
    """Return whether all cells are codes of letters and digits, such as `p7` or `img_003`."""
    seen = column.stats.distinct
    return not seen.many and bool(seen.values) and all(_CODE.fullmatch(str(v)) for v in seen.values)


def counts_rows(column: Column) -> bool:
    """Return whether a column counts the rows from 0 or 1."""
    keys = column.stats.keys
    if keys is None or column.stats.texts or not len(keys):
        return False
    return keys[0] in {0, 1} and bool(np.array_equal(keys, np.arange(keys[0], keys[0] + len(keys))))


def unequal_keys(mine: Column, theirs: Column, files: tuple[str, str]) -> DataError:
    """Return the error of two columns of keys that hold different sets of values."""
    keys, others = mine.stats.keys, theirs.stats.keys
    assert keys is not None
    assert others is not None
    first, second = len(keys), len(others)
    shared = len(np.intersect1d(keys, others)) if _same_sort(mine, theirs) else 0
    message = (
        f"keys in both files: {shared:,}; only in {shown(files[0])}: {first - shared:,}; "
        f"only in {shown(files[1])}: {second - shared:,}"
    )
    hint = "use --join inner to leave out rows without a partner" if shared else "no key is in both files"
    on = mine.spec if mine.name == theirs.name else f"{mine.spec}={theirs.spec}"
    most = 2 * shared >= min(first, second)
    ways = [{"on": on, "join": "inner"}] if most else []
    return DataError(message, hint, code="XE310", place=Place(files[0], column=mine.name), ways=ways)


def ask_for_key(pair: KeyPair, files: tuple[str, str]) -> DataError:
    """Ask whether two columns with different names are the keys of the rows."""
    message = (
        f"columns '{shown(pair.mine.name)}' and '{shown(pair.theirs.name)}' of {shown(files[1])} "
        "hold the same values in another order: are they the key of the rows?"
    )
    on = f"{pair.mine.spec}={pair.theirs.spec}"
    hint = f"if so, join the rows with --on {on}"
    return DataError(message, hint, code="XE307", place=Place(files[0]), ways=[{"on": on}])
