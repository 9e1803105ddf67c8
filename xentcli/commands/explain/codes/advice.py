"""What every finding of `advise` means, and what to do about it."""

from __future__ import annotations

from xentcli.commands.advise.suspicions.registry import NOTES, SUSPICIONS, suspicion
from xentcli.commands.explain.codes.entry import Entry

EXAMPLE = "xentcli advise labels.csv predictions.csv"


class FindingEntry(Entry):
    """A finding: a suspicion, or a note."""

    note: bool = False

    @property
    def status(self) -> str:
        """The exit status of `advise` that goes with it, in words."""
        return "0, a note" if self.note else "1, a suspicion"


def finding_entry(name: str) -> FindingEntry | None:
    """Return what is known of a finding; None where no finding has that name.

    >>> finding_entry("softmax-twice").status, finding_entry("logits").status, finding_entry("XE103")
    ('1, a suspicion', '0, a note', None)
    """
    if name not in SUSPICIONS and name not in NOTES:
        return None
    known = suspicion(name)
    if not known.title:
        return None
    return FindingEntry(name, known.title, known.meaning, known.fix, (EXAMPLE,), name in NOTES)
