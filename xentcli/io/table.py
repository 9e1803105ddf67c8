"""The interface of tables, which are read as blocks of rows any number of times."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

    from xentcli.core.blocks import Block, Pending
    from xentcli.core.errors import Note, XentError
    from xentcli.io.source.file import Stamp
    from xentcli.io.text.chunk import Start
    from xentcli.io.text.line_index import Lines


Complain: TypeAlias = "Callable[[XentError], None]"
"""A callback for errors of single rows, which allows reading to continue."""


class Cells(Enum):
    """How to parse the cells of the requested columns."""

    NUMBERS = auto()
    """A matrix of numbers. Text is parsed as float64, and other cells are errors."""
    LABELS = auto()
    """One column of integers (int64), else truth values (bool), numbers (float64) or names (categories)."""
    NAMES = auto()
    """One column of names: every cell as text (categories). Empty cells are errors."""
    TEXT = auto()
    """One column of any text (categories). Empty cells are allowed."""


MEMORY = 1 << 27
"""Memory limit in bytes for decompressing xz; files of ``xz -9`` need half of it."""


class ReadOptions(Frozen):
    """Options for reading inputs. None means that the value is detected."""

    input_format: str | None = None
    delimiter: str | None = None
    encoding: str = "utf-8"
    decimal: str | None = None
    header: bool | None = None
    block_rows: int | None = None
    max_field: int = 1 << 20
    max_columns: int = 100_000
    max_memory: int = MEMORY
    unknown: tuple[str, ...] | None = None
    """The cells that are read as NaN: unknown labels."""
    raw_type: str | None = None
    """The type of raw values, such as float8 in NPY: a name from ml_dtypes."""
    table: str | None = None
    """The sheet of a workbook, the table of a database, or the file in an archive."""
    tokens: bool = False
    """Whether records hold one row per token, as those of another file do."""


class Vector(Frozen):
    """A column with several numbers per cell: the columns it becomes, and their names, if any."""

    columns: tuple[int, ...]
    names: tuple[str, ...] | None = None


class ClassNames(Frozen):
    """The names of the classes that the input itself declares for a column, by their ids.

    >>> told = ClassNames(("emu", "cat"), (1, 2))
    >>> told.name_of(2), told.name_of(-1), told.ordered((2, 1)), told.ordered((1, 0))
    ('cat', '-1', ('cat', 'emu'), ('cat', 'emu'))
    """

    names: tuple[str, ...]
    ids: tuple[int, ...] | None = None
    """The id of each name in the cells; None if the cells hold the names, with ids from 0."""
    is_sure: bool = True
    """Whether the names are declared in this order; False if it may be the order of the rows."""

    @property
    def pairs(self) -> dict[int, str]:
        """Return the names by their ids."""
        ids = range(len(self.names)) if self.ids is None else self.ids
        return dict(zip(ids, self.names, strict=True))

    @property
    def are_words(self) -> bool:
        """Return whether no name could be taken for a number or a truth value."""
        from xentcli.io.text.numbers import Numerals
        from xentcli.io.text.words import is_truth

        numerals = Numerals()
        return not any(is_truth(name) or numerals.number(name) is not None for name in self.names)

    def name_of(self, number: int) -> str:
        """Return the name of an id, or the id as text if it has none."""
        return self.pairs.get(number, str(number))

    def ordered(self, numbers: tuple[int, ...] | None = None) -> tuple[str, ...] | None:
        """Return the names in the order of their ids, or of ``numbers``, which may start at another id.

        None if there are other numbers.
        """
        pairs = dict(sorted(self.pairs.items()))
        if numbers is None:
            return tuple(pairs.values())
        if {*numbers} == {*pairs}:
            return tuple(pairs[number] for number in numbers)
        shift = min(pairs, default=0) - min(numbers, default=0)
        if {number + shift for number in numbers} != {*pairs}:
            return None
        return tuple(pairs[number + shift] for number in numbers)


NO_VECTORS: Mapping[str, Vector] = EMPTY_MAP
"""The vectors of a table with one value per cell."""


class Key(Frozen):
    """A column with the same value in all rows of a file, taken from the path of the file."""

    name: str
    value: str | None


class Opening(Frozen):
    """How a table was opened, and the state of its file."""

    name: str
    path: str
    """The absolute path of the file, or a URL."""
    options: ReadOptions
    member: str | None
    usual: tuple[str, ...]
    stamp: Stamp
    size: int
    """File size in bytes."""
    keys: tuple[Key, ...] = ()
    """The columns with values from the path."""


class Dialect(Frozen):
    """The dialect of a text file."""

    delimiter: str
    point: str


class ByLine(Protocol):
    """A text that can be split at line feeds."""

    def span(self) -> tuple[Start, int]:
        """Return the start of the first row, and the byte offset where the last row ends."""

    def lines(self, start: int, stop: int) -> Lines:
        """Return the line feeds between two byte offsets."""

    def between(self, first: Start, until: int | None) -> Table:
        """Return the rows from the start of a line up to a byte offset at a line start, or to the end."""


class ByGroup(Protocol):
    """A file that can be split at row groups."""

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the first row of each row group."""

    def groups_of(self, first: int, stop: int) -> tuple[Table, int]:
        """Return the row groups that contain these rows as a table, and the number of rows before them."""


class Table(Protocol):
    """An open input: its columns and rows."""

    opening: Opening | None
    """How to open the table in another process; None if only this process can read it, as with a pipe."""
    notes: tuple[Note, ...]
    """Notes on how the rows or columns were made from those of the input."""
    apart: bool
    """Whether the input has other tables that may hold the predictions."""
    beside: Mapping[str, Callable[[], Table]]
    """The other arrays of the file, by name, each opened on call; empty if there are none."""

    @property
    def slack(self) -> float:
        """Return how far a probability may be off, given the tool that wrote it."""

    @property
    def named_by_rows(self) -> bool:
        """Return whether rows name the classes in any order, so that the columns have no order."""

    @property
    def roles(self) -> Mapping[str, str]:
        """Return the roles of columns that the input itself declares, by their names."""

    @property
    def name(self) -> str:
        """Return the name of the input for messages."""

    @property
    def columns(self) -> tuple[str, ...] | None:
        """Return the names of the columns, or None if they have none."""

    @property
    def shape(self) -> tuple[int | None, ...]:
        """Return the number of rows (None if unknown before reading), then the size of each further axis."""

    @property
    def dtype(self) -> np.dtype[Any] | None:
        """Return the dtype of the numbers, or None for text."""

    @property
    def types(self) -> tuple[np.dtype[Any] | None, ...] | None:
        """Return the dtype of each column (None for text), or None if all columns share one."""

    @property
    def decimals(self) -> int | None:
        """Return how many decimals the usual writer of the format keeps, if it rounds by default."""

    @property
    def vectors(self) -> Mapping[str, Vector]:
        """Return the columns with several numbers per cell, by name."""

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Return which columns start with numbers. All do in a numeric array."""

    @property
    def anywhere(self) -> bool:
        """Return whether rows are read by position, so that readers are independent."""

    @property
    def index_column(self) -> int | None:
        """Return the unnamed column 0..N-1 that pandas writes for its index, or None."""

    @property
    def unread(self) -> frozenset[int]:
        """Return the columns with values in an unsupported form."""

    @property
    def refusals(self) -> tuple[XentError, ...]:
        """Return the errors for columns that cannot be read."""

    @property
    def dialect(self) -> Dialect | None:
        """Return the dialect of a text file, or None for other formats."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the concatenated tables, one per file; empty if this is a single file."""

    @property
    def sorted_by(self) -> tuple[str, ...]:
        """Return the folder keys that define the order of the rows, which other files may not share."""

    @property
    def by_line(self) -> ByLine | None:
        """Return the text if it can be split at lines, else None."""

    @property
    def by_group(self) -> ByGroup | None:
        """Return the file if it can be split at row groups, else None."""

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows as `blocks`, loaded on demand in any thread if possible."""

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the input declares for a column, or None."""

    def verify(self) -> None:
        """Raise if the input changed since it was opened, since the rows are then inconsistent."""

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call. ``columns`` None: all, for arrays of any
        rank.

        Invalid rows and cells raise an error. With ``complain`` each error is passed to it instead, and the
        valid rows are still yielded with their places.
        """


class Plain:
    """Defaults for tables: a single file without optional abilities."""

    opening: Opening | None = None
    notes: tuple[Note, ...] = ()
    roles: Mapping[str, str] = EMPTY_MAP
    slack: float = 0.0
    named_by_rows: bool = False
    dtype: np.dtype[Any] | None = None
    types: tuple[np.dtype[Any] | None, ...] | None = None
    decimals: int | None = None
    vectors: Mapping[str, Vector] = NO_VECTORS
    anywhere = False
    index_column: int | None = None
    unread: frozenset[int] = frozenset()
    refusals: tuple[XentError, ...] = ()
    dialect: Dialect | None = None
    tables: tuple[Table, ...] = ()
    sorted_by: tuple[str, ...] = ()
    apart: bool = False
    beside: Mapping[str, Callable[[], Table]] = EMPTY_MAP

    def declared(self, _column: int) -> ClassNames | None:
        """Return None."""
        return None

    @property
    def by_line(self) -> ByLine | None:
        """Return None."""
        return None

    @property
    def by_group(self) -> ByGroup | None:
        """Return None."""
        return None


class Derived(Plain):
    """Base class of tables with rows made from those of another table; everything else is the same."""

    def __init__(self, table: Table) -> None:
        self.table, self.name, self.shape = table, table.name, table.shape
        self.columns, self.dtype, self.types = table.columns, table.dtype, table.types
        self.numeric, self.vectors, self.index_column = table.numeric, table.vectors, table.index_column
        self.unread, self.refusals, self.dialect = table.unread, table.refusals, table.dialect
        self.notes, self.named_by_rows, self.decimals = table.notes, table.named_by_rows, table.decimals
        self.sorted_by = table.sorted_by
        self.roles, self.slack = table.roles, table.slack
        self.apart, self.beside = table.apart, table.beside

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the other table declares for a column, or None."""
        return self.table.declared(column)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        raise NotImplementedError

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows as `blocks`."""
        return self.blocks(columns, cells)

    def verify(self) -> None:
        """Raise if the input changed since it was opened."""
        self.table.verify()
