"""Lists of class ids beside lists of their scores, the best first: scores are put in the order of ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Origin
from xentcli.core.errors import DataError, Note, Place, XentError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown
from xentcli.inputs.extended import in_step
from xentcli.inputs.ranked_columns import HINT
from xentcli.inputs.selection import Selection
from xentcli.io.table import NO_VECTORS, Cells, Derived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import Complain, Table

_RANKS = re.compile(r"top|ind(?:ices|ex|exes|x)|ids?\b|idx|order|rank|class|label|pred|choice|argsort")
"""What the names of arrays of ranked ids hold."""
CHANCE = 1e-3
"""Below this probability, descending scores in all rows are no coincidence."""


def with_ids(data: Dataset) -> Dataset:
    """Return the dataset with its scores in the order of the ids next to them; raise if rows lack classes."""
    scores = data.pair[1]
    if scores.shape[:-1] or scores.shape[-1:] in {(), (1,)}:
        return data
    for name, ids in _lists(data):
        seen = _seen(scores, ids)
        if seen is None or not seen.are_ranks:
            continue
        if seen.classes is None:
            message = (
                f"'{shown(name)}' lists only the best {seen.width} of {len(seen.every)} or more classes "
                "in each row"
            )
            raise DataError(message, HINT, code="XE328", place=Place(scores.table.name))
        table = ByIds(scores, ids, seen.classes, name)
        columns = None if table.dtype is not None else tuple(range(len(seen.classes)))
        return replace(data, predictions=Selection(table, columns, Cells.NUMBERS, scores.notes))
    return data


def _lists(data: Dataset) -> Iterator[tuple[str, Selection]]:
    """Yield the arrays and lists of whole numbers that are as wide as the scores and are not labels."""
    labels, scores = data.pair
    table, width = scores.table, scores.shape[-1]
    for name, opened in table.beside.items():
        if not _RANKS.search(name.lower()) or labels.table.name in {
            f"{table.name.partition('[')[0]}[{sign}{name}]" for sign in ("", "/")
        }:
            continue
        array = _opened(opened)
        if array is not None and _is_ranked(array, table.shape):
            yield name, Selection(array, None, Cells.NUMBERS)
    used = {*(scores.columns or ()), *(labels.columns or () if labels.table is table else ()), *table.unread}
    for name, vector in table.vectors.items():
        numbers = len(vector.columns) == width and all(table.numeric[c] for c in vector.columns)
        if numbers and used.isdisjoint(vector.columns):
            yield name, Selection(table, vector.columns, Cells.NUMBERS)


def _is_ranked(array: Table, shape: tuple[int | None, ...]) -> bool:
    return array.shape == shape and array.dtype is not None and array.dtype.kind in "iu"


def _opened(opened: Callable[[], Table]) -> Table | None:
    try:
        return opened()
    except XentError:
        return None


class Seen(Frozen):
    """What lists of ids and of scores are, from all rows."""

    width: int
    rows: int
    falling: bool
    """Whether no score is larger than the one before it."""
    classes: tuple[int, ...] | None
    """The ids in ascending order, if all rows list the same; else None."""
    every: frozenset[int]
    orders: bool
    """Whether rows list the ids in different orders, or in another one than ascending."""

    @property
    def are_ranks(self) -> bool:
        """Whether the ids name the classes of the scores."""
        if self.classes is not None:
            return self.orders and (self.falling or self.width > 2)
        return self.falling and self.rows * np.log(self.width) > -np.log(CHANCE) / 2


def _seen(scores: Selection, ids: Selection) -> Seen | None:
    """Return what both lists are, or None if a row holds an id twice, or anything but ids."""
    first: Codes | None = None
    falling, same, ordered, every, rows = True, True, True, frozenset[int](), 0
    try:
        for mine, theirs in in_step(scores.blocks(), ids.blocks()):
            values = theirs.values
            whole = np.asarray(values, np.int64)
            ranked = np.sort(whole, axis=1)
            if (whole != values).any() or (ranked < 0).any() or (np.diff(ranked, axis=1) == 0).any():
                return None
            first = ranked[0] if first is None else first
            same = same and bool((ranked == first).all())
            ordered = ordered and bool((whole == ranked).all())
            falling = falling and bool((np.diff(mine.values, axis=1) <= 0).all())
            rows += len(mine)
            if not (same or falling):
                return None
            every |= frozenset(np.unique(ranked).tolist())
    except XentError:
        return None
    if first is None:
        return None
    return Seen(len(first), rows, falling, tuple(first.tolist()) if same else None, every, not ordered)


class ByIds(Derived):
    """The scores of another table, one column per class in the order of the ids that each row lists."""

    def __init__(self, scores: Selection, ids: Selection, classes: tuple[int, ...], name: str) -> None:
        """All rows of ``ids`` hold ``classes``, in any order; their array or list is called ``name``."""
        table = scores.table
        super().__init__(table)
        self._scores, self._ids, self._classes = scores, ids, np.array(classes)
        self.titles = tuple(map(str, classes))
        self.shape = (table.shape[0], len(classes))
        self.vectors, self.unread, self.refusals = NO_VECTORS, frozenset(), ()
        self.numeric, self.index_column = (True,) * len(classes), None
        self.columns = None if classes == tuple(range(len(classes))) else self.titles
        if table.dtype is None:
            self.columns = self.titles
            self.types = table.types and tuple(table.types[c] for c in scores.columns or ())
        text = f"'{shown(name)}' names the class of each score; the scores were sorted by class"
        self.notes = (*table.notes, Note("XE868", f"{table.name}: {text}"))

    def blocks(
        self,
        columns: tuple[int, ...] | None = None,
        cells: Cells = Cells.NUMBERS,
        complain: Complain | None = None,
    ) -> Iterator[Block]:
        """Yield the rows as blocks, from the start on each call."""
        del cells
        wanted = range(len(self.titles)) if columns is None else columns
        origin = Origin(self.name, tuple(self.titles[c] for c in wanted))
        for mine, theirs in in_step(self._scores.blocks(complain), self._ids.blocks()):
            matrix: Numbers = np.empty_like(mine.values)
            places = np.searchsorted(self._classes, np.asarray(theirs.values, np.int64))
            np.put_along_axis(matrix, places, mine.values, axis=1)
            values = matrix if columns is None else matrix[:, list(columns)]
            yield replace(mine, values=values, origin=replace(mine.origin, columns=origin.columns))
