"""What kind of labels a file holds, alone or beside predictions."""

from __future__ import annotations

from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from xentcli.commands.detection import Detection
from xentcli.commands.loss.job import Job, prepared
from xentcli.commands.loss.run import decided, gather
from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.types import Kind
from xentcli.detection.decide import decide_kind, layout_of
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.label_evidence import observe_labels
from xentcli.execution.partition.split import over_blocks
from xentcli.losses.spec import Breakdown

if TYPE_CHECKING:
    from xentcli.core.row_layout import RowLayout
    from xentcli.core.types import Block
    from xentcli.execution.partition.split import Tasks
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


def detect_sides(
    labels: Selection,
    predictions: Selection | None,
    settings: Settings,
    jobs: int | None = 1,
    tasks: Tasks | None = None,
) -> Detection:
    """The kind, with its evidence; beside predictions also their scale, and the loss that fits."""
    if predictions is None:
        return _alone(labels, settings, jobs, tasks)
    job = prepared(Job(labels, predictions, None, settings, Breakdown(), jobs, tasks=tasks))
    layout, seen = gather(job)
    spec, found = decided(job, layout, seen)
    return Detection(
        str(found.kind),
        spec.classes.size,
        seen.labels.rows,
        found.reasons,
        tuple(map(str, found.also)),
        str(spec.case.loss),
        str(spec.case.scale),
        None if spec.classes.classes is None else tuple(map(str, spec.classes.classes)),
        job.notes,
    )


def _alone(labels: Selection, settings: Settings, jobs: int | None, tasks: Tasks | None) -> Detection:
    layout = layout_of(labels, None, settings)
    seen = reduce(
        add, over_blocks(partial(_observed, layout, settings), labels, jobs, tasks), LabelEvidence()
    )
    if not seen.rows:
        raise DataError("no rows", "the input holds no data", code="XE013", place=Place(labels.table.name))
    try:
        found = decide_kind(seen, layout, settings)
    except XentError as error:
        if error.place.file is None:
            error.at(file=labels.table.name)
        raise
    return Detection(
        str(found.kind),
        _classes(found.kind, seen, layout.width, settings),
        seen.rows,
        found.reasons,
        tuple(map(str, found.also)),
        class_names=_names(seen, labels),
        notes=labels.notes,
    )


def _observed(layout: RowLayout, settings: Settings, block: Block) -> LabelEvidence:
    return observe_labels(block, layout, settings.ignore_index, settings.max_classes)


def _classes(kind: Kind, seen: LabelEvidence, width: int, settings: Settings) -> int | None:
    """How many classes: the width of vectors, two of binary labels, the largest id and one more of ids."""
    if width > 1:
        return width
    if settings.num_classes is not None:
        return settings.num_classes
    if kind in {Kind.BINARY, Kind.SOFT}:
        return 2
    if seen.names or seen.texts or seen.classes.full:
        return len(seen.classes) or None
    ids = [c + settings.label_offset for c in seen.classes.counts if isinstance(c, int)]
    return max(ids) + 1 if ids and min(ids) >= 0 else len(seen.classes)


def _names(seen: LabelEvidence, labels: Selection) -> tuple[str, ...] | None:
    if seen.names or seen.texts:
        return tuple(map(str, seen.classes.ordered()))
    return labels.names if labels.names and len(labels.names) > 1 else None
