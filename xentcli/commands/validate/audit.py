"""One pass through labels, then predictions: what they are made of, and where they break a rule."""

from __future__ import annotations

from functools import partial
from operator import add
from typing import TYPE_CHECKING

from xentcli.commands.validate.label_rules import check_bits, check_labels
from xentcli.commands.validate.prediction_rules import mark_predictions
from xentcli.commands.validate.problem import Finding, as_problem
from xentcli.core.errors import DataError, XentError
from xentcli.core.frozen import Frozen
from xentcli.core.merge import Merged
from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
from xentcli.detection.label_evidence import observe_bits, observe_labels
from xentcli.detection.prediction_evidence import observe_predictions
from xentcli.execution.threads import engine_for
from xentcli.numerics.binary_rows import bits_of
from xentcli.numerics.spots import OccurrencesBy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.commands.validate.expected import Expected
    from xentcli.commands.validate.problem import Problem
    from xentcli.core.types import Block, Codes
    from xentcli.execution.partition.split import Tasks
    from xentcli.inputs.align import Part
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


class RowReader:
    """One input while it is read: how many rows it has, and what its reader says of those that are none."""

    def __init__(self, side: Selection, most: int, *, cells_only: bool = False) -> None:
        """`cells_only`: what is wrong with whole rows has been heard of another side of the same table."""
        self.side, self.most, self.cells_only = side, most, cells_only
        self.rows, self.ended = 0, False
        self.counts: dict[str, int] = {}
        self.first: dict[str, list[Problem]] = {}

    def parts(self) -> Iterator[Part]:
        """The rows that are some, read where they are loaded; an input that stops being rows ends there."""
        dtype = self.side.table.dtype
        numbers = dtype is not None and dtype.kind in NUMBERS
        try:
            for part in self.side.parts() if numbers else self.side.blocks(self):
                self.rows = max(self.rows, part.first_row + len(part))
                yield part
        except DataError as error:
            self.ended = True
            self(error)

    def __call__(self, error: XentError) -> None:
        """One error: all are counted by code, the first few of each kept."""
        self.ended |= error.code in LAST
        self.rows = max(self.rows, (error.place.row or 0) - (error.code in LAST))
        if self.cells_only and error.place.column is None:
            return
        self.counts[error.code] = self.counts.get(error.code, 0) + 1
        if self.counts[error.code] <= self.most:
            self.first.setdefault(error.code, []).append(as_problem(error))

    def add(self, other: RowReader) -> None:
        """What was heard of rows further on."""
        self.rows, self.ended = max(self.rows, other.rows), self.ended or other.ended
        for code, count in other.counts.items():
            self.counts[code] = self.counts.get(code, 0) + count
            self.first[code] = [*self.first.get(code, ()), *other.first[code]][: self.most]

    def findings(self) -> Iterator[Finding]:
        """What was heard, by code."""
        return (Finding(count, tuple(self.first[code])) for code, count in self.counts.items())


def audited(
    heard: list[RowReader], expected: Expected, jobs: int | None, tasks: Tasks | None = None
) -> Audit:
    """What is found in the rows of labels and, as the second input, predictions: each judged by itself."""
    if tasks is not None:
        return _elsewhere(heard, expected, tasks)
    engine, count = engine_for(jobs)
    parts = ((side, part) for side, hearing in enumerate(heard) for part in hearing.parts())
    audit = Audit()
    for more in engine(partial(_work, expected), parts, count):
        audit = audit + more
    for hearing in heard:  # not before: a part is read where it is loaded
        hearing.side.table.verify()
    return audit


def _elsewhere(heard: list[RowReader], expected: Expected, tasks: Tasks) -> Audit:
    """The same, from those who work on tasks elsewhere."""
    audit = Audit()
    for side, hearing in enumerate(heard):
        shares = [
            RowReader(one, hearing.most, cells_only=hearing.cells_only) for one in tasks.apart(hearing.side)
        ]
        for more, also in tasks(partial(_share, expected, side), shares):
            audit = audit + more
            hearing.add(also)
    return audit


def _share(expected: Expected, side: int, hearing: RowReader) -> tuple[Audit, RowReader]:
    audit = Audit()
    for part in hearing.parts():
        audit = audit + _work(expected, (side, part))
    return audit, hearing


def _work(expected: Expected, task: tuple[int, Part]) -> Audit:
    side, part = task
    return _predictions(part.load(), expected) if side else _labels(part.load(), expected)


def _predictions(block: Block, expected: Expected) -> Audit:
    seen = observe_predictions(block, expected.layout)
    return Audit(predictions=seen, marks=mark_predictions(block, expected, seen))


def _labels(block: Block, expected: Expected) -> Audit:
    bits = bits_of(block, expected.layout) if expected.vectors else None
    if bits is not None:
        ones = Ones(bits.per_column())
        seen = observe_bits(block, bits, counted=False)
        return Audit(seen, hits=check_bits(block, expected, bits), ones=ones)
    seen = observe_labels(block, expected.layout, expected.ignore, expected.max_classes)
    ids = not expected.vectors and block.categories is None
    floats = len(block) if ids and block.values.dtype.kind == "f" else 0
    return Audit(seen, hits=check_labels(block, expected, seen), ones=_ones(block, expected), floats=floats)


def _ones(block: Block, expected: Expected) -> Ones:
    if not expected.vectors:
        return Ones()
    sums: Codes = (expected.layout.labels(block.values) == 1).sum(axis=0)
    return Ones(tuple(sums.tolist()))
