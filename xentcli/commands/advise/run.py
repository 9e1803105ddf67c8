"""The `advise` function: recommend a loss for labels, with or without predictions, and report findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Case, Diagnosis
from xentcli.commands.advise.class_counts import balanced_weights, class_counts
from xentcli.commands.advise.forms import Interpretation
from xentcli.commands.advise.gather import gather_clues, gather_labels, refusal_of
from xentcli.commands.advise.look_alone import look_alone
from xentcli.commands.advise.proofs import proved
from xentcli.commands.advise.reading import is_map, read_labels
from xentcli.commands.advise.recommend import fit_for, fitted
from xentcli.commands.advise.result import Advice
from xentcli.commands.advise.statistics import Clues
from xentcli.commands.advise.suspicions.files import misfit
from xentcli.commands.advise.suspicions.registry import findings
from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.core.row_layout import lay_out, per_position
from xentcli.core.types import Kind
from xentcli.detection.decide import Evidence, layout_of
from xentcli.detection.gather import arranged, prepared
from xentcli.detection.refusal import Refusal
from xentcli.execution.fold import ALONE
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.roles.select import select_labels, select_predictions

if TYPE_CHECKING:
    from xentcli.commands.advise.proofs import Trial
    from xentcli.core.class_map import Class
    from xentcli.core.errors import Note
    from xentcli.execution.fold import Execution
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings

MISFITS = frozenset({"XE301", "XE302"})
"""Error codes for files whose rows or columns do not match each other."""
IDS, ONE_HOT = 8, 4
"""Bytes of an int64 id, and of a float32 in a one-hot row."""


def advise(
    data: Dataset,
    settings: Settings,
    execution: Execution = ALONE,
    typed: tuple[tuple[str, ...], ...] = (),
    trial: Trial | None = None,
) -> Advice:
    """Return the kind, the loss that fits, and the findings.

    ``typed`` are options that fixes must repeat. ``trial`` runs a command of xentcli, given its words; with
    it, only fixes that give an answer are named.
    """
    answer = _advice(data, settings, execution, typed)
    return replace(answer, findings=proved(answer.findings, trial, answer.value))


def _advice(
    data: Dataset, settings: Settings, execution: Execution, typed: tuple[tuple[str, ...], ...]
) -> Advice:
    labels, predictions = data.labels, data.predictions
    if predictions is None:
        return _answer(_alone(labels, settings, execution, typed))
    try:
        if data.misread:
            raise DataError("the predictions hold labels", code="XE302")
        data = arranged(prepared(data, execution), settings, execution)
        found = gather_clues(data, settings, execution)
    except DataError as error:
        if error.code not in MISFITS:
            raise
        return _misfit(labels, predictions, settings, error, execution, typed)
    refusal = refusal_of(data, settings, found)
    case = Case(labels, data.predictions, settings, found.reading, typed, found.seen, found.clues, refusal)
    answer = _answer(case)
    if answer.findings and answer.findings[0].code == "swapped-files":
        return _other_way_round(case, answer.findings[0], execution) or answer
    return answer


def _alone(
    labels: Selection,
    settings: Settings,
    execution: Execution,
    typed: tuple[tuple[str, ...], ...],
) -> Case:
    data = arranged(Dataset(labels), settings, execution)
    labels, layout = data.labels, layout_of(data, settings)
    seen, looks = gather_labels(labels, layout, settings, execution)
    if settings.labels_kind is None and is_map(seen, looks, layout):
        layout = per_position(labels.shape)
        seen, looks = gather_labels(labels, layout, settings, execution)
    reading = read_labels(seen, layout, settings, None)
    if isinstance(reading, Refusal):
        raise reading.error(labels.table.name)
    return Case(labels, None, settings, reading, typed, Evidence(seen), Clues(looks=looks))


def _misfit(
    labels: Selection,
    predictions: Selection,
    settings: Settings,
    error: DataError,
    execution: Execution,
    typed: tuple[tuple[str, ...], ...],
) -> Advice:
    """Return the advice for files that do not match, or raise the error if nothing explains it."""
    alone = replace(execution, jobs=1)
    mine, theirs = (look_alone(side, settings.max_classes, alone) for side in (labels, predictions))
    blank = Case(labels, predictions, settings, Interpretation(lay_out(labels.shape, None)), typed)
    found = misfit(blank, mine, theirs)
    if found is None:
        raise error
    if found.code == "swapped-files":
        return _other_way_round(blank, found, execution) or _only(found)
    try:
        notes = labels.all_notes + predictions.all_notes
        return _with_finding(_answer(_alone(labels, settings, alone, typed)), found, notes)
    except DataError:
        return _only(found)


def _other_way_round(case: Case, found: Diagnosis, execution: Execution) -> Advice | None:
    """Return the advice with the two files exchanged, or None if that fails too."""
    assert case.predictions is not None
    try:
        labels = select_labels(case.predictions.table)
        data = Dataset(labels, select_predictions(case.labels.table))
        return _with_finding(_advice(data, case.settings, replace(execution, jobs=1), ()), found, ())
    except DataError:
        return None


def _with_finding(advice: Advice, found: Diagnosis, notes: tuple[Note, ...]) -> Advice:
    """Put the finding first and drop the suspicions that follow from it."""
    kept = [finding for finding in advice.findings if finding.level == "note"]
    return replace(advice, findings=(found, *kept), notes=(*advice.notes, *notes))


def _only(found: Diagnosis) -> Advice:
    """Return advice that contains only the finding."""
    reason = "the files do not match"
    return Advice(None, "none", reason, None, None, 0, (), None, {}, None, None, {}, {}, (found,))


def _answer(case: Case) -> Advice:
    """Return the advice for labels and predictions that were read."""
    reading, seen = case.reading, case.seen.labels
    width = case.width if case.predictions is not None else 0
    counts = class_counts(case)
    size = _size(case, counts)
    fit = fit_for(reading.kind, max(width, reading.layout.width))
    ids = reading.kind in {Kind.SPARSE, Kind.ONE_HOT, Kind.BINARY} and size is not None
    several = reading.kind is not Kind.MULTI_LABEL
    names = reading.classes.classes
    found, cells = findings(case), seen.rows * reading.layout.per_row
    asked = any(finding.code == "loss-refuses" for finding in found)
    lines = fit.lines(size, _named(case), reading.classes.offset)
    return Advice(
        kind=None if reading.kind is None else str(reading.kind),
        loss=fit.loss,
        reason=fit.reason,
        scale=None if reading.form is None or asked else str(reading.form),
        classes=size,
        rows=seen.rows,
        evidence=reading.reasons,
        value=None if asked else case.loss,
        frameworks=fitted(lines, reading.layout, size, _mark(case, found)),
        sparse_bytes=cells * IDS if ids else None,
        one_hot_bytes=cells * (size or 0) * ONE_HOT if ids else None,
        counts=counts,
        weights=balanced_weights(counts) if several else {},
        findings=found,
        per_row=reading.layout.per_row,
        class_names=None if names is None else tuple(map(str, names)),
        notes=case.labels.all_notes + (() if case.predictions is None else case.predictions.all_notes),
    )


def _mark(case: Case, found: tuple[Diagnosis, ...]) -> int | None:
    """Return the one label whose rows are left out, given by an option or found in the data."""
    marks = [finding.evidence["marks"] for finding in found if finding.code == "ignore-marks"]
    if not marks:
        mark = case.settings.ignore_index
        return mark if isinstance(mark, int) else None
    return int(marks[0][0]) if len(marks[0]) == 1 else None


def _named(case: Case) -> list[Class] | None:
    """Return the classes of the columns if the labels are not numbers from 0; an empty list if they are
    unknown."""
    reading, seen = case.reading, case.seen.labels
    if reading.kind is not Kind.SPARSE:
        return None
    if case.classes is not None or not seen.names:
        return case.classes
    return seen.classes.ordered() if case.predictions is None and not seen.classes.full else []


def _size(case: Case, counts: dict[str, int]) -> int | None:
    """Return the number of classes or outputs."""
    reading = case.reading
    if reading.kind is None:
        return None
    if reading.layout.width > 1:
        return reading.layout.width
    return reading.classes.size or len(counts) or None
