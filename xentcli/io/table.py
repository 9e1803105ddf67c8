"""What every format offers: a table that can be read again and again as blocks of rows."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

    from xentcli.core.blocks import Block, Pending
    from xentcli.core.errors import XentError
    from xentcli.io.source.file import Stamp
    from xentcli.io.text.chunk import Start
    from xentcli.io.text.line_index import Lines


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


class Dialect(Frozen):
    """How a text is written."""

    delimiter: str
    point: str


class ByLine(Protocol):
    """A text that can be divided at its line feeds."""

    def span(self) -> tuple[Start, int]:
        """Where the first row starts, and the byte where the last one ends."""

    def lines(self, start: int, stop: int) -> Lines:
        """What is known of the line feeds between two bytes."""

    def between(self, first: Start, until: int | None) -> Table:
        """The rows from a line's start up to a byte where another line starts, or to the end."""


class ByGroup(Protocol):
    """A file that can be divided at its groups of rows."""

    @property
    def starts(self) -> tuple[int, ...]:
        """The rows with which the groups start."""

    def groups_of(self, first: int, stop: int) -> tuple[Table, int]:
        """The groups in which these rows lie as a table of their own, and how many rows are before them."""


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

    @property
    def unread(self) -> frozenset[int]:
        """Columns of values in a form that is not read."""

    @property
    def refusals(self) -> tuple[XentError, ...]:
        """Why columns are not read."""

    @property
    def dialect(self) -> Dialect | None:
        """How the text is written; None for what is no text."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that follow one another in this one, one a file; none where this is one file itself."""

    @property
    def by_line(self) -> ByLine | None:
        """The text that can be divided at lines, if it is one."""

    @property
    def by_group(self) -> ByGroup | None:
        """The file that can be divided at groups of rows, if it is one."""

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


class Plain:
    """What a table is where it does not say otherwise: one file, without abilities of its own."""

    opening: Opening | None = None
    dtype: np.dtype[Any] | None = None
    types: tuple[np.dtype[Any] | None, ...] | None = None
    vectors: Mapping[str, Vector] = NO_VECTORS
    anywhere = False
    index_column: int | None = None
    unread: frozenset[int] = frozenset()
    refusals: tuple[XentError, ...] = ()
    dialect: Dialect | None = None
    tables: tuple[Table, ...] = ()

    @property
    def by_line(self) -> ByLine | None:
        """No text."""
        return None

    @property
    def by_group(self) -> ByGroup | None:
        """No groups of rows."""
        return None
