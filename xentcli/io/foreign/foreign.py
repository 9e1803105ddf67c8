"""A format that is recognised but not supported, and the command that converts its files."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable

PLAIN = re.compile(r"[\w./@%+=:,-]+")
"""Paths that need no quotes, neither in a shell nor in Python."""


class Foreign(Frozen):
    """An unsupported format. A file has it by its first bytes (``starts``, ``looks``) or by its suffix."""

    title: str
    """What a file of the format is, with its article."""
    line: str
    """The command that converts FILE to NEW, or other advice."""
    new: str = ".parquet"
    """The suffix of the new file."""
    starts: tuple[bytes, ...] = ()
    looks: Callable[[bytes], object] | None = None
    suffixes: tuple[str, ...] = ()
    """Suffixes of formats that no bytes identify."""
    named: re.Pattern[str] | None = None
    """A pattern of the names of its files."""
    code: str = "XE612"

    def begins(self, head: bytes) -> bool:
        """Return whether a file with these first bytes has the format."""
        return head.startswith(self.starts or (b"\0never",)) or (
            self.looks is not None and bool(self.looks(head))
        )

    def hint(self, path: str) -> str:
        """Return the command for a file.

        >>> avro = Foreign("Avro", "convert FILE NEW")
        >>> avro.hint("run/y.avro"), avro.hint("my file.avro")
        ('convert run/y.avro run/y.parquet', 'convert FILE NEW')
        """
        if not PLAIN.fullmatch(path) or path in {"-", "stdin"} or "://" in path:
            return self.line
        new = f"{os.path.splitext(path.rstrip('/'))[0]}{self.new}"
        return re.sub(r"\b(FILE|NEW)\b", lambda word: path if word[0] == "FILE" else new, self.line)


def python(code: str) -> str:
    """Return the command that runs a line of Python."""
    return f'python -c "{code}"'


def frame(modules: str, rows: str) -> str:
    """Return the command that reads rows in Python and writes them as Parquet."""
    return python(f"import pandas, {modules}; pandas.DataFrame({rows}).to_parquet('NEW')")


def array(modules: str, values: str) -> str:
    """Return the command that reads an array in Python and writes it as NPY."""
    return python(f"import numpy, {modules}; numpy.save('NEW', {values})")
