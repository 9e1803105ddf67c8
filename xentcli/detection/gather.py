"""Gather the evidence of all rows in one pass, decide from it, and check that rows have the same keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NoReturn

from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.core.row_layout import per_position
from xentcli.core.types import ONE_EACH, Kind, Scale
from xentcli.detection.decide import Decision, Evidence, decide, layout_of
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.prediction_evidence import facts_of, observe_predictions
from xentcli.detection.refusal import ORDERLESS, PERCENT_OR_LOGIT, UNNORMALISED, Refusal
from xentcli.detection.transposed import hint_for_columns
from xentcli.execution.fold import adding, fold
from xentcli.inputs.dataset import Dataset, loaded
from xentcli.inputs.keys import differing_keys, in_label_order, key_error, keys_of
from xentcli.losses.sample_weights import observe_weights
from xentcli.losses.spec import ignored_label
from xentcli.numerics.occurrences import Occurrences
from xentcli.settings.settings import IGNORE_MARKS, marks_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.core.blocks import Block
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.detection.kind import Found
    from xentcli.detection.senses import Sensed
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Part
    from xentcli.losses.block_losses import AlignedBlock
    from xentcli.losses.spec import Breakdown, LossSpec
    from xentcli.numerics.row_stats import RowStats
    from xentcli.settings.settings import Settings

NO_WEIGHTS = Evidence().weights
NOTHING = Evidence()
NEAR = 5e-3
"""The largest difference from one of a sum of rounded sigmoids."""
LARGE = 50
"""Logits that are whole numbers are seldom larger."""


class Observed(Frozen, eq=False):
    """A block of labels and predictions, the row statistics of its predictions, and its evidence."""

    pair: AlignedBlock
    facts: RowStats
    seen: Evidence


class Look(Frozen):
    """A function that reads a block and collects its evidence."""

    layout: RowLayout
    roles: tuple[str, ...]
    ignore: tuple[int | str, ...]
    max_classes: int
    counted: bool = False
    """Whether all predictions outside [0, 1] are counted, not only located."""
    rescale: Callable[[Block], Block] | None = None
    """What turns predictions into probabilities, if an option asks for it."""

    def __call__(self, parts: tuple[Part, ...], *, observe: bool = True) -> Observed:
        """Read a block, and return it with its evidence, which is empty unless ``observe``."""
        pair = loaded(self.roles, parts)
        if self.rescale is not None:
            pair = replace(pair, predictions=self.rescale(pair.predictions))
        facts = facts_of(pair.predictions, self.layout)
        return Observed(pair, facts, self._seen(pair, facts) if observe else NOTHING)

    def _seen(self, pair: AlignedBlock, facts: RowStats) -> Evidence:
        labels = observe_labels(pair.labels, self.layout, self.ignore, self.max_classes)
        predictions = observe_predictions(pair.predictions, self.layout, facts, counted=self.counted)
        weights = NO_WEIGHTS if pair.weights is None else observe_weights(pair.weights)
        return Evidence(labels, predictions, weights)

    def seen(self, parts: tuple[Part, ...]) -> Evidence:
        """Read a block, and return its evidence."""
        return self(parts).seen


def look_for_loss(data: Dataset, settings: Settings, layout: RowLayout) -> Look:
    """Return the function with which `loss` and `detect` look at blocks."""
    claimed = settings.said_scale
    counted = claimed is Scale.PROBABILITIES or layout.width == 1 or layout.vectors
    marks = settings.marks if layout.vectors else marks_of(ignored_label(settings), settings.classes)
    rescale = rescale_of(settings, layout)
    return Look(layout, tuple(data.present), marks, settings.max_classes, counted, rescale)


def rescale_of(settings: Settings, layout: RowLayout) -> Callable[[Block], Block] | None:
    """Return what turns predictions into probabilities, or None."""
    if not settings.rescales:
        return None
    from xentcli.detection.rescale import rescaling

    return rescaling(settings, layout)


def gather(data: Dataset, settings: Settings, execution: Execution) -> tuple[RowLayout, Evidence]:
    """Return the layout of rows, and the evidence of all rows."""
    layout = layout_of(data, settings)
    look = look_for_loss(data, settings, layout)
    seen = fold(look.seen, data, execution, adding(NOTHING))
    if not seen.labels.rows:
        no_rows(data)
    return layout, seen


def no_rows(data: Dataset) -> NoReturn:
    """Raise the error of inputs without rows."""
    hint = "the input holds no data" if data.predictions is None else "the inputs hold no data"
    raise DataError("no rows", hint, code="XE013", place=Place(data.labels.table.name))


def decided(
    data: Dataset, settings: Settings, wanted: Breakdown, layout: RowLayout, seen: Evidence
) -> tuple[LossSpec, Found]:
    """Return the specification of the loss, and the kind of labels with its reasons.

    Raise an error that names the file if the evidence does not determine them.
    """
    labels, predictions = data.pair
    weighted, told = data.weights is not None, settings
    if settings.classes is None and layout.width > 1 and _may_name_ids(data, seen):
        from xentcli.detection.declared import ids_of_columns

        ids = ids_of_columns(labels, seen.labels, predictions.names, predictions.table.name)
        settings = settings if ids is None else replace(settings, classes=ids)
    sensed = sense_of(data, settings, layout, seen.labels)
    if isinstance(sensed, Refusal):
        raise sensed.error((predictions if sensed.of_predictions else labels).table.name)
    settings = settings if sensed is None else sensed.settings
    found = decide(seen, layout, predictions, settings, wanted, weighted)
    if isinstance(found, Refusal) and found.code in ORDERLESS and settings.classes is None:
        found = _as_declared(data, settings, wanted, layout, seen, found)
    if not isinstance(found, Refusal):
        doubt = doubt_on(found.spec, seen, data)
        if doubt is None:
            own = (None if sensed is None else sensed.note, _placed(told, found.spec, data))
            notes = (*found.found.notes, *(note for note in own if note is not None))
            return found.spec, replace(found.found, notes=notes)
        found = doubt
    elif found.code == PERCENT_OR_LOGIT and predictions.names:
        from xentcli.detection.odd_scales import named
        from xentcli.detection.senses import label_name

        found = named(predictions.names[0], seen.predictions, label_name(data)) or found
    elif not layout.positions:
        if layout.width > 1 and (predictions.columns is not None or found.code == UNNORMALISED):
            from xentcli.detection.off_simplex import explained

            found = explained(found, seen, data)
        found = hint_for_columns(found, seen.predictions, layout.width, predictions.blocks)
    raise found.error((predictions if found.of_predictions else labels).table.name)


def _placed(told: Settings, spec: LossSpec, data: Dataset) -> Note | None:
    """Return the note that columns with other names than `--classes` are read by position, or None."""
    predictions = data.pair[1]
    if told.classes is None or not predictions.names or spec.layout.vectors:
        return None
    from xentcli.detection.told_classes import by_position

    return by_position(told, spec.classes, predictions.names, predictions.table.name)


def sense_of(
    data: Dataset, settings: Settings, layout: RowLayout, seen: LabelEvidence
) -> Sensed | Refusal | None:
    """Return what the names of labels 0 and 1 say about one or two columns, if anything."""
    if not data.pair[1].names or layout.width > 2:
        return None
    from xentcli.detection.senses import by_meaning

    return by_meaning(data, settings, layout, seen)


def doubt_on(spec: LossSpec, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of inputs whose names or numbers contradict the decision, or None."""
    settings = spec.settings
    if spec.case.kind is Kind.MULTI_LABEL and not spec.layout.positions:
        from xentcli.detection.doubts.vectors import no_vectors

        found = no_vectors(spec, seen, data)
        if found is not None:
            return found
    if settings.said_scale is not None or settings.rescales:
        return None
    found = _by_title(spec, seen, data)
    return found if found is not None or spec.layout.positions else _by_numbers(spec, seen, data)


def _by_title(spec: LossSpec, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of an array or a list by its name, and of whole numbers at positions, or None."""
    logits = spec.case.scale is Scale.LOGITS
    title = data.pair[1].title if logits or spec.layout.positions else None
    if not title and not (logits and seen.predictions.is_whole and spec.layout.positions):
        return None
    from xentcli.detection.doubts.by_title import of_title

    found = of_title(spec, seen, title or ())
    return None if found is None else replace(found, of_predictions=True)


def _by_numbers(spec: LossSpec, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of predictions without positions, or None."""
    numbers, logits = seen.predictions, spec.case.scale is Scale.LOGITS
    if logits and numbers.is_whole and numbers.minimum > -129 and numbers.maximum < 256:
        from xentcli.detection.quantised import quantised

        found = quantised(numbers, spec.layout.width, data.pair[1])
        if found is not None:
            return replace(found, of_predictions=True)
    if logits and numbers.logit_sums < NEAR:
        from xentcli.detection.doubts.sums import one_against_rest

        found = one_against_rest(numbers, data)
        if found is not None:
            return replace(found, of_predictions=True)
    if data.pair[1].names and spec.layout.width > 2 and logits:
        from xentcli.detection.odd_scales import of_names

        found = of_names(numbers, data)
        if found is not None:
            return found
    one_sign = logits and not numbers.minimum < 0 < numbers.maximum
    whole = numbers.is_whole and (data.pair[1].names or max(-numbers.minimum, numbers.maximum) > LARGE)
    if not (one_sign or whole) and not (data.pair[1].names and spec.layout.width <= 2):
        return None
    from xentcli.detection.odd_scales import doubted

    return doubted(spec, seen, data)


def _may_name_ids(data: Dataset, seen: Evidence) -> bool:
    """Return whether the input has names for the ids in the labels, and the columns have names."""
    labels, predictions = data.pair
    if not predictions.names or seen.labels.names or len(labels.columns or (0,)) != 1:
        return False
    return labels.table.columns is not None and labels.table.declared((labels.columns or (0,))[0]) is not None


def _as_declared(
    data: Dataset,
    settings: Settings,
    wanted: Breakdown,
    layout: RowLayout,
    seen: Evidence,
    refused: Refusal,
) -> Decision | Refusal:
    """Return the decision with the classes in the order that the labels' column declares, if it does."""
    from xentcli.detection.declared import ask_for_order, declared_classes, note_on

    labels, predictions = data.pair
    names = declared_classes(labels, seen.labels, predictions.names, layout.width)
    if names is None:
        return ask_for_order(refused, labels, seen.labels)
    told = replace(settings, classes=names)
    found = decide(seen, layout, predictions, told, wanted, data.weights is not None)
    if isinstance(found, Refusal):
        return refused
    return replace(found, found=replace(found.found, notes=(note_on(names, labels.table.name),)))


# ------------------------------------------------------------------ the layout of rows


def arranged(
    data: Dataset,
    settings: Settings,
    execution: Execution,
    kind: Kind | None = None,
    *,
    every: bool = False,
) -> Dataset:
    """Return the dataset with the layout of its rows, if they have several axes.

    ``kind`` is the kind of labels that an option names. With ``every``, each framework takes its own class
    axis where several fit; otherwise that is an error unless a framework is named.
    """
    if data.layout is not None:
        return data
    if max(len(side.shape) for side in (data.labels, data.predictions) if side is not None) < 2:
        return data
    from xentcli.detection.axis.choose import with_layout

    return with_layout(data, settings, execution, kind, every=every)


def positions_of(
    data: Dataset, seen: LabelEvidence, layout: RowLayout, settings: Settings, execution: Execution
) -> Dataset | None:
    """Return the dataset of labels alone with one id at each position, or None if they are no such ids.

    Arrays of token ids, and masks, hold whole numbers: none below 0 but a mark, and some above 1. Vectors of
    0 and 255 are not ids, unless options name these classes.
    """
    odd = seen.fractions or seen.names or seen.missing or seen.infinite
    plain = data.predictions is None and data.labels.table.dtype is not None
    if not plain or odd or not layout.vectors or not seen.beyond_bit or settings.class_axis is not None:
        return None
    marked = seen.minimum >= 0 or seen.minimum in IGNORE_MARKS
    if not marked or seen.maximum <= 1 or settings.labels_kind not in {None, *ONE_EACH}:
        return None
    if (seen.minimum, seen.maximum) == (0, 255) and settings.classes is None:
        from xentcli.detection.axis.levels import holds_others

        if not holds_others(data, (0, 255), execution):
            return None
    return replace(data, layout=per_position(data.labels.shape))


# ------------------------------------------------------------------ the same rows


def prepared(data: Dataset, execution: Execution) -> Dataset:
    """Return the dataset with columns matched by name; raise if rows have different keys."""
    data = in_label_order(data)
    keys = keys_of(data)
    if keys is not None:
        file = data.pair[1].table.name
        fold(partial(_same, file), Dataset(*keys), execution, adding(0))
    return data


def _same(file: str, parts: tuple[Part, ...]) -> int:
    mine, theirs = (part.load() for part in parts)
    found = differing_keys(mine, theirs, 1)
    if found:
        raise key_error(found.spots[0], file)
    return 0


def other_keys(data: Dataset, most: int, execution: Execution) -> Occurrences:
    """Return the rows whose keys differ, with the places of the first ``most``."""
    keys = keys_of(data)
    if keys is None:
        return Occurrences()
    return fold(partial(_different, most), Dataset(*keys), execution, adding(Occurrences()))


def _different(most: int, parts: tuple[Part, ...]) -> Occurrences:
    mine, theirs = (part.load() for part in parts)
    return differing_keys(mine, theirs, most)
