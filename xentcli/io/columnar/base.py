"""The base class of tables with named and typed fields: Parquet, Arrow and JSON lines."""

from __future__ import annotations

from collections import Counter
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.blocks import Block, Once, Origin, Pending, without, wrong_rows
from xentcli.core.errors import DataError, InputError, Place, UsageError, XentError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.io.arrays.base import BYTES, ROWS
from xentcli.io.arrays.values import named, no_numbers
from xentcli.io.columnar.fields import Field, Taken, filled, gaps
from xentcli.io.columnar.stack import common_type, gathered
from xentcli.io.table import Cells, Plain, ReadOptions, Vector
from xentcli.io.text.header import NAMELESS
from xentcli.io.text.numbers import LARGEST_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xentcli.core.types import Numbers
    from xentcli.io.columnar.fields import Chunk
    from xentcli.io.columnar.tokens.lists import Tokens
    from xentcli.io.table import ClassNames, Complain


class Records(Plain):
    """Base class of tables of records. Subclasses implement :meth:`chunks`."""

    counter: range | None = None
    """The row numbers of a pandas index that is declared, and not stored as a column."""

    nested: bool = False
    """Whether some record holds several lists of scores."""
    tokens: Tokens | None = None
    """How the records hold one row per token, or None."""
    has_lines: bool = False
    """Whether every record is a line of the file."""

    def __init__(
        self, name: str, fields: list[Field], rows: int | None, options: ReadOptions, index: str | None = None
    ) -> None:
        """``index`` is the field of row numbers, as written by pandas."""
        self.name, self.fields, self.options = name, fields, options
        names = tuple(n for field in fields for n in field.columns())
        _check(name, names, rows, options)
        self.columns = names if [field.name for field in fields] != [""] else None
        self.shape: tuple[int | None, ...] = (rows, len(names))
        owners = [(field, place) for field in fields for place in range(field.width or 1)]
        self._owners, self.types = owners, tuple(field.dtype for field, _ in owners)
        self.numeric = tuple(field.dtype is not None and field.refusal is None for field, _ in owners)
        self.index_column = names.index(index) if index in names else _unnamed(names, self.types)
        self.vectors = _vectors(fields)
        self.named_by_rows = any(f.ranking is not None and not f.ranking.is_ordered for f in fields)
        self.refusals = tuple(field.refusal for field in fields if field.refusal is not None)
        self.unread = frozenset(
            place for place, (field, _) in enumerate(owners) if field.refusal is not None and not field.worded
        )

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the schema declares for a column, or None."""
        field = self._owners[column][0]
        schema = self._arrow_schema()
        if self.tokens is not None and field.top in self.tokens.lists:
            return field.class_names
        if field.class_names is not None or field.dtype is not None or field.path or schema is None:
            return field.class_names
        from xentcli.io.columnar.declared import declared_order

        cells = self._head(field.name) if self._keeps_order(field.name) else ()
        return declared_order(cells, schema, field.name)

    def _keeps_order(self, _name: str) -> bool:
        """Return whether dictionaries are read in their written order."""
        return True

    def _arrow_schema(self) -> Any:
        """Return the schema of formats that can declare categories."""
        return None

    def _head(self, _name: str) -> Any:
        """Return the first cells of a column."""
        return ()

    def _rows_at_once(self, fields: tuple[Field, ...]) -> int:
        """Return the number of rows that take no more bytes than a block of an array."""
        row = sum((f.width or 1) * (8 if f.dtype is None else f.dtype.itemsize) for f in fields)
        tokens = 1 if self.tokens is None else self.tokens.longest
        return self.options.block_rows or max(1, min(BYTES // max(row, 1), ROWS) // tokens)

    def _tops(self, fields: tuple[Field, ...]) -> list[str]:
        """Return the names of the columns that are read for these fields."""
        names = list(dict.fromkeys(field.top for field in fields))
        return names if self.tokens is None else self.tokens.needed(names)

    def sizes(self) -> Iterator[int]:
        """Yield the number of tokens of every record; -1 if it cannot be read."""
        assert self.tokens is not None
        first = next(field for field in self.fields if field.top == self.tokens.lists[0])
        for chunk in self.chunks((first,)):
            yield from getattr(chunk, "sizes")  # noqa: B009

    def chunks(self, fields: tuple[Field, ...]) -> Iterator[Chunk]:
        """Yield all rows of these fields."""
        raise NotImplementedError

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        wanted, origin = self._wanted(columns, cells)
        for first, chunk in self._counted(wanted):
            for block in self._read(chunk, first, wanted, origin, cells, complain):
                step = self.options.block_rows or len(block)
                yield from (block[start : start + step] for start in range(0, len(block), step))

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows as parts that are decoded when they are loaded."""
        wanted, origin = self._wanted(columns, cells)
        for first, chunk in self._counted(wanted):
            once = Once(partial(self._only, chunk, first, wanted, origin, cells))
            step = self.options.block_rows or len(chunk)
            for start in range(0, len(chunk), step):
                yield Pending(first + start, min(step, len(chunk) - start), once)

    def _counted(self, wanted: Wanted) -> Iterator[tuple[int, Chunk]]:
        first = 0
        for chunk in self.chunks(tuple(dict.fromkeys(field for field, _ in wanted))):
            if len(chunk):
                yield first, chunk
            first += len(chunk)

    def _only(self, chunk: Chunk, first: int, wanted: Wanted, origin: Origin, cells: Cells) -> Block:
        try:
            return next(self._read(chunk, first, wanted, origin, cells, None))
        except XentError:
            self.verify()
            raise

    def _read(
        self,
        chunk: Chunk,
        first: int,
        wanted: Wanted,
        origin: Origin,
        cells: Cells,
        complain: Complain | None,
    ) -> Iterator[Block]:
        taken = self._taken(chunk, wanted)
        rows = Block(np.empty((len(chunk), 0)), first, origin, chunk.lines)
        errors = sorted(_errors(taken, rows, cells), key=itemgetter(0))
        if self.tokens is not None and chunk.lines is None:
            _name_records(errors, chunk)
        wrong = sorted(set(wrong_rows(errors, complain)))
        values, categories = _values(taken, wanted, cells, rows)
        yield from without(Block(values, first, origin, chunk.lines, categories), wrong)

    def _taken(self, chunk: Chunk, wanted: Wanted) -> dict[str, Taken]:
        try:
            found = {field.name: field.read(chunk) for field in dict.fromkeys(field for field, _ in wanted)}
            return (
                found if self.options.unknown is None else {name: filled(one) for name, one in found.items()}
            )
        except XentError as error:
            error.at(file=self.name)
            raise

    def verify(self) -> None:
        """Do nothing: the data cannot change."""

    def _wanted(self, columns: tuple[int, ...] | None, cells: Cells) -> tuple[Wanted, Origin]:
        width, names = len(self._owners), self.columns
        chosen = tuple(range(width)) if columns is None else columns
        if not chosen or not all(0 <= column < width for column in chosen):
            hint = f"column numbers run from 0 to {width - 1}"
            raise UsageError(f"no such columns: {chosen}", hint, code="XE552", place=Place(self.name))
        if cells is not Cells.NUMBERS and len(chosen) != 1:
            message, hint = (
                f"{len(chosen)} columns, but one is needed",
                "use --labels-column NAME to choose one",
            )
            raise UsageError(message, hint, code="XE560", place=Place(self.name))
        wanted = [self._owners[column] for column in chosen]
        if cells in {Cells.TEXT, Cells.NAMES}:
            wanted = [(field.as_text(), place) for field, place in wanted]
        for field, _ in wanted:
            told = {Cells.TEXT, Cells.NAMES, *([Cells.LABELS] if field.listed else ())}
            if field.refusal is not None and not (field.worded and cells in told):
                raise field.refusal
        titles = None if names is None else tuple(names[c] for c in chosen)
        return wanted, Origin(self.name, titles, self.slack)


Wanted = list[tuple[Field, int]]
"""For each column, its field and its position in the field."""


def _check(name: str, columns: tuple[str, ...], rows: int | None, options: ReadOptions) -> None:
    place = Place(name)
    twice = next((column for column, times in Counter(columns).items() if times > 1), None)
    if twice is not None:
        message = f"duplicate column: '{shown(twice)}'"
        raise DataError(message, "rename one of them", code="XE012", place=place, value=twice)
    if len(columns) > options.max_columns:
        message, hint = (
            f"{len(columns)} columns, more than --max-columns",
            "use --max-columns N to raise the limit",
        )
        raise InputError(message, hint, code="XE623", place=place)
    if not rows and rows is not None:
        raise DataError("no rows", "did the program that wrote it fail?", code="XE013", place=place)
    if not columns:
        raise DataError("no columns: the file has none", "is this the right file?", code="XE034", place=place)


def _unnamed(names: tuple[str, ...], types: tuple[np.dtype[Any] | None, ...]) -> int | None:
    """Return the unnamed first column of whole numbers, if all others have names: a pandas index."""
    numbers = names[0] in NAMELESS and len(names) > 1 and types[0] is not None and types[0].kind in "iu"
    return 0 if numbers else None


def _vectors(fields: list[Field]) -> Mapping[str, Vector]:
    found, start = {}, 0
    for field in fields:
        if field.width is not None:
            found[field.name] = Vector(tuple(range(start, start + field.width)), field.titles)
        start += field.width or 1
    return found


def _errors(taken: Mapping[str, Taken], rows: Block, cells: Cells) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each bad value."""
    for row, error in next(iter(taken.values())).broken:
        error.place = replace(rows.place(row), column=None)
        yield row, error
    for name, one in taken.items():
        for row, error in one.wrong if cells is Cells.TEXT else (*one.wrong, *gaps(one, cells)):
            place = rows.place(row)
            error.at(
                file=place.file, line=place.line, row=place.row, column=error.place.column or name or None
            )
            yield row, error


def _name_records(errors: list[tuple[int, DataError]], chunk: Chunk) -> None:
    """Add the number of the record to errors of rows that are tokens without a line."""
    records: Any = getattr(chunk, "records")  # noqa: B009
    for row, error in errors:
        error.message = f"{error.message} (record {records[row]})"


def _values(
    taken: Mapping[str, Taken], wanted: Wanted, cells: Cells, rows: Block
) -> tuple[Numbers, tuple[str, ...] | None]:
    """Return the requested columns as one array, and the names if it holds codes."""
    if cells is Cells.NUMBERS:
        text = next((one for one in taken.values() if one.categories is not None), None)
        if text is not None and len(rows):
            words = np.array([(text.categories or ("",))[code] for code in text.values[:1].tolist()])
            raise no_numbers(Block(words, rows.first_row, rows.origin, rows.lines))
        _check_exact(taken, rows)
        return gathered([(taken[field.name].values, place) for field, place in wanted]), None
    field, place = wanted[0]
    one = taken[field.name]
    values = one.values[:, place] if field.width is not None else one.values
    if cells is Cells.LABELS:
        return values, one.categories
    return _as_text(values, one, rows)


def _check_exact(taken: Mapping[str, Taken], rows: Block) -> None:
    """Raise if large whole numbers would lose precision as float64, next to a column of fractions."""
    arrays = {name: one.values for name, one in taken.items()}
    if common_type([values.dtype for values in arrays.values()]).kind != "f":
        return
    for name, values in arrays.items():
        if values.dtype.kind in "iu" and values.dtype.itemsize == 8 and len(values):
            large = (values >= LARGEST_CLASS) | (values <= -LARGEST_CLASS)
            if large.any():
                row = int(np.flatnonzero(large.reshape(len(large), -1).any(axis=1))[0])
                message, hint = "is too large to be read with fractions", "is this a key? name the columns"
                place = replace(rows.place(row), column=name)
                value = values[row].flat[0] if values.ndim > 1 else values[row]
                raise DataError(f"{value} {message}", hint, code="XE025", place=place, value=int(value))


def _as_text(values: Numbers, one: Taken, rows: Block) -> tuple[Numbers, tuple[str, ...] | None]:
    """Return codes and texts; a missing value becomes an empty text."""
    codes, words = values, one.categories
    if words is None:
        block = named(values, 0, rows.origin)
        codes, words = block.values, block.categories or ()
    if one.missing is not None and one.missing.any():
        codes = np.where(one.missing, words.index("") if "" in words else len(words), codes)
        words = words if "" in words else (*words, "")
    return codes, words
