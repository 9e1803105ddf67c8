"""What is known of a text file before its rows are read: how it is written, and its columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xentcli.errors import DataError, InputError, Place, UsageError, XentError, shown
from xentcli.formats.cells import Numerals
from xentcli.formats.cutting import Cutter, Piece, Start
from xentcli.formats.dialect import HEAD, delimiter_of, refuse_utf16
from xentcli.formats.encoding import MARK, utf8
from xentcli.formats.header import Columns, columns_of
from xentcli.formats.splitting import Splitter

if TYPE_CHECKING:
    from xentcli.formats.header import Row
    from xentcli.formats.source import Source
    from xentcli.formats.table import Cells, ReadOptions

SAMPLE_BYTES, SAMPLE_ROWS, SAMPLE_CELLS = 1 << 18, 101, 20_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a text file: where its first row of data starts, how it is cut and what its columns are."""

    name: str
    start: Start
    split: Splitter
    numerals: Numerals
    columns: Columns
    header: bytes | None
    """The header's own bytes, to recognise it when it comes again."""

    def label(self, column: int) -> str:
        """A column as messages name it: its name, or its number from 0."""
        return self.columns.names[column] if self.columns.names else str(column)

    def repeats_header(self, row: bytes) -> bool:
        """Whether a row is the header once more; a header of numbers only tells from three columns on."""
        return row == self.header and self._telling()

    def may_repeat_header(self, data: bytes) -> bool:
        """Whether rows like the header may be among these rows."""
        if self.header is None or not self._telling():
            return False
        line = self.header + b"\n"
        if data.startswith((line, self.header + b"\r\n")) or b"\n" + line in data:
            return True
        return (b"\r" in data and b"\n" + self.header + b"\r\n" in data) or data.endswith(b"\n" + self.header)

    def _telling(self) -> bool:
        names = self.columns.names or ()
        return len(names) > 2 or not all(self.numerals.looks_numeric(name) for name in names)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is wanted of a text file: which columns, and how their cells are to be read."""

    layout: Layout
    columns: tuple[int, ...]
    cells: Cells


def lay_out(source: Source, options: ReadOptions, *, tabs: bool = False) -> Layout:
    """Find out how a text file is written, from its first rows."""
    if options.decimal not in {".", ","}:
        raise UsageError(f"--decimal '{shown(options.decimal)}' is neither . nor ,", code="XE558")
    mark = _after_mark(source, options)
    head = utf8(source, options.encoding, mark)(HEAD)
    split = Splitter(delimiter_of(head, options, tabs=tabs), options.max_field)
    try:
        return _with_columns(source, options, split, mark)
    except XentError as error:
        error.at(file=source.name)
        raise


def _after_mark(source: Source, options: ReadOptions) -> int:
    """How many bytes a byte order mark takes at the start."""
    if options.encoding.lower().replace("_", "-") in {"utf-8", "utf8", "utf-8-sig", "ascii"}:
        refuse_utf16(source.read_at(0, 64), source.name)
    head = utf8(source, options.encoding)(2 * len(MARK))
    if head == MARK + MARK:
        hint = "remove them: tail -c +7 FILE | xentcli ... -"
        raise DataError("starts with two byte order marks", hint, code="XE018", place=Place(source.name, 1))
    return len(MARK) if head.startswith(MARK) else 0


def _with_columns(source: Source, options: ReadOptions, split: Splitter, mark: int) -> Layout:
    sample = _sample(source, options, split, Start(mark))
    numerals = Numerals(options.decimal)
    try:
        columns = columns_of(sample.rows, options.header, numerals)
    except DataError as error:
        raise sample.trouble or error from None
    header = sample.first if columns.names else None
    return Layout(
        source.name, Start(mark) if header is None else sample.second, split, numerals, columns, header
    )


@dataclass(slots=True)
class _Sample:
    """The first rows: their cells, the first's bytes, where the second starts, and the error that ended them, if any."""

    second: Start
    first: bytes = b""
    rows: list[Row] = field(default_factory=list)
    trouble: XentError | None = None

    def enough(self) -> bool:
        cells = sum(map(len, self.rows))
        return len(self.rows) >= SAMPLE_ROWS or (cells > SAMPLE_CELLS and len(self.rows) > 2)


def _sample(source: Source, options: ReadOptions, split: Splitter, start: Start) -> _Sample:
    cutter = Cutter(source.name, split.delimiter, SAMPLE_BYTES, options.max_field)
    sample = _Sample(Start(source.size, 2))
    try:
        for piece in cutter.pieces(utf8(source, options.encoding, start.offset), start):
            _add(sample, piece, split, options)
            if sample.enough():
                return sample
    except XentError as error:
        sample.trouble = error
    if sample.trouble and not sample.rows:
        raise sample.trouble
    return sample


def _add(sample: _Sample, piece: Piece, split: Splitter, options: ReadOptions) -> None:
    for line, offset, raw in piece.each():
        if not sample.rows:
            _check_width(raw, split.delimiter, options.max_columns)
            sample.first = raw
        elif len(sample.rows) == 1:
            sample.second = Start(offset, line)
        sample.rows.append(split.cells(raw, line, offset))
        if sample.enough():
            return
    if error := piece.error():
        raise error


def _check_width(raw: bytes, delimiter: str, most: int) -> None:
    if (width := raw.count(delimiter.encode()) + 1) > most:
        message = f"{width} columns are over --max-columns ({most})"
        raise InputError(message, "--max-columns N", code="XE623", place=Place(line=1))
