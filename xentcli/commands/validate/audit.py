"""Read labels and predictions once each, and collect evidence and broken rules."""

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
"""Array kinds whose rows can always be read."""
LAST = frozenset({"XE005", "XE006", "XE007", "XE009"})
"""Codes of errors that end reading, because later rows cannot be located."""


class Ones(Frozen):
    """The number of ones in each column of label vectors."""

    counts: tuple[int, ...] = ()

    def __add__(self, other: Ones) -> Ones:
        if not self.counts or not other.counts:
            return self if self.counts else other
        return Ones(tuple(map(add, self.counts, other.counts)))


_LABELS, _PREDICTIONS, _HITS, _ONES = LabelEvidence(), PredictionEvidence(), OccurrencesBy(), Ones()


class Audit(Merged):
    """Evidence and broken rules of the rows read so far."""

    labels: LabelEvidence = _LABELS
    predictions: PredictionEvidence = _PREDICTIONS
    hits: OccurrencesBy = _HITS
    marks: OccurrencesBy = _HITS
    ones: Ones = _ONES
    floats: int = 0
    """The number of labels that were given as floats, for one column."""
    first_labels: FirstRows = NO_ROWS
    first_predictions: FirstRows = NO_ROWS
    """The first rows of both sides of a pair."""


class Log(Frozen):
    """Errors of rows that cannot be read: the count per code, and the first few of each."""

    rows: int = 0
    ended: bool = False
    """Whether reading ended early, because later rows cannot be located."""
    counts: Mapping[str, int] = EMPTY_MAP
    first: Mapping[str, tuple[Problem, ...]] = EMPTY_MAP
    most: int = 0

    def __add__(self, other: Log) -> Log:
        """Return the sum, with the first problems sorted by row."""
        most = max(self.most, other.most)
        counts = {c: self.counts.get(c, 0) + other.counts.get(c, 0) for c in (*self.counts, *other.counts)}
        both = {c: (*self.first.get(c, ()), *other.first.get(c, ())) for c in counts}
        first = {code: tuple(sorted(problems, key=_row)[:most]) for code, problems in both.items()}
        return Log(max(self.rows, other.rows), self.ended or other.ended, counts, first, most)

    def findings(self) -> list[Finding]:
        """Return one finding per code."""
        return [Finding(count, self.first[code]) for code, count in self.counts.items()]


def _row(problem: Problem) -> float:
    return math.inf if problem.place.row is None else problem.place.row


class RowReader(Frozen):
    """Read one input up to the last readable row, then yield the log of its errors."""

    side: Selection
    shown: int
    """The number of problems to keep per code."""
    cells_only: bool = False
    """Whether to skip problems of whole rows, as another side of the same table reports them."""
    most: int | None = None

    @property
    def sides(self) -> list[Selection]:
        """The input, as the only side."""
        return [self.side]

    @property
    def numbers(self) -> bool:
        """Whether the input is a numeric array, whose rows can always be read."""
        dtype = self.side.table.dtype
        return dtype is not None and dtype.kind in NUMBERS

    @property
    def anywhere(self) -> bool:
        """Whether several processes can read rows by position."""
        return self.numbers and self.side.table.anywhere

    def on(self, sides: Sequence[Selection]) -> RowReader:
        """Return this reader for a share of the rows."""
        return replace(self, side=sides[0])

    def parts(self) -> Iterator[Part | Log]:
        """Yield the parts up to the first row that cannot be located, then the log."""
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
    """Collect the errors of rows during reading."""

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
        """Return the log of all errors."""
        first = {code: tuple(problems) for code, problems in self.first.items()}
        return Log(self.rows, self.ended, self.counts, first, self.shown)


class Judged(Merged):
    """The audit of one input, and the log of its reader."""

    audit: Audit = Audit()
    log: Log = Log()


def audited(reader: RowReader, expected: Expected, execution: Execution, *, labels: bool) -> Judged:
    """Return the audit of all rows of the labels, or of the predictions."""
    work = partial(_work, _labels if labels else _predictions, expected)
    return fold(work, reader, execution, adding(Judged()))


def _work(judge: Callable[[Block, Expected], Audit], expected: Expected, part: Part | Log) -> Judged:
    if isinstance(part, Log):
        return Judged(log=part)
    return Judged(judge(part.load(), expected))


def _predictions(block: Block, expected: Expected) -> Audit:
    if expected.rescale is not None:
        block = expected.rescale(block)
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
