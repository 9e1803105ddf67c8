"""A verdict on labels, alone or beside predictions: one pass, every problem counted, the first ones shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.second_look import suspected
from xentcli.commands.validate.audit import RowReader, audited
from xentcli.commands.validate.expected import expected
from xentcli.commands.validate.label_problems import label_findings, settled
from xentcli.commands.validate.pair_problems import PairProblems, pair_findings, undecided
from xentcli.commands.validate.prediction_problems import scale_findings
from xentcli.commands.validate.problem import Finding, alone, as_problem
from xentcli.commands.validate.verdict import Verdict, summed_up
from xentcli.commands.validate.warnings import concerns
from xentcli.commands.validate.whole import Whole
from xentcli.core.errors import DataError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.types import Kind, Scale
from xentcli.detection.double_activation import applied_twice
from xentcli.inputs.match import in_label_order
from xentcli.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.commands.validate.expected import Expected
    from xentcli.commands.validate.label_problems import Labels
    from xentcli.execution.partition.split import Tasks
    from xentcli.inputs.selection import Selection

PLAIN = Settings()
UNMATCHED = frozenset({"XE108", "XE109", "XE110"})
"""Labels and columns that no rule matches: which label is a stranger cannot be told then."""


class Validation(Frozen):
    """What is to be judged, and what is expected of it."""

    labels: Selection
    predictions: Selection | None = None
    settings: Settings = PLAIN
    expect: Kind | None = None
    rows: int | None = None
    most: int = 20
    strict: bool = False
    jobs: int | None = 1
    tasks: Tasks | None = None
    """Who works on the rows elsewhere; None: this process."""

    @property
    def kind(self) -> Kind | None:
        """What the labels are said to be."""
        return self.expect or self.settings.labels_kind

    @property
    def file(self) -> str:
        """The labels' file."""
        return self.labels.table.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said about the choice of columns."""
        return self.labels.notes + (self.predictions.notes if self.predictions is not None else ())

    def expected(self) -> Expected:
        """What is known of both before they are read."""
        return expected(self.labels, self.predictions, self.settings, self.kind, self.most)


def judge(job: Validation) -> Verdict:
    """The verdict on a whole input; unreadable inputs raise `InputError`."""
    if job.predictions is not None:
        job = replace(job, predictions=in_label_order(job.labels, job.predictions))
    try:
        return _judge(job, job.expected(), [])
    except DataError as error:  # the shapes do not go together
        job = replace(job, predictions=None)
        return _judge(job, job.expected(), [Finding(1, (as_problem(error),))])


def refused(error: DataError, kind: Kind | None, most: int) -> Verdict:
    """The verdict on an input that shows before its first row that it is wrong."""
    return summed_up([Finding(1, (as_problem(error),))], [], kind=kind, most=most)


def _judge(job: Validation, wanted: Expected, findings: list[Finding]) -> Verdict:
    heard = _hearings(job)
    audit = audited(heard, wanted, job.jobs, job.tasks)
    findings += [finding for hearing in heard for finding in hearing.findings()]
    findings += _row_counts(job, heard[0])
    if not audit.labels.rows:
        findings = findings or [alone("XE013", "no rows", "the input holds no data", job.file)]
        return summed_up(findings, [], kind=job.kind, rows=heard[0].rows, notes=job.notes, most=job.most)
    columns = wanted.layout.width if job.predictions is not None else None
    labels = settled(job.file, wanted, audit, job.settings, columns)
    pair = _pair(job, labels)
    scale, beside = _findings_beside(pair, heard) if pair is not None else (None, [])
    findings += [*_told_apart(label_findings(labels), beside), *beside]
    findings += undecided(pair) if pair is not None and not findings else ()
    warned = concerns(_whole(job, labels, pair), strict=job.strict)
    if job.strict:
        findings, warned = [*findings, *(Finding(1, (problem,)) for problem in warned)], []
    return summed_up(
        findings,
        warned,
        kind=labels.kind,
        rows=heard[0].rows,
        classes=_classes(labels),
        scale=scale,
        notes=job.notes + (_twice(labels, scale) or _suspected(job, labels, findings)),
        most=job.most,
    )


def _twice(labels: Labels, scale: Scale | None) -> tuple[str, ...]:
    """A second softmax or sigmoid on the predictions: they are valid, and their loss means little."""
    width = labels.expected.layout.width
    if scale is not Scale.PROBABILITIES or (width > 1 and labels.kind is Kind.MULTI_LABEL):
        return ()
    said = applied_twice(labels.audit.predictions, width)
    return () if said is None else (said,)


def _suspected(job: Validation, labels: Labels, findings: list[Finding]) -> tuple[str, ...]:
    """Rows that are valid, and whose loss would mean nothing."""
    if job.predictions is None or findings:
        return ()
    settings = replace(job.settings, labels_kind=labels.kind)
    said = suspected(job.labels, job.predictions, settings, job.tasks)
    return () if said is None else (said,)


def _hearings(job: Validation) -> list[RowReader]:
    heard = [RowReader(job.labels, job.most)]
    if job.predictions is not None:
        same = job.predictions.table is job.labels.table
        heard.append(RowReader(job.predictions, job.most, cells_only=same))
    return heard


def _row_counts(job: Validation, labels: RowReader) -> list[Finding]:
    """Rows against the number that there must be."""
    if job.rows in {None, labels.rows} or labels.ended:
        return []
    text = f"{labels.rows:,} rows, expected {job.rows:,}"
    return [alone("XE308", text, "was the file cut, or a header counted?", job.file)]


def _pair(job: Validation, labels: Labels) -> PairProblems | None:
    if job.predictions is None:
        return None
    return PairProblems(labels, job.labels, job.predictions, job.settings, job.tasks)


def _findings_beside(pair: PairProblems, heard: Sequence[RowReader]) -> tuple[Scale | None, list[Finding]]:
    scale, findings = scale_findings(pair.labels, pair.name, pair.settings)
    rows = None if any(h.ended for h in heard) else (heard[0].rows, heard[1].rows)
    return scale, [*findings, *pair_findings(pair, rows, broken=any(h.counts for h in heard))]


def _told_apart(findings: Iterable[Finding], beside: Iterable[Finding]) -> list[Finding]:
    """The labels' findings without strangers, where classes and columns cannot be matched at all."""
    unmatched = any(finding.code in UNMATCHED for finding in beside)
    return [finding for finding in findings if not (unmatched and finding.code == "XE112")]


def _whole(job: Validation, labels: Labels, pair: PairProblems | None) -> Whole:
    width, names = labels.expected.layout.width, job.labels.names
    columns = names if names is not None and len(names) == width else tuple(map(str, range(width)))
    return Whole(labels, columns, job.labels.table.dtype is None, pair)


def _classes(labels: Labels) -> int | None:
    """How many classes there are: columns of vectors, else those seen."""
    if labels.expected.vectors:
        return labels.expected.layout.width
    seen = labels.seen.classes
    return None if seen.full else len({str(c) for c in seen.counts} if labels.seen.names else seen)
