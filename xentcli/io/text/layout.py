"""What is known of a text file before its rows are read: how it is written, and its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.text.cell_errors import looks_numeric

if TYPE_CHECKING:
    from xentcli.io.table import Cells
    from xentcli.io.text.chunk import Start
    from xentcli.io.text.header import Columns
    from xentcli.io.text.numbers import Numerals
    from xentcli.io.text.quotes import Splitter

OF_NUMBERS = b'0123456789+-.,;eE \t"'


class Layout(Frozen):
    """How to read a text file: where its first row of data starts, how it is cut and what its columns are."""

    name: str
    start: Start
    split: Splitter
    numerals: Numerals
    columns: Columns
    header: bytes | None
    """The header's own bytes, to recognise it when it comes again."""

    def label(self, column: int) -> str:
        """A column as messages name it: its name, or its number from 0."""
        return self.columns.names[column] if self.columns.names else str(column)

    def may_repeat_header(self, data: bytes) -> bool:
        """Whether any of these rows may be the header once more."""
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
        """The header's first letter that numbers do not have: it is found, or missed, in no time."""
        return (self.header or b"").strip(OF_NUMBERS)[:1]

    def is_telling(self) -> bool:
        """Return whether the header cannot be a row: one of one or two numbers could be data as well."""
        names = self.columns.names or ()
        return len(names) > 2 or not all(looks_numeric(name, self.numerals) for name in names)


class TextColumns(Frozen):
    """What is wanted of a text file: which columns, and how their cells are to be read."""

    layout: Layout
    columns: tuple[int, ...]
    cells: Cells
