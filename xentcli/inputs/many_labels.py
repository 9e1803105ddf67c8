"""A table of 0 and 1 with one column for each class, made from cells that hold several labels."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from xentcli.core.blocks import Pending, without, wrong_rows
from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.inputs.list_notation import id_of
from xentcli.io.table import Cells, Plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.errors import XentError
    from xentcli.core.types import Numbers
    from xentcli.inputs.list_notation import Notation
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Complain, Table

    Places = Sequence[Sequence[str] | None]
    """The labels of each row; None for a row without known labels."""

CELLS = 1 << 22
"""The number of cells of a block."""
NEEDED = "write [] for no labels, or use --unknown TEXT to leave out such rows"


class LabelCells(Protocol):
    """A column of cells that hold several labels."""

    name: str
    notation: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Return all labels, as text, in order of appearance."""

    @property
    def blank(self) -> int:
        """Return the number of cells without a label."""

    @property
    def side(self) -> Selection:
        """Return the column to read."""

    def each(self, block: Block) -> tuple[Places, Numbers]:
        """Return the labels of each different cell of a block, and the cell of each row."""


class TextCells:
    """Cells of text."""

    def __init__(self, side: Selection, notation: Notation) -> None:
        self.side, self._notation = side, notation
        self.name, self.notation = side.table.name, notation.name

    @cached_property
    def _seen(self) -> tuple[tuple[str, ...], int]:
        labels: dict[str, None] = {}
        blank = 0
        for block in self.side.table.blocks(self.side.columns, self.side.cells, lambda _: None):
            words = block.categories or ()
            found = [self._notation.labels(word) for word in words]
            labels |= dict.fromkeys(label for one in found for label in one or ())
            blank += int(
                np.isin(
                    block.values,
                    [code for code, word in enumerate(words) if found[code] == [] and not word.strip()],
                ).sum()
            )
        return tuple(labels), blank

    @property
    def labels(self) -> tuple[str, ...]:
        """Return all labels, in order of appearance."""
        return self._seen[0]

    @property
    def blank(self) -> int:
        """Return the number of empty cells."""
        return self._seen[1]

    def each(self, block: Block) -> tuple[Places, Numbers]:
        """Return the labels of each different cell of a block, and the cell of each row."""
        return [self._notation.labels(word) for word in block.categories or ()], block.values


class NumberedLists:
    """Lists of ids, all of the same length."""

    notation, blank = "lists of ids", 0

    def __init__(self, side: Selection) -> None:
        self.side, self.name = side, side.table.name

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Return all ids as text."""
        ids: set[float] = set()
        for block in self.side.table.blocks(self.side.columns, self.side.cells):
            ids |= set(np.unique(block.values).tolist())
        return tuple(f"{n:.15g}" for n in sorted(ids))

    def each(self, block: Block) -> tuple[Places, Numbers]:
        """Return the ids of each row, and the number of the row."""
        rows = [[f"{n:.15g}" for n in row] for row in block.values.tolist()]
        return rows, np.arange(len(block))


class ManyLabels(Plain):
    """One column of 0 and 1 for each class."""

    in_order = False
    """Whether the columns are in the order of the predictions, by ids that the file declares with names."""

    def __init__(
        self,
        table: Table,
        cells: LabelCells,
        places: dict[str, int] | None,
        width: int,
        offset: int,
        columns: tuple[str, ...] | None,
    ) -> None:
        """``places`` are the columns of names; None for ids, to which ``offset`` is added."""
        self.source, self._cells, self._places, self._offset = table, cells, places, offset
        self.name, self.columns, self.numeric = table.name, columns, (True,) * width
        self.shape = (table.shape[0], width)
        self.dtype = np.dtype(np.uint8)

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        del cells
        side = self._cells.side
        for block in self.source.blocks(side.columns, side.cells, complain):
            for start in range(0, len(block), self._step):
                yield from self._read(block[start : start + self._step], columns, complain)

    def parts(
        self, columns: tuple[int, ...] | None = None, cells: Cells = Cells.NUMBERS
    ) -> Iterator[Block | Pending]:
        """Yield the same rows as parts that are parsed when they are loaded."""
        del cells
        side = self._cells.side
        for part in self.source.parts(side.columns, side.cells):
            for start in range(0, len(part), self._step):
                some = part[start : start + self._step]
                yield Pending(some.first_row, len(some), partial(self._load, some, columns))

    def verify(self) -> None:
        """Raise if the input changed since it was opened."""
        self.source.verify()

    @property
    def _step(self) -> int:
        return max(1, CELLS // len(self.numeric))

    def _load(self, part: Block | Pending, columns: tuple[int, ...] | None, first: int, count: int) -> Block:
        start = first - part.first_row
        return next(self._read(part[start : start + count].load(), columns, None))

    def _read(
        self, block: Block, columns: tuple[int, ...] | None, complain: Complain | None
    ) -> Iterator[Block]:
        labels, codes = self._cells.each(block)
        matrix, bad = self._matrix(labels)
        errors = (
            (row, _placed(bad[code], block, row)) for row, code in enumerate(codes.tolist()) if code in bad
        )
        wrong = wrong_rows(errors if bad else (), complain)
        values = matrix[codes]
        origin = replace(block.origin, columns=self.columns)
        if columns is not None:
            values = values[:, list(columns)]
            origin = replace(origin, columns=self.columns and tuple(self.columns[c] for c in columns))
        yield from without(replace(block, values=values, categories=None, origin=origin), wrong)

    def _matrix(self, rows: Places) -> tuple[Numbers, dict[int, DataError]]:
        """Return a row of 0 and 1 for each different cell, and the errors of bad cells."""
        matrix, bad = np.zeros((len(rows), len(self.numeric)), self.dtype), {}
        for at, labels in enumerate(rows):
            if labels is None:
                bad[at] = DataError("missing labels", NEEDED, code="XE015", ways=({"unknown": "nan"},))
                continue
            for label in labels:
                place = self._place(label)
                if place is None:
                    bad[at] = self._stranger(label)
                else:
                    matrix[at, place] = 1
        return matrix, bad

    def _place(self, label: str) -> int | None:
        if self._places is not None:
            number = id_of(label)
            return self._places.get(label, self._places.get(str(number)) if number is not None else None)
        place = (id_of(label) or 0) + self._offset
        return place if 0 <= place < len(self.numeric) else None

    def _stranger(self, label: str) -> DataError:
        width = len(self.numeric)
        if self._places is None:
            text = f"{shown(label)} is not a class of {-self._offset}..{width - 1 - self._offset}"
            hint = "use --label-offset -1 if the ids start at 1, or --num-classes N for more classes"
            low, high = self._span
            ways = ({"label_offset": -1},) if (low, high) == (1, width) and not self._offset else ()
            return DataError(text, hint, code="XE112", value=label, ways=ways)
        from xentcli.core.suggest import meant, nearest

        near = nearest(label, self._places)
        hint = meant(*near) if near else "list all classes in order with --classes"
        return DataError(f"{shown(label)} is not one of the {width} classes", hint, code="XE112", value=label)

    @property
    def _span(self) -> tuple[int, int]:
        ids = [id_of(label) or 0 for label in self._cells.labels]
        return min(ids, default=0), max(ids, default=0)


def _placed(error: DataError, block: Block, row: int) -> XentError:
    """Copy the error of a cell and locate it at this row."""
    column = block.origin.columns[0] if block.origin.columns else None
    place = replace(block.place(row), column=column)
    return DataError(
        error.message, error.hint, code=error.code, place=place, value=error.value, ways=error.ways
    )
