"""The protocol of a command's answer, and the grid that renderers show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell: TypeAlias = "str | int | float | bool | None"


class Grid(Frozen):
    """A small table for people: a title, the columns' names, and the rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Answer(Protocol):
    """The complete result of a command: fields for programs, grids for people."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields ready for JSON: no NaN, no infinity, no NumPy types."""

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """Return the lines of ``-f value``: usually one line with one cell."""

    def grids(self) -> Sequence[Grid]:
        """Return the tables for people, the most important first."""

    def records(self) -> Iterable[dict[str, Cell]]:
        """Return the rows of ``-f csv``, ``tsv``, ``md`` and ``ndjson``, all with the same keys."""

    @property
    def signature(self) -> str | None:
        """Return one line with every setting behind the answer, or None."""
