"""A range of an input's rows as a table that can be pickled and read in another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen, replace
from xentcli.io.concat import ProblemLog, counted_on, moved
from xentcli.io.open_table import opened_again
from xentcli.io.table import Cells, Plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    import numpy as np

    from xentcli.core.blocks import Block, Pending
    from xentcli.io.table import Complain, Opening, Table, Vector
    from xentcli.io.text.chunk import Start


class FilePiece(Frozen):
    """Rows ``first`` to ``stop`` of one file; ``before`` rows of the input precede the file."""

    opening: Opening
    before: int
    first: int
    stop: int
    start: Start | None = None
    """For a text file, the start of the first row or of an earlier one."""
    until: int | None = None
    """For a text file, the byte offset of the row after the last one, or of a later one."""

    def opened(self) -> tuple[Table, int]:
        """Open the part of the file that holds these rows; return its table and how many rows it skips."""
        table = opened_again(self.opening)
        if self.start is not None and table.by_line is not None:
            return table.by_line.between(self.start, self.until), 0
        if table.by_group is not None:
            return table.by_group.groups_of(self.first, self.stop)
        return table, 0


class Head(Frozen):
    """The attributes of a table, without its rows."""

    name: str
    columns: tuple[str, ...] | None
    shape: tuple[int | None, ...]
    dtype: np.dtype[Any] | None
    types: tuple[np.dtype[Any] | None, ...] | None
    vectors: Mapping[str, Vector]
    numeric: tuple[bool, ...]
    index_column: int | None

    @classmethod
    def of(cls, table: Table) -> Head:
        """Return the attributes of a table, with the number of rows left open."""
        named = {name: getattr(table, name) for name in cls._fields}
        return cls(**named | {"shape": (None, *table.shape[1:])})


class Portion(Plain):
    """Consecutive rows of a table of one or more files; rows keep their numbers."""

    def __init__(self, head: Head, pieces: tuple[FilePiece, ...]) -> None:
        self.head, self.pieces = head, pieces
        self.name, self.columns, self.shape = head.name, head.columns, head.shape
        self.dtype, self.types, self.vectors = head.dtype, head.types, head.vectors
        self.numeric, self.index_column = head.numeric, head.index_column

    def __reduce__(self) -> tuple[type[Portion], tuple[Head, tuple[FilePiece, ...]]]:
        return Portion, (self.head, self.pieces)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the rows in parts, which if possible are not read until they are loaded."""
        for piece in self.pieces:
            table, skipped = piece.opened()
            start = piece.before + skipped
            with counted_on(start):
                for part in table.parts(columns, cells):
                    first, stop = piece.first - skipped, piece.stop - skipped
                    if part.first_row >= stop:
                        break
                    own = part[max(0, first - part.first_row) : max(0, stop - part.first_row)]
                    if len(own):
                        yield moved(own, start)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows in blocks.

        With ``complain``, all rows of the opened pieces are yielded, so pieces must be whole files, groups or
        lines.
        """
        if complain is None:
            yield from (part.load() for part in self.parts(columns, cells))
            return
        for piece in self.pieces:
            table, skipped = piece.opened()
            start = piece.before + skipped
            ear = ProblemLog(complain, start)
            with counted_on(start):
                for block in table.blocks(columns, cells, ear):
                    yield replace(block, first_row=start + block.first_row)

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return sum(piece.stop - piece.first for piece in self.pieces)

    def verify(self) -> None:
        """Raise if a file changed since it was opened."""
        for piece in self.pieces:
            opened_again(piece.opening).verify()
