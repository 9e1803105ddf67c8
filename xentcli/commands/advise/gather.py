"""One pass over labels and predictions: the evidence of both, and the statistics under a reading."""

from __future__ import annotations

from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from xentcli.commands.advise.appearance import Looks, looks_of_labels
from xentcli.commands.advise.reading import read
from xentcli.commands.advise.statistics import Clues, clues_of
from xentcli.commands.loss.job import first_of, is_large, loaded, parts_of, shares_of, sides_of
from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen
from xentcli.core.merge import Merged
from xentcli.detection.decide import Evidence, layout_of
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.prediction_evidence import facts_of, observe_predictions
from xentcli.execution.partition.split import over_blocks
from xentcli.execution.processes import can_share, share_out
from xentcli.execution.threads import ENGINES, engine_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.commands.advise.reading import Interpretation
    from xentcli.commands.loss.job import Job
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Block
    from xentcli.execution.partition.split import Tasks
    from xentcli.execution.threads import Engine
    from xentcli.inputs.align import Part
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings

_Sums = tuple[Evidence, Clues]


class Gathered(Frozen):
    """What is known of a pair after its last row."""

    reading: Interpretation
    seen: Evidence
    clues: Clues


def gather_clues(job: Job) -> Gathered:
    """The whole pair, read once if the first block shows how to read it, else twice."""
    layout = layout_of(job.labels, job.predictions, job.settings)
    guess = _guess(job, layout)
    seen, clues = _pass(job, layout, guess)
    if not seen.labels.rows:
        place = Place(job.labels.table.name)
        raise DataError("no rows", "the inputs hold no data", code="XE013", place=place)
    reading = _read(job, seen, layout)
    if reading != guess:
        seen, clues = _pass(job, layout, reading)
    return Gathered(reading, seen, clues)


def _read(job: Job, seen: Evidence, layout: RowLayout) -> Interpretation:
    names = job.predictions.names if layout.width > 1 else None
    try:
        return read(seen, layout, job.settings, names)
    except DataError as error:
        if error.place.file is None:
            side = job.predictions if error.code.startswith("XE2") else job.labels
            error.at(file=side.table.name)
        raise


def _guess(job: Job, layout: RowLayout) -> Interpretation | None:
    """The reading that the first block suggests."""
    try:
        seen = first_of(job, partial(_first_seen, layout))
        return None if seen is None else _read(job, seen, layout)
    except DataError:
        return None


def _first_seen(layout: RowLayout, job: Job) -> Evidence | None:
    parts = next(parts_of(job), None)
    return None if parts is None else _block(job, layout, None, parts)[0]


def _pass(job: Job, layout: RowLayout, reading: Interpretation | None) -> _Sums:
    if job.tasks is not None:
        shared: _Sums = reduce(_both, job.tasks(partial(_share, layout, reading), shares_of(job)))
        return shared
    engine, jobs = engine_for(job.jobs)
    work = partial(_added, job, layout, reading)
    if jobs > 1 and is_large(job) and can_share():
        shares = share_out(partial(work, ENGINES["serial"], 1), partial(parts_of, job), jobs)
        both = reduce(_both, shares)
    else:
        both = work(engine, jobs, parts_of(job))
    for side in (job.labels, job.predictions):
        side.table.verify()
    return both


def _both(one: _Sums, other: _Sums) -> _Sums:
    return one[0] + other[0], one[1] + other[1]


def _share(layout: RowLayout, reading: Interpretation | None, job: Job) -> _Sums:
    """One task: all its rows are read here, and what they say goes back."""
    both = _added(job, layout, reading, ENGINES["serial"], 1, parts_of(job))
    for side in sides_of(job):
        side.table.verify()
    return both


def _added(
    job: Job,
    layout: RowLayout,
    reading: Interpretation | None,
    engine: Engine,
    jobs: int,
    tasks: Iterable[tuple[Part, ...]],
) -> _Sums:
    """What all blocks say together."""
    seen, clues = Evidence(), Clues()
    for more, also in engine(partial(_block, job, layout, reading), tasks, jobs):
        seen, clues = seen + more, clues + also
    return seen, clues


def _block(job: Job, layout: RowLayout, reading: Interpretation | None, parts: tuple[Part, ...]) -> _Sums:
    pair = loaded(parts)
    facts = facts_of(pair.predictions, layout)
    labels = observe_labels(pair.labels, layout, job.settings.ignore_index, job.settings.max_classes)
    seen = Evidence(labels, observe_predictions(pair.predictions, layout, facts, counted=False))
    return seen, Clues() if reading is None else clues_of(reading, pair.labels, pair.predictions, facts)


def gather_labels(
    labels: Selection, layout: RowLayout, settings: Settings, jobs: int | None, tasks: Tasks | None
) -> tuple[LabelEvidence, Looks]:
    """The evidence of labels alone."""
    work = partial(_label_block, layout, settings)
    seen = reduce(add, over_blocks(work, labels, jobs, tasks), LabelsAlone())
    if not seen.labels.rows:
        raise DataError("no rows", "the input holds no data", code="XE013", place=Place(labels.table.name))
    return seen.labels, seen.looks


class LabelsAlone(Merged):
    """What labels say, and what they look like."""

    labels: LabelEvidence = LabelEvidence()
    looks: Looks = Looks()


def _label_block(layout: RowLayout, settings: Settings, block: Block) -> LabelsAlone:
    seen = observe_labels(block, layout, settings.ignore_index, settings.max_classes)
    return LabelsAlone(seen, looks_of_labels(block, layout))
