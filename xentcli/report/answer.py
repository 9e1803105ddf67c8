"""What every command answers with: a value that each renderer knows how to show."""

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
    """A result of a command, whole: for machines as fields, for people as grids."""

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON: no NaN, no infinity, no NumPy types."""

    def values(self) -> Iterable[tuple[Cell, ...]]:
        """The lines of ``-f value``: most often one line of one cell."""

    def grids(self) -> Sequence[Grid]:
        """The tables a person reads, the most wanted first."""

    def records(self) -> Iterable[dict[str, Cell]]:
        """The rows of ``-f csv``, ``tsv``, ``md`` and ``ndjson``, all with the same keys."""

    @property
    def signature(self) -> str | None:
        """One line with every setting that made the answer, or None."""
