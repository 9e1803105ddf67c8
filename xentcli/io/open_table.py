"""Open inputs of any format as tables, and open them again in other processes."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from xentcli.core.errors import ClusterError, InputError, Place, UsageError
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import shown
from xentcli.io.registry import FORMATS, recognised
from xentcli.io.source.open import FIRST_ROWS, open_source
from xentcli.io.table import Opening

if TYPE_CHECKING:
    from xentcli.io.source.file import Source, Stamp
    from xentcli.io.table import Key, ReadOptions, Table

PATTERN = frozenset("*?[")
"""Characters that make a path a pattern, if no file has this exact name."""
KEPT_OPEN = 64
"""Maximum number of tables that a worker keeps open for later tasks."""
UNKEYED = frozenset({"XE603", "XE626"})
"""Codes of errors for files and buckets that this user may not read."""
SEEN = "every worker needs the same files: use a shared folder or a bucket"


def open_table(
    path: str,
    options: ReadOptions,
    *,
    member: str | None = None,
    usual: tuple[str, ...] = (),
    stdin: BinaryIO | None = None,
    once: bool = False,
) -> Table:
    """Open an input as a table: ``-`` is standard input, and the files that match a pattern become one table.

    ``member`` is the name of the array in an NPZ file; if None, the only array is used, or the one named in
    ``usual``. A text pipe that is only read ``once`` is not copied.
    """
    _check(options)
    if "://" not in path and os.path.isdir(path):
        from xentcli.io.folders import masks_in, store_in

        store = store_in(path, options, member, usual)
        if store is not None:
            return _first_rows(store)
        path = masks_in(path)

    def opened(file: str, keys: tuple[Key, ...] = ()) -> Table:
        source = open_source(file, stdin, once=once, memory=options.max_memory)
        table = _table(source, options, member, usual, keys)
        if source.stamp is not None and file != "-":
            place = file if "://" in file else os.path.abspath(file)
            table.opening = Opening(file, place, options, member, usual, source.stamp, source.stamp[0], keys)
        return table

    if PATTERN.isdisjoint(path) and path[:1] != "@" and not _is_folder(path):
        return _first_rows(opened(path))
    from xentcli.io.concat import open_several

    return _first_rows(open_several(path, opened, usual))


def _is_folder(path: str) -> bool:
    return "://" not in path and "\0" not in path and os.path.isdir(path)


def _first_rows(table: Table) -> Table:
    """Return the table, or only its first rows if no more are wanted."""
    rows = FIRST_ROWS.get()
    if rows is None:
        return table
    from xentcli.io.head import Head

    return Head(table, rows)


def _table(
    source: Source,
    options: ReadOptions,
    member: str | None,
    usual: tuple[str, ...],
    keys: tuple[Key, ...] = (),
) -> Table:
    with source.steady():
        name = options.input_format or recognised(source)
        table = FORMATS[name].open(source, options, member, usual)
    if not keys:
        return table
    from xentcli.io.folder.partitioned import with_keys

    return with_keys(table, keys)


def _check(options: ReadOptions) -> None:
    name = options.input_format
    if name is not None and name not in FORMATS:
        hint = did_you_mean(name, FORMATS, f"the formats are {', '.join(FORMATS)}")
        raise UsageError(f"unknown input format '{shown(name)}'", hint, code="XE556")
    if options.block_rows is not None and options.block_rows < 1:
        raise UsageError("--block-rows must be at least 1", "for example --block-rows 65536", code="XE559")


@lru_cache(KEPT_OPEN)
def opened_again(opening: Opening) -> Table:
    """Return the same table in this process; raise if the file is different here."""
    try:
        source = open_source(opening.path, memory=opening.options.max_memory, name=opening.name)
    except InputError as error:
        hint = f"{error.hint}, on every worker" if error.code in UNKEYED else SEEN
        raise _differs(opening, error.message, hint) from error
    if source.stamp != opening.stamp:
        raise _differs(opening, _difference(opening.stamp, source.stamp))
    return _table(source, opening.options, opening.member, opening.usual, opening.keys)


def close_opened() -> None:
    """Close the tables that `opened_again` keeps for later tasks."""
    opened_again.cache_clear()


def _difference(wanted: Stamp, found: Stamp | None) -> str:
    """Describe the difference between two states of a file."""
    if found is None or found[0] != wanted[0]:
        return f"{found[0] if found else 'no'} bytes, {wanted[0]} on the client"
    return "another modification time or ETag"


def _differs(opening: Opening, how: str, hint: str = SEEN) -> ClusterError:
    return ClusterError(
        f"is another file on the worker: {how}", hint, code="XE912", place=Place(opening.name)
    )
