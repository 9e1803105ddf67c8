"""The entry that explains a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

STATUS = {
    "XE85": "0, a note",
    "XE86": "0, a note",
    "XE87": "0, a note",
    "XE88": "0, a note",
    "XE5": "2, the command line is wrong",
    "XE6": "3, an input cannot be read",
    "XE7": "4, an output cannot be written",
    "XE8": "0, a warning; 1 under validate --strict",
    "XE9": "5, the cluster or the program itself failed",
}
"""The exit status of each group of codes; for all others it is 1."""


class Entry(Frozen):
    """A code with its title, meaning, fix, and shell commands that reproduce it."""

    code: str
    title: str
    meaning: str
    fix: str
    example: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Return the exit status for the code, with its meaning."""
        return STATUS.get(self.code[:4]) or STATUS.get(self.code[:3], "1, the data are wrong")


def table(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Return the entries by code; raise ValueError if two have the same code."""
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.code in known:
            raise ValueError(f"{entry.code} has two entries")
        known[entry.code] = entry
    return known


def entry(code: str, title: str, meaning: str, fix: str, *example: str) -> Entry:
    """Return an entry whose example is the given shell commands."""
    return Entry(code, title, meaning, fix, example)
