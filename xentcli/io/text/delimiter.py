"""Which delimiter cuts a text file into cells, found from its first bytes where it is not said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import UsageError
from xentcli.core.text import shown
from xentcli.io.text.numbers import BLANKS, Numerals
from xentcli.io.text.words import TRUTHS

if TYPE_CHECKING:
    from xentcli.io.table import ReadOptions

SNIFFED_BYTES = 1 << 16
"""How many bytes the delimiter is found from."""
DELIMITERS = (",", "\t", ";", "|")
SPOKEN = {"tab": "\t", r"\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|"}

_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_ROWS = 20


def delimiter_of(head: bytes, options: ReadOptions, *, tabs: bool = False) -> str:
    """The delimiter: the one asked for, a tab in a .tsv, else the one that cuts the first rows alike."""
    said = options.delimiter
    if said is not None:
        return _said(SPOKEN.get(said, said), options.decimal)
    if tabs:
        return "\t"
    return sniffed(head.decode("utf-8", "replace"), tuple(d for d in DELIMITERS if d != options.decimal))


def _said(delimiter: str, decimal: str) -> str:
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0' or delimiter.isalnum():
        hint = "one character: , ; | or tab"
        raise UsageError(f"--delimiter '{shown(delimiter)}' is none that is read", hint, code="XE558")
    if delimiter == decimal:
        hint = "with a decimal comma the delimiter is ; or tab"
        raise UsageError(f"--delimiter and --decimal are both '{delimiter}'", hint, code="XE558")
    return delimiter


def sniffed(head: str, candidates: tuple[str, ...] = DELIMITERS) -> str:
    """The candidate that cuts every first row into as many cells, most of them numbers; else a comma.

    >>> sniffed("id;p" + chr(10) + "1;0,5" + chr(10) + "2;0,25" + chr(10))
    ';'
    """
    whole = head[: head.rfind("\n")] if "\n" in head else head
    rows = [row.rstrip("\r") for row in _QUOTED.sub("x", whole).split("\n")[:_ROWS]]
    counts = {d: [row.count(d) for row in rows] for d in candidates}
    even = [d for d in candidates if counts[d][0] and len(set(counts[d])) == 1]
    some = even or [d for d in candidates if all(counts[d])]
    return max(some, key=lambda d: _share(rows, d), default=candidates[0])


def _share(rows: list[str], delimiter: str) -> float:
    """How many of the cells are numbers, decimal commas included where the comma does not cut."""
    cells = [cell for row in rows for cell in row.split(delimiter)[:1000]]
    commas = Numerals(".") if delimiter == "," else Numerals(",")
    points, others = list(map(Numerals().number, cells)), list(map(commas.number, cells))
    found = zip(cells, points, others, strict=True)
    return sum(c.strip(BLANKS) in TRUTHS or (p, o) != (None, None) for c, p, o in found) / len(cells)
