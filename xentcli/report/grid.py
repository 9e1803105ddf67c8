"""The small tables that answers show to people, and the numbers in them that are shown in a special way."""

from __future__ import annotations

from typing import TypeAlias

from xentcli.core.frozen import Frozen

Cell: TypeAlias = "str | int | float | bool | None"


class Share(float):
    """A share of a whole, shown as a percentage."""


class Estimate(float):
    """A number that is not exact, shown after ≈."""


class Whole(str):
    """Text to copy, such as a command: a terminal shows it on a line of its own, and never folds it."""


class Grid(Frozen):
    """A small table for people: a title, the columns' names, and the rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
