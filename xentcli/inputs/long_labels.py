"""Labels with one row per sample and label, grouped to one row per sample with a 0 or 1 per label."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import DataError, Note
from xentcli.core.frozen import replace
from xentcli.inputs.extended import Extended
from xentcli.inputs.long_table import layout_of, said, second_rows, shared
from xentcli.inputs.take import STEP, TakenRows
from xentcli.io.table import Vector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.inputs.long_table import Layout
    from xentcli.io.table import Complain, Table


def grouped(table: Table, key: int, tag: int, *, named: bool = True) -> Table:
    """Return the table with one row per key and one column per label; unchanged if each key occurs once.

    Keys are in the order in which they first occur. Raise if a key has a label twice. ``named`` says whether
    the name of the column of labels selects all of them.
    """
    layout = layout_of(table, key, tag)
    if len(layout.first) == len(layout.samples):
        return table
    twice = second_rows(layout)
    if twice:
        row = twice[0]
        repeated = f"{len(twice):,} repeated row{'s' * (len(twice) != 1)}"
        message = f"{said(layout, row)} twice ({repeated}): is each row a sample?"
        hint = "list each label of a key once; if each row is a sample, give each row its own key"
        raise DataError(
            message, hint, code="XE326", place=layout.keys.place(row), value=layout.keys.text(row)
        )
    return Grouped(table, layout, tag, named=named)


class Grouped(Extended):
    """A long table of labels with one row per key, and the labels as further columns of zeros and ones."""

    def __init__(self, table: Table, layout: Layout, tag: int, *, named: bool) -> None:
        """``named`` says whether the name of the column of labels selects all of them."""
        name = table.columns[tag] if table.columns else str(tag)
        titles = tuple(f"{name}.{title}" for title in layout.titles) if named else layout.titles
        super().__init__(TakenRows(table, layout.first), titles, shared(table, layout), "u1")
        if named:
            self.vectors = {name: Vector(self.added, layout.titles)}
        order = np.argsort(layout.samples, kind="stable")
        self._classes = layout.classes[order]
        self._ends = np.cumsum(np.bincount(layout.samples, minlength=len(layout.first)))
        self._layout = layout
        rows, samples = len(layout.samples), len(layout.first)
        key = layout.keys.origin.columns[0] if layout.keys.origin.columns else "the key"
        text = f"{rows:,} rows are the labels of {samples:,} samples, because '{key}' repeats"
        text = f"{table.name}: {text}; if each row is a sample, leave out '{key}'"
        self.notes = (Note("XE867", text),)

    def made(self, complain: Complain | None) -> Iterator[Block]:
        """Yield a 0 or 1 for each label."""
        del complain
        first, keys = self._layout.first, self._layout.keys
        lines = None if keys.lines is None else np.asarray(keys.lines)
        origin = Origin(self.name, self.titles)
        for start, stop in pairwise([*range(0, len(first), STEP), len(first)]):
            begin = int(self._ends[start - 1]) if start else 0
            classes = self._classes[begin : int(self._ends[stop - 1])]
            rows = np.searchsorted(self._ends[start:stop] - begin, np.arange(len(classes)), side="right")
            values = np.zeros((stop - start, len(self.titles)), np.uint8)
            values[rows, classes] = 1
            chosen = first[start:stop]
            block = Block(values, start, origin, None, None, chosen)
            yield block if lines is None else replace(block, lines=lines[chosen])
