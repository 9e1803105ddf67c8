"""Suspicions about last layers that do not fit, or whose probabilities were not requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.forms import PredictionForm
from xentcli.commands.advise.reopen import opened
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import spanned
from xentcli.core.types import Kind, Loss
from xentcli.detection.refusal import SIDE

if TYPE_CHECKING:
    from typing import Any

    from xentcli.commands.advise.case import Case

ONE = 1 - 1e-6

GRAINS = 2.0**-23
"""The error that float32 may cause in each term of a row's sum, relative to the sum."""


def one_node_softmax(case: Case) -> Diagnosis | None:
    """Report a single column of ones, as a softmax over one output produces.

    A model may be certain of one class in every row only if there is no other, so labels of a single class
    are not reported. Otherwise this does not happen by chance.
    """
    seen = case.seen.predictions
    if case.width > 1 or not seen.rows or seen.minimum < ONE or seen.maximum > 1 + 1e-6:
        return None
    classes = case.seen.labels.classes
    if len(classes) < 2 and not classes.full and case.reading.kind is not Kind.SOFT:
        return None
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    said = "every prediction is 1: a softmax over one output is always 1"
    return Diagnosis("one-node-softmax", said, evidence, "keras.layers.Dense(1, activation='sigmoid')")


ONE_NODE_SOFTMAX = Suspicion(
    "one-node-softmax",
    title="a softmax over one output",
    meaning="A softmax over one output is always 1. The loss says nothing, and the accuracy is the "
    "share of class 1.",
    fix="Use a sigmoid with one output, or a softmax with two.",
    find=one_node_softmax,
    hides=("hard-predictions", "ignore-marks", "probabilities-as-logits"),
)


def one_output(case: Case) -> Diagnosis | None:
    """Report three or more classes with a single prediction column: one output can only separate two classes.

    This does not happen by chance: no loss takes that. (Whole numbers there are `hard-predictions`.)
    """
    reading, seen = case.reading, case.seen.labels.classes
    if case.predictions is None or reading.doubt != SIDE or reading.kind is not Kind.SPARSE:
        return None
    evidence: dict[str, Any] = {"classes": len(seen), "columns": 1, "rows": case.seen.labels.rows}
    said = f"{len(seen):,} classes but one column of predictions: one output can only separate two classes"
    return Diagnosis("one-output", said, evidence, f"keras.layers.Dense({len(seen)}, activation='softmax')")


ONE_OUTPUT = Suspicion(
    "one-output",
    title="one output for three or more classes",
    meaning="One output can separate two classes. Three or more classes need one output each, and a "
    "quantity is not a class.",
    fix="Use a softmax with an output for each class; for a quantity, a regression loss.",
    find=one_output,
)


def multi_hot_with_softmax(case: Case) -> Diagnosis | None:
    """Report labels with any number of ones per row and predictions whose rows sum to one: a softmax makes
    outputs compete.

    Independent outputs of a model do not sum to one in every row, within their digits, by chance. With two
    outputs, which a softmax makes one, and with three or more alike.
    """
    seen = case.seen.labels
    if case.reading.kind is not Kind.MULTI_LABEL or not case.is_distribution or not seen.rows:
        return None
    ones = seen.ones / seen.rows
    evidence: dict[str, Any] = {"rows": seen.rows, "ones_a_row": ones, "rows_with_one": seen.one_hot.count}
    said = (
        f"the labels have {ones:.3g} ones per row, but every row of predictions sums to one, the "
        "result of a softmax"
    )
    return Diagnosis("multi-hot-with-softmax", said, evidence, "keras.layers.Dense(K, activation='sigmoid')")


MULTI_HOT_WITH_SOFTMAX = Suspicion(
    "multi-hot-with-softmax",
    title="independent labels under a softmax",
    meaning="Rows have any number of labels, but the predictions of each row sum to one. A softmax "
    "makes independent outputs compete.",
    fix="Use a sigmoid for each output, and binary cross-entropy.",
    find=multi_hot_with_softmax,
)


def one_hot_with_sigmoid(case: Case) -> Diagnosis | None:
    """Report one class per row with outputs in [0, 1] whose sums exceed one by varying amounts, as
    independent sigmoids produce.

    Most rows do not sum to one within their digits, which a softmax does in every row: no model of classes
    does that. Sums that are never beyond one may come of a column that is missing, and one sum in rows
    that differ, but for rounding, of a factor.
    """
    seen, looks = case.seen.predictions, case.clues.looks
    if case.reading.kind is not Kind.ONE_HOT or case.reading.form is not PredictionForm.SCORES:
        return None
    if case.settings.loss.formula is Loss.BINARY or not looks.most_sum > 1:
        return None
    rounding = 10.0 ** -int(looks.decimals) + GRAINS * looks.most_sum
    if looks.most_sum - looks.least_sum < len(case.spread) * rounding and case.spread.any():
        return None
    if 2 * seen.simplex.count > seen.rows:
        return None
    evidence: dict[str, Any] = {
        "least_sum": float(looks.least_sum),
        "most_sum": float(looks.most_sum),
        "rows": seen.rows,
    }
    said = (
        f"one class per row, but the outputs sum to {looks.least_sum:.4g} up to "
        f"{looks.most_sum:.4g}, the result of sigmoids"
    )
    return Diagnosis("one-hot-with-sigmoid", said, evidence, with_options(case, "--loss", "binary"))


ONE_HOT_WITH_SIGMOID = Suspicion(
    "one-hot-with-sigmoid",
    title="one class per row with independent sigmoids",
    meaning="Each row has one class, but the outputs do not sum to one.",
    fix="Use a softmax with categorical cross-entropy, or --loss binary for the outputs as they are.",
    find=one_hot_with_sigmoid,
    hides=("rows-not-summing",),
)


def rows_not_summing(case: Case) -> Diagnosis | None:
    """Report class probabilities in [0, 1] whose rows do not sum to one within the precision of their digits.

    The tolerance is that of `loss`: half a unit of the last decimal for each column, and what float32 makes
    of a softmax.
    """
    seen, looks = case.seen.predictions, case.clues.looks
    if case.reading.form is not PredictionForm.SCORES or case.predictions is None:
        return None
    if case.settings.loss.formula is Loss.BINARY and case.reading.layout.vectors:
        return None
    bad = seen.not_simplex
    evidence: dict[str, Any] = {"rows": bad.count, "of": seen.rows, "first_row": bad.row + 1}
    evidence |= {"least_sum": float(looks.least_sum), "most_sum": float(looks.most_sum)}
    verb = "does" if bad.count == 1 else "do"
    span = spanned(looks.least_sum, looks.most_sum)
    sums = f"they sum to {span.removeprefix('equal to ')}" if span.startswith("equal") else f"sums {span}"
    said = f"{bad.times('row')} of probabilities {verb} not sum to one, first row {bad.row + 1}: {sums}"
    if looks.least_sum <= 0:
        said += "; a row of zeros has no class"
        return Diagnosis("rows-not-summing", said, evidence, _without_zeros(case))
    change = "t / t.sum(axis=1, keepdims=True)"
    if case.predictions.table.dtype is None:
        change = "t.div(t.sum(axis=1), axis=0)"
    return Diagnosis("rows-not-summing", said, evidence, rewritten(case.predictions, change))


ROWS_NOT_SUMMING = Suspicion(
    "rows-not-summing",
    title="probabilities that do not sum to one",
    meaning="Rows are in [0, 1], but their sums differ from one by more than rounding. Keras divides by the "
    "sum; others do not.",
    fix="Divide each row by its sum, or look for a missing column.",
    find=rows_not_summing,
)


def _without_zeros(case: Case) -> str:
    """Return the fix that removes rows of zeros from both files, and divides the others by their sums."""
    side = case.predictions
    assert side is not None
    modules, read = opened(side)
    keep = f"import {', '.join(modules)}; p = np.asarray({read}); k = p.sum(axis=1) > 0"
    one = rewritten(case.labels, "t[k]", keep, role="fixed_labels")
    frame = side.table.dtype is None
    s = "t = t[k]; s = t.sum(axis=1)" if frame else "t = t[k]; s = t.sum(axis=1, keepdims=True)"
    change = "t.div(s, axis=0)" if frame else "t / s"
    return f"{one} && {rewritten(side, change, keep, s, role='fixed_predictions')}"


def hard_predictions(case: Case) -> Diagnosis | None:
    """Report predictions that are only 0 and 1, or class ids: from `predict` instead of `predict_proba`, or
    from a model that is always certain, such as a single decision tree. Cross-entropy is meaningless for
    either.

    This does not happen by chance: a model that has doubts shows them in some row.
    """
    seen, looks = case.seen.predictions, case.clues.looks
    if case.predictions is None or not seen.rows or seen.minimum >= ONE:
        return None
    bits = not looks.soft
    ids = case.reading.doubt == SIDE and not looks.fractional and seen.maximum > seen.minimum
    if not (bits or (ids and case.width == 1)):
        return None
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    what = "only 0 and 1" if bits else "whole numbers like class ids"
    said = f"the predictions are {what}: was predict used instead of predict_proba?"
    return Diagnosis("hard-predictions", said, evidence, "p = model.predict_proba(X)")


HARD_PREDICTIONS = Suspicion(
    "hard-predictions",
    title="predictions without doubt",
    meaning="The predictions are only 0 and 1, or class ids. predict was called instead of "
    "predict_proba, or the model is a single tree. Cross-entropy is useless for both.",
    fix="Save the result of predict_proba.",
    find=hard_predictions,
    hides=("one-output", "zero-probability-on-target"),
)
