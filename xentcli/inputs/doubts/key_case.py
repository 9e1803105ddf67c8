"""Keys that one input writes in upper case and the other in lower case, such as hexadecimal hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.roles.key_pairs import unequal_keys, unequal_pair
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.inputs.roles.column import Column
    from xentcli.io.table import Table


def in_another_case(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether all keys of an input are keys of the other one, but for upper and lower case.

    >>> in_another_case(["A1", "B2"], ["b2", "a1"]), in_another_case(["A1", "C3"], ["a1", "b2"])
    (True, False)
    """
    first, second = ({text.casefold() for text in texts} for texts in (mine, theirs))
    apart = len(first) == len(mine) and len(second) == len(theirs)
    return apart and (first <= second or second <= first) and not set(mine) & set(theirs)


def spelled(mine: Sequence[str], theirs: Sequence[str], files: tuple[str, str], place: Place) -> DataError:
    """Return the error of keys that differ in case only."""
    other = next(text for text in theirs if text.casefold() in {one.casefold() for one in mine})
    own = next(text for text in mine if text.casefold() == other.casefold())
    message = (
        f"{min(len(mine), len(theirs)):,} keys differ only in upper and lower case: {shown(own)} in "
        f"{shown(files[0])} is {shown(other)} in {shown(files[1])}"
    )
    hint = "write the keys in lower case in both files"
    return DataError(message, hint, code="XE310", place=place, value=own)


def refuse_unequal_keys(
    mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table]
) -> None:
    """Raise if columns of keys with the same name hold other sets of values, or the same in another case."""
    pair = unequal_pair(mine, theirs)
    if pair is None:
        return
    own, others = (_texts(table, column) for table, column in zip(tables, pair, strict=True))
    files = tables[0].name, tables[1].name
    lost, extra = sorted(own - others), sorted(others - own)
    if lost and extra and in_another_case(lost, extra):
        raise spelled(lost, extra, files, Place(files[0], column=pair[0].name))
    raise unequal_keys(*pair, files)


def _texts(table: Table, column: Column) -> set[str]:
    """Return all cells of a column as text; none if they cannot be read."""
    try:
        blocks = table.blocks((column.index,), Cells.TEXT)
        return {text.strip() for block in blocks for text in block.categories or ()}
    except XentError:
        return set()
