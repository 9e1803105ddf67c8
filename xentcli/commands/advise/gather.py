"""One pass over labels and predictions: the evidence of both, and the statistics under a reading."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.commands.advise.appearance import Looks, looks_of_labels
from xentcli.commands.advise.reading import read
from xentcli.commands.advise.statistics import Clues, clues_of
from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, Merged
from xentcli.core.types import Scale
from xentcli.detection.decide import Evidence, layout_of
from xentcli.detection.evidence import LabelEvidence
from xentcli.detection.gather import Look, Observed, decided, no_rows, rescale_of, sense_of
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.refusal import Refusal
from xentcli.execution.fold import adding, begin, fold, optimistic
from xentcli.inputs.dataset import Dataset
from xentcli.losses.spec import Breakdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.row_layout import RowLayout
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Part
    from xentcli.inputs.selection import Selection
    from xentcli.settings.settings import Settings


class SeenPair(Merged):
    """The evidence of some rows, and their statistics under a reading."""

    seen: Evidence = Evidence()
    clues: Clues = Clues()


class Gathered(Frozen):
    """What is known of a pair after all rows were read."""

    reading: Interpretation
    seen: Evidence
    clues: Clues


def gather_clues(data: Dataset, settings: Settings, execution: Execution) -> Gathered:
    """Return what the whole pair says, read once if the first block shows how to read it, otherwise twice."""
    layout = layout_of(data, settings)
    rescale = rescale_of(settings, layout)
    counted = settings.said_scale is Scale.PROBABILITIES or layout.width == 1 or layout.vectors
    look = Look(layout, tuple(data.present), settings.marks, settings.max_classes, counted, rescale)
    decide = partial(_read, data, settings, layout)
    guess, parts = _guess(data, look, decide, execution)

    def once(reading: Interpretation | None) -> SeenPair:
        sums = fold(partial(_block, look, reading), data, execution, adding(SeenPair()), parts=parts)
        if not sums.seen.labels.rows:
            no_rows(data)
        return sums

    def again(reading: Interpretation, sums: SeenPair) -> SeenPair:
        return SeenPair(sums.seen, fold(partial(_clues, look, reading), data, execution, adding(Clues())))

    reading, sums = optimistic(guess, once, lambda sums: decide(sums.seen), again)
    return Gathered(reading, sums.seen, sums.clues)


def refusal_of(data: Dataset, settings: Settings, found: Gathered) -> DataError | None:
    """Return the error with which `loss` ends on the evidence of all rows, or None."""
    try:
        decided(data, settings, Breakdown(), layout_of(data, settings), found.seen)
    except DataError as error:
        return error
    if found.reading.game is None or found.clues.rows or not settings.marks or found.clues.outside:
        return None
    message = f"every row is ignored (label {settings.marks[0]})"
    return DataError(message, "is --ignore-index right?", code="XE111", place=Place(data.labels.table.name))


def _read(data: Dataset, settings: Settings, layout: RowLayout, seen: Evidence) -> Interpretation:
    labels, predictions = data.pair
    sensed = sense_of(data, settings, layout, seen.labels)
    if isinstance(sensed, Refusal):
        raise sensed.error((predictions if sensed.of_predictions else labels).table.name)
    settings = settings if sensed is None else sensed.settings
    found = read(seen, layout, settings, predictions.names if layout.width > 1 else None)
    if isinstance(found, Refusal):
        raise found.error((predictions if found.of_predictions else labels).table.name)
    return found


def _guess(
    data: Dataset, look: Look, decide: partial[Interpretation], execution: Execution
) -> tuple[Interpretation | None, Callable[[], Iterator[Any]]]:
    """Return the reading that the first block suggests, or None; and the blocks to read."""
    parts: Callable[[], Iterator[Any]] = data.parts
    try:
        seen, parts = begin(look, data, execution)
        return None if seen is None else decide(seen), parts
    except DataError:
        return None, parts


def _block(look: Look, reading: Interpretation | None, parts: tuple[Part, ...] | Observed) -> SeenPair:
    block = parts if isinstance(parts, Observed) else look(parts)
    pair = block.pair
    if reading is None:
        return SeenPair(block.seen)
    return SeenPair(block.seen, clues_of(reading, pair.labels, pair.predictions, block.facts))


def _clues(look: Look, reading: Interpretation, parts: tuple[Part, ...]) -> Clues:
    block = look(parts, observe=False)
    return clues_of(reading, block.pair.labels, block.pair.predictions, block.facts)


def gather_labels(
    labels: Selection, layout: RowLayout, settings: Settings, execution: Execution
) -> tuple[LabelEvidence, Looks]:
    """Return the evidence of labels alone."""
    data = Dataset(labels)
    seen = fold(partial(_label_block, layout, settings), data, execution, adding(LabelsAlone()))
    if not seen.labels.rows:
        no_rows(data)
    return seen.labels, seen.looks


class LabelsAlone(Merged):
    """The evidence of labels alone, and their value patterns."""

    labels: LabelEvidence = LabelEvidence()
    looks: Looks = Looks()


def _label_block(layout: RowLayout, settings: Settings, parts: tuple[Part]) -> LabelsAlone:
    block = parts[0].load()
    seen = observe_labels(block, layout, settings.marks, settings.max_classes)
    return LabelsAlone(seen, looks_of_labels(block, layout))
