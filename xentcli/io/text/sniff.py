"""How a text file is laid out, found from its first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, UsageError, XentError
from xentcli.core.text import shown
from xentcli.io.text.chunk import Cutter, Piece, Start
from xentcli.io.text.delimiter import SNIFFED_BYTES, delimiter_of
from xentcli.io.text.encoding import start_of, utf8
from xentcli.io.text.header import columns_of
from xentcli.io.text.layout import Layout
from xentcli.io.text.numbers import Numerals
from xentcli.io.text.split_row import Splitter

if TYPE_CHECKING:
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions
    from xentcli.io.text.header import Row

BYTES, ROWS, CELLS = 1 << 18, 101, 20_000
"""What the columns are judged by: so many bytes at a time, until there are so many rows or cells."""


def lay_out(source: Source, options: ReadOptions, *, tabs: bool = False) -> Layout:
    """The layout of a text file; ``tabs``: its name says that tabs delimit it."""
    if options.decimal not in {".", ","}:
        raise UsageError(f"--decimal '{shown(options.decimal)}'", "it is . or ,", code="XE558")
    mark, head = start_of(source, options.encoding, SNIFFED_BYTES)
    start = Start(mark)
    split = Splitter(delimiter_of(head, options, tabs=tabs), options.max_field, options.max_columns)
    try:
        return _laid_out(_sample(source, options, split, start), source.name, start, split, options)
    except XentError as error:
        error.at(file=source.name)
        raise


def _laid_out(sample: _Sample, name: str, start: Start, split: Splitter, options: ReadOptions) -> Layout:
    numerals = Numerals(options.decimal)
    try:
        columns = columns_of(sample.rows, options.header, numerals)
    except DataError as error:
        raise sample.trouble or error from None
    if columns.names is None:
        return Layout(name, start, split, numerals, columns, None)
    return Layout(name, sample.second, split, numerals, columns, sample.first)


class _Sample:
    """The first rows, the first one's bytes, where the second starts, and the error that ended them."""

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
