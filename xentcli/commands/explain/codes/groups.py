"""Groups of codes, with their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentcli.commands.explain.codes.entry import Entry

HEADINGS = (
    ("Text and cells", ("XE00", "XE01", "XE02")),
    ("Arrays, JSON and other formats", ("XE0",)),
    ("Labels", ("XE1",)),
    ("Predictions", ("XE2",)),
    ("Pairs of files", ("XE3",)),
    ("Weights", ("XE4",)),
    ("Command line", ("XE5",)),
    ("Files", ("XE6",)),
    ("Output", ("XE7",)),
    ("Warnings", ("XE80", "XE81", "XE82", "XE83", "XE84")),
    ("Notes", ("XE85", "XE86", "XE87", "XE88")),
    ("Cluster and internal errors", ("XE9",)),
)
"""Each heading with the first characters of its codes; the first that fits is used."""
FINDINGS = "Findings of advise"
"""The heading of names that are not codes."""


def heading_of(code: str) -> str:
    """Return the heading of a code.

    >>> heading_of("XE028"), heading_of("XE030"), heading_of("XE821"), heading_of("softmax-twice")
    ('Text and cells', 'Arrays, JSON and other formats', 'Warnings', 'Findings of advise')
    """
    return next((heading for heading, starts in HEADINGS if code.startswith(starts)), FINDINGS)


def grouped(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Yield each heading with its entries, in the order in which they first occur."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(heading_of(entry.code), []).append(entry)
    yield from groups.items()
