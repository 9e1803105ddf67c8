"""What is in the files of inputs: their rows, and the rows with which tasks begin."""

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
"""Bytes of the largest input in a task, while that makes no more tasks than a scheduler bears."""

MAX_TASKS, MIN_TASKS = 100_000, 1024
"""Tasks at most; and files are put together in a task where there are more of them than this."""


class Single(Frozen):
    """One file of an input: its rows, and where among them a task may begin."""

    opening: Opening
    rows: int
    anywhere: bool = False
    starts: tuple[int, ...] = (0,)
    marks: tuple[Start, ...] = ()
    """Of a text, where the rows of `starts` start."""

    def piece(self, before: int, first: int, stop: int) -> FilePiece:
        """Some of its rows."""
        if not self.marks:
            return FilePiece(self.opening, before, first, stop)
        low, high = bisect_right(self.starts, first) - 1, bisect_left(self.starts, stop)
        until = self.marks[high].offset if high < len(self.marks) else None
        return FilePiece(self.opening, before, first, stop, self.marks[low], until)

    def places(self, most: int) -> list[tuple[int, int]]:
        """Rows with which a task of so many bytes may begin, and how many bytes are before each."""
        row = max(1, self.opening.size // max(1, self.rows))
        rows = range(0, self.rows, max(1, most // row)) if self.anywhere else self.starts
        return [*((at, at * self.opening.size // max(1, self.rows)) for at in rows)]


class Index(Frozen):
    """All files of an input, and the number of rows before each, and after the last."""

    head: Head
    singles: tuple[Single, ...]
    before: tuple[int, ...]

    @property
    def rows(self) -> int:
        """The rows of all files."""
        return self.before[-1]

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(single.opening.size for single in self.singles)

    def portion(self, first: int, stop: int) -> Portion:
        """Some of the rows."""
        low = bisect_right(self.before, first) - 1
        high = min(len(self.singles), bisect_left(self.before, stop))
        pieces = []
        for single, before in zip(self.singles[low:high], self.before[low:high], strict=True):
            start, end = max(0, first - before), min(single.rows, stop - before)
            if start < end:
                pieces.append(single.piece(before, start, end))
        return Portion(self.head, tuple(pieces))

    def edges(self) -> list[int]:
        """The rows with which tasks begin."""
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
    """What is in the files of tables; rows that nobody knows the number of are counted by the crew."""
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
        message = f"{printable(table.name)} is read by this process alone"
        raise UsageError(
            message, "a cluster reads files by their path or URL: write it to a file", code="XE525"
        )
    return opening, table


def _known(opening: Opening, table: Table) -> Single:
    """A file that says how many rows it has."""
    starts = (0,) if table.by_group is None else table.by_group.starts
    numbers = table.anywhere and table.dtype is not None and table.dtype.kind in "iuf"  # no row is wrong
    return Single(opening, table.shape[0] or 0, numbers, tuple(dict.fromkeys(starts)))


def _marked(texts: list[tuple[Opening, ByLine]], crew: Workers) -> list[Single | None]:
    """Texts with their rows counted, and marks where rows start; None where quotes are in the way."""
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
    """A text, by what is known of its line feeds."""
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
    """The line feeds between two bytes of a text."""
    opening, start, stop = task
    text = opened_again(opening).by_line
    assert text is not None, "it was a text where the work was given out"
    return text.lines(start, stop)


def counted_rows(opening: Opening) -> int:
    """The rows of a file, counted by reading it."""
    table = opened_again(opening)
    rows = 0

    def heard(error: XentError) -> None:
        nonlocal rows
        rows = max(rows, error.place.row or 0)

    for block in table.blocks((0,), Cells.TEXT, heard):
        rows = max(rows, block.first_row + len(block))
    table.verify()
    return rows
