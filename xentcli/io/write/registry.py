"""The registry of output formats."""

from __future__ import annotations

from importlib import import_module
from typing import IO, TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.registry import FORMATS

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from xentcli.io.write.sheet import Sheet, Write


class Written(Frozen):
    """An output format. ``writer`` names the module and function, imported on first use.

    The function takes the file and the sheet, and returns a context in which blocks are written in order.
    """

    writer: str
    is_text: bool = False
    """Whether spreadsheets and shells can read it."""
    is_shown: bool = False
    """Whether a terminal can show it."""
    is_named: bool = False
    """Whether it has column names, and room for kept columns."""
    needs_rows: bool = False
    """Whether the number of rows must be known in advance."""
    is_array: bool = False
    """Whether it holds an array with any number of axes."""
    is_small: bool = False
    """Whether it has no int64; class ids then default to uint8."""
    suffixes: tuple[str, ...] = ()
    """Suffixes of a format that is only written; other formats use the suffixes for reading."""

    def open(self, file: IO[bytes], sheet: Sheet) -> AbstractContextManager[Write]:
        """Return a context in which blocks are written to the file, in order."""
        module, _, function = self.writer.partition(":")
        context: AbstractContextManager[Write] = getattr(
            import_module(f"xentcli.io.write.{module}"), function
        )(file, sheet)
        return context


WRITERS = {
    "csv": Written("text:csv", is_text=True, is_shown=True, is_named=True),
    "tsv": Written("text:tsv", is_text=True, is_shown=True, is_named=True),
    "npy": Written("arrays:npy", is_array=True),
    "npz": Written("arrays:npz", needs_rows=True, is_array=True),
    "parquet": Written("arrow:parquet", is_named=True),
    "arrow": Written("arrow:arrow", is_named=True),
    "jsonl": Written("jsonl:jsonl", is_shown=True, is_named=True),
    "idx": Written("arrays:idx", is_array=True, is_small=True),
}
"""Output formats by their ``--format`` name."""
TEXT = frozenset(name for name, known in WRITERS.items() if known.is_text)
"""Formats that spreadsheets and shells can read."""
READ_ONLY = frozenset({".json", ".arrows"})
"""Suffixes that are only read, as JSON lines or Arrow streams."""
SUFFIXES = {
    suffix: name
    for name, known in WRITERS.items()
    for suffix in known.suffixes or FORMATS[name].suffixes
    if suffix not in READ_ONLY
}
"""Output formats by file suffix."""
