"""The table of all codes of errors, warnings and notes."""

from __future__ import annotations

from xentcli.commands.explain.codes.archives import ARCHIVES
from xentcli.commands.explain.codes.arrays import ARRAYS
from xentcli.commands.explain.codes.containers import CONTAINER_NOTES, CONTAINERS
from xentcli.commands.explain.codes.entry import Entry, table
from xentcli.commands.explain.codes.files import FILES
from xentcli.commands.explain.codes.labels import LABELS
from xentcli.commands.explain.codes.lake import COLUMNS, FOLDER_NOTES, FOLDERS
from xentcli.commands.explain.codes.loss_warnings import LOSS_WARNINGS
from xentcli.commands.explain.codes.meanings import MEANINGS, UNUSED
from xentcli.commands.explain.codes.notes import NOTES
from xentcli.commands.explain.codes.pairs import PAIRS
from xentcli.commands.explain.codes.readers import READERS
from xentcli.commands.explain.codes.records import RECORDS
from xentcli.commands.explain.codes.rows import ROWS
from xentcli.commands.explain.codes.shapes import SHAPES
from xentcli.commands.explain.codes.texts import TEXTS
from xentcli.commands.explain.codes.usage import USAGE
from xentcli.commands.explain.codes.warnings import WARNINGS

__all__ = ["ENTRIES", "Entry"]

_DATA = (*ROWS, *RECORDS, *SHAPES, *ARRAYS, *LABELS, *PAIRS, *COLUMNS, *TEXTS, *MEANINGS)
_BESIDE = (*WARNINGS, *UNUSED, *LOSS_WARNINGS, *NOTES, *FOLDER_NOTES, *CONTAINER_NOTES)
ENTRIES = table(
    sorted(
        (*_DATA, *USAGE, *FILES, *ARCHIVES, *READERS, *FOLDERS, *CONTAINERS, *_BESIDE),
        key=lambda entry: entry.code,
    )
)
"""All entries by code, in order."""
