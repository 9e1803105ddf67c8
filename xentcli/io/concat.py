"""Several files as one table: their rows one after the other, each row still knowing its file and line."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.blocks import Pending
from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import replace
from xentcli.core.text import printable, shown
from xentcli.io.glob import paths_of
from xentcli.io.table import Cells, Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.core.blocks import Block
    from xentcli.io.table import Complain, Table

NO_ROWS = "XE013"
AT_A_TIME = 32
"""Files behind URLs that are opened together."""


def open_several(path: str, opened: Callable[[str], Table]) -> Table:
    """The files that a pattern or a list names as one table; those without a row add none."""
    files = paths_of(path)
    _make_room(len(files))
    tables: list[Table] = []
    empty: DataError | None = None
    with _begun(files, opened) as attempts:
        for attempt in attempts:
            try:
                tables.append(attempt())
            except DataError as error:
                if error.code != NO_ROWS or len(files) == 1:
                    raise
                empty = empty or error
    if not tables and empty is not None:
        raise empty
    for table in tables[1:]:
        _check_alike(tables[0], table)
    return tables[0] if len(tables) == 1 else Several(path, tables)


@contextmanager
def _begun(files: list[str], opened: Callable[[str], Table]) -> Iterator[Iterator[Callable[[], Table]]]:
    """What opens each file; those behind URLs are opened many at a time, as that is mostly waiting."""
    if not any("://" in file for file in files):
        yield (partial(opened, file) for file in files)
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(AT_A_TIME)
    try:
        yield iter([pool.submit(opened, file).result for file in files])
    finally:
        pool.shutdown(cancel_futures=True)


def _make_room(files: int) -> None:
    """Every file stays open: ask for as many as there are, where the system allows fewer at first."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * files + 256
    if soft < wanted and (hard == resource.RLIM_INFINITY or soft < hard):
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _check_alike(first: Table, other: Table) -> None:
    """Refuse files whose columns, width or type differ."""
    place, hint = Place(other.name), "files that are read as one need the same columns and type"
    if first.columns != other.columns:
        mine, theirs = (", ".join(t.columns or ()) or "no header" for t in (first, other))
        named = f"has {_cut(theirs)}, {printable(first.name)} has {_cut(mine)}"
        raise DataError(f"the columns differ: {named}", hint, code="XE312", place=place)
    if first.shape[1:] != other.shape[1:]:
        sizes = " and ".join(str(t.shape[1:]) for t in (other, first))
        text = f"the rows differ in shape: {sizes} in {printable(first.name)}"
        raise DataError(text, hint, code="XE312", place=place)
    if _types(first) != _types(other):
        text = f"the types differ: {_said(other)}, {_said(first)} in {printable(first.name)}"
        raise DataError(text, hint, code="XE312", place=place)


def _cut(names: str) -> str:
    return shown(names)


def _types(table: Table) -> object:
    """The types of a table's numbers; how long texts are does not count."""
    one = None if table.dtype is None or table.dtype.kind in "US" else table.dtype
    return table.dtype is None, one, table.types


def _said(table: Table) -> str:
    if table.dtype is not None:
        return str(table.dtype)
    return shown(", ".join(str(kind or "text") for kind in dict.fromkeys(table.types or ()))) or "text"


def singles_of(table: Table) -> list[Table]:
    """The tables that a table is made of, one a file."""
    return list(table.tables) or [table]


class Several(Plain):
    """Tables with the same columns, one after the other."""

    def __init__(self, name: str, tables: list[Table]) -> None:
        """They have been compared."""
        first = tables[0]
        self.name, self.tables = name, tuple(tables)
        self.columns, self.dtype = first.columns, first.dtype
        self.types, self.vectors = first.types, first.vectors
        self.numeric = tuple(map(all, zip(*(table.numeric for table in tables), strict=True)))
        self.unread = frozenset[int]().union(*(table.unread for table in tables))
        self.anywhere = all(table.anywhere for table in tables)
        self.index_column = None if any(t.index_column is None for t in tables) else first.index_column
        counts = [table.shape[0] for table in tables]
        known = [count for count in counts if count is not None]
        self.shape: tuple[int | None, ...] = (
            sum(known) if len(known) == len(counts) else None,
            *first.shape[1:],
        )

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """The rows from the first on, each time anew."""
        start = 0
        for table in self.tables:
            ear = ProblemLog(complain, start)
            with counted_on(start):
                for block in table.blocks(columns, cells, ear if complain is not None else None):
                    yield replace(block, first_row=start + block.first_row)
                    ear.rows = max(ear.rows, block.first_row + len(block))
            start += table.shape[0] if table.shape[0] is not None else ear.rows

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """The same rows, where possible not read before they are loaded."""
        start = 0
        for table in self.tables:
            end = start
            with counted_on(start):
                for part in table.parts(columns, cells):
                    end = start + part.first_row + len(part)
                    yield moved(part, start)
            start = end

    def verify(self) -> None:
        """An error if a file changed since it was opened."""
        for table in self.tables:
            table.verify()


def moved(part: Block | Pending, start: int) -> Block | Pending:
    """The same rows, so many further on."""
    if isinstance(part, Pending):
        return Pending(start + part.first_row, part.count, partial(_load, part.read, start))
    return replace(part, first_row=start + part.first_row)


def _load(read: Callable[[int, int], Block], start: int, first: int, count: int) -> Block:
    with counted_on(start):
        block = read(first - start, count)
    return replace(block, first_row=start + block.first_row)


@contextmanager
def counted_on(start: int) -> Iterator[None]:
    """Errors of a file name their row as one of all files."""
    try:
        yield
    except XentError as error:
        _move(error, start)
        raise


class ProblemLog:
    """Passes on the errors of one file, and knows of how many rows it has heard."""

    def __init__(self, complain: Complain | None, start: int) -> None:
        """So many rows of other files are before its first."""
        self._complain, self._start, self.rows = complain, start, 0

    def __call__(self, error: XentError) -> None:
        """One error; its row becomes one of all files."""
        self.rows = max(self.rows, error.place.row or 0)
        _move(error, self._start)
        if self._complain is not None:
            self._complain(error)


def _move(error: XentError, start: int) -> None:
    if error.place.row is not None:
        error.at(row=start + error.place.row)
