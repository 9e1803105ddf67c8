"""The most likely interpretation of labels and predictions, where nothing may be refused.

`xentcli loss` ends with an error where the data fit no loss, or two. That is when advice is needed, so here
the same evidence gives the closest interpretation, and the findings say what is wrong with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.forms import PAIRS, Interpretation, PredictionForm, assignment
from xentcli.core.class_map import ClassMap
from xentcli.core.frozen import replace
from xentcli.core.types import Kind, Loss, Scale
from xentcli.detection.classes import find_classes
from xentcli.detection.kind import find_kind
from xentcli.detection.loss import refuse_impossible_classes
from xentcli.detection.refusal import LEVELS, NAMELESS, REGRESSION, SHARES, SIDE, Refusal
from xentcli.detection.scale import no_number
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.commands.advise.appearance import Looks
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.decide import Evidence
    from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
    from xentcli.settings.settings import Settings


def read(
    seen: Evidence, layout: RowLayout, settings: Settings, names: Sequence[str] | None
) -> Interpretation | Refusal:
    """Return the interpretation of labels with predictions; refuse only values that are not labels or numbers
    at all."""
    found = read_labels(seen.labels, layout, settings, layout.width, names)
    if isinstance(found, Refusal):
        return found
    bad = no_number(seen.predictions)
    if bad is not None:
        return replace(bad, of_predictions=True)
    rare = 2 * seen.labels.ones < seen.labels.rows * max(layout.width if layout.vectors else 1, 1)
    form: PredictionForm | None = form_of(seen.predictions, found, settings, rare=rare)
    if found.doubt == SIDE and found.kind is Kind.SPARSE:
        form = None  # one number is no scale of many classes
    game = assignment(layout, found.kind, form, found.classes)
    return replace(found, form=form, game=None if _has_gaps(seen.labels, found) else game)


def _has_gaps(labels: LabelEvidence, found: Interpretation) -> bool:
    """Return whether some cells of label vectors are without a label, so that rows cannot be compared."""
    return bool(labels.unknown) or (found.kind is Kind.MULTI_LABEL and found.doubt == LEVELS)


def read_labels(
    labels: LabelEvidence,
    layout: RowLayout,
    settings: Settings,
    columns: int | None,
    names: Sequence[str] | None = None,
) -> Interpretation | Refusal:
    """Return the kind of labels and their classes; ``columns`` and ``names`` are those of the predictions."""
    ignore = settings.marks
    found = find_kind(labels, layout, settings, columns)
    if isinstance(found, Refusal):
        return _likeliest(found, labels, layout, settings)
    reading = Interpretation(layout, found.kind, None, None, ClassMap(0), ignore, reasons=found.reasons)
    classes = _classes(reading, labels, settings, columns, names)
    return classes if isinstance(classes, Refusal) else replace(reading, classes=classes)


def _likeliest(
    refusal: Refusal, labels: LabelEvidence, layout: RowLayout, settings: Settings
) -> Interpretation | Refusal:
    """Return what labels most likely are that fit no kind; the refusal where no reading fixes it."""
    doubt, ignore = refusal.code, settings.marks
    base = Interpretation(layout, ignore=ignore, doubt=doubt, reasons=(refusal.message,))
    if doubt == REGRESSION:
        return base
    if doubt == LEVELS and labels.mark is not None:
        classes = ClassMap(layout.width)
        return replace(base, kind=Kind.MULTI_LABEL, ignore=(labels.mark,), classes=classes)
    if doubt == LEVELS:
        spans = {(-1.0, 1.0): (-1.0, 1.0), (0.0, 255.0): (0.0, 255.0)}
        levels = spans.get((labels.minimum, labels.maximum))
        whole = not labels.fractions and levels is not None
        kind = Kind.ONE_HOT if whole else None
        return replace(base, kind=kind, levels=levels or (0.0, 1.0), classes=ClassMap(layout.width))
    if doubt == SHARES:
        return replace(base, kind=Kind.SOFT, classes=ClassMap(layout.width))
    return _beside_one(base, labels, settings) if doubt == SIDE else refusal


def is_map(labels: LabelEvidence, looks: Looks, layout: RowLayout) -> bool:
    """Return whether label arrays without predictions hold one id per position, as for images and
    sentences: whole numbers, none below 0 except a mark, some above 1, and not only 0 and 255."""
    odd = labels.fractions or labels.names or labels.missing or labels.infinite
    if not layout.vectors or not labels.beyond_bit or odd:
        return False
    two = (labels.minimum, labels.maximum) in PAIRS and not (looks.not_signs and looks.not_bytes)
    return not two and (labels.minimum >= 0 or labels.minimum in IGNORE_MARKS) and labels.maximum > 1


def _beside_one(base: Interpretation, labels: LabelEvidence, settings: Settings) -> Interpretation:
    """Return the interpretation of labels other than 0 and 1 with a single prediction column."""
    seen = labels.classes.ordered()
    kept = [c for c in seen if c not in IGNORE_MARKS and c != settings.ignore_index]
    two = tuple(seen) if len(seen) == 2 else tuple(kept)
    if len(two) == 2 and set(two) != {0, 1}:
        return replace(base, kind=Kind.BINARY, classes=ClassMap(2, two))
    if len(two) == 2:
        return replace(base, kind=Kind.BINARY, classes=ClassMap(2))
    return replace(base, kind=Kind.SPARSE)


def _classes(
    reading: Interpretation,
    labels: LabelEvidence,
    settings: Settings,
    columns: int | None,
    names: Sequence[str] | None,
) -> ClassMap | Refusal:
    """Return the classes in the columns' order: from options, from names, shifted, or in their own order."""
    width = max(columns or reading.layout.width, 2)
    if reading.kind is None or (columns is None and not reading.layout.vectors):
        return ClassMap(0)
    refuse_impossible_classes(settings, width)
    found = find_classes(reading.kind, labels, settings, width, names if columns != 1 else None)
    if not isinstance(found, Refusal):
        return _shifted(found, labels, settings, width)
    if found.code != NAMELESS:
        return found
    seen = labels.classes.ordered()
    return ClassMap(width, tuple(seen)) if len(seen) == width else ClassMap(0)


def _shifted(found: ClassMap, labels: LabelEvidence, settings: Settings, width: int) -> ClassMap:
    """Return the classes for ids from 1 to K, and for two classes not written as 0 and 1."""
    seen = labels.classes.counts
    plain = found.classes is None and settings.label_offset == 0 and settings.classes is None
    if not plain or not seen or not all(isinstance(c, int) for c in seen):
        return found
    ids = sorted(int(c) for c in seen if c not in IGNORE_MARKS and c != settings.ignore_index)
    if width == 2 and tuple(sorted(map(int, seen))) in PAIRS:
        return ClassMap(2, tuple(sorted(map(int, seen))))
    if ids and ids[0] == 1 and ids[-1] == width:
        return ClassMap(width, None, -1)
    return found


def form_of(
    seen: PredictionEvidence, reading: Interpretation, settings: Settings, *, rare: bool = False
) -> PredictionForm:
    """Return the form that the numbers show; options decide only if the numbers leave it open. ``rare``:
    most labels are 0."""
    claim = claimed(settings)
    one_by_one = seen_one_by_one(reading, settings)
    inside = not seen.beyond_unit
    if one_by_one and not (claim is Scale.LOG_PROBABILITIES and seen.maximum <= 0):
        return _form_of_outputs(seen, claim, inside=inside, rare=rare)
    if not seen.not_simplex:
        return PredictionForm.PROBABILITIES
    if (seen.log_simplex and not seen.not_log_simplex) or (
        claim is Scale.LOG_PROBABILITIES and seen.maximum <= 0
    ):
        return PredictionForm.LOG_PROBABILITIES
    if seen.percent and not seen.not_percent and claim is not Scale.LOGITS:
        return PredictionForm.PERCENTAGES
    return PredictionForm.SCORES if inside and claim is not Scale.LOGITS else PredictionForm.LOGITS


def _form_of_outputs(
    seen: PredictionEvidence, claim: Scale | None, *, inside: bool, rare: bool
) -> PredictionForm:
    """Return the form of independent columns from their range. Logits that are never below 0 predict 1 for
    every label."""
    if inside:
        return PredictionForm.PROBABILITIES
    percent = (
        seen.minimum >= 0
        and (seen.maximum > 50 or rare)
        and seen.maximum <= 100
        and claim is not Scale.LOGITS
    )
    return PredictionForm.PERCENTAGES if percent else PredictionForm.LOGITS


def seen_one_by_one(reading: Interpretation, settings: Settings) -> bool:
    """Return whether each column of predictions is an independent number."""
    if reading.layout.width == 1:
        return True
    asked = settings.loss.formula is Loss.BINARY and reading.layout.vectors
    return asked or reading.kind is Kind.MULTI_LABEL


def claimed(settings: Settings) -> Scale | None:
    """Return the scale that an option claims."""
    return settings.said_scale
