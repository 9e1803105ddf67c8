"""What every format offers: a table that can be read again and again as blocks of rows."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

    from xentcli.core.errors import XentError
    from xentcli.core.lazy_block import Pending
    from xentcli.core.types import Block
    from xentcli.io.source.file import Stamp


Complain: TypeAlias = "Callable[[XentError], None]"
"""Takes the errors of single rows, so that reading can go on."""


class Cells(Enum):
    """How the cells of the wanted columns are to be read."""

    NUMBERS = auto()
    """A matrix of numbers; text is parsed as float64, and a cell that is no number is an error."""
    LABELS = auto()
    """One column: integers (int64), else True/False (bool), else numbers (float64), else names
    (categories)."""
    NAMES = auto()
    """One column of names, every cell as the text that it is (categories); an empty one is an error."""
    TEXT = auto()
    """One column of anything, empty cells too, as the text that it is (categories)."""


MEMORY = 1 << 27
"""The memory that expanding xz may take; what ``xz -9`` writes takes half of it."""


class ReadOptions(Frozen):
    """How inputs are to be read; None means: found out."""

    input_format: str | None = None
    delimiter: str | None = None
    encoding: str = "utf-8"
    decimal: str = "."
    header: bool | None = None
    block_rows: int | None = None
    max_field: int = 1 << 20
    max_columns: int = 100_000
    max_memory: int = MEMORY


class Vector(Frozen):
    """A column whose cells hold several numbers each: the columns that these are, and their names, if any."""

    columns: tuple[int, ...]
    names: tuple[str, ...] | None = None


NO_VECTORS: Mapping[str, Vector] = EMPTY_MAP
"""The vectors of a table whose cells hold one value each."""


class Opening(Frozen):
    """What a table was opened with, and the state that its file was in."""

    name: str
    path: str
    """The file, wherever a process has its working directory; or a URL."""
    options: ReadOptions
    member: str | None
    usual: tuple[str, ...]
    stamp: Stamp
    size: int
    """Of the file, in bytes."""


class Table(Protocol):
    """An input opened: what it holds, and its rows."""

    opening: Opening | None
    """What it takes to open the same table in another process; None for what only this process has, such as
    a pipe."""

    @property
    def name(self) -> str:
        """The input as messages name it."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The columns' names, or None where they have none."""

    @property
    def shape(self) -> tuple[int | None, ...]:
        """Rows (None where not known before reading), then the size of each further axis."""

    @property
    def dtype(self) -> np.dtype[Any] | None:
        """The type of the numbers, or None for text."""

    @property
    def types(self) -> tuple[np.dtype[Any] | None, ...] | None:
        """The type of each column, None for text; None where no column has one of its own."""

    @property
    def vectors(self) -> Mapping[str, Vector]:
        """The columns that came several in one cell, by the name of what they came in."""

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns start with numbers (all columns of an array of numbers)."""

    @property
    def anywhere(self) -> bool:
        """Whether rows are read by their place, so that no reader waits for another."""

    @property
    def index_column(self) -> int | None:
        """The unnamed 0..N-1 column that pandas writes for its index, or None."""

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """The same rows as of `blocks`, where possible not read before they are loaded, in whichever
        thread."""

    def verify(self) -> None:
        """An error if the input changed since it was opened: what was read is then no consistent whole."""

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """The rows from the first on, each time anew; None: all columns (arrays of any rank as they are).

        A row that is none, or a cell that cannot be read, is an error; with ``complain`` that is told every
        such error, and the rows without them come as blocks all the same, each knowing its place.
        """
