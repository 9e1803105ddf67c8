"""Index of the files of inputs: their numbers of rows, and the rows at which tasks can start."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from xentcli.core.errors import UsageError
from xentcli.core.frozen import Frozen
from xentcli.core.text import printable
from xentcli.execution.partition.portion import FilePiece, Head, Portion
from xentcli.io.concat import singles_of
from xentcli.io.open_table import opened_again
from xentcli.io.table import Cells
from xentcli.io.text.chunk import Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from xentcli.core.errors import XentError
    from xentcli.io.table import ByLine, Opening, Table
    from xentcli.io.text.line_index import Lines

    Workers = Callable[[Callable[[Any], Any], list[Any]], Iterator[Any]]

TASK = 1 << 26
"""Bytes of the largest input in a task, unless that would make more than `MAX_TASKS` tasks."""

MAX_TASKS, MIN_TASKS = 100_000, 1024
"""The most tasks; and the number of files from which on several small files share a task."""


class Single(Frozen):
    """One file of an input: its number of rows, and the rows at which a task can start."""

    opening: Opening
    rows: int
    anywhere: bool = False
    starts: tuple[int, ...] = (0,)
    marks: tuple[Start, ...] = ()
    """For a text file, the positions of the rows in `starts`."""

    def piece(self, before: int, first: int, stop: int) -> FilePiece:
        """Return rows ``first`` to ``stop`` of the file, which has ``before`` rows of the input before it."""
        if not self.marks:
            return FilePiece(self.opening, before, first, stop)
        low, high = bisect_right(self.starts, first) - 1, bisect_left(self.starts, stop)
        until = self.marks[high].offset if high < len(self.marks) else None
        return FilePiece(self.opening, before, first, stop, self.marks[low], until)

    def places(self, most: int) -> list[tuple[int, int]]:
        """Return the rows at which a task of ``most`` bytes can start, each with the bytes before it."""
        row = max(1, self.opening.size // max(1, self.rows))
        rows = range(0, self.rows, max(1, most // row)) if self.anywhere else self.starts
        return [*((at, at * self.opening.size // max(1, self.rows)) for at in rows)]


class Index(Frozen):
    """The files of an input; ``before`` has the rows before each file, and the total at the end."""

    head: Head
    singles: tuple[Single, ...]
    before: tuple[int, ...]

    @property
    def rows(self) -> int:
        """Return the number of rows of all files."""
        return self.before[-1]

    @property
    def size(self) -> int:
        """Return the size of all files in bytes."""
        return sum(single.opening.size for single in self.singles)

    def portion(self, first: int, stop: int) -> Portion:
        """Return rows ``first`` to ``stop`` of the input."""
        low = bisect_right(self.before, first) - 1
        high = min(len(self.singles), bisect_left(self.before, stop))
        pieces = []
        for single, before in zip(self.singles[low:high], self.before[low:high], strict=True):
            start, end = max(0, first - before), min(single.rows, stop - before)
            if start < end:
                pieces.append(single.piece(before, start, end))
        return Portion(self.head, tuple(pieces))

    def edges(self) -> list[int]:
        """Return the first row of each task."""
        most, least = max(TASK, self.size // MAX_TASKS), min(TASK, self.size // MIN_TASKS)
        edges, last, done = [0], 0, 0
        for single, before in zip(self.singles, self.before[:-1], strict=True):
            places = single.places(most)
            for (row, start), (_, end) in pairwise([*places, (single.rows, single.opening.size)]):
                since = done + start - last
                if since and (done + end - last > most or (not row and since >= least)):
                    edges.append(before + row)
                    last = done + start
            done += single.opening.size
        return edges


def indexed(tables: Sequence[Table], crew: Workers) -> list[Index]:
    """Return the index of each table; rows whose number is unknown are counted by ``crew``."""
    files = [[_opened(single) for single in singles_of(table)] for table in tables]
    texts = {o: s.by_line for pairs in files for o, s in pairs if s.by_line is not None}
    marks = dict(zip(texts, _marked(list(texts.items()), crew), strict=True))
    unknown = [o for pairs in files for o, s in pairs if s.shape[0] is None and not marks.get(o)]
    counts = dict(zip(unknown, crew(counted_rows, unknown), strict=True))
    known = marks | {o: Single(o, rows) for o, rows in counts.items()}
    return [
        _index(t, [known.get(o) or _known(o, s) for o, s in pairs])
        for t, pairs in zip(tables, files, strict=True)
    ]


def _index(table: Table, singles: list[Single]) -> Index:
    return Index(Head.of(table), tuple(singles), (0, *accumulate(single.rows for single in singles)))


def _opened(table: Table) -> tuple[Opening, Table]:
    opening = table.opening
    if opening is None:
        message = f"{printable(table.name)} can only be read by this process"
        raise UsageError(message, "a cluster reads files by path or URL: write it to a file", code="XE525")
    return opening, table


def _known(opening: Opening, table: Table) -> Single:
    """Return the index of a file whose number of rows is known when it is opened."""
    starts = (0,) if table.by_group is None else table.by_group.starts
    # Every row of a numeric array can be read, so tasks can start at any row.
    numbers = table.anywhere and table.dtype is not None and table.dtype.kind in "iuf"
    return Single(opening, table.shape[0] or 0, numbers, tuple(dict.fromkeys(starts)))


def _marked(texts: list[tuple[Opening, ByLine]], crew: Workers) -> list[Single | None]:
    """Count the rows of text files and mark where some of them start; None for files with quotes."""
    step = max(TASK, sum(opening.size for opening, _ in texts) // MAX_TASKS)
    spans = [(opening, *text.span()) for opening, text in texts]
    ranges = [range(start.offset, stop, step) for _, start, stop in spans]
    tasks = [
        (opening, at, min(at + step, stop))
        for (opening, _, stop), each in zip(spans, ranges, strict=True)
        for at in each
    ]
    found = iter(list(crew(counted_lines, tasks)))
    return [
        _single(opening, start, [next(found) for _ in each])
        for (opening, start, _), each in zip(spans, ranges, strict=True)
    ]


def _single(opening: Opening, start: Start, lines: list[Lines]) -> Single | None:
    """Return the index of a text file from the line feeds of its ranges, or None if it has quotes."""
    if not lines or not all(some.plain for some in lines):
        return None
    marks, feeds = [start], 0
    for some in lines:
        feeds += some.feeds
        if some.after is not None:
            marks.append(Start(some.after, start.line + feeds, start.row + feeds))
    rows = feeds + (not lines[-1].ended)
    marks = [mark for mark in marks if mark.row < rows]
    return Single(opening, rows, False, tuple(mark.row for mark in marks), tuple(marks))


def counted_lines(task: tuple[Opening, int, int]) -> Lines:
    """Count the line feeds between two byte offsets of a text file, on the worker."""
    opening, start, stop = task
    text = opened_again(opening).by_line
    assert text is not None, "it was a text where the work was given out"
    return text.lines(start, stop)


def counted_rows(opening: Opening) -> int:
    """Count the rows of a file by reading it, on the worker."""
    table = opened_again(opening)
    rows = 0

    def heard(error: XentError) -> None:
        nonlocal rows
        rows = max(rows, error.place.row or 0)

    for block in table.blocks((0,), Cells.TEXT, heard):
        rows = max(rows, block.first_row + len(block))
    table.verify()
    return rows
