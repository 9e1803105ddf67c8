"""Decide from the number of rows of the other input whether a file has a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.table import Table


def with_header_settled(opened: Callable[..., Table], other: Table) -> Table | None:
    """Return the table with or without a header, whichever has as many rows as the other, or None.

    Args:
        opened: A function that opens the file; ``header`` says whether its first row is one.
        other: The table that has the same rows.
    """
    wanted = row_count(other)
    for header in (True, False):
        table = opened(header=header)
        if row_count(table) == wanted:
            return table
    return None


def row_count(table: Table) -> int:
    """Return the number of rows, which are read if the format does not store it."""
    known = table.shape[0]
    if known is not None:
        return known
    return sum(len(block) for block in table.blocks((0,), Cells.TEXT))
