"""From the evidence of the whole input to one reading of it: the kind of labels, the scale, the loss.

Nothing is guessed: where the evidence fits two readings, the error names both and the option for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.classes import listed
from xentcli.errors import DataError, UsageError, shown
from xentcli.settings import Like
from xentcli.types import Kind, Loss, Scale
from xentcli.values import Value

if TYPE_CHECKING:
    from xentcli.evidence import LabelEvidence, PredictionEvidence
    from xentcli.layout import Layout
    from xentcli.settings import Settings
    from xentcli.sightings import Sighting


class Found(Value):
    """A decision, the reasons for it, and what else the same data could be."""

    kind: Kind
    reasons: tuple[str, ...] = ()
    also: tuple[Kind, ...] = ()


class Reading(Value):
    """How labels and predictions are read."""

    kind: Kind
    loss: Loss
    scale: Scale


def find_kind(labels: LabelEvidence, layout: Layout, settings: Settings, columns: int | None) -> Found:
    """The kind of labels; `columns` is the predictions' width, None where there are no predictions."""
    _refuse_unreadable(labels)
    found = (
        _vector_kind(labels, layout, settings)
        if layout.vectors and layout.width > 1
        else _id_kind(labels, columns)
    )
    if columns == 1 and found.kind is Kind.SPARSE:
        found = _beside_one_column(found, labels, settings)
    if settings.labels_kind is None or settings.labels_kind is found.kind:
        return found
    return _claimed(settings.labels_kind, found, labels, layout)


def _refuse_unreadable(labels: LabelEvidence) -> None:
    numbers = labels.whole or labels.fractions or labels.truths
    for gap in (labels.missing, labels.missing_words if numbers else None):
        if gap:
            raise _at(
                gap,
                f"missing label: {shown(gap.value)}",
                "every row needs a label; drop the row or fill it in",
                "XE015",
            )
    if labels.infinite:
        raise _at(
            labels.infinite,
            f"{shown(labels.infinite.value)} is not a class",
            "labels must be finite",
            "XE102",
        )
    _refuse_mixtures(labels)


def _refuse_mixtures(labels: LabelEvidence) -> None:
    sorts = [(labels.whole, "numbers"), (labels.names, "names"), (labels.truths, "True/False")]
    seen = [(s, what) for s, what in sorts if s]
    if len(seen) < 2:
        return
    rare, what = min(seen, key=lambda pair: (pair[0].count, -pair[0].row))
    others = " and ".join(w for s, w in seen if s is not rare)
    hint = "make them one sort; names that look like numbers need --classes"
    code = "XE103" if labels.names else "XE027"
    raise _at(rare, f"{shown(rare.value)} stands among {others}: {rare.times('label')} of {what}", hint, code)


def _id_kind(labels: LabelEvidence, columns: int | None) -> Found:
    if labels.names or labels.missing_words:
        return _names_kind(labels)
    if labels.truths:
        return _truths_kind(columns)
    if labels.fractions:
        return _fraction_kind(labels)
    bits = not labels.beyond_bit and bool(labels.whole)
    if bits and (columns is None or columns <= 2):
        return Found(Kind.BINARY, (f"one column, all of {labels.rows:,} labels 0 or 1",), (Kind.SPARSE,))
    if bits:
        return Found(Kind.SPARSE, (f"one column of 0 and 1 beside {columns} prediction columns",))
    low, high = labels.minimum, labels.maximum
    span = (
        f"one column of whole numbers from {low:.15g} to {high:.15g}"
        if low <= high
        else "one column of ignore marks"
    )
    return Found(Kind.SPARSE, (span, _classes_seen(labels)))


def _truths_kind(columns: int | None) -> Found:
    """True and False are 1 and 0: two classes of many beside three columns or more."""
    if columns is not None and columns > 2:
        return Found(Kind.SPARSE, (f"one column of True/False beside {columns} prediction columns",))
    return Found(Kind.BINARY, ("one column of True/False",), (Kind.SPARSE,))


def _names_kind(labels: LabelEvidence) -> Found:
    first = labels.names.value or labels.missing_words.value
    return Found(Kind.SPARSE, (f"one column of names, as {shown(first)}", _classes_seen(labels)))


def _beside_one_column(found: Found, labels: LabelEvidence, settings: Settings) -> Found:
    """Two classes other than 0 and 1 beside one column: binary, once it is said which of them is positive."""
    ranked = settings.like is Like.SKLEARN and len(labels.classes) == 2
    if ranked or (settings.classes is not None and len(settings.classes) == 2):
        return Found(Kind.BINARY, (*found.reasons, "the last class is positive"))
    seen = [shown(str(c)) for c in labels.classes.ordered()[:6]]
    message = f"the labels are {', '.join(seen)}; beside one prediction column they must be 0 and 1"
    columns = f"{len(labels.classes):,} classes need a prediction column each"
    two = [str(c) for c in labels.classes.ordered()]
    hint = f"--classes {listed(two)} makes the last one positive" if len(two) == 2 else columns
    raise _at(labels.beyond_bit or labels.names or labels.whole, message, hint, "XE304")


def _fraction_kind(labels: LabelEvidence) -> Found:
    if labels.beyond_unit:
        seen = labels.fractions
        hint = "labels come first and hold classes; no cross-entropy fits a regression target"
        raise _at(seen, f"{shown(seen.value)} is not a class", hint, "XE104")
    return Found(Kind.SOFT, (f"one column of fractions in [0, 1], as {shown(labels.fractions.value)}",))


def _classes_seen(labels: LabelEvidence) -> str:
    n = len(labels.classes)
    return "too many classes to count" if labels.classes.full else f"{n:,} class{'' if n == 1 else 'es'} seen"


def _vector_kind(labels: LabelEvidence, layout: Layout, settings: Settings) -> Found:
    width = f"{layout.width} columns"
    if not labels.beyond_bit:
        if not labels.not_one_hot:
            reason = f"{width} of 0 and 1, exactly one 1 in each of {labels.rows:,} rows"
            return Found(Kind.ONE_HOT, (reason,), (Kind.MULTI_LABEL, Kind.SOFT))
        bad = labels.not_one_hot
        reason = f"{width} of 0 and 1, {bad.times('row')} without exactly one 1, first row {bad.row + 1}"
        return Found(Kind.MULTI_LABEL, (reason, f"{labels.ones / max(labels.rows, 1):.3g} ones a row"))
    if labels.beyond_unit:
        seen = labels.beyond_unit
        hint = "labels come first; vectors hold 0, 1 or shares; --labels-column names one column of ids"
        raise _at(seen, f"{shown(seen.value)} is neither 0 nor 1 nor a share", hint, "XE105")
    if not labels.not_simplex:
        return Found(Kind.SOFT, (f"{width} of shares, each of {labels.rows:,} rows sums to one",))
    if settings.labels_kind in {Kind.MULTI_LABEL, Kind.SOFT} or settings.like is not Like.EXACT:
        return Found(settings.labels_kind or Kind.SOFT, (f"{width} of shares, as asked",))
    return _no_distribution(labels.not_simplex)


def _no_distribution(bad: Sighting) -> Found:
    message = f"{bad.value} does not sum to one ({bad.times('row')}): soft labels, or independent shares?"
    hint = "--labels-kind multi-label takes each column by itself; soft labels must sum to one"
    raise _at(bad, message, hint, "XE106")


def _claimed(kind: Kind, found: Found, labels: LabelEvidence, layout: Layout) -> Found:
    """The kind that an option claims, if the data can be that."""
    if kind in found.also or (found.kind is Kind.SPARSE and kind is Kind.BINARY and len(labels.classes) == 2):
        return Found(kind, (*found.reasons, "as asked"), ())
    if layout.vectors and kind in {Kind.MULTI_LABEL, Kind.SOFT} and not labels.beyond_unit:
        return Found(kind, (*found.reasons, "as asked"), ())
    message = f"the labels are {found.kind}, not {kind}: {found.reasons[0]}"
    bad = labels.not_one_hot if kind is Kind.ONE_HOT else labels.beyond_bit if kind is Kind.BINARY else None
    hint = f"leave out --labels-kind {kind}, or give labels that are {kind}"
    if bad:
        raise _at(bad, message, hint, "XE107")
    raise DataError(message, hint, code="XE107")


def find_loss(kind: Kind, layout: Layout, columns: int, settings: Settings) -> Loss:
    """The loss that labels and predictions settle, or the one asked for if it fits them."""
    if kind is Kind.SOFT and columns > 1 and not layout.vectors:
        message = f"one column of shares beside {columns} prediction columns"
        raise DataError(message, "soft labels need a column for every class", code="XE302")
    natural = _natural_loss(kind, columns)
    asked = settings.name.loss or natural
    claimed = columns == 1 and settings.labels_kind is Kind.SPARSE
    if asked is natural and not claimed:
        return natural
    if _fits(asked, kind, layout, columns, told=settings.classes is not None):
        return asked
    raise DataError(*_misfit(asked, kind, columns), code="XE303")


def _natural_loss(kind: Kind, columns: int) -> Loss:
    one_column = {Kind.BINARY: Loss.BINARY, Kind.SOFT: Loss.BINARY, Kind.SPARSE: Loss.SPARSE}
    if columns == 1:
        return one_column.get(kind, Loss.BINARY)
    table = {Kind.BINARY: Loss.SPARSE, Kind.SPARSE: Loss.SPARSE, Kind.MULTI_LABEL: Loss.BINARY}
    return table.get(kind, Loss.CATEGORICAL)


def _fits(asked: Loss, kind: Kind, layout: Layout, columns: int, told: bool) -> bool:
    if asked is Loss.BINARY:
        return layout.vectors or columns == 1 or (columns == 2 and (kind is Kind.BINARY or told))
    if asked is Loss.CATEGORICAL:
        return layout.vectors and columns > 1
    return not layout.vectors and columns > 1 and kind is not Kind.SOFT


def _misfit(asked: Loss, kind: Kind, columns: int) -> tuple[str, str]:
    if columns == 1:
        return f"{asked} cross-entropy needs a column a class, the predictions have one", "use --loss binary"
    if asked is Loss.SPARSE:
        return f"sparse cross-entropy takes class ids, these labels are {kind}", (
            "use --loss categorical: the same formula"
            if kind is Kind.ONE_HOT
            else f"use --loss {_natural_loss(kind, columns)}"
        )
    if asked is Loss.CATEGORICAL:
        return (
            f"categorical cross-entropy takes vectors, these labels are {kind}",
            "use --loss sparse: the same formula",
        )
    return (
        f"binary cross-entropy takes 0/1 labels, these are {kind} beside {columns} columns",
        "use --loss sparse",
    )


def find_scale(
    predictions: PredictionEvidence, kind: Kind, loss: Loss, columns: int, settings: Settings
) -> Scale:
    """The scale of the predictions: said by an option, or shown by every row."""
    _refuse_numbers(predictions)
    said = settings.scale or (settings.name.scales[0] if settings.name.scales else None)
    if said is not None:
        return _checked_scale(predictions, said)
    scale = _shown_scale(predictions, kind, loss, columns, settings)
    if scale is not Scale.PROBABILITIES:
        _refuse_dead(predictions)
    elif predictions.minus_infinity:
        raise _bad_number(predictions.minus_infinity)
    return scale


def _refuse_numbers(seen: PredictionEvidence) -> None:
    for bad in (seen.nan, seen.plus_infinity):
        if bad:
            raise _bad_number(bad)


def _bad_number(bad: Sighting) -> DataError:
    hint = "every prediction must be a number; -inf is allowed in logits and log-probabilities only"
    return _at(bad, f"{shown(bad.value)} is not a prediction ({bad.times('cell')})", hint, "XE201")


def _refuse_dead(seen: PredictionEvidence) -> None:
    if seen.dead:
        raise _at(seen.dead, "the row is -inf throughout", "a row needs at least one finite logit", "XE202")


def _checked_scale(seen: PredictionEvidence, said: Scale) -> Scale:
    if said is Scale.PROBABILITIES and seen.beyond_unit:
        bad = seen.beyond_unit
        message = f"{shown(bad.value)} is not a probability ({bad.times('cell')} outside [0, 1])"
        raise _at(bad, message, _what_instead(seen), "XE203")
    if said is Scale.LOG_PROBABILITIES and seen.maximum > 0:
        hint = "probabilities? use --from-probs; logits? use --from-logits"
        raise DataError(
            f"the largest prediction is {seen.maximum:.6g}, no logarithm of a probability is above 0",
            hint,
            code="XE204",
        )
    if said is not Scale.PROBABILITIES:
        _refuse_dead(seen)
    return said


def _what_instead(seen: PredictionEvidence) -> str:
    """What numbers outside [0, 1] may be."""
    if seen.log_simplex and not seen.not_log_simplex:
        return "log-probabilities? use --from-log-probs"
    if seen.percent and not seen.not_percent:
        return "percentages? divide them by 100"
    return "logits? use --from-logits instead"


_VECTORS = {Kind.ONE_HOT, Kind.MULTI_LABEL, Kind.SOFT}


def _shown_scale(seen: PredictionEvidence, kind: Kind, loss: Loss, columns: int, settings: Settings) -> Scale:
    inside = not seen.beyond_unit
    if columns == 1 or (loss is Loss.BINARY and kind in _VECTORS):
        return Scale.PROBABILITIES if inside else Scale.LOGITS
    if not seen.not_simplex:
        return Scale.PROBABILITIES
    if seen.simplex:
        raise _mixed(seen, kind)
    if seen.log_simplex and not seen.not_log_simplex:
        return Scale.LOG_PROBABILITIES
    if seen.percent and not seen.not_percent:
        raise _percentages(seen.percent)
    if not inside:
        return Scale.LOGITS
    return _inside_off_simplex(seen, kind, loss, settings)


def _mixed(seen: PredictionEvidence, kind: Kind) -> DataError:
    """Some rows are distributions and some are not: mend these, or say what all of them are."""
    bad, good = seen.not_simplex, seen.simplex
    verb = "is one" if good.count == 1 else "are"
    message = f"{bad.value} is no distribution ({bad.times('row')}), {good.times('row')} {verb}"
    if seen.beyond_unit:
        hint = "if all rows are logits, say --from-logits; probabilities lie in [0, 1] and sum to one"
    elif kind is Kind.ONE_HOT:
        hint = "--loss binary takes independent sigmoids; --from-probs takes rows that do not sum to one"
    else:
        hint = "--from-probs takes rows that do not sum to one; if all are logits, say --from-logits"
    return _at(bad, message, hint, "XE205")


def _percentages(seen: Sighting) -> DataError:
    hint = "divide them by 100; or take them as they are with --from-logits"
    return _at(seen, f"{seen.value} sums to 100 ({seen.times('row')}): percentages?", hint, "XE207")


def _inside_off_simplex(seen: PredictionEvidence, kind: Kind, loss: Loss, settings: Settings) -> Scale:
    """All in [0, 1] and no row sums to one: an explicit reading of the loss settles it, else nothing does."""
    if settings.name.loss is not None and (loss is Loss.BINARY or settings.like is Like.KERAS):
        return Scale.PROBABILITIES
    bad = seen.not_simplex
    if kind is Kind.ONE_HOT and settings.name.loss is None:
        readings = "independent sigmoids or scores to normalise?"
        hint = "--loss binary takes them one by one; --loss categorical --like keras normalises each row"
    else:
        readings = "logits, or scores to normalise?"
        hint = "--from-logits takes them as logits; --from-probs --like keras normalises each row"
    message = f"{bad.value} lies in [0, 1] but does not sum to one ({bad.times('row')}): {readings}"
    raise _at(bad, message, hint, "XE206")


def refuse_impossible_classes(settings: Settings, width: int) -> None:
    """Counts of classes that options give must be the predictions' own."""
    given = len(settings.classes) if settings.classes else settings.num_classes
    if given is not None and given != width:
        option = "--classes names" if settings.classes else "--num-classes says"
        raise UsageError(
            f"{option} {given} classes, the predictions have {width}", "give one class for every column"
        )


def _at(seen: Sighting, message: str, hint: str, code: str) -> DataError:
    value = None if seen.value is None else seen.value
    return DataError(message, hint, code=code, place=seen.place, value=value)
