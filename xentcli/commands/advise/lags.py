"""Score differences at lags -3 to 3, across block boundaries, that show whether the labels of other rows
fit better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.commands.advise.compare import Compared
    from xentcli.core.types import Codes, Numbers

LAGS = (-3, -2, -1, 1, 2, 3)
REACH = 3


class Edge(Frozen, eq=False):
    """Up to three rows at an end of a run of rows: targets and scores, with -1 for rows that are left out."""

    classes: Codes
    shares: Numbers | None
    scores: Numbers

    def gain(self, row: int, other: Edge, at: int) -> int | None:
        """Return what a row of this edge gains from the label of a row of another edge."""
        if min(self.classes[row], other.classes[at]) < 0:
            return None
        own = self.scores[:, row]
        if self.shares is None or other.shares is None:
            return int(own[other.classes[at]] - own[self.classes[row]])
        return round(float(((other.shares[:, at] - self.shares[:, row]) * own).sum()))

    def part(self, rows: slice) -> Edge:
        """Return a slice of the rows."""
        shares = None if self.shares is None else self.shares[:, rows]
        return Edge(self.classes[rows], shares, self.scores[:, rows])

    def __add__(self, other: Edge) -> Edge:
        """Return both edges, concatenated."""
        shares = None
        if self.shares is not None and other.shares is not None:
            shares = np.concatenate([self.shares, other.shares], axis=1)
        classes = np.concatenate([self.classes, other.classes])
        return Edge(classes, shares, np.concatenate([self.scores, other.scores], axis=1))


class Run(Frozen, eq=False):
    """Consecutive rows, represented by their ends."""

    first: int
    stop: int
    head: Edge
    tail: Edge


class Lags(Frozen, apart=("runs",)):
    """For each lag, how many rows have a row at that lag, what all gain by its label, the squares, and how
    many gain or lose."""

    counts: tuple[int, ...] = (0,) * len(LAGS)
    gains: tuple[int, ...] = (0,) * len(LAGS)
    squares: tuple[int, ...] = (0,) * len(LAGS)
    wins: tuple[int, ...] = (0,) * len(LAGS)
    defeats: tuple[int, ...] = (0,) * len(LAGS)
    runs: tuple[Run, ...] = ()

    @property
    def sums(self) -> tuple[tuple[int, ...], ...]:
        """Return all sums, lag by lag."""
        return self.counts, self.gains, self.squares, self.wins, self.defeats

    def __add__(self, other: Lags) -> Lags:
        """Return the combined sums, including the pairs of rows across every boundary that closes."""
        runs = sorted((*self.runs, *other.runs), key=lambda run: run.first)
        both = [_plus(*pair) for pair in zip(self.sums, other.sums, strict=True)]
        joined: list[Run] = []
        for run in runs:
            if joined and joined[-1].stop == run.first:
                both = [_plus(*pair) for pair in zip(both, _seam(joined[-1], run), strict=True)]
                joined[-1] = _joined(joined[-1], run)
            else:
                joined.append(run)
        counts, gains, squares, wins, defeats = both
        return Lags(counts, gains, squares, wins, defeats, tuple(joined))


def _plus(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(first, second, strict=True))


def _joined(first: Run, second: Run) -> Run:
    head = first.head if len(first.head.classes) == REACH else (first.head + second.head).part(slice(REACH))
    tail = second.tail
    if len(tail.classes) < REACH:
        tail = (first.tail + tail).part(slice(-REACH, None))
    return Run(first.first, second.stop, head, tail)


def _seam(first: Run, second: Run) -> tuple[tuple[int, ...], ...]:
    """Return the sums over pairs of rows on both sides of a boundary."""
    sums = np.zeros((5, len(LAGS)), dtype=object)
    n = len(first.tail.classes)
    for back in range(1, n + 1):
        for ahead in range(min(REACH - back + 1, len(second.head.classes))):
            gap, row = back + ahead, n - back
            _add(sums, gap, first.tail.gain(row, second.head, ahead))
            _add(sums, -gap, second.head.gain(ahead, first.tail, row))
    return tuple(tuple(int(x) for x in row) for row in sums)


def _add(sums: Numbers, lag: int, gain: int | None) -> None:
    if gain is not None:
        sums[:, LAGS.index(lag)] += (1, gain, gain * gain, gain > 0, gain < 0)


def lags_of(block: Compared, first: int, count: int, positions: tuple[int, ...] = ()) -> Lags:
    """Return the differences within a block of ``count`` rows that starts at row ``first``.

    Of rows with positions along one axis, each position is compared with others of its own row; those with
    more axes are not compared.
    """
    if positions:
        return _within_rows(block, positions[0]) if len(positions) == 1 else Lags()
    whole = len(block.rows) == count
    sums = [_at(block, lag, whole=whole) for lag in LAGS]
    run = Run(first, first + count, _edge(block, range(min(REACH, count))), _edge(block, _last(count)))
    counts, gains, squares, wins, defeats = (tuple(column) for column in zip(*sums, strict=True))
    return Lags(counts, gains, squares, wins, defeats, (run,))


def _within_rows(block: Compared, length: int) -> Lags:
    sums = [_summed(_true_pairs(block, lag, length)) for lag in LAGS]
    counts, gains, squares, wins, defeats = (tuple(column) for column in zip(*sums, strict=True))
    return Lags(counts, gains, squares, wins, defeats)


def _summed(gains: Codes) -> tuple[int, ...]:
    """Return the number of gains, their sum, that of their squares, and how many are above and below 0."""
    won, lost = int(np.count_nonzero(gains > 0)), int(np.count_nonzero(gains < 0))
    return len(gains), int(gains.sum()), int(gains @ gains), won, lost


def _last(count: int) -> range:
    return range(max(0, count - REACH), count)


def _at(block: Compared, lag: int, *, whole: bool) -> tuple[int, ...]:
    """Compare rows i with the labels of rows i + lag; if rows are left out, use only true neighbours."""
    n, step = len(block.rows), abs(lag)
    if n <= (step if whole else 0):
        return 0, 0, 0, 0, 0
    early, late = slice(0, n - step), slice(step, n)
    rows, others = (early, late) if lag > 0 else (late, early)
    return _summed(block.gains(rows, others) if whole else _true_pairs(block, lag))


def _true_pairs(block: Compared, lag: int, length: int | None = None) -> Codes:
    """Return the gains of rows whose neighbour at the lag was not left out.

    With a ``length``, rows are positions, so many to a row, and neighbours are of the same row.
    """
    if not len(block.rows):
        return np.zeros(0, dtype=np.int64)
    there = block.rows + lag
    at = np.searchsorted(block.rows, there).clip(max=len(block.rows) - 1)
    near = block.rows[at] == there
    if length is not None:
        near &= there // length == block.rows // length
    good = np.flatnonzero(near)
    others = at[good]
    if block.shares is None:
        scores = block.scores
        gains = scores[block.classes[others], good] - scores[block.classes[good], good]
        return np.asarray(gains, dtype=np.int64)
    change = block.shares[:, others] - block.shares[:, good]
    return np.asarray(np.rint((change * block.scores[:, good]).sum(axis=0)), dtype=np.int64)


def _edge(block: Compared, rows: range) -> Edge:
    """Return these rows of a block, with class -1 for rows that were left out."""
    if not len(block.rows):
        return Edge(np.full(len(rows), -1), None, np.zeros((len(block.scores), len(rows))))
    at = np.searchsorted(block.rows, list(rows)).clip(max=len(block.rows) - 1)
    found = block.rows[at] == list(rows)
    classes = np.where(found, block.classes[at], -1)
    shares = None if block.shares is None else block.shares[:, at]
    return Edge(classes, shares, block.scores[:, at])
