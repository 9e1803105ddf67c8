"""The rows of a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xentcli.core.errors import Note


class Rows(Frozen, eq=False):
    """The rows of a document."""

    lines: Callable[[], Iterator[bytes]]
    """Yields each row as one line of JSON, without the line end."""
    names: tuple[str, ...] | None = None
    """The names of the values of each row, if a row is a list."""
    classes: tuple[str, ...] | None = None
    """The names of the classes in the order of the scores, if the document has them."""
    declared: Mapping[str, tuple[str, ...]] = EMPTY_MAP
    """The names of the classes of a column, if the document has them."""
    index: str | None = None
    """The column with the names of the rows."""
    notes: tuple[Note, ...] = ()


LINES = Rows(lambda: iter(()))
"""The facts about rows of JSON lines: none."""
