"""List the data files of a folder, and distinguish files of one table from those of several."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place
from xentcli.core.frozen import Frozen
from xentcli.io.compression.registry import split_suffix
from xentcli.io.glob import natural
from xentcli.io.registry import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KEY = re.compile(r"([^=/]+)=([^/]*)", re.DOTALL)
"""The name of a folder that holds the rows with one value of a column."""
_NUMBERS = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|\d+")
"""What differs between the names of parts: numbers, and random ids."""
DEPTH = 32
"""The maximum number of keys in a path."""


class Listing(Frozen):
    """The contents of a folder: the names of its files and folders, without those that hold no rows."""

    root: str
    files: tuple[str, ...]
    folders: tuple[str, ...]
    hidden: frozenset[str]
    """The names of files and folders that begin with a dot or an underscore."""

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all files and folders."""
        return self.hidden.union(self.files, self.folders)

    def path(self, name: str) -> str:
        """Return the path of a file or folder."""
        return os.path.join(self.root, name)


def listing_of(root: str) -> Listing:
    """Return the contents of a folder, in natural order."""
    try:
        with os.scandir(root) as entries:
            found = sorted(((one.name, one.is_dir(), one.is_file()) for one in entries), key=_order)
    except OSError as error:
        hint = "check its permissions with ls -l FOLDER"
        raise InputError(
            f"cannot be read: {error.strerror or error}", hint, code="XE600", place=Place(root)
        ) from error
    hidden = {name for name, _, _ in found if name.startswith((".", "_"))}
    files = tuple(n for n, _, is_file in found if is_file and n not in hidden and _may_hold_rows(n))
    return Listing(
        root, files, tuple(n for n, is_dir, _ in found if is_dir and n not in hidden), frozenset(hidden)
    )


def _order(entry: tuple[str, bool, bool]) -> tuple[list[object], str]:
    return natural(entry[0])


def _may_hold_rows(name: str) -> bool:
    """Return whether a file has a known format, or no suffix, like the parts that some programs write."""
    suffix = os.path.splitext(split_suffix(name)[0])[1].lower()
    known = {end for form in FORMATS.values() for end in form.suffixes}
    return suffix in known or suffix in {"", ".part"} or suffix[1:].isdigit()


def alike(name: str) -> str:
    """Return a name with a star for each number and random id.

    >>> alike("part-00003-2f0dc88d-807c-46b7-ab15-1344284fb32c-c000.snappy.parquet")
    'part-*-*-c*.snappy.parquet'
    """
    return _NUMBERS.sub("*", name)


def groups_of(names: Iterable[str]) -> dict[str, list[str]]:
    """Return groups of names that differ only in numbers, by their shared pattern.

    >>> groups_of(["test-0.csv", "train-0.csv", "train-1.csv"])
    {'test-*.csv': ['test-0.csv'], 'train-*.csv': ['train-0.csv', 'train-1.csv']}
    """
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(alike(name), []).append(name)
    return found


def is_single(listing: Listing) -> bool:
    """Return whether a folder holds one ordinary file: no numbered part, no mask, no output of a job."""
    if listing.folders or len(listing.files) != 1:
        return False
    name = listing.files[0]
    by_job = any(one.startswith("_") or one.endswith(".crc") for one in listing.hidden)
    return not by_job and alike(name) == name and not name.lower().endswith(".png")


def are_keys(folders: Iterable[str]) -> bool:
    """Return whether all names of folders are of the form ``key=value``."""
    return all(map(KEY.fullmatch, folders))


def below(listing: Listing) -> Iterator[tuple[Listing, tuple[tuple[str, str], ...]]]:
    """Yield the folder and the folders below it with keys in their names, each with the keys of its path."""
    yield from _below(listing, ())


def _below(
    listing: Listing, keys: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Listing, tuple[tuple[str, str], ...]]]:
    yield listing, keys
    for name in listing.folders:
        key = KEY.fullmatch(name)
        if key is not None and len(keys) < DEPTH:
            yield from _below(listing_of(listing.path(name)), (*keys, (key[1], key[2])))
