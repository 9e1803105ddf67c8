"""The files that make up one input: those of a pattern, a list or a folder, with the keys in their paths."""

from __future__ import annotations

import os
import re
from glob import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from xentcli.core.errors import InputError, Note, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import listed, printable, shown
from xentcli.io.folder.hugging_face import files_of, splits_of
from xentcli.io.folder.lakes import refuse_lakes
from xentcli.io.folder.listing import alike, are_keys, below, groups_of, is_single, listing_of
from xentcli.io.foreign.folders import refuse_folder
from xentcli.io.glob import paths_of
from xentcli.io.table import Key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.io.folder.listing import Listing

    Pairs = tuple[tuple[str, str], ...]

MISSING = "__HIVE_DEFAULT_PARTITION__"
"""The name of the folder of rows without a value."""
COUNTED = re.compile(r"-(\d+)-of-(\d+)\b", re.ASCII)
"""The number of a part, and the number of all parts."""
PROPOSED = 3
TESTS = ("test", "validation", "valid", "val", "dev", "eval")
"""Names of splits that are likeliest to hold predictions."""


class Part(Frozen):
    """A file of an input."""

    path: str
    keys: tuple[Key, ...] = ()


class Parts(Frozen):
    """The files of an input, in order."""

    parts: tuple[Part, ...]
    is_folder: bool = False
    """Whether they are all files of a folder; those that are empty have no rows."""
    notes: tuple[Note, ...] = ()


def parts_of(path: str, usual: tuple[str, ...] = ()) -> Parts:
    """Return the files of a path. ``usual`` are the usual names of arrays, which identify labels.

    Raise if a folder holds more than one table.
    """
    found = paths_of(path)
    folders = [one for one in found if os.path.isdir(one)]
    if not folders:
        return Parts(tuple(map(Part, found)))
    if len(found) > 1:
        return _of_pattern(path, found)
    return _of_folder(found[0], "labels" if not usual or "labels" in usual else "predictions")


def _of_pattern(path: str, found: Sequence[str]) -> Parts:
    """Return the files of all folders that match a pattern, with the keys in the varying part of paths."""
    fixed = re.split(r"[*?\[]", path)[0].rpartition("/")[0]
    parts: list[tuple[str, Pairs]] = []
    for one in found:
        rest = os.path.relpath(one, fixed or ".").split(os.sep)
        keys = tuple((k, v) for k, sign, v in (name.partition("=") for name in rest) if sign)
        if os.path.isdir(one):
            parts += [(file, (*keys, *more)) for file, more in _files(listing_of(one), "labels")]
        elif not os.path.basename(one).startswith(("_", ".")):
            parts.append((one, ()))
    return Parts(_with_keys(path, parts), is_folder=True)


def _of_folder(root: str, side: str) -> Parts:
    listing = listing_of(root)
    parts = _with_keys(root, _files(listing, side))
    name = printable(os.path.normpath(root))
    first = printable(os.path.relpath(parts[0].path, root))
    text = (
        f"{first} is read"
        if len(parts) == 1
        else f"{len(parts):,} files are read as one, starting with {first}"
    )
    notes = [Note("XE872", f"{name}: {text}")]
    keys = [key.name for key in parts[0].keys]
    if keys:
        are = "becomes a column" if len(keys) == 1 else "become columns"
        notes.append(Note("XE873", f"{name}: {listed(keys, 4)} in the folder names {are}"))
    return Parts(parts, True, tuple(notes))


def _files(listing: Listing, side: str) -> list[tuple[str, Pairs]]:
    """Return the files of a folder with the keys of their paths; raise if they are not one table."""
    refuse_lakes(listing)
    refuse_folder(listing.root)
    splits = splits_of(listing)
    if splits is not None:
        return _only(listing, splits, side)
    written = files_of(listing)
    if written is not None:
        return [(listing.path(name), ()) for name in written]
    if not are_keys(listing.folders):
        return _only(listing, _choices(listing), side)
    found = [(one, keys, name) for one, keys in below(listing) for name in one.files]
    if len({*map(alike, (name for _, _, name in found))}) > 1:
        return _only(listing, _choices(listing), side)
    files = [(one.path(name), keys) for one, keys, name in found]
    if not files or is_single(listing):
        return _only(listing, listing.files, side)
    _check_counted(listing.root, [path for path, _ in files])
    return files


def _choices(listing: Listing) -> list[str]:
    """Return the candidates in a folder: its groups of files, as patterns, and its folders."""
    groups = groups_of(listing.files)
    return [
        *(names[0] if len(names) == 1 else pattern for pattern, names in groups.items()),
        *listing.folders,
    ]


def _only(listing: Listing, names: Sequence[str], side: str) -> list[tuple[str, Pairs]]:
    """Return the files of the only choice; raise if there are several, or none."""
    if len(names) == 1 and names[0] in listing.folders:
        return _files(listing_of(listing.path(names[0])), side)
    if not names:
        hint = "list its files with ls -A FOLDER"
        raise InputError("is a folder without data files", hint, code="XE680", place=Place(listing.root))
    likely = sorted(names, key=lambda name: min(map(_rank, re.split(r"[^a-z]+", name.lower()))))
    paths = [os.path.join(escape(listing.root) if "*" in name else listing.root, name) for name in likely]
    tables = "1 file" if len(names) == 1 else f"{len(names)} tables"
    message = f"is a folder with {tables}: {listed(list(map(shown, names)), 6)}"
    hint = f"name {'the file' if len(names) == 1 else 'one of them'}, as in {shown(paths[0])}"
    ways = [{side: path} for path in paths[:PROPOSED]]
    raise InputError(message, hint, code="XE681", place=Place(listing.root), ways=ways)


def _rank(word: str) -> int:
    return TESTS.index(word) if word in TESTS else len(TESTS)


def _check_counted(root: str, paths: Sequence[str]) -> None:
    """Raise if a part is missing from parts that give their number in their names."""
    seen: dict[tuple[str, int], set[int]] = {}
    for path in paths:
        for number, count in COUNTED.findall(os.path.basename(path)):
            seen.setdefault((alike(path), int(count)), set()).add(int(number))
    for (_, count), numbers in seen.items():
        lost = next((n for n in range(count) if n not in numbers), None)
        if lost is not None and count not in numbers:
            hint = "copy or save the whole folder again"
            message = f"is incomplete: part {lost} of {count} is missing"
            raise InputError(message, hint, code="XE683", place=Place(root))


# ------------------------------------------------------------------ keys


def _with_keys(root: str, files: Sequence[tuple[str, Pairs]]) -> tuple[Part, ...]:
    """Return the files with the keys of their paths as values of columns."""
    names = {tuple(unquote(name) for name, _ in keys) for _, keys in files}
    if len(names) != 1:
        message, hint = "the paths of its files have different keys", "name a folder in it"
        raise InputError(message, hint, code="XE681", place=Place(root))
    own = next(iter(names))
    return tuple(
        Part(path, tuple(Key(name, _value(value)) for name, (_, value) in zip(own, keys, strict=True)))
        for path, keys in files
    )


def _value(text: str) -> str | None:
    return None if text in {MISSING, ""} else unquote(text)
