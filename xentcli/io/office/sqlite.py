"""Tables from SQLite databases. Nothing is written, and no extension is loaded."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from xentcli.core.errors import DataError, InputError, Note, Place, XentError
from xentcli.core.frozen import replace
from xentcli.core.text import listed, shown
from xentcli.io.member import chosen_table
from xentcli.io.office.cells import CellWriter, Odd, cell_table
from xentcli.io.source.file import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.table import ReadOptions, Table

HEADER = 100
"""Bytes of the header of a database."""
AT_A_TIME = 1024
"""Rows fetched at a time."""
STEPS, EACH = 20_000, 10_000
"""The number of steps per check, and the number of checks that a view may use for each batch of rows."""
OURS = """SELECT name, type FROM sqlite_schema
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"""
SAFE = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
UNFINISHED = {"-wal": "PRAGMA wal_checkpoint(TRUNCATE)", "-journal": "PRAGMA schema_version"}
"""Files next to a database with pending changes, and the command that writes them into it."""
PRAGMAS = ("PRAGMA trusted_schema = OFF", "PRAGMA query_only = ON", "PRAGMA cell_size_check = ON")


def open_sqlite(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the named table or view, else the only one, or the only one with a name in ``usual``."""
    source = source.whole()
    try:
        with _undamaged(source.name), closing(_connected(source, options)) as database:
            kinds = dict(database.execute(OURS))
            names = list(kinds)
            full = [name for name in names if kinds[name] == "view" or _has_rows(database, name)] or names
            if not names:
                raise DataError(
                    "no rows: the database has no table", "is this the right database?", code="XE013"
                )
            known = names if options.table or member in names else full
            name = chosen_table(known, options.table, member, usual, "table")
            text, odd = _copied(database, name, source.name, options)
    except XentError as error:
        error.at(file=source.name)
        raise
    others = [other for other in full if other != name]
    notes: list[Note] = []
    if others:
        text.name = f"{source.name}[{name}]"
    if others and options.table is None:
        notes.append(
            Note(
                "XE878",
                f"{text.name}: this table is read, not {listed(others, 4)}",
                "use --table NAME to read another",
            )
        )
    table = cell_table(text, replace(options, header=True), odd, line=None, notes=tuple(notes))
    table.apart = bool(others) and options.table is None
    return table


def _check_whole(source: Source) -> None:
    """Raise if pages are missing at the end, which SQLite reads as zeros."""
    head = source.read_at(0, HEADER)
    page = int.from_bytes(head[16:18], "big")
    page = 1 << 16 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 1
    if len(head) < HEADER or source.size < page * pages or source.size % max(page, 1):
        raise InputError("is truncated: pages are missing", "copy the file again", code="XE699")


def _connected(source: Source, options: ReadOptions) -> sqlite3.Connection:
    """Return a connection that can only read."""
    _check_whole(source)
    path = _path(source)
    if path is not None:
        _check_finished(path)
        database = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    else:
        database = _in_memory(source, options)
    database.enable_load_extension(False) if hasattr(database, "enable_load_extension") else None
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(options.max_field, 1 << 16))
    database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in PRAGMAS:
        database.execute(pragma)
    database.set_authorizer(_authorised)
    return database


def _authorised(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in SAFE else sqlite3.SQLITE_DENY


def _path(source: Source) -> str | None:
    """Return the path of a file that is still the one that was opened, or None."""
    if source.stamp is None or source.descriptor is None or type(source) is not Source:
        return None
    for known in (source.name, f"/dev/fd/{source.descriptor}"):
        path = os.path.realpath(known)
        try:
            if os.path.samestat(os.stat(path), os.fstat(source.descriptor)):
                return path
        except (OSError, ValueError):
            continue
    return None


def _check_finished(path: str) -> None:
    """Raise if changes to the database are still in a file next to it."""
    for suffix, command in UNFINISHED.items():
        if os.path.exists(path + suffix) and os.path.getsize(path + suffix):
            message = f"has changes that are still in {shown(os.path.basename(path))}{suffix}"
            hint = f"close the program that writes it, then run: sqlite3 FILE '{command}'"
            raise InputError(message, hint, code="XE695")


def _in_memory(source: Source, options: ReadOptions) -> sqlite3.Connection:
    """Return a database that was compressed, or came through a pipe."""
    most = 8 * options.max_memory
    if source.size > most:
        message = f"needs {source.size} bytes of memory, more than 8 x --max-memory"
        raise InputError(message, "decompress it to a file first", code="XE658")
    data = bytearray(source.read_at(0, source.size))
    data[18:20] = b"\1\1"  # mark the database as one without a separate log
    database = sqlite3.connect(":memory:")
    database.deserialize(bytes(data))
    return database


def _has_rows(database: sqlite3.Connection, name: str) -> bool:
    with _limited(database):
        return database.execute(f"SELECT 1 FROM {_quoted(name)} LIMIT 1").fetchone() is not None


def _quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def _copied(database: sqlite3.Connection, name: str, file: str, options: ReadOptions) -> tuple[Source, Odd]:
    """Copy the rows of a table to an unnamed file."""
    try:
        with tempfile.TemporaryFile() as out:
            odd = _written(database, name, out, options.decimal or ".")
            return Source(os.dup(out.fileno()), file, watched=False), odd
    except OSError as error:
        message = f"cannot write a temporary copy: {error.strerror or error}"
        raise InputError(message, "set TMPDIR to another folder", code="XE607") from error


def _written(database: sqlite3.Connection, name: str, out: IO[bytes], decimal: str) -> Odd:
    writer = CellWriter(out, decimal)
    with _limited(database):
        rows = database.execute(f"SELECT * FROM {_quoted(name)}")
        writer.write([column[0] for column in rows.description])
    while True:
        with _limited(database):
            some = rows.fetchmany(AT_A_TIME)
        if not some:
            return writer.done()
        for row in some:
            writer.write(row)


@contextmanager
def _limited(database: sqlite3.Connection) -> Iterator[None]:
    """Stop a view that takes too many steps for its next rows."""
    left = iter(range(STEPS))
    database.set_progress_handler(lambda: next(left, None) is None, EACH)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


@contextmanager
def _undamaged(name: str) -> Iterator[None]:
    """Convert errors of SQLite."""
    try:
        yield
    except sqlite3.Error as error:
        said, place = " ".join(str(error).split()), Place(name)
        if said == "interrupted":
            hint = "save its rows in a table first: CREATE TABLE t AS SELECT ..."
            raise InputError("reading a view took too long", hint, code="XE697", place=place) from error
        unable = isinstance(error, sqlite3.OperationalError)
        message = f"{'cannot be read' if unable else 'is damaged'} (SQLite): {shown(said)}"
        hint = (
            "use --table NAME to read another table"
            if unable
            else "recover what you can with sqlite3 FILE .recover"
        )
        raise InputError(message, hint, code="XE670", place=place) from error
