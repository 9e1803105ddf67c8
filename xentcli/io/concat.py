"""Concatenate several files into one table; rows keep their file and line."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from xentcli.core.blocks import Pending
from xentcli.core.errors import DataError, InputError, Place, XentError
from xentcli.core.frozen import replace
from xentcli.core.progress import read_as_one
from xentcli.core.text import printable, shown
from xentcli.io.folder.parts import parts_of
from xentcli.io.registry import FORMATS, named_format
from xentcli.io.table import Cells, Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Protocol

    from xentcli.core.blocks import Block
    from xentcli.core.errors import Note
    from xentcli.io.folder.parts import Part, Parts
    from xentcli.io.table import ClassNames, Complain, Key, Table

    class Opened(Protocol):
        """A function that opens one file, with the keys in its path."""

        def __call__(self, file: str, keys: tuple[Key, ...] = ()) -> Table:
            """Return the table."""


NO_ROWS, NO_BYTES = "XE013", "XE605"
"""The codes of a file without rows, and of one without bytes."""
AT_A_TIME = 32
"""Number of URLs opened concurrently."""


def open_several(path: str, opened: Opened, usual: tuple[str, ...] = ()) -> Table:
    """Open the files of a pattern, a list or a folder as one table, skipping files without rows."""
    found = parts_of(path, usual)
    _make_room(len(found.parts))
    tables: list[Table] = []
    empty: XentError | None = None
    with _begun(found.parts, opened) as attempts:
        for part, attempt in zip(found.parts, attempts, strict=True):
            try:
                tables.append(attempt())
            except (DataError, InputError) as error:
                if not _is_empty(part.path, error, found) or len(found.parts) == 1:
                    raise
                empty = empty or error
    if not tables and empty is not None:
        raise empty
    for table in tables[1:]:
        _check_alike(tables[0], table)
    sizes = [None if table.opening is None else table.opening.size for table in tables]
    read_as_one([table.name for table in tables], sizes)
    return tables[0] if len(tables) == 1 and not found.notes else Several(path, tables, found.notes)


def _is_empty(path: str, error: XentError, found: Parts) -> bool:
    """Return whether an error says that a file has no rows; the parts of a folder may be empty texts."""
    return error.code == NO_ROWS or (
        found.is_folder and error.code == NO_BYTES and not FORMATS[named_format(path)].always
    )


@contextmanager
def _begun(parts: Sequence[Part], opened: Opened) -> Iterator[Iterator[Callable[[], Table]]]:
    """Yield functions that open the files. URLs are opened concurrently, because that is mostly waiting."""
    if not any("://" in part.path for part in parts):
        yield (partial(opened, *_told(part)) for part in parts)
        return
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(AT_A_TIME)
    try:
        yield iter([pool.submit(opened, *_told(part)).result for part in parts])
    finally:
        pool.shutdown(cancel_futures=True)


def _told(part: Part) -> tuple[Any, ...]:
    return (part.path, part.keys) if part.keys else (part.path,)


def _make_room(files: int) -> None:
    """Raise the system limit on open files if necessary, because all files stay open."""
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
    """Raise if the columns, widths or types of the files differ."""
    place, hint = Place(other.name), "files that are read together need the same columns and types"
    if first.columns != other.columns:
        mine, theirs = (", ".join(t.columns or ()) or "no header" for t in (first, other))
        named = f"{_cut(theirs)} here, {_cut(mine)} in {printable(first.name)}"
        raise DataError(f"the columns differ: {named}", hint, code="XE312", place=place)
    if first.shape[1:] != other.shape[1:]:
        sizes = " here, ".join(str(t.shape[1:]) for t in (other, first))
        text = f"the shapes of the rows differ: {sizes} in {printable(first.name)}"
        raise DataError(text, hint, code="XE312", place=place)
    if _types(first, other) != _types(other, first):
        text = f"the types differ: {_said(other)} here, {_said(first)} in {printable(first.name)}"
        raise DataError(text, hint, code="XE312", place=place)


def _cut(names: str) -> str:
    return shown(names)


def _types(table: Table, other: Table) -> object:
    """Return the types of the numbers of a table.

    Lengths of texts and columns that are not read are ignored."""
    one = None if table.dtype is None or table.dtype.kind in "US" else table.dtype
    unread = table.unread | other.unread
    types = table.types and tuple(kind for place, kind in enumerate(table.types) if place not in unread)
    return table.dtype is None, one, types


def _said(table: Table) -> str:
    if table.dtype is not None:
        return str(table.dtype)
    return shown(", ".join(str(kind or "text") for kind in dict.fromkeys(table.types or ()))) or "text"


def singles_of(table: Table) -> list[Table]:
    """Return the tables that a table consists of, one per file."""
    return list(table.tables) or [table]


class Several(Plain):
    """The rows of several tables with the same columns."""

    def __init__(self, name: str, tables: list[Table], notes: tuple[Note, ...] = ()) -> None:
        """The tables must have the same columns."""
        first = tables[0]
        self.notes = (*notes, *dict.fromkeys(note for table in tables for note in table.notes))
        self.refusals = tuple(error for table in tables for error in table.refusals)
        self.dialect = first.dialect
        keys = [table.opening.keys for table in tables if table.opening is not None]
        self.sorted_by = tuple(key.name for key in keys[0]) if len(set(keys)) > 1 else ()
        self.name, self.tables = name, tuple(tables)
        self.columns, self.dtype = first.columns, first.dtype
        self.types, self.vectors = first.types, first.vectors
        self.named_by_rows = any(table.named_by_rows for table in tables)
        self.numeric = tuple(map(all, zip(*(table.numeric for table in tables), strict=True)))
        self.unread: frozenset[int] = frozenset[int]().union(*(table.unread for table in tables))
        self.anywhere = all(table.anywhere for table in tables)
        self.index_column = None if any(t.index_column is None for t in tables) else first.index_column
        counts = [table.shape[0] for table in tables]
        known = [count for count in counts if count is not None]
        self.shape: tuple[int | None, ...] = (
            sum(known) if len(known) == len(counts) else None,
            *first.shape[1:],
        )
        shared = [name for name in first.beside if all(name in table.beside for table in tables)]
        self.beside = {name: partial(_arrays, f"{name} of {self.name}", name, tables) for name in shared}

    def declared(self, column: int) -> ClassNames | None:
        """Return the class names of a column if all tables declare the same ones, or None."""
        first = self.tables[0].declared(column)
        alike = first is not None and all(table.declared(column) == first for table in self.tables[1:])
        return first if alike else None

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
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
        """Yield the same rows, loaded on demand if possible."""
        start = 0
        for table in self.tables:
            end = start
            with counted_on(start):
                for part in table.parts(columns, cells):
                    end = start + part.first_row + len(part)
                    yield moved(part, start)
            start = end

    def verify(self) -> None:
        """Raise if a file changed since it was opened."""
        for table in self.tables:
            table.verify()


def _arrays(title: str, name: str, tables: Sequence[Table]) -> Table:
    """Return the arrays of this name next to those of all tables, as one."""
    found = [table.beside[name]() for table in tables]
    for one in found[1:]:
        _check_alike(found[0], one)
    return Several(title, found)


def moved(part: Block | Pending, start: int) -> Block | Pending:
    """Return the part with its row numbers shifted by ``start``."""
    if isinstance(part, Pending):
        return Pending(start + part.first_row, part.count, partial(_load, part.read, start))
    return replace(part, first_row=start + part.first_row)


def _load(read: Callable[[int, int], Block], start: int, first: int, count: int) -> Block:
    with counted_on(start):
        block = read(first - start, count)
    return replace(block, first_row=start + block.first_row)


@contextmanager
def counted_on(start: int) -> Iterator[None]:
    """Shift the row numbers of errors by ``start``, so that they count over all files."""
    try:
        yield
    except XentError as error:
        _move(error, start)
        raise


class ProblemLog:
    """Forwards the errors of one file, and records the last row with an error."""

    def __init__(self, complain: Complain | None, start: int) -> None:
        """``start`` is the number of rows in the files before."""
        self._complain, self._start, self.rows = complain, start, 0

    def __call__(self, error: XentError) -> None:
        """Forward an error with its row counted over all files."""
        self.rows = max(self.rows, error.place.row or 0)
        _move(error, self._start)
        if self._complain is not None:
            self._complain(error)


def _move(error: XentError, start: int) -> None:
    if error.place.row is not None:
        error.at(row=start + error.place.row)
