"""Every format that is written: what it can hold, and where its writer is."""

from __future__ import annotations

from importlib import import_module
from typing import IO, TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.registry import FORMATS

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from xentcli.io.write.sheet import Sheet, Write


class Written(Frozen):
    """One format; ``writer`` is the module and the function that write it, imported when they are wanted.

    The function gets the file and the sheet, and answers a context in which blocks are written in order.
    """

    writer: str
    is_text: bool = False
    """Whether spreadsheets and shells read it."""
    is_shown: bool = False
    """Whether a terminal can show it."""
    is_named: bool = False
    """Whether it has names of columns, and room for columns that travel along."""
    needs_rows: bool = False
    """Whether it wants the number of rows before the first."""
    is_small: bool = False
    """Whether it has no int64: class ids are uint8 there, unless another type is asked for."""
    suffixes: tuple[str, ...] = ()
    """Of a format that is not read; the others are called as the files that are read."""

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
    "npy": Written("arrays:npy"),
    "npz": Written("arrays:npz", needs_rows=True),
    "parquet": Written("arrow:parquet", is_named=True),
    "arrow": Written("arrow:arrow", is_named=True),
    "jsonl": Written("jsonl:jsonl", is_shown=True, is_named=True),
    "idx": Written("arrays:idx", is_small=True),
}
"""All of them, by the name that ``--format`` takes."""
TEXT = frozenset(name for name, known in WRITERS.items() if known.is_text)
"""Formats that spreadsheets and shells read."""
READ_ONLY = frozenset({".json", ".arrows"})
"""Names that other writers give to what is read as lines, or as a stream."""
SUFFIXES = {
    suffix: name
    for name, known in WRITERS.items()
    for suffix in known.suffixes or FORMATS[name].suffixes
    if suffix not in READ_ONLY
}
"""The format that a file's name asks for."""
