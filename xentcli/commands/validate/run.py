"""Validate labels, alone or with predictions, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.first_rows import is_doubtful
from xentcli.commands.advise.second_look import suspected
from xentcli.commands.validate.audit import RowReader, audited
from xentcli.commands.validate.class_count import count_of_classes
from xentcli.commands.validate.expected import expected
from xentcli.commands.validate.label_problems import label_findings, settled
from xentcli.commands.validate.pair_problems import PairProblems, pair_findings, settled_loss
from xentcli.commands.validate.prediction_problems import scale_findings
from xentcli.commands.validate.problem import Finding, alone, as_problem
from xentcli.commands.validate.verdict import Verdict, summed_up
from xentcli.commands.validate.warnings import Whole, concerns
from xentcli.core.errors import DataError, Note
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import counted
from xentcli.core.types import Kind, Scale
from xentcli.detection.evidence import applied_twice
from xentcli.detection.gather import arranged, positions_of
from xentcli.execution.fold import ALONE
from xentcli.inputs.keys import in_label_order
from xentcli.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentcli.commands.validate.audit import Audit, Log
    from xentcli.commands.validate.expected import Expected
    from xentcli.commands.validate.label_problems import Labels
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.spec import LossSpec

PLAIN = Settings()
UNMATCHED = frozenset({"XE108", "XE109", "XE110"})
"""Codes of classes and columns that do not match, so that unknown labels cannot be identified."""


class Validation(Frozen):
    """The inputs of a validation, and the options to check them against."""

    data: Dataset
    settings: Settings = PLAIN
    expect: Kind | None = None
    rows: int | None = None
    most: int = 20
    strict: bool = False
    execution: Execution = ALONE

    @property
    def kind(self) -> Kind | None:
        """The kind given by an option, or None."""
        return self.expect or self.settings.labels_kind

    @property
    def file(self) -> str:
        """The file name of the labels."""
        return self.data.labels.table.name

    def expected(self) -> Expected:
        """Return the requirements known before any row is read."""
        return expected(self.data, self.settings, self.kind, self.most)


def judge(job: Validation) -> Verdict:
    """Return the verdict on the whole input; raise `InputError` if it cannot be read."""
    if job.data.predictions is not None:
        job = replace(job, data=in_label_order(job.data))
    try:
        job = _arranged(job)
        return _judge(job, job.expected(), [])
    except DataError as error:  # the shapes do not match
        labels = _labels_alone(job)
        if labels is None:
            return refused(error, job.kind, job.most)
        return _judge(labels, labels.expected(), [Finding(1, (as_problem(error),))])


def _labels_alone(job: Validation) -> Validation | None:
    """Return the validation of the labels without predictions, or None if they do not show their classes."""
    if job.data.predictions is None:
        return None
    try:
        return _arranged(replace(job, data=replace(job.data, predictions=None)))
    except DataError:
        return None


def _arranged(job: Validation) -> Validation:
    return replace(job, data=arranged(job.data, job.settings, job.execution, job.kind))


def refused(error: DataError, kind: Kind | None, most: int) -> Verdict:
    """Return the verdict on an input with an error before its first row."""
    return summed_up([Finding(1, (as_problem(error),))], [], kind=kind, most=most)


def _judge(job: Validation, wanted: Expected, findings: list[Finding]) -> Verdict:
    audit, heard = _audited(job, wanted)
    findings += [finding for log in heard for finding in log.findings()]
    findings += _row_counts(job, heard[0])
    if not audit.labels.rows:
        findings = findings or [alone("XE013", "no rows", "the input holds no data", job.file)]
        return summed_up(findings, [], kind=job.kind, rows=heard[0].rows, notes=job.data.notes, most=job.most)
    said = replace(job.settings, labels_kind=job.kind)
    ids = positions_of(job.data, audit.labels, wanted.layout, said, job.execution)
    if ids is not None:
        return _judge(replace(job, data=ids), replace(job, data=ids).expected(), findings)
    columns = wanted.layout.width if job.data.predictions is not None else None
    labels = settled(job.file, wanted, audit, job.settings, columns)
    pair = _pair(job, labels)
    scale, beside = _findings_beside(pair, heard) if pair is not None else (None, [])
    findings += [*_told_apart(label_findings(labels), beside), *beside]
    loss = settled_loss(pair) if pair is not None and not findings else None
    findings += [loss] if isinstance(loss, Finding) else []
    warned = concerns(_whole(job, labels, pair), strict=job.strict)
    if job.strict:
        findings, warned = [*findings, *(Finding(1, (problem,)) for problem in warned)], []
    return summed_up(
        findings,
        warned,
        kind=labels.kind,
        rows=heard[0].rows,
        classes=count_of_classes(labels),
        scale=scale,
        notes=job.data.notes + (_twice(labels, scale) or _suspected(job, labels, findings, loss)),
        most=job.most,
    )


def _twice(labels: Labels, scale: Scale | None) -> tuple[Note, ...]:
    """Return a note if softmax or sigmoid was applied twice: valid, but the loss means little."""
    width = labels.expected.layout.width
    if scale is not Scale.PROBABILITIES or (width > 1 and labels.kind is Kind.MULTI_LABEL):
        return ()
    said = applied_twice(labels.audit.predictions, width)
    return () if said is None else (Note("XE830", said),)


def _suspected(
    job: Validation, labels: Labels, findings: list[Finding], loss: LossSpec | Finding | None
) -> tuple[Note, ...]:
    """Return a note if the rows are valid but look wrongly paired, which makes the loss meaningless."""
    if job.data.predictions is None or findings or loss is None or isinstance(loss, Finding):
        return ()
    audit = labels.audit
    if audit.labels.unknown:
        return ()  # rows with gaps are not compared
    if not is_doubtful(loss, audit.labels, audit.predictions, audit.first_labels, audit.first_predictions):
        return ()
    settings = replace(job.settings, labels_kind=labels.kind)
    said = suspected(job.data, settings, job.execution)
    return () if said is None else (Note(said.code, said.text),)


def _audited(job: Validation, wanted: Expected) -> tuple[Audit, list[Log]]:
    """Return the audit of labels and predictions, and the log of each reader."""
    labels, predictions = job.data.labels, job.data.predictions
    mine = audited(RowReader(labels, job.most), wanted, job.execution, labels=True)
    if predictions is None:
        return mine.audit, [mine.log]
    reader = RowReader(predictions, job.most, cells_only=predictions.table is labels.table)
    theirs = audited(reader, wanted, job.execution, labels=False)
    return mine.audit + theirs.audit, [mine.log, theirs.log]


def _row_counts(job: Validation, labels: Log) -> list[Finding]:
    """Return a problem if the number of rows differs from `--rows`."""
    if job.rows in {None, labels.rows} or labels.ended:
        return []
    text = f"{counted(labels.rows, 'row')} instead of {job.rows:,}"
    return [alone("XE308", text, "was the file cut off, or a header counted as a row?", job.file)]


def _pair(job: Validation, labels: Labels) -> PairProblems | None:
    return (
        None if job.data.predictions is None else PairProblems(labels, job.data, job.settings, job.execution)
    )


def _findings_beside(pair: PairProblems, heard: Sequence[Log]) -> tuple[Scale | None, list[Finding]]:
    scale, findings = scale_findings(
        pair.labels, pair.name, pair.settings, pair.predictions.names or pair.predictions.items
    )
    rows = None if any(h.ended for h in heard) else (heard[0].rows, heard[1].rows)
    return scale, [*findings, *pair_findings(pair, rows, broken=any(h.counts for h in heard))]


def _told_apart(findings: Iterable[Finding], beside: Iterable[Finding]) -> list[Finding]:
    """Return the label findings, without unknown labels if classes and columns cannot be matched."""
    unmatched = any(finding.code in UNMATCHED for finding in beside)
    return [finding for finding in findings if not (unmatched and finding.code == "XE112")]


def _whole(job: Validation, labels: Labels, pair: PairProblems | None) -> Whole:
    width, names = labels.expected.layout.width, job.data.labels.names
    columns = names if names is not None and len(names) == width else tuple(map(str, range(width)))
    return Whole(labels, columns, job.data.labels.table.dtype is None, pair, job.data.key is not None)
