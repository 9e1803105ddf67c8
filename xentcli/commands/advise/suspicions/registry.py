"""All suspicions and notes, ordered so that causes precede their consequences."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xentcli.commands.advise.case import Case, Diagnosis
    from xentcli.commands.advise.suspicions.suspicion import Suspicion

SUSPICIONS: dict[str, str] = {
    "transposed": "files:TRANSPOSED",
    "swapped-files": "files:SWAPPED_FILES",
    "id-column": "ids:ID_COLUMN",
    "id-labels": "ids:ID_LABELS",
    "regression-target": "labels:REGRESSION_TARGET",
    "labels-plus-minus-one": "labels:LABELS_PLUS_MINUS_ONE",
    "rgb-mask": "pictures:RGB_MASK",
    "grey-mask": "pictures:GREY_MASK",
    "labels-0-255": "labels:LABELS_0_255",
    "ignore-marks": "marks:IGNORE_MARKS",
    "labels-from-one": "labels:LABELS_FROM_ONE",
    "labels-out-of-range": "out_of_range:LABELS_OUT_OF_RANGE",
    "one-hot-with-broken-rows": "labels:ONE_HOT_WITH_BROKEN_ROWS",
    "one-node-softmax": "activations:ONE_NODE_SOFTMAX",
    "one-output": "activations:ONE_OUTPUT",
    "percentages": "scales:PERCENTAGES",
    "logits-as-probabilities": "scales:LOGITS_AS_PROBABILITIES",
    "probabilities-as-logits": "scales:PROBABILITIES_AS_LOGITS",
    "cells-outside": "doubtful_scales:CELLS_OUTSIDE",
    "int8": "doubtful_scales:INT8",
    "multi-hot-with-softmax": "activations:MULTI_HOT_WITH_SOFTMAX",
    "one-hot-with-sigmoid": "activations:ONE_HOT_WITH_SIGMOID",
    "complements": "scales:COMPLEMENTS",
    "softmax-over-the-batch": "column_sums:SOFTMAX_OVER_THE_BATCH",
    "rows-not-summing": "activations:ROWS_NOT_SUMMING",
    "softmax-twice": "double_activation:SOFTMAX_TWICE",
    "sigmoid-twice": "double_activation:SIGMOID_TWICE",
    "class-order": "class_order:CLASS_ORDER",
    "rows-shifted": "row_order:ROWS_SHIFTED",
    "half-precision": "precision:HALF_PRECISION",
    "hard-predictions": "activations:HARD_PREDICTIONS",
    "rows-shuffled": "row_order:ROWS_SHUFFLED",
    "loss-refuses": "refused:LOSS_REFUSES",
    "loss-above-class-shares": "chance:ABOVE_CLASS_SHARES",
}
"""Every suspicion, with its module in this package and its name there."""

NOTES: dict[str, str] = {
    "zero-probability-on-target": "precision:ZERO_PROBABILITY_ON_TARGET",
    "logits": "prediction_notes:LOGITS",
    "log-probabilities": "prediction_notes:LOG_PROBABILITIES",
    "float-labels": "label_notes:FLOAT_LABELS",
    "positive-class": "label_notes:POSITIVE_CLASS",
    "rounded-probabilities": "precision:ROUNDED_PROBABILITIES",
    "imbalanced-classes": "label_notes:IMBALANCED_CLASSES",
    "unseen-classes": "label_notes:UNSEEN_CLASSES",
    "constant-predictions": "prediction_notes:CONSTANT_PREDICTIONS",
    "no-better-than-class-shares": "chance:NO_BETTER_THAN_CLASS_SHARES",
    "near-uniform-predictions": "prediction_notes:NEAR_UNIFORM_PREDICTIONS",
    "elementwise-accuracy": "comparison_notes:ELEMENTWISE_ACCURACY",
    "not-examined": "comparison_notes:NOT_EXAMINED",
}
"""Every note, with its module in this package and its name there."""

NEEDS: dict[str, Callable[[Case], object]] = {
    "transposed": lambda _: False,
    "swapped-files": lambda case: case.seen.labels.fractions,
    "rgb-mask": lambda case: len(case.labels.shape) > 1,
    "grey-mask": lambda case: 255 in case.seen.labels.classes.counts,
    "labels-out-of-range": lambda case: case.predictions is None or case.clues.outside,
    "softmax-over-the-batch": lambda case: case.clues.column_sums.array is not None,
    "cells-outside": lambda case: case.one_by_one and case.seen.predictions.beyond_unit,
    "int8": lambda case: case.seen.predictions.is_whole and case.seen.predictions.minimum < 0,
    "loss-refuses": lambda case: case.refusal is not None,
    "softmax-twice": lambda case: not case.clues.twice.over,
    "sigmoid-twice": lambda case: not case.clues.twice.over,
}
"""What must hold for a suspicion to be looked for, where that saves to import its module."""


@cache
def suspicion(name: str) -> Suspicion:
    """Return the suspicion or note with this name."""
    module, _, value = (SUSPICIONS | NOTES)[name].partition(":")
    return cast("Suspicion", getattr(import_module(f"{__package__}.{module}"), value))


def findings(case: Case) -> tuple[Diagnosis, ...]:
    """Return the suspicions, then the notes, each with causes before their consequences."""
    found = _found(case, SUSPICIONS)
    _keep_better(found)
    hidden = _hidden(found)
    notes = _found(case, [name for name in NOTES if name not in hidden])
    return (*(finding for name, finding in found.items() if name not in hidden), *notes.values())


def _found(case: Case, names: Iterable[str]) -> dict[str, Diagnosis]:
    asked = [name for name in names if name not in NEEDS or NEEDS[name](case)]
    return {name: finding for name in asked if (finding := suspicion(name).find(case)) is not None}


def _hidden(found: dict[str, Diagnosis]) -> set[str]:
    """Return the suspicions and notes that follow from others; one that is hidden itself hides none."""
    hidden: set[str] = set()
    for count, name in enumerate(found):
        cause = suspicion(name)
        if cause.last and {*list(found)[:count]} - {*cause.hides}:
            hidden.add(name)
        if name not in hidden:
            hidden |= _hidden_by(cause)
    return hidden


def _hidden_by(cause: Suspicion) -> frozenset[str]:
    """Return the suspicions that are not reported together with their cause."""
    return frozenset(SUSPICIONS if cause.alone else cause.hides) - {cause.name}


def _keep_better(found: dict[str, Diagnosis]) -> None:
    """If both another order of the classes and shifted rows were found, keep the one that lowers the loss
    further: labels in a regular sequence make either look like the other."""
    order, shift = found.get("class-order"), found.get("rows-shifted")
    if order is None or shift is None or "loss_before" not in order.evidence:
        return
    fall = order.evidence["loss_before"] - order.evidence.get("loss_after", 0.0)
    del found["rows-shifted" if fall >= shift.evidence["loss_falls_by"] else "class-order"]
