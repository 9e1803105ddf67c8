"""Zip files: detect their format, and open the table in one of their files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.progress import ENDLESS
from xentcli.core.text import listed
from xentcli.io.arrays.npz import Member
from xentcli.io.arrays.zip import members_of
from xentcli.io.folders import STORE
from xentcli.io.member import chosen_table
from xentcli.io.registry import FORMATS, recognised
from xentcli.io.source.decompressed import Decompressed
from xentcli.io.source.spool import COPY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zipfile import ZipFile, ZipInfo

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

JUNK = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
"""Names of files and folders that systems add to archives."""
KINDS = (
    ("xlsx", re.compile(r"xl/workbook\.(xml|bin)").fullmatch),
    ("ods", re.compile(r"content\.xml").fullmatch),
    ("npz", re.compile(r"(?!\.|__MACOSX/).*\.npy").fullmatch),
    ("zarr", lambda name: name.rpartition("/")[2] in STORE),
)
"""The formats of zip files, and the files that identify them."""
AGAIN = "copy or save the file again; check it with unzip -t FILE"


def open_zip(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open a zip file in the format that its files identify: arrays, a workbook, or separate files."""
    source = source.whole()
    archive, members = members_of(source)
    form = _kind(members)
    if form is not None:
        return FORMATS[form].open(source, options, member, usual)
    from xentcli.io.foreign.archives import refuse_archive

    refuse_archive(source.name, members)
    return _of_files(source, archive, members, options, member, usual)


def _kind(members: Iterable[str]) -> str | None:
    """Return the format that the names of the files identify, or None if they are separate files."""
    names = list(members)
    return next((form for form, holds in KINDS if any(map(holds, names))), None)


def _of_files(
    source: Source,
    archive: ZipFile,
    members: dict[str, ZipInfo],
    options: ReadOptions,
    member: str | None,
    usual: tuple[str, ...],
) -> Table:
    """Open the named file, else the only one with data, or with a name in ``usual``."""
    names = [name for name in members if is_seen(name)]
    if not names:
        raise InputError(
            "contains no files", "is this the right file?", code="XE641", place=Place(source.name)
        )
    tables = names if options.table or member in names else _likely(names)
    try:
        key = chosen_table(tables, options.table, member, usual, "file", _stem)
    except InputError as error:
        error.at(file=source.name)
        raise
    found = Member(source, archive, members[key], f"{source.name}[{key}]", AGAIN)
    table = _opened(MemberSource(found), key, options, usual)
    others = [name for name in names if name != key]
    table.apart = table.apart or (bool(others) and options.table is None)
    if others and options.table is None:
        said = f"{found.name}: this file is read, not {listed(others, 4)}"
        table.notes = (*table.notes, Note("XE878", said, "use --table NAME to read another"))
    return table


def is_seen(name: str) -> bool:
    """Return whether a member is neither hidden nor added by a system.

    >>> is_seen("run/y.csv"), is_seen("__MACOSX/._y.csv"), is_seen(".DS_Store")
    (True, False, False)
    """
    return not any(part.startswith(".") or part in JUNK for part in name.split("/"))


def _likely(names: list[str]) -> list[str]:
    """Return the names with the suffix of a data format, or all names if there are none."""
    suffixes = {suffix for known in FORMATS.values() for suffix in known.suffixes} - {".txt"}
    return [name for name in names if os.path.splitext(name)[1].lower() in suffixes] or names


def _stem(name: str) -> str:
    return os.path.splitext(os.path.basename(name))[0]


def _opened(source: Source, key: str, options: ReadOptions, usual: tuple[str, ...]) -> Table:
    """Open a file of an archive."""
    form = recognised(source, key)
    if form == "zip":
        source = source.whole()
        form = _kind(members_of(source)[1]) or "zip"
    if form == "zip":
        hint = "unzip the outer file first"
        raise InputError("is a zip file inside a zip file", hint, code="XE610", place=Place(source.name))
    return FORMATS[form].open(source, replace(options, table=None), None, usual)


class MemberSource(Decompressed):
    """The bytes of a file in an archive."""

    def __init__(self, member: Member) -> None:
        """Read the first bytes."""
        self.name, self.size, self.stamp = member.name, ENDLESS, member.source.stamp
        self._member, self._compressed = member, member.source
        self._begin()

    def kept(self) -> MemberSource:
        """Return the source itself: the archive can be read again."""
        return self

    def _expanded(self) -> Iterator[bytes]:
        with self._member.reader() as read:
            while piece := read(COPY_BYTES):
                yield piece
