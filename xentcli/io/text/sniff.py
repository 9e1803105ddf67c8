"""Detect the layout of a text file from its first rows: delimiter, header and columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, UsageError, XentError
from xentcli.core.text import shown
from xentcli.io.text.chunk import Cutter, Piece, Start
from xentcli.io.text.encoding import start_of, utf8
from xentcli.io.text.header import USUAL, columns_of, with_names
from xentcli.io.text.layout import Layout
from xentcli.io.text.numbers import BLANKS, Numerals
from xentcli.io.text.quotes import Splitter
from xentcli.io.text.words import TRUTHS

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions
    from xentcli.io.text.header import Row
    from xentcli.io.text.layout import Told

SNIFFED_BYTES = 1 << 16
"""Number of bytes used to detect the delimiter."""
DELIMITERS = (",", "\t", ";", "|")
SPOKEN = {"tab": "\t", r"\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|"}

FIRST_BYTES = 1 << 12
"""Number of bytes that show whether a text needs more than a delimiter."""
_TOOLS = re.compile(rb"[#@%=:*{]|__label__|^[ \t]|^labels |^inst# |\|")
"""Text that never occurs in the first line of a plain text."""
_TYPES = re.compile(rb"(?:^|[\t,;])(?:[cdst]|continuous|discrete|string|time)(?:[\t,;\r]|$)")
"""The types of columns in the second line, as Orange writes them."""
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_ROWS = 20

BYTES, ROWS, CELLS = 1 << 18, 101, 20_000
"""Limits of the sample for the header: bytes per read, and the rows or cells that are enough."""


def is_plain(source: Source, options: ReadOptions) -> bool:
    """Return whether the first two lines are plain delimited text, not the format of a tool.

    They split into the same number of cells, and have no marks of comments or pairs.
    """
    lines = start_of(source, options.encoding, FIRST_BYTES)[1].split(b"\n", 2)
    first, second = lines[0].rstrip(b"\r"), lines[1] if len(lines) > 1 else b""
    if (
        not first.strip()
        or (len(lines) > 2 and not second.strip())
        or _TOOLS.search(first)
        or _TYPES.search(second)
    ):
        return False
    counts = [(first.count(mark), second.count(mark)) for mark in (b",", b"\t", b";")]
    if any(mine != theirs for mine, theirs in counts) and second:
        return False
    used = [mark for mark, (mine, _) in zip((b",", b"\t", b";"), counts, strict=True) if mine]
    if not used:
        return b" " not in first and b" " not in second
    cells = first.split(used[0])
    return len(set(cells)) == len(cells)


def lay_out(source: Source, options: ReadOptions, *, tabs: bool = False, told: Told | None = None) -> Layout:
    """Return the layout of a text file, given what is ``told``. ``tabs``: the file name implies tabs."""
    if options.decimal not in {None, ".", ","}:
        raise UsageError(f"--decimal '{shown(options.decimal)}' is not supported", "use . or ,", code="XE558")
    mark, head = start_of(source, options.encoding, SNIFFED_BYTES)
    start = Start(mark) if told is None else told.start
    delimiter = told.delimiter if told is not None else None
    delimiter = delimiter or delimiter_of(head, options, tabs=tabs)
    split = Splitter(delimiter, options.max_field, options.max_columns)
    names = None if told is None else told.names
    try:
        return _laid_out(_sample(source, options, split, start), source.name, start, split, options, names)
    except XentError as error:
        error.at(file=source.name)
        raise


def _laid_out(
    sample: _Sample,
    name: str,
    start: Start,
    split: Splitter,
    options: ReadOptions,
    names: tuple[str, ...] | None,
) -> Layout:
    point = options.decimal or _decimal_sign(sample.rows, split.delimiter)
    numerals = Numerals(point, frozenset(options.unknown or ()))
    try:
        columns = columns_of(sample.rows, False if names else options.header, numerals)
    except DataError as error:
        raise sample.trouble or error from None
    if names is not None:
        return Layout(name, start, split, numerals, with_names(columns, names, sample.rows), None)
    if columns.names is None:
        return Layout(name, start, split, numerals, columns, None)
    return Layout(name, sample.second, split, numerals, columns, sample.first)


def _decimal_sign(rows: list[Row], delimiter: str) -> str:
    if delimiter == "," or not any("," in cell for row in rows for cell in row):
        return "."
    from xentcli.io.text.decimal_sign import decimal_sign

    return decimal_sign(rows, delimiter, USUAL)


class _Sample:
    """The first rows: the bytes of the first, the start of the second, and the error that ended them."""

    def __init__(self, second: Start) -> None:
        self.second, self.first = second, b""
        self.rows: list[Row] = []
        self.cells = 0
        self.trouble: XentError | None = None

    def enough(self) -> bool:
        return len(self.rows) >= ROWS or (self.cells > CELLS and len(self.rows) > 2)


def _sample(source: Source, options: ReadOptions, split: Splitter, start: Start) -> _Sample:
    cutter = Cutter(source.name, split.delimiter, BYTES, options.max_field)
    sample = _Sample(start)
    try:
        for piece in cutter.pieces(utf8(source, options.encoding, start.offset), start):
            _add(sample, piece, split)
            if sample.enough():
                break
    except XentError as error:
        sample.trouble = error
    if sample.trouble and not sample.rows:
        raise sample.trouble
    return sample


def _add(sample: _Sample, piece: Piece, split: Splitter) -> None:
    for batch in piece.batches(ROWS):
        for (line, offset, raw), cells in zip(batch, split.rows(batch), strict=True):
            if not sample.rows:
                sample.first = raw
            elif len(sample.rows) == 1:
                sample.second = Start(offset, line)
            if isinstance(cells, XentError):
                raise cells
            sample.rows.append(cells)
            sample.cells += len(cells)
            if sample.enough():
                return
    if error := piece.error():
        raise error


def delimiter_of(head: bytes, options: ReadOptions, *, tabs: bool = False) -> str:
    """Return the requested delimiter, a tab for a .tsv file, else the detected one."""
    said = options.delimiter
    if said is not None:
        return _said(SPOKEN.get(said, said), options.decimal)
    if tabs:
        return "\t"
    return sniffed(head.decode("utf-8", "replace"), tuple(d for d in DELIMITERS if d != options.decimal))


def _said(delimiter: str, decimal: str | None) -> str:
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0' or delimiter.isalnum():
        hint = "use one of ',', ';', '|', ' ' and a tab"
        raise UsageError(f"--delimiter '{shown(delimiter)}' is not supported", hint, code="XE558")
    if delimiter == decimal:
        hint = "with a decimal comma, use the delimiter ; or tab"
        message, ways = f"--delimiter and --decimal are both '{delimiter}'", ({"delimiter": None},)
        raise UsageError(message, hint, code="XE558", ways=ways)
    return delimiter


def sniffed(head: str, candidates: tuple[str, ...] = DELIMITERS) -> str:
    """Return the delimiter that splits all first rows into equally many cells, most of them numbers.

    Return a comma if there is none.

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
    """Return the share of cells that are numbers. Decimal commas count unless the comma is the delimiter."""
    cells = [cell for row in rows for cell in row.split(delimiter)[:1000]]
    commas = Numerals(".") if delimiter == "," else Numerals(",")
    points, others = list(map(Numerals().number, cells)), list(map(commas.number, cells))
    found = zip(cells, points, others, strict=True)
    return sum(c.strip(BLANKS) in TRUTHS or (p, o) != (None, None) for c, p, o in found) / len(cells)
