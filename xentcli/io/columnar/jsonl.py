"""Tables from JSON: lines of numbers, names, lists or objects, and documents that hold such rows."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from xentcli.core.errors import XentError
from xentcli.core.frozen import replace
from xentcli.io.columnar.base import Records
from xentcli.io.columnar.fields import Field
from xentcli.io.columnar.json_fields import fields_of
from xentcli.io.columnar.json_lines import pieces
from xentcli.io.columnar.json_values import ABSENT, JsonRows
from xentcli.io.json.document import document_of
from xentcli.io.json.reshape import all_reshaped, shape_of
from xentcli.io.json.rows import LINES
from xentcli.io.table import NO_VECTORS, Cells
from xentcli.io.text.encoding import MARK, start_of, utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block, Origin
    from xentcli.io.columnar.base import Wanted
    from xentcli.io.columnar.json_lines import LinePiece
    from xentcli.io.json.document import Document
    from xentcli.io.json.steps import Step
    from xentcli.io.source.file import Source
from xentcli.io.table import Complain, ReadOptions, Table

SAMPLED = 101
"""Number of rows that are sampled to find the fields."""
WORDS = frozenset({Cells.NAMES, Cells.TEXT})
"""How cells are read as text."""


def open_json(source: Source, options: ReadOptions, member: str | None, _usual: tuple[str, ...]) -> Table:
    """Open lines or a document, and find its fields in the first rows."""
    return JsonTable(source, options, document_of(source, options, member))


class JsonTable(Records):
    """A file of JSON lines, or a document with its rows as lines in a spool file."""

    decimals = 10

    def __init__(self, source: Source, options: ReadOptions, document: Document | None = None) -> None:
        """Read the first rows."""
        self._file, self._source = source, source if document is None else document.lines
        self._encoding = options.encoding if document is None else "utf-8"
        self._max_field, self._gappy = options.max_field, options.unknown is not None
        self._numbered = self.has_lines = document is None
        self._skip = start_of(source, options.encoding, len(MARK))[0] if document is None else 0
        self._steps: tuple[Step, ...] = ()
        self._used: WeakValueDictionary[int, JsonRows] = WeakValueDictionary()
        found = self._by_token(self._first(source.name), options)
        rows = LINES if document is None else document.rows
        shape = shape_of(found, source.name, rows.names)
        self._steps = shape.steps
        fields = fields_of(all_reshaped(found, shape.steps), source.name, shape.refusals, rows)
        super().__init__(source.name, self._checked(fields), None, options, rows.index)
        if not shape.is_named:
            self.columns = None
        if self.columns is None:
            self.vectors = NO_VECTORS
        self.named_by_rows = not shape.is_ordered
        self.notes = rows.notes if self.tokens is None else (*rows.notes, self.tokens.note(self.name))

    def _first(self, name: str) -> list[object]:
        """Return the first rows; raise if there is none."""
        rows = next(self._all())
        found = [value for value in islice(rows.found(), SAMPLED) if value is not ABSENT]
        if not found:
            error = rows.take(Field("", None, is_row=True)).broken[0][1]
            error.at(file=name, line=1 if self._numbered else None, row=1)
            raise error
        return found

    def _by_token(self, records: list[object], options: ReadOptions) -> list[object]:
        """Return the first rows, one per token if the records hold tokens."""
        values = [value for one in records if isinstance(one, dict) for value in one.values()]
        lists = (value for value in values if isinstance(value, list))
        if not options.tokens and not any(isinstance(next(iter(one), None), list) for one in lists):
            return records
        from xentcli.io.columnar.tokens.json_rows import first_rows, json_tokens

        tokens, self.nested = json_tokens(records, forced=options.tokens)
        found = [] if tokens is None else first_rows(records, tokens, SAMPLED)
        self.tokens = tokens if found else None
        return found or records

    def _checked(self, fields: list[Field]) -> list[Field]:
        """Return the fields. A field of numbers in quotes is text if some row is not a number."""
        quoted = [field for field in fields if field.quoted]
        if quoted and not self._source.by_position:
            self._source = self._source.kept()
        wrong: set[str] = set()
        for rows in self._all() if quoted else ():
            wrong |= {field.name for field in quoted if field.name not in wrong and not rows.fits(field)}
        return [_as_text(field) if field.name in wrong else field for field in fields]

    def _wanted(self, columns: tuple[int, ...] | None, cells: Cells) -> tuple[Wanted, Origin]:
        wanted, origin = super()._wanted(columns, cells)
        if cells in WORDS:
            wanted = [(self._texts.get(field, field), place) for field, place in wanted]
        return wanted, origin

    @cached_property
    def _texts(self) -> dict[Field, Field]:
        """Return how single numbers are read if they are names or keys."""
        numbers = [field for field in self.fields if field.width is None and field.dtype is not None]
        return {f: _as_text(f) if f.quoted else replace(f, any_size=True) for f in numbers}

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        self._source.forget()
        return super().blocks(columns, cells, complain)

    def chunks(self, _fields: tuple[Field, ...]) -> Iterator[JsonRows]:
        """Yield all lines, parsed when their values are taken."""
        with self._source.steady():
            yield from self._all()

    def keep(self) -> None:
        """Copy a pipe that can be read only once, so that the rows can be read again."""
        self._source = self._source.kept()

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()
        self._file.verify()

    def _all(self) -> Iterator[JsonRows]:
        read = utf8(self._source, self._encoding, self._skip)
        try:
            for piece in pieces(read, self._source.name, self._max_field):
                yield self._rows(piece)
        except XentError as error:
            error.at(file=self._source.name)
            raise

    def _rows(self, piece: LinePiece) -> JsonRows:
        told = {"numbered": self._numbered, "gappy": self._gappy}
        if self.tokens is None:  # labels and predictions of one file are parsed once
            known = self._used.get(piece.line)
            if known is None or known.data != piece.data:
                known = self._used[piece.line] = JsonRows(piece, self._steps, **told)
            return known
        from xentcli.io.columnar.tokens.json_rows import TokenRows

        return TokenRows(piece, self._steps, self.tokens, **told)


def _as_text(field: Field) -> Field:
    return replace(field, dtype=None, quoted=False)
