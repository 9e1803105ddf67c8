"""Read the labels of svmlight and libsvm files: one class or a list of classes per row."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.text import shown
from xentcli.io.arrays.base import Arrays
from xentcli.io.columnar.json_lines import pieces
from xentcli.io.text.cell_types import class_id
from xentcli.io.text.numbers import LARGEST_CLASS, Numerals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Numbers
    from xentcli.io.source.file import Source
    from xentcli.io.table import ReadOptions, Table

FEATURE = re.compile(r"(?:qid|\d+):\S+")
"""What a row without a label begins with."""


def open_svmlight(source: Source, options: ReadOptions, _member: str | None, usual: tuple[str, ...]) -> Table:
    """Open the labels. The whole file is scanned first, to find lists of classes."""
    del usual
    return SvmTable(source.whole(), options)


class Look(Frozen):
    """The result of scanning the whole file."""

    rows: int
    lists: bool
    whole: bool
    largest: int


class SvmTable(Arrays):
    """Labels (N,), or a multi-hot matrix (N, K) if any row has a list of classes."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        """Scan the file for its shape and dtype."""
        self._source, self._max_field = source, options.max_field
        self._look = self._seen()
        look, width = self._look, max(self._look.largest + 1, 2)
        if look.lists and width > options.max_columns:
            message = f"the lists of classes need {width:,} columns (classes up to {look.largest})"
            hint = "use --max-columns N to raise the limit"
            raise DataError(message, hint, code="XE131", place=Place(source.name))
        dtype = np.uint8 if look.lists else np.int64 if look.whole else np.float64
        shape = (look.rows, width) if look.lists else (look.rows,)
        super().__init__(source.name, shape, np.dtype(dtype), options)

    def rows(self, columns: tuple[int, ...] | None, step: int) -> Iterator[Numbers]:
        """Yield the labels, ``step`` rows at a time."""
        with self._source.steady():
            rows: list[str] = []
            for _, cell in self._labels():
                rows.append(cell)
                if len(rows) == step:
                    yield self._made(rows, columns)
                    rows = []
            if rows:
                yield self._made(rows, columns)

    def wider(self, width: int) -> SvmTable:
        """Return lists of classes for more classes than occur, or labels without lists as they are."""
        if not self._look.lists or width <= int(self.shape[1] or 0):
            return self
        table = copy(self)
        table.shape, table.rest = (self._look.rows, width), (width,)
        return table

    def verify(self) -> None:
        """Raise if the file changed since it was opened."""
        self._source.verify()

    def _made(self, rows: list[str], columns: tuple[int, ...] | None) -> Numbers:
        if not self._look.lists:
            return np.array(list(map(int if self._look.whole else float, rows)), self.dtype)
        block = np.zeros((len(rows), *self.rest), self.dtype)
        for row, cell in enumerate(rows):
            block[row, [int(item) for item in cell.split(",") if item]] = 1
        return block if columns is None else block[:, list(columns)]

    def _seen(self) -> Look:
        count, lists, whole, largest = 0, False, True, 0
        negative: tuple[str, int, int] | None = None
        for line, cell in self._labels():
            count += 1
            if not cell or "," in cell:
                lists = True
            elif class_id(cell) is None:
                whole = False
                self._check(cell, line, count)
            if not lists and cell.startswith("-"):
                negative = negative or (cell, line, count)
            for item in cell.split(",") if lists or "," in cell else ():
                self._check_item(item, line, count)
            if whole:
                largest = max(largest, *(int(item) for item in cell.split(",") if item), 0)
        if lists and not whole:
            message, place = "lists of classes mixed with fractions", Place(self._source.name)
            raise DataError(message, "class ids must be whole numbers", code="XE046", place=place)
        if lists and negative is not None:
            self._check_item(*negative)
        return Look(count, lists, whole, largest)

    def _check(self, cell: str, line: int, row: int) -> None:
        number = Numerals().number(cell)
        if number is None or abs(number) >= LARGEST_CLASS:
            place = Place(self._source.name, line, row)
            hint = "write rows as LABEL[,LABEL...] INDEX:VALUE ... # comment"
            raise DataError(f"'{shown(cell)}' is not a label", hint, code="XE046", place=place, value=cell)

    def _check_item(self, item: str, line: int, row: int) -> None:
        found = class_id(item) if item else 0
        if found is None or found < 0:
            place = Place(self._source.name, line, row)
            message, hint = f"'{shown(item)}' is not a class id", "lists contain class ids, which start at 0"
            raise DataError(message, hint, code="XE046", place=place, value=item)

    def _labels(self) -> Iterator[tuple[int, str]]:
        """Yield the line and the label text of each row, skipping blank and comment lines."""
        for piece in pieces(self._source.open().read, self._source.name, self._max_field):
            for line, raw in enumerate(piece.rows(), piece.line):
                plain = raw.partition(b"#")[0]
                if not plain.strip():
                    continue
                first = plain.split(None, 1)[0].decode("ascii", "backslashreplace")
                none = plain[:1].isspace() or FEATURE.fullmatch(first)
                yield line, "" if none else first.removeprefix("+")
