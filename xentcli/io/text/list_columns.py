"""Tables from text files with lists in their cells: one column for each number of a list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.blocks import Pending, without, wrong_rows
from xentcli.core.errors import UsageError, XentError
from xentcli.core.frozen import replace
from xentcli.io.columnar.fields import Field
from xentcli.io.table import Cells, Plain, Vector
from xentcli.io.text.list_cells import vectors_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.blocks import Block
    from xentcli.io.table import ByLine, ClassNames, Complain, Table
    from xentcli.io.text.cell_forms import Form
    from xentcli.io.text.chunk import Start
    from xentcli.io.text.layout import Layout
    from xentcli.io.text.line_index import Lines

    Chosen = tuple[int, list[int]]
    """A column of lists, and the places in them."""


class Unfolded(Plain):
    """Expands columns of lists into one column per number; other columns are unchanged."""

    lists_as_text = True
    """Whether a column of lists can be read as text."""

    def __init__(self, table: Table, layout: Layout) -> None:
        """The lists have the widths found in the first rows."""
        self._table, self._layout, self.name = table, layout, table.name
        lists, names, forms = layout.columns.lists, table.columns, layout.columns.forms
        fields = [
            Field(
                names[c] if names else str(c),
                None,
                lists.get(c),
                titles=forms[c].titles if c in forms else None,
            )
            for c in range(len(table.numeric))
        ]
        self._owners = [(c, place) for c, field in enumerate(fields) for place in range(field.width or 1)]
        self._lists = frozenset(lists)
        self.columns = tuple(n for field in fields for n in field.columns()) if names else None
        self.shape = (None, len(self._owners))
        self.dialect, self.notes, self.roles = table.dialect, table.notes, table.roles
        self.numeric = tuple(c in lists or table.numeric[c] for c, _ in self._owners)
        self.vectors = {
            fields[c].name: Vector(
                tuple(i for i, (owner, _) in enumerate(self._owners) if owner == c), fields[c].titles
            )
            for c in lists
        }
        self.named_by_rows = not all(form.is_ordered for form in forms.values())
        self._refused = {c: _refused(c, form, self) for c, form in forms.items() if form.refusal is not None}
        self.refusals = tuple(self._refused.values())
        self.unread = frozenset(place for place, (c, _) in enumerate(self._owners) if c in self._refused)
        index = table.index_column
        self.index_column = None if index is None else self._owners.index((index, 0))

    def declared(self, column: int) -> ClassNames | None:
        """Return the names of the classes that the text declares for a column, or None."""
        owner, _ = self._owners[column]
        return None if owner in self._lists else self._table.declared(owner)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, reading from the start on each call."""
        single, chosen = self._wanted(columns, cells)
        if chosen is None:
            yield from self._table.blocks(single, cells, complain)
            return
        for block in self._table.blocks((chosen[0],), Cells.TEXT, complain):
            yield from self._unfolded(block, chosen, cells, complain)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the rows as parts that are parsed when they are loaded."""
        single, chosen = self._wanted(columns, cells)
        if chosen is None:
            yield from self._table.parts(single, cells)
            return
        for part in self._table.parts((chosen[0],), Cells.TEXT):
            if isinstance(part, Pending):
                yield Pending(part.first_row, part.count, partial(self._load, part, chosen, cells))
            else:
                yield from self._unfolded(part, chosen, cells, None)

    def place_of(self, column: int) -> int:
        """Return the place of the first number of a column of the text."""
        return self._owners.index((column, 0))

    def keep(self) -> None:
        """Copy a pipe that can be read only once, so that the rows can be read again."""
        keep = getattr(self._table, "keep", None)
        if keep is not None:
            keep()

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._table.verify()

    @property
    def by_line(self) -> ByLine | None:
        """Return the text with its lists expanded if it can be split at lines, else None."""
        text = self._table.by_line
        return None if text is None else UnfoldedLines(text, self._layout)

    def _load(self, part: Pending, chosen: Chosen, cells: Cells, first: int, count: int) -> Block:
        return next(self._unfolded(part.read(first, count), chosen, cells, None))

    def _unfolded(
        self, block: Block, chosen: Chosen, cells: Cells, complain: Complain | None
    ) -> Iterator[Block]:
        column, places = chosen
        layout = self._layout
        width = layout.columns.lists[column]
        form = layout.columns.forms.get(column)
        titles = None if form is None else form.titles
        matrix, bad = vectors_of(block.categories or (), width, layout.numerals, titles)
        codes = block.values.tolist()
        errors = ((row, _placed(bad[code], block, row)) for row, code in enumerate(codes) if code in bad)
        wrong = wrong_rows(errors if bad else (), complain)
        values = matrix[block.values]
        if cells is not Cells.NUMBERS:
            values = values[:, places[0]]
        elif places != list(range(width)):
            values = values[:, places]
        names = self.columns
        owned = [i for i, owner in enumerate(self._owners) if owner[0] == column and owner[1] in places]
        slack = block.origin.slack if form is None else max(block.origin.slack, form.slack)
        told = tuple(names[i] for i in owned) if names else None
        origin = replace(block.origin, columns=told, slack=slack)
        yield from without(replace(block, values=values, categories=None, origin=origin), wrong)

    def _wanted(self, columns: tuple[int, ...] | None, cells: Cells) -> tuple[tuple[int, ...], Chosen | None]:
        """Return the requested columns of single cells, or the one requested column of lists."""
        chosen = [self._owners[i] for i in (range(len(self._owners)) if columns is None else columns)]
        owners = list(dict.fromkeys(column for column, _ in chosen))
        lost = next((self._refused[c] for c in owners if c in self._refused), None)
        if lost is not None and cells in {Cells.NUMBERS, Cells.LABELS}:
            raise lost
        if self._lists.isdisjoint(owners) or cells is Cells.TEXT:
            return tuple(column for column, _ in chosen), None
        if len(owners) > 1:
            message = "a column of lists cannot be read with other columns"
            raise UsageError(
                message, "select that column alone, or select only columns of single numbers", code="XE524"
            )
        return (), (owners[0], [place for _, place in chosen])


class UnfoldedLines:
    """A text that can be split at lines, with its lists expanded."""

    def __init__(self, text: ByLine, layout: Layout) -> None:
        """``layout`` is the layout of the whole text."""
        self._text, self._layout = text, layout

    def span(self) -> tuple[Start, int]:
        """Return the start of the first row, and the byte offset where the last row ends."""
        return self._text.span()

    def lines(self, start: int, stop: int) -> Lines:
        """Return the line feeds between two byte offsets."""
        return self._text.lines(start, stop)

    def between(self, first: Start, until: int | None) -> Unfolded:
        """Return the rows from the start of a line up to a byte offset at a line start, or to the end."""
        return Unfolded(self._text.between(first, until), self._layout)


def _refused(column: int, form: Form, table: Unfolded) -> XentError:
    """Return the error of a column that cannot be read, with its place."""
    error = form.refusal
    assert error is not None
    error.at(file=table.name, column=table.columns[table.place_of(column)] if table.columns else str(column))
    return error


def _placed(error: XentError, block: Block, row: int) -> XentError:
    """Copy the error of a cell and locate it at this row."""
    said = type(error)(error.message, error.hint, code=error.code, place=block.place(row))
    said.value = error.value
    return said
