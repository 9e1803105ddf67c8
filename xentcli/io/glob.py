"""Expand patterns and lists of files, in natural order: part-2 before part-10."""

from __future__ import annotations

import glob
import os
import re

from xentcli.core.errors import InputError, Place, UsageError
from xentcli.core.text import shown
from xentcli.io.source.open import nearest_name

_DIGITS = re.compile(r"(\d+)")


def paths_of(path: str) -> list[str]:
    """Return the path itself if it exists, else the files matching a pattern or listed in an ``@`` file."""
    if "://" in path:
        return _behind(path)
    if os.path.lexists(path) or "\0" in path:
        return [path]
    if path.startswith("@"):
        return _listed(path[1:])
    found = sorted(glob.glob(path, recursive=True), key=natural)
    if not found:
        hint = _no_fit(path) if set(path) & set("*?") else nearest_name(path)
        raise InputError("no such file", hint, code="XE601", place=Place(path))
    return found


def _behind(path: str) -> list[str]:
    """Return the files or bucket objects that match a pattern; any other URL is a single name."""
    from xentcli.io.source.url import BUCKETS, listed, scheme_of

    if path.lower().startswith("file:///"):
        return [f"file://{found}" for found in paths_of(path[len("file://") :])]
    if scheme_of(path) not in BUCKETS or set(path).isdisjoint("*?["):
        return [path]
    found = sorted(listed(path), key=natural)
    if not found:
        hint = "does the pattern match a name in the bucket?"
        raise InputError("no such file", hint, code="XE601", place=Place(path))
    return found


def _no_fit(path: str) -> str:
    folder = shown(os.path.dirname(path) or "this folder")
    return f"nothing in {folder} matches the pattern"


def natural(path: str) -> tuple[list[object], str]:
    """Return the key for sorting paths with numbers compared as numbers.

    >>> sorted(["part-10", "part-9", "part-1"], key=natural)
    ['part-1', 'part-9', 'part-10']
    """
    pieces = _DIGITS.split(path)
    return [int(piece) if place % 2 else piece for place, piece in enumerate(pieces)], path


def _listed(path: str) -> list[str]:
    """Return the files in a list, one per line, relative to the folder of the list."""
    try:
        with open(path, encoding="utf-8") as file:
            names = [line.rstrip("\r\n") for line in file if line.strip()]
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        code, why = ("XE601", "no such file") if missing else ("XE600", f"cannot be read: {error}")
        hint = "@FILE is a file that lists one file name per line"
        raise InputError(why, hint, code=code, place=Place(path)) from error
    if not names or "-" in names or any("://" in name for name in names):
        hint = "list at least one file, one per line; - and URLs are not allowed"
        raise UsageError(f"@{shown(path)} is not a list of files", hint, code="XE523")
    return [os.path.join(os.path.dirname(path), name) for name in names]
