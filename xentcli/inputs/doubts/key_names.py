"""A key that one file has under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import UsageError
from xentcli.core.text import shown
from xentcli.inputs.roles.column import Column
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.key_pairs import may_be_key, same_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table

MOST_WAYS = 3


def without_key(error: UsageError, sides: tuple[Selection, Selection], names: tuple[str, str]) -> UsageError:
    """Return the error of a key that a file does not have, with the columns that hold the same values."""
    tables = [side.table for side in sides]
    has = [name in (table.columns or ()) for table, name in zip(tables, names, strict=True)]
    known = has.index(True) if has.count(True) == 1 else None
    same = [] if known is None else list(_same(tables, names, known))
    if known is None or not same:
        return error
    other = f"'{shown(same[0].name)}' holds the values of '{shown(names[known])}' in {tables[known].name}"
    own = Column("", 0, names[known], True, same[0].stats).spec
    ways = [{"on": f"{own}={c.spec}" if known == 0 else f"{c.spec}={own}"} for c in same[:MOST_WAYS]]
    hint = f"column {other}: use --on {ways[0]['on']}"
    return UsageError(error.message, hint, code=error.code, place=error.place, ways=ways)


def _same(tables: list[Table], names: tuple[str, str], known: int) -> Iterator[Column]:
    """Yield the columns of the other table that hold the values of the key, each once."""
    mine, theirs = tables[known], tables[1 - known]
    key = (mine.columns or ()).index(names[known])
    wanted = column_stats(mine, [key])[key].keys
    others = theirs.columns or ()
    stats = column_stats(theirs, range(len(others)))
    for index, name in enumerate(others):
        column = Column("", index, name, True, stats[index])
        found = column.stats.keys
        if wanted is not None and found is not None and may_be_key(column) and same_values(wanted, found):
            yield column
