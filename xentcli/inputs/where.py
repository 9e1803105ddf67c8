"""Keep the rows with cells that equal given texts: ``--where split=test``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import Place, UsageError
from xentcli.core.text import listed, shown
from xentcli.inputs.selection import ANY, no_column
from xentcli.inputs.take import TakenRows
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Mask
    from xentcli.io.table import Table

Condition = tuple[str, str]


def conditions(texts: Sequence[str]) -> list[Condition]:
    """Return each COL=VALUE as a pair; raise if one has another form.

    >>> conditions(["split=test", "a=b=c"])
    [('split', 'test'), ('a', 'b=c')]
    """
    found: list[Condition] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            hint = "use a column and the text of its cells: --where split=test"
            raise UsageError(f"--where '{shown(text)}' is not COL=VALUE", hint, code="XE562")
        found.append((name.strip(), value.strip()))
    return found


def has_columns(table: Table, some: Sequence[Condition]) -> bool:
    """Return whether a table has all columns of the conditions."""
    return all(name in (table.columns or ()) for name, _ in some)


def kept_rows(table: Table, some: Sequence[Condition]) -> Table:
    """Return the rows of a table for which all conditions hold; raise if there are none."""
    names = table.columns or ()
    masks = [_equal(table, names.index(name), value) for name, value in some]
    rows = np.flatnonzero(np.logical_and.reduce(masks))
    if not len(rows):
        told = " and ".join(f"{name}={value}" for name, value in some)
        raise UsageError(
            f"no row has {shown(told)}", _values(table, some[0][0]), code="XE563", place=Place(table.name)
        )
    return TakenRows(table, rows)


def _equal(table: Table, column: int, value: str) -> Mask:
    found = [np.zeros(0, np.bool_)]
    for block in table.blocks((column,), Cells.TEXT):
        hits = np.array([name.strip() == value for name in block.categories or ()], np.bool_)
        found.append(hits[block.values.reshape(-1)])
    return np.concatenate(found)


def _values(table: Table, name: str) -> str:
    column = (table.columns or ()).index(name)
    seen = {text for block in table.blocks((column,), Cells.TEXT) for text in block.categories or ()}
    return f"the values of '{shown(name)}' are {listed(sorted(seen), 6)}"


def kept_of_both(
    table: Table, beside: Table | None, texts: Sequence[str]
) -> tuple[Table, Table | None, str | None]:
    """Return the kept rows of both tables, and the input with rows that follow by a key, if only one has
    the columns.
    """
    some = conditions(texts)
    if table.beside or (beside is not None and beside.beside):
        from xentcli.inputs.beside.where import kept_by_arrays

        table, beside, some = kept_by_arrays(table, beside, some)
        if not some:
            return table, beside, None
    for name, _ in some:
        if not any(name in (t.columns or ()) or name in t.vectors for t in (table, beside) if t is not None):
            raise no_column("--where", name, table, beside)
    some = [one for one in some if one[1] != ANY]
    mine = [one for one in some if has_columns(table, [one])]
    kept = kept_rows(table, mine) if mine else table
    if beside is None or beside is table:
        return kept, beside if beside is None else kept, None
    theirs = [one for one in some if has_columns(beside, [one])]
    others = kept_rows(beside, theirs) if theirs else beside
    if len(mine) == len(theirs) == len(some):
        return kept, others, None
    if len(mine) < len(some) and len(theirs) < len(some):
        hint = "all conditions must be on columns of one input"
        raise UsageError("--where: each input has only some of the columns", hint, code="XE562")
    return kept, others, "predictions" if len(mine) == len(some) else "labels"


def no_key(spare: str, *tables: Table) -> UsageError:
    """Return the error of an input without the columns of the conditions and without a key."""
    lacking = tables[0 if spare == "labels" else 1]
    hint = "name the column that pairs the rows of both inputs: --on COL"
    message = f"--where: {shown(lacking.name)} does not have this column, and no key was found"
    return UsageError(message, hint, code="XE562")
