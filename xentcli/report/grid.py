"""The small tables that answers show to people."""

from __future__ import annotations

from typing import TypeAlias

from xentcli.core.frozen import Frozen

Cell: TypeAlias = "str | int | float | bool | None"


class Grid(Frozen):
    """A small table for people: a title, the columns' names, and the rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
