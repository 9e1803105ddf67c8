"""One pass through labels, then predictions: what they are made of, and where they break a rule."""

from __future__ import annotations

import math
from functools import partial
from operator import add
from typing import TYPE_CHECKING

from xentcli.commands.advise.first_rows import NO_ROWS, FirstRows, first_rows
from xentcli.commands.validate.label_rules import check_bits, check_labels
from xentcli.commands.validate.prediction_rules import mark_predictions
from xentcli.commands.validate.problem import Finding, as_problem
from xentcli.core.errors import DataError, XentError
from xentcli.core.frozen import EMPTY_MAP, Frozen, Merged, replace
from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
from xentcli.detection.label_evidence import observe_bits, observe_labels
from xentcli.detection.prediction_evidence import observe_predictions
from xentcli.execution.fold import adding, fold
from xentcli.numerics.binary_rows import bits_of
from xentcli.numerics.occurrences import OccurrencesBy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xentcli.commands.validate.expected import Expected
    from xentcli.commands.validate.problem import Problem
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Part
    from xentcli.inputs.selection import Selection

NUMBERS = "iuf"
"""Kinds of arrays of which every value is one: readers have nothing to say of their rows."""
LAST = frozenset({"XE005", "XE006", "XE007", "XE009"})
"""Faults after which nobody can tell where rows begin: reading ends there."""


class Ones(Frozen):
    """How many ones each column of label vectors has."""

    counts: tuple[int, ...] = ()

    def __add__(self, other: Ones) -> Ones:
        """Both together."""
        if not self.counts or not other.counts:
            return self if self.counts else other
        return Ones(tuple(map(add, self.counts, other.counts)))


_LABELS, _PREDICTIONS, _HITS, _ONES = LabelEvidence(), PredictionEvidence(), OccurrencesBy(), Ones()


class Audit(Merged):
    """Everything that was found in rows."""

    labels: LabelEvidence = _LABELS
    predictions: PredictionEvidence = _PREDICTIONS
    hits: OccurrencesBy = _HITS
    marks: OccurrencesBy = _HITS
    ones: Ones = _ONES
    floats: int = 0
    """How many labels of one column came as floats."""
    first_labels: FirstRows = NO_ROWS
    first_predictions: FirstRows = NO_ROWS
    """The first rows of both, where they stand beside each other."""


class Log(Frozen):
    """What a reader says of rows that it cannot read: all are counted by code, the first few of each kept."""

    rows: int = 0
    ended: bool = False
    """Whether nobody can tell where later rows begin."""
    counts: Mapping[str, int] = EMPTY_MAP
    first: Mapping[str, tuple[Problem, ...]] = EMPTY_MAP
    most: int = 0

    def __add__(self, other: Log) -> Log:
        """Return both together, the first problems by their rows."""
        most = max(self.most, other.most)
        counts = {c: self.counts.get(c, 0) + other.counts.get(c, 0) for c in (*self.counts, *other.counts)}
        both = {c: (*self.first.get(c, ()), *other.first.get(c, ())) for c in counts}
        first = {code: tuple(sorted(problems, key=_row)[:most]) for code, problems in both.items()}
        return Log(max(self.rows, other.rows), self.ended or other.ended, counts, first, most)

    def findings(self) -> list[Finding]:
        """Return what was said, by code."""
        return [Finding(count, self.first[code]) for code, count in self.counts.items()]


def _row(problem: Problem) -> float:
    return math.inf if problem.place.row is None else problem.place.row


class RowReader(Frozen):
    """One input, read to the last row that is one; what its reader says comes after the rows, as a log."""

    side: Selection
    shown: int
    """So many problems of each code are kept."""
    cells_only: bool = False
    """Whether problems of whole rows are told of another side of the same table."""
    most: int | None = None

    @property
    def sides(self) -> list[Selection]:
        """The one input."""
        return [self.side]

    @property
    def numbers(self) -> bool:
        """Whether the reader has nothing to say of rows."""
        dtype = self.side.table.dtype
        return dtype is not None and dtype.kind in NUMBERS

    @property
    def anywhere(self) -> bool:
        """Whether several processes can each read rows by their place."""
        return self.numbers and self.side.table.anywhere

    def on(self, sides: Sequence[Selection]) -> RowReader:
        """Return the same reader of a share of the rows."""
        return replace(self, side=sides[0])

    def parts(self) -> Iterator[Part | Log]:
        """Yield the parts up to the first row that cannot be told apart, then the log."""
        log = _Listener(self.shown, self.cells_only)
        try:
            for part in self.side.parts() if self.numbers else self.side.blocks(log):
                log.rows = max(log.rows, part.first_row + len(part))
                yield part
        except DataError as error:
            log.ended = True
            log(error)
        yield log.closed()


class _Listener:
    """Takes the errors of rows while they are read."""

    def __init__(self, shown: int, cells_only: bool) -> None:
        self.shown, self.cells_only = shown, cells_only
        self.rows, self.ended = 0, False
        self.counts: dict[str, int] = {}
        self.first: dict[str, list[Problem]] = {}

    def __call__(self, error: XentError) -> None:
        """Count one error, and keep it if it is among the first of its code."""
        self.ended |= error.code in LAST
        self.rows = max(self.rows, (error.place.row or 0) - (error.code in LAST))
        if self.cells_only and error.place.column is None:
            return
        self.counts[error.code] = self.counts.get(error.code, 0) + 1
        if self.counts[error.code] <= self.shown:
            self.first.setdefault(error.code, []).append(as_problem(error))

    def closed(self) -> Log:
        """Return all that was said."""
        first = {code: tuple(problems) for code, problems in self.first.items()}
        return Log(self.rows, self.ended, self.counts, first, self.shown)


class Judged(Merged):
    """What is found in rows of one input, and what their reader says."""

    audit: Audit = Audit()
    log: Log = Log()


def audited(reader: RowReader, expected: Expected, execution: Execution, *, labels: bool) -> Judged:
    """Return what is found in the rows of labels or of predictions, each judged by itself."""
    work = partial(_work, _labels if labels else _predictions, expected)
    return fold(work, reader, execution, adding(Judged()))


def _work(judge: Callable[[Block, Expected], Audit], expected: Expected, part: Part | Log) -> Judged:
    if isinstance(part, Log):
        return Judged(log=part)
    return Judged(judge(part.load(), expected))


def _predictions(block: Block, expected: Expected) -> Audit:
    seen = observe_predictions(block, expected.layout)
    marks, first = mark_predictions(block, expected, seen), first_rows(block, expected.looked_at)
    return Audit(predictions=seen, marks=marks, first_predictions=first)


def _labels(block: Block, expected: Expected) -> Audit:
    first = first_rows(block, expected.looked_at)
    bits = bits_of(block, expected.layout) if expected.vectors else None
    if bits is not None:
        ones = Ones(bits.per_column())
        seen = observe_bits(block, bits, counted=False)
        return Audit(seen, hits=check_bits(block, expected, bits), ones=ones, first_labels=first)
    seen = observe_labels(block, expected.layout, expected.ignore, expected.max_classes)
    ids = not expected.vectors and block.categories is None
    floats = len(block) if ids and block.values.dtype.kind == "f" else 0
    hits, ones = check_labels(block, expected, seen), _ones(block, expected)
    return Audit(seen, hits=hits, ones=ones, floats=floats, first_labels=first)


def _ones(block: Block, expected: Expected) -> Ones:
    if not expected.vectors:
        return Ones()
    sums: Codes = (expected.layout.labels(block.values) == 1).sum(axis=0)
    return Ones(tuple(sums.tolist()))
