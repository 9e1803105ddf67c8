"""The layout of a text file: its dialect and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import EMPTY_MAP, Frozen, lazily
from xentcli.io.table import Cells
from xentcli.io.text.cell_errors import looks_numeric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.core.errors import Note
    from xentcli.io.table import ClassNames
    from xentcli.io.text.chunk import Start
    from xentcli.io.text.header import Columns
    from xentcli.io.text.numbers import Numerals
    from xentcli.io.text.quotes import Splitter

OF_NUMBERS = b'0123456789+-.,;eE \t"'


class Told(Frozen):
    """The facts that a dialect gives about a text: the start of its rows, its delimiter, and its columns."""

    start: Start
    delimiter: str | None = None
    names: tuple[str, ...] | None = None
    """The names of the columns, if the rows start with the data; None if a header may come first."""
    notes: tuple[Note, ...] = ()
    declared: Mapping[str, ClassNames] = EMPTY_MAP
    """The classes that the text declares for a column, by its name."""
    roles: Mapping[str, str] = EMPTY_MAP
    """The roles that the text declares for columns, by their names."""
    slack: float = 0.0
    """How far a probability may be off, given the tool that wrote it."""


class Layout(Frozen):
    """How to read a text file: the start of its data, how to split rows, and its columns."""

    name: str
    start: Start
    split: Splitter
    numerals: Numerals
    columns: Columns
    header: bytes | None
    """The bytes of the header, to detect repetitions."""

    def label(self, column: int) -> str:
        """Return the name of a column for messages, or its number (from 0) if it has no name."""
        return self.columns.names[column] if self.columns.names else str(column)

    def may_repeat_header(self, data: bytes) -> bool:
        """Return whether any of these rows may repeat the header."""
        if self.header is None or self._strange not in data or not self.is_telling():
            return False
        ends = (b"\n", b"\r\n") if b"\r" in data else (b"\n",)
        lines = [self.header + end for end in ends]
        return (
            data.startswith(tuple(lines))
            or any(b"\n" + line in data for line in lines)
            or data.endswith(b"\n" + self.header)
            or data == self.header
        )

    @property
    def _strange(self) -> bytes:
        """Return the first letter of the header that numbers do not contain, for a fast search."""
        return (self.header or b"").strip(OF_NUMBERS)[:1]

    def is_telling(self) -> bool:
        """Return whether the header cannot be data. One or two numbers could be a row."""
        names = self.columns.names or ()
        return len(names) > 2 or not all(looks_numeric(name, self.numerals) for name in names)


class TextColumns(Frozen):
    """The columns to read from a text file, and how to parse their cells."""

    layout: Layout
    columns: tuple[int, ...]
    cells: Cells

    @lazily
    def forms(self) -> Mapping[int, str]:
        """Return the forms of numbers by column; a percentage is a name unless numbers are wanted."""
        found = self.layout.columns.scalars
        if self.cells is Cells.NUMBERS:
            return found
        return {c: kind for c, kind in found.items() if kind != "percent"}
