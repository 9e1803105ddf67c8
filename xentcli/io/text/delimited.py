"""Tables from CSV and TSV files. Each piece is read with pyarrow if possible, else by the slow parser."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.blocks import Block, Once, Origin, Pending, wrong_rows
from xentcli.core.errors import DataError, Place, UsageError, XentError
from xentcli.core.frozen import Frozen, lazily
from xentcli.io.table import ByLine, Cells, Complain, Dialect, Plain, ReadOptions
from xentcli.io.text import slow
from xentcli.io.text.chunk import Cutter
from xentcli.io.text.encoding import decoder_of, of_text, utf8
from xentcli.io.text.header import notes_of
from xentcli.io.text.layout import TextColumns
from xentcli.io.text.line_index import Lines, limited, lines_of
from xentcli.io.text.sniff import is_plain, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.source.file import Source
    from xentcli.io.table import ClassNames, Table
    from xentcli.io.text.chunk import Piece, Start
    from xentcli.io.text.fast import Quick
    from xentcli.io.text.header import Columns
    from xentcli.io.text.layout import Told

PIECE = 1 << 20
LABELS_PIECE = 1 << 18
"""Piece size for a single column: its cells are short, and as numbers they take many times their bytes."""
WIDEST_PIECE = 1 << 22
QUICK_FROM = 1 << 16
"""Smaller pieces use the slow parser, because importing pyarrow would take longer."""


def open_csv(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open delimited text, and detect the delimiter, or open text in the format of another tool."""
    return _of_tool(source, options, member, usual) or open_delimited(source, options)


def open_tsv(source: Source, options: ReadOptions, member: str | None, usual: tuple[str, ...]) -> Table:
    """Open tab-separated text."""
    return _of_tool(source, options, member, usual, tabs=True) or open_delimited(source, options, tabs=True)


def open_cells(source: Source, options: ReadOptions) -> Table:
    """Open tab-separated text of the cells of a sheet or a database, which is of no tool."""
    found = _of_tool(source, options, None, (), tabs=True, cells=True)
    return found or open_delimited(source, options, tabs=True)


def open_delimited(
    source: Source, options: ReadOptions, *, tabs: bool = False, told: Told | None = None
) -> Table:
    """Open delimited text, with ``told`` as the known parts of its layout."""
    table = Delimited(source, options, tabs=tabs, told=told)
    forms = table.layout.columns.forms.values()
    if not any(form.width or form.refusal for form in forms):
        return table
    from xentcli.io.text.list_columns import Unfolded

    return Unfolded(table, table.layout)


def _of_tool(
    source: Source,
    options: ReadOptions,
    member: str | None,
    usual: tuple[str, ...],
    *,
    tabs: bool = False,
    cells: bool = False,
) -> Table | None:
    """Return the table if the first lines are those of a tool instead of plain delimited text."""
    options = of_text(source, options)
    if options.input_format in {"csv", "tsv"} or is_plain(source, options):
        return None
    from xentcli.io.text.dialects.registry import of_tool

    return of_tool(source, options, member, usual, tabs=tabs, cells=cells)


class Delimited(Plain):
    """A delimited text file."""

    def __init__(
        self,
        source: Source,
        options: ReadOptions,
        *,
        tabs: bool = False,
        piece: int | None = None,
        told: Told | None = None,
    ) -> None:
        """``piece`` is the number of bytes per read. The rows do not depend on it."""
        options = of_text(source, options)
        self.name, self._source, self._options, self._told = source.name, source, options, told
        self.layout = lay_out(source, options, tabs=tabs, told=told)
        columns = self.layout.columns
        self.columns, self.numeric, self.index_column = columns.names, columns.numeric, columns.index
        self.shape: tuple[int | None, ...] = (None, columns.width)
        self.dialect = Dialect(self.layout.split.delimiter, self.layout.numerals.point)
        self._piece = piece or _size(columns)
        self._first = self.layout.start
        self._until: int | None = None
        self.notes = (*(() if told is None else told.notes), *notes_of(columns, self.name))
        self.roles = {} if told is None else told.roles
        self.slack = 0.0 if told is None else told.slack

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the text declares for a column, or None."""
        if self._told is None or self.columns is None:
            return None
        return self._told.declared.get(self.columns[column])

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, reading from the start on each call."""
        reading = self._reading(columns, cells)
        self._source.forget()
        with self._source.steady():
            for piece in self._pieces(complain):
                for block in self._read(piece, reading, complain):
                    yield from self._cut(block)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the rows as pieces that are parsed when they are loaded."""
        reading = self._reading(columns, cells)
        with self._source.steady():
            for piece in self._pieces(None):
                rows, first = piece.rows, piece.start.row
                if piece.structure.fault or not rows:
                    yield from self._read(piece, reading, None)
                    continue
                once = Once(partial(self._only, piece, reading))
                step = self._options.block_rows or rows
                for start in range(0, rows, step):
                    yield Pending(first + start, min(step, rows - start), once)

    def keep(self) -> None:
        """Copy a pipe that can be read only once, so that the rows can be read again."""
        self._source = self._source.kept()

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    @property
    def by_line(self) -> ByLine | None:
        """Return the text if it can be read from any line on, else None."""
        whole = self._source.by_position and decoder_of(self._options.encoding) is None
        return self if whole else None

    def span(self) -> tuple[Start, int]:
        """Return the start of the first row, and the byte offset where the last row ends."""
        return self.layout.start, self._source.size

    def lines(self, start: int, stop: int) -> Lines:
        """Return the line feeds between two byte offsets."""
        with self._source.steady():
            return lines_of(self._source.read_at, start, stop)

    def between(self, first: Start, until: int | None) -> Delimited:
        """Return the rows from the start of a line up to a byte offset at a line start, or to the end."""
        table = copy(self)
        table._first, table._until = first, until
        return table

    def _only(self, piece: Piece, reading: _Reading) -> Block:
        """Parse a piece into one block. If a row is bad, check first whether the file changed."""
        try:
            return next(self._read(piece, reading, None))
        except XentError:
            self.verify()
            raise

    @staticmethod
    def _read(piece: Piece, reading: _Reading, complain: Complain | None) -> Iterator[Block]:
        parsed = reading.quick.parse(piece) if len(piece.data) >= QUICK_FROM else None
        if parsed is None:
            return slow.blocks(piece, reading.text, reading.origin, complain)
        return iter([Block(parsed[0], piece.start.row, reading.origin, piece.lines, parsed[1])])

    def _reading(self, columns: tuple[int, ...] | None, cells: Cells) -> _Reading:
        wanted = self._wanted(columns, cells)
        names = self.columns or (tuple(map(str, range(self.layout.columns.width))))
        unnamed = self.columns is None and len(names) == 1
        titles = None if unnamed else tuple(names[column] for column in wanted)
        origin = Origin(self.name, titles, self.slack)
        return _Reading(TextColumns(self.layout, wanted, cells), origin)

    def _pieces(self, complain: Complain | None) -> Iterator[Piece]:
        layout, options = self.layout, self._options
        cutter = Cutter(self.name, layout.split.delimiter, self._piece, options.max_field)
        read = utf8(self._source, options.encoding, self._first.offset)
        if self._until is not None:
            read = limited(read, self._until - self._first.offset)
        pieces = cutter.pieces(read, self._first)
        try:
            yield from pieces
        except DataError as error:
            wrong_rows([(0, error)], complain)

    def _cut(self, block: Block) -> Iterator[Block]:
        step = self._options.block_rows or len(block)
        for start in range(0, len(block), step):
            yield block[start : start + step]

    def _wanted(self, columns: tuple[int, ...] | None, cells: Cells) -> tuple[int, ...]:
        width = self.layout.columns.width
        wanted = tuple(range(width)) if columns is None else columns
        if not all(0 <= column < width for column in wanted) or not wanted:
            hint = f"column numbers run from 0 to {width - 1}"
            raise UsageError(f"no such columns: {wanted}", hint, code="XE552", place=Place(self.name))
        if cells is not Cells.NUMBERS and len(wanted) != 1:
            hint = "use --labels-column NAME to choose one"
            raise UsageError(
                f"{len(wanted)} columns, but one is needed", hint, code="XE560", place=Place(self.name)
            )
        return wanted


class _Reading(Frozen):
    """The requested columns of a text file, and the origin of its blocks."""

    text: TextColumns
    origin: Origin

    @lazily
    def quick(self) -> Quick:
        """Return the pyarrow parser for large pieces, or None for a small file."""
        from xentcli.io.text.fast import Quick

        return Quick(self.text)


def _size(columns: Columns) -> int:
    """Return the number of bytes per read, which grows with the number of columns."""
    if columns.width == 1:
        return LABELS_PIECE
    return PIECE if columns.is_wide else min(WIDEST_PIECE, max(PIECE, 4096 * columns.width))
