"""Default choice of a table's columns, and the notes on that choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note
from xentcli.core.text import listed
from xentcli.inputs.select_columns import select_columns

if TYPE_CHECKING:
    from xentcli.core.errors import XentError
    from xentcli.io.table import Table

UNREAD = ("XE032", "XE033", "XE045", "XE050", "XE051", "XE071", "XE072", "XE075", "XE085", "XE652")
"""Codes of refused columns whose numbers have an unsupported type."""


def selected(spec: str, table: Table) -> tuple[int, ...]:
    """Return the columns that ``spec`` selects; the name of a vector column selects all its elements."""
    vector = table.vectors.get(spec)
    return vector.columns if vector else select_columns(spec, table.columns, int(table.shape[1] or 0))


def is_columns(spec: str) -> bool:
    """Return whether a spec consists of indexes only."""
    return all(c in "0123456789-,! " for c in spec)


def owners_of(table: Table) -> dict[str, tuple[int, ...]]:
    """Return the column indexes by name; the elements of a vector column share its name."""
    inside = {column for vector in table.vectors.values() for column in vector.columns}
    alone = {n: (i,) for i, n in enumerate(table.columns or ()) if i not in inside}
    return alone | {name: vector.columns for name, vector in table.vectors.items()}


def only_vector(table: Table, but: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[Note, ...]] | None:
    """Return the columns of the only numeric vector, and a note on the others; None if there are several.

    Of several vectors, those with a name in ``but`` do not count.
    """
    found = {n: v.columns for n, v in table.vectors.items() if all(table.numeric[c] for c in v.columns)}
    left = {n: columns for n, columns in found.items() if n.strip().lower() not in but}
    some = left if len(left) == 1 else found
    if len(some) != 1:
        return None
    columns = next(iter(some.values()))
    return columns, left_out(table, columns)


def numeric_columns(table: Table, but: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[Note, ...]]:
    """Return the numeric columns without pandas' index and the names in ``but``, and a note on the others."""
    names = table.columns
    left = {i for i, n in enumerate(names or ()) if n.strip().lower() in but}
    columns = tuple(
        i for i, number in enumerate(table.numeric) if number and i != table.index_column and i not in left
    )
    return columns, left_out(table, columns) if columns else ()


def left_out(table: Table, columns: tuple[int, ...]) -> tuple[Note, ...]:
    """Return the note on the columns that are left out, if any."""
    names = table.columns
    out = sorted(set(range(len(table.numeric))) - set(columns))
    if not out:
        return ()
    said = listed([names[i] if names and names[i] else f"number {i}" for i in out], 4)
    return (Note("XE851", f"{table.name}: left out column{'s' if len(out) > 1 else ''} {said}"),)


def chosen(table: Table, columns: tuple[int, ...]) -> tuple[Note, ...]:
    """Return the note on the prediction columns that were detected in a file with labels."""
    names = table.columns
    said = listed([names[c] if names and names[c] else f"number {c}" for c in columns])
    return (
        Note("XE852", f"{table.name}: predictions are {said}; to choose others, use --prediction-columns"),
    )


def refused(table: Table) -> XentError | None:
    """Return the error of the first column refused as bytes, structures or nested lists, or None."""
    return next((error for error in table.refusals if error.code in UNREAD), None)
