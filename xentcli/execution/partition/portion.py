"""Some rows of an input as a table that can be sent to another process, which reads nothing else."""

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
    """Consecutive rows of one file; the file has `before` rows of the whole input before its first."""

    opening: Opening
    before: int
    first: int
    stop: int
    start: Start | None = None
    """Of a text: where the first row, or one before it, starts."""
    until: int | None = None
    """Of a text: the byte where the row after the last one starts, or one after that."""

    def opened(self) -> tuple[Table, int]:
        """The file in this process, with no more rows before and after than must be read, and how many rows
        that leaves out before."""
        table = opened_again(self.opening)
        if self.start is not None and table.by_line is not None:
            return table.by_line.between(self.start, self.until), 0
        if table.by_group is not None:
            return table.by_group.groups_of(self.first, self.stop)
        return table, 0


class Head(Frozen):
    """What is known of a table without its rows."""

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
        """What a table says of itself."""
        named = {name: getattr(table, name) for name in cls._fields}
        return cls(**named | {"shape": (None, *table.shape[1:])})


class Portion(Plain):
    """Consecutive rows of a table, which may be made of several files; rows keep their numbers."""

    def __init__(self, head: Head, pieces: tuple[FilePiece, ...]) -> None:
        """Nothing is opened yet."""
        self.head, self.pieces = head, pieces
        self.name, self.columns, self.shape = head.name, head.columns, head.shape
        self.dtype, self.types, self.vectors = head.dtype, head.types, head.vectors
        self.numeric, self.index_column = head.numeric, head.index_column

    def __reduce__(self) -> tuple[type[Portion], tuple[Head, tuple[FilePiece, ...]]]:
        """Sent as what it is made from."""
        return Portion, (self.head, self.pieces)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """The rows, where possible not read before they are loaded."""
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
        """The rows as blocks; with ``complain``, those of pieces that hold whole files, groups or lines."""
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
        """How many rows these are."""
        return sum(piece.stop - piece.first for piece in self.pieces)

    def verify(self) -> None:
        """An error if a file changed since it was opened."""
        for piece in self.pieces:
            opened_again(piece.opening).verify()
