"""The registry of text formats of tools: the patterns of their first lines, and their readers."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.io.text.dialects.first_lines import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table
    from xentcli.io.text.dialects.first_lines import Text

NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"

SIX_DIGITS = 5e-7
"""How far a number below one may be off if printed with C's `%g`, with six significant digits."""


class Dialect(Frozen):
    """A kind of text: the pattern of its first lines, and the function that opens it.

    The function returns None if the text turns out to be of another kind.
    """

    looks: str
    """A pattern of the first lines, which end in line feeds."""
    opener: str
    """The module in this folder and the function."""

    def open(self, text: Text) -> Table | None:
        """Open the text as a table, or return None."""
        module, _, function = self.opener.partition(":")
        opener: Callable[[Text], Table | None] = getattr(
            import_module(f"xentcli.io.text.dialects.{module}"), function
        )
        return opener(text)


DIALECTS = {
    "ARFF": Dialect(r"(?i)(?:[^\S\n]*+(?:%.*)?\n)*+\s*+@relation\b", "arff:open_arff"),
    "Octave": Dialect(r"# (?:Created by Octave|name: \S+\n# type: )", "octave:open_octave"),
    "Weka": Dialect(r"\s*(?:=== |inst#(?:,|\s+)actual)", "weka:open_weka"),
    "LIBSVM": Dialect(r"labels(?: \S+)+ *\n", "libsvm:open_predictions"),
    "fastText": Dialect(r"__label__", "fasttext:open_fasttext"),
    "Vowpal Wabbit": Dialect(rf"-?\d+:{NUMBER}(?: -?\d+:{NUMBER})*(?: \S+)? *\n", "vowpal:open_predictions"),
    "Vowpal Wabbit examples": Dialect(
        rf"(?:(?>{NUMBER})(?:[ \t]+(?>{NUMBER})){{0,2}})?+[ \t]*+(?:'?[^\s|:]++)?\|", "vowpal:open_examples"
    ),
    "svmlight": Dialect(
        rf"[-+]?\d[\d.]*(?:,\d+)*(?: +qid:\d+)?(?: +\d+:{NUMBER})+ *(?:#.*)?\n", "libsvm:open_labels"
    ),
    "Kaldi": Dialect(rf"\S+ +\[(?: +{NUMBER})* *\]?\n", "kaldi:open_kaldi"),
    "headings": Dialect("", "headings:open_headed"),
}
"""Kinds of text by tool. The first one that opens the text is used."""
HEADED = "headings"


def of_tool(
    source: Source,
    options: ReadOptions,
    member: str | None,
    usual: tuple[str, ...],
    *,
    tabs: bool = False,
    cells: bool = False,
) -> Table | None:
    """Return the table of a text in the format of a tool, or None.

    If an option sets the delimiter, or the first row as data, the lines are plain rows; so are those
    with the ``cells`` of a sheet.
    """
    text = text_of(source, options, member, usual, tabs=tabs, cells=cells)
    head = "".join(line + "\n" for line in text.lines)
    said = cells or options.delimiter is not None or options.header is False
    for name, dialect in DIALECTS.items():
        if said and name != HEADED:
            continue
        if re.match(dialect.looks, head):
            table = dialect.open(text)
            if table is not None:
                return table
    return None
