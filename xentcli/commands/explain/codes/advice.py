"""Explanations of the findings of `advise`."""

from __future__ import annotations

from xentcli.commands.advise.suspicions.registry import NOTES, SUSPICIONS, suspicion
from xentcli.commands.explain.codes.entry import Entry

EXAMPLE = "xentcli advise labels.csv predictions.csv"


class FindingEntry(Entry):
    """The entry of a finding, which is a suspicion or a note."""

    note: bool = False

    @property
    def status(self) -> str:
        """Return the exit status of `advise` for the finding, with its meaning."""
        return "0, a note" if self.note else "1, a suspicion"


def finding_entries() -> list[Entry]:
    """Return the entries of all findings that have a title."""
    found = (finding_entry(name) for name in (*SUSPICIONS, *NOTES))
    return [entry for entry in found if entry is not None]


def finding_entry(name: str) -> FindingEntry | None:
    """Return the entry of a finding, or None if no finding has that name.

    >>> finding_entry("softmax-twice").status, finding_entry("logits").status, finding_entry("XE103")
    ('1, a suspicion', '0, a note', None)
    """
    if name not in SUSPICIONS and name not in NOTES:
        return None
    known = suspicion(name)
    if not known.title:
        return None
    return FindingEntry(name, known.title, known.meaning, known.fix, (EXAMPLE,), name in NOTES)
