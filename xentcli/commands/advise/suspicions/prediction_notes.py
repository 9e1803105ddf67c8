"""Notes on predictions that explain a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note
from xentcli.core.text import spanned

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case, Diagnosis


UNIFORM = 0.99
"""Predictions whose entropy is at least this share of the maximum are nearly uninformative."""


def logits(case: Case) -> Diagnosis | None:
    """Report that the predictions are logits, which losses need to know."""
    if case.reading.form is not PredictionForm.LOGITS or case.predictions is None:
        return None
    seen = case.seen.predictions
    said = f"the predictions are logits {spanned(seen.minimum, seen.maximum)}"
    p = "expit(z)" if case.one_by_one else "softmax(z, axis=1)"
    fix = "use from_logits=True in Keras; PyTorch's CrossEntropyLoss and BCEWithLogitsLoss take logits"
    fix += f"; scikit-learn needs p = scipy.special.{p}"
    return note("logits", said, fix, minimum=seen.minimum, maximum=seen.maximum)


LOGITS = Suspicion(
    "logits",
    title="the predictions are logits",
    meaning="They are not probabilities, and the loss needs to know that.",
    fix="Use from_logits=True in Keras. PyTorch's CrossEntropyLoss takes logits.",
    find=logits,
)


def log_probabilities(case: Case) -> Diagnosis | None:
    """Report that the predictions are log-probabilities, as NLLLoss expects."""
    if case.reading.form is not PredictionForm.LOG_PROBABILITIES or case.predictions is None:
        return None
    seen = case.seen.predictions
    said = f"the predictions are log-probabilities {spanned(seen.minimum, seen.maximum)}"
    return note(
        "log-probabilities", said, "torch.nn.NLLLoss takes log-probabilities", rows=seen.log_simplex.count
    )


LOG_PROBABILITIES = Suspicion(
    "log-probabilities",
    title="the predictions are log-probabilities",
    meaning="No value is above 0, and the exponentials of each row sum to one.",
    fix="PyTorch's NLLLoss takes them.",
    find=log_probabilities,
)


def constant_predictions(case: Case) -> Diagnosis | None:
    """Report that every row has the same predictions, but for a thousandth of a nat."""
    if not case.is_compared or case.rows < 2 or case.spread.any() or near_uniform(case) is not None:
        return None
    said = f"all {case.rows:,} rows have the same predictions"
    return note(
        "constant-predictions", said, "check the inputs of the model, or predict again", rows=case.rows
    )


CONSTANT_PREDICTIONS = Suspicion(
    "constant-predictions",
    title="the same predictions in every row",
    meaning="The predictions do not depend on the row. A model that knows only the class shares does that.",
    fix="Check the inputs of the model. They may be all zero, or the first row was written repeatedly.",
    find=constant_predictions,
)


def near_uniform(case: Case) -> Diagnosis | None:
    """Report predictions that are nearly uninformative: their entropy is close to that of a uniform
    distribution."""
    if not case.is_compared or case.reading.game not in {
        Assignment.CLASSES,
        Assignment.BIT,
        Assignment.SHARES,
    }:
        return None
    most = math.log(max(case.width, 2))
    share = case.claimed / most
    if share < UNIFORM:
        return None
    said = (
        f"the predictions are nearly uniform: their mean entropy is {case.claimed:.6g} of at most {most:.6g}"
    )
    return note("near-uniform-predictions", said, "train longer, or check the inputs", entropy_share=share)


NEAR_UNIFORM_PREDICTIONS = Suspicion(
    "near-uniform-predictions",
    title="nearly uniform predictions",
    meaning="Their mean entropy is at least 99% of the largest possible one.",
    fix="Train longer, or check the inputs.",
    find=near_uniform,
)
