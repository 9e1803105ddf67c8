"""Long tables: one row per sample and class, pivoted to one row per sample with one column per class."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Block, Origin
from xentcli.core.errors import DataError, Note, XentError
from xentcli.core.frozen import Frozen
from xentcli.core.names import natural
from xentcli.core.text import shown
from xentcli.inputs.extended import Extended
from xentcli.inputs.take import STEP, TakenRows, whole_of
from xentcli.io.table import Cells, Vector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.types import Codes, Numbers
    from xentcli.io.table import Complain, Table

COMPLETE = "write exactly one row per sample and class, even if the score is zero"


class Layout(Frozen, eq=False):
    """The sample and the class of each row of a long table."""

    keys: Block
    """The keys as read, for the places of rows."""
    samples: Codes
    """The sample of each row, counted in the order in which samples first occur."""
    first: Codes
    """The first row of each sample."""
    classes: Codes
    """The class of each row, as an index into the titles."""
    titles: tuple[str, ...]
    is_ordered: bool
    """Whether the rows of all samples have the classes in the order of the titles."""

    @property
    def cells(self) -> Codes:
        """Return the position of each row in a matrix of samples and classes."""
        return self.samples * len(self.titles) + self.classes


def layout_of(table: Table, key: int, class_: int) -> Layout:
    """Return the sample and the class of each row, from all rows."""
    keys = whole_of(table, (key,), Cells.TEXT)
    names = whole_of(table, (class_,), Cells.NAMES)
    texts = np.array([name.strip() for name in keys.categories or ()])
    _, samples, first = _first_seen(np.unique(texts, return_inverse=True)[1][keys.values.reshape(-1)])
    titles, classes, is_ordered = _titles(names, samples)
    return Layout(keys, samples, first, classes, titles, is_ordered)


def _first_seen(codes: Codes) -> tuple[Codes, Codes, Codes]:
    """Return the distinct codes as they first occur, the place of each row there, and their first rows."""
    found, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return found[order], rank[inverse.reshape(-1)], first[order]


def _titles(names: Block, samples: Codes) -> tuple[tuple[str, ...], Codes, bool]:
    """Return the classes, the class of each row, and whether all samples have them in this order.

    Otherwise they are in natural order.
    """
    found, classes, _ = _first_seen(names.values.reshape(-1))
    titles = tuple((names.categories or ())[code] for code in found.tolist())
    order = np.argsort(samples, kind="stable")
    same = np.diff(samples[order]) == 0
    is_ordered = bool((np.diff(classes[order])[same] > 0).all())
    if not is_ordered:
        ranks = sorted(range(len(titles)), key=lambda place: natural(titles[place]))
        titles = tuple(titles[place] for place in ranks)
        classes = np.argsort(ranks)[classes]
    return titles, classes, is_ordered


def pivoted(table: Table, key: int, class_: int, score: int, *, named: bool = False) -> Pivoted:
    """Return the table with one row per sample: the columns that its rows share, then one per class.

    Samples are in the order in which they first occur. Raise if a sample lacks a class, or has one twice.

    Args:
        table: The long table.
        key: The column of samples.
        class_: The column of classes.
        score: The column of scores.
        named: Whether the name of that column selects the scores of all classes.
    """
    layout = layout_of(table, key, class_)
    _check_complete(layout)
    return Pivoted(table, layout, score, class_, named=named)


def _check_complete(layout: Layout) -> None:
    """Raise unless each sample has each class once."""
    size = len(layout.first) * len(layout.titles)
    counts = np.bincount(layout.cells, minlength=size)
    if (counts == 1).all():
        return
    if counts.max() > 1:
        row = second_rows(layout)[0]
        message = (
            f"{said(layout, row)} more than once ({np.count_nonzero(counts > 1):,} of {size:,} pairs repeat)"
        )
        raise DataError(message, COMPLETE, code="XE325", place=layout.keys.place(row))
    lost = np.flatnonzero(counts == 0)
    sample, name = divmod(int(lost[0]), len(layout.titles))
    row, title = int(layout.first[sample]), layout.titles[name]
    lack = len(np.unique(lost // len(layout.titles)))
    message = (
        f"{layout.keys.text(row)} has no row of class '{shown(title)}': each sample needs one row per class, "
        f"but {lack:,} of {len(layout.first):,} samples lack some"
    )
    raise DataError(
        message, COMPLETE, code="XE325", place=layout.keys.place(row), value=layout.keys.text(row)
    )


def second_rows(layout: Layout) -> list[int]:
    """Return the rows that repeat the sample and class of an earlier row."""
    once = np.unique(layout.cells, return_index=True)[1]
    return np.setdiff1d(np.arange(len(layout.cells)), once).tolist()  # type: ignore[no-any-return]


def said(layout: Layout, row: int) -> str:
    """Return the sample and the class of a row, for messages."""
    return f"{layout.keys.text(row)} has class '{shown(layout.titles[layout.classes[row]])}'"


def shared(table: Table, layout: Layout) -> list[int]:
    """Return the columns whose cells are the same in all rows of a sample."""
    return [c for c in range(int(table.shape[1] or 0)) if _constant(table, c, layout)]


def _constant(table: Table, column: int, layout: Layout) -> bool:
    try:
        cells = whole_of(table, (column,), Cells.TEXT).values.reshape(-1)
    except XentError:
        return False
    return bool((cells == cells[layout.first][layout.samples]).all())


class Pivoted(Extended):
    """A long table with one row per sample, and the scores of all classes as further columns."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        score: int,
        class_: int,
        *,
        named: bool,
        chosen: Codes | None = None,
    ) -> None:
        """``named`` says whether the name of the scores selects those of all classes.

        The other columns are those that the rows of a sample share. With ``chosen``, one row of each sample,
        the classes of these rows are kept as well.
        """
        self.parted_by = table.columns[class_] if table.columns else str(class_)
        self.classes = layout.titles
        name = table.columns[score] if table.columns else str(score)
        titles = tuple(f"{name}.{title}" for title in layout.titles)
        kept, rows = shared(table, layout), layout.first if chosen is None else chosen
        kept = kept if chosen is None else sorted({*kept, class_})
        super().__init__(TakenRows(table, rows), titles, kept)
        self._long, self._score, self._layout = table, score, layout
        if named:
            self.vectors = {name: Vector(self.added, layout.titles)}
        text = f"read as a long table: one row per sample and class, {len(titles)} classes"
        self.named_by_rows = not layout.is_ordered
        self.notes = (Note("XE866", f"{table.name}: {text}"),)

    def made(self, complain: Complain | None) -> Iterator[Block]:
        """Yield the scores of all classes."""
        del complain
        scores = whole_of(self._long, (self._score,), Cells.NUMBERS)
        matrix: Numbers = np.empty((len(self._layout.first), len(self.titles)), scores.values.dtype)
        matrix.reshape(-1)[self._layout.cells] = scores.values[:, 0]
        yield from blocks_of(matrix, self._layout, Origin(self.name, self.titles))


def blocks_of(matrix: Numbers, layout: Layout, origin: Origin) -> Iterator[Block]:
    """Yield the rows of a matrix with the places of the first row of each sample."""
    lines = None if layout.keys.lines is None else np.asarray(layout.keys.lines)
    for start, stop in pairwise([*range(0, len(matrix), STEP), len(matrix)]):
        rows = layout.first[start:stop]
        yield Block(matrix[start:stop], start, origin, None if lines is None else lines[rows], None, rows)
