"""Leave out the rows with an unknown label from all inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block, without, wrong_rows
from xentcli.core.errors import Note
from xentcli.core.frozen import replace
from xentcli.io.table import Cells, Derived
from xentcli.io.text.label_column import read_labels, read_names, wrong_labels, wrong_names
from xentcli.io.text.numbers import Numerals
from xentcli.io.text.words import is_nan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Mask, Numbers
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Complain, Table

PARSERS = {Cells.LABELS: (wrong_labels, read_labels), Cells.NAMES: (wrong_names, read_names)}


def with_known_labels(data: Dataset, unknown: tuple[str, ...]) -> Dataset:
    """Return the dataset without the rows whose label is one of the texts in ``unknown``, or NaN."""
    kept = known_rows(data.labels, unknown)
    if kept.all():
        return data
    tables: dict[int, KnownRows] = {}
    sides = []
    for side in data.sides:
        table = tables.setdefault(id(side.table), KnownRows(side.table, kept))
        sides.append(replace(side, table=table))
    found = data.on(sides)
    return replace(found, labels=_noted(found.labels, kept))


def with_known_rows(labels: Selection, unknown: tuple[str, ...]) -> Selection:
    """Return labels without the rows with unknown labels."""
    kept = known_rows(labels, unknown)
    return labels if kept.all() else _noted(replace(labels, table=KnownRows(labels.table, kept)), kept)


def _noted(labels: Selection, kept: Mask) -> Selection:
    n = int(np.count_nonzero(~kept))
    text = f"{labels.table.name}: left out {n:,} row{'s' * (n != 1)} without a label"
    return replace(labels, notes=(*labels.notes, Note("XE863", text)))


def known_rows(labels: Selection, unknown: tuple[str, ...]) -> Mask:
    """Return which rows of a column have a label."""
    keep = getattr(labels.table, "keep", None)
    if keep is not None:
        keep()
    cells = Cells.TEXT if labels.table.dtype is None else labels.cells
    blocks = labels.table.blocks(labels.columns, cells)
    return np.concatenate([np.zeros(0, np.bool_), *(_known(block, unknown) for block in blocks)])


def _known(block: Block, unknown: tuple[str, ...]) -> Mask:
    words = block.categories
    if words is not None:
        known = np.array([not (word.strip() in unknown or is_nan(word)) for word in words], np.bool_)
        return known[block.values.reshape(-1)]
    values = block.values.reshape(-1)
    numbers = [number for word in unknown if (number := Numerals().number(word)) is not None]
    lost = np.isin(values, numbers) | (values != values)  # noqa: PLR0124
    return np.asarray(~lost, np.bool_)


class KnownRows(Derived):
    """The rows of another table that have a label; they keep their places in the file."""

    def __init__(self, table: Table, kept: Mask) -> None:
        """``kept`` says which rows of the table are left."""
        super().__init__(table)
        self._kept = kept
        self._before = np.concatenate([[0], np.cumsum(kept)])
        self.shape = (None if table.shape[0] is None else int(self._before[-1]), *table.shape[1:])

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        parsed = cells in PARSERS and self.dtype is None
        for block in self.table.blocks(columns, Cells.TEXT if parsed else cells, complain):
            some = self._some(block)
            if len(some):
                yield from self._parsed(some, cells, complain) if parsed else (some,)

    def _some(self, block: Block) -> Block:
        """Return the rows of a block that have a label; rows beyond the labels' stay."""
        first, stop = block.first_row, block.first_row + len(block)
        kept = self._kept[first:stop]
        rows = np.flatnonzero(np.concatenate([kept, np.ones(len(block) - len(kept), np.bool_)]))
        start = int(self._before[min(first, len(self._kept))]) + max(first - len(self._kept), 0)
        lines = block.lines if not isinstance(block.lines, int) else np.arange(len(block)) + block.lines
        numbers = np.array(block.numbers_of(rows), dtype=np.int64)
        placed = None if lines is None else np.asarray(lines)[rows]
        return Block(block.values[rows], start, block.origin, placed, block.categories, numbers)

    def _parsed(self, block: Block, cells: Cells, complain: Complain | None) -> Iterator[Block]:
        judge, read = PARSERS[cells]
        numerals = Numerals(self.dialect.point if self.dialect else ".")
        texts = [(block.categories or ())[code] for code in block.values.tolist()]
        errors = []
        for row, error in judge(texts, numerals):
            error.place = block.place(row)
            errors.append((row, error))
        wrong = set(wrong_rows(errors, complain))
        right = [text for row, text in enumerate(texts) if row not in wrong]
        found, categories = read(right, numerals)
        values: Numbers = np.zeros(len(texts), found.dtype)
        values[[row for row in range(len(texts)) if row not in wrong]] = found
        yield from without(replace(block, values=values, categories=categories), sorted(wrong))
