"""What every code of a problem means, with an example and what to do; and which code a message is about."""

from __future__ import annotations

from xentcli.codes.archives import ARCHIVES
from xentcli.codes.arrays import ARRAYS
from xentcli.codes.entry import Entry
from xentcli.codes.files import FILES
from xentcli.codes.labels import LABELS
from xentcli.codes.pairs import PAIRS
from xentcli.codes.records import RECORDS
from xentcli.codes.rows import ROWS
from xentcli.codes.usage import USAGE
from xentcli.codes.warnings import WARNINGS

__all__ = ["ENTRIES", "Entry"]

_ALL = (*ROWS, *RECORDS, *ARRAYS, *LABELS, *PAIRS, *USAGE, *FILES, *ARCHIVES, *WARNINGS)
ENTRIES: dict[str, Entry] = {entry.code: entry for entry in sorted(_ALL, key=lambda entry: entry.code)}
"""Every code, in order."""
