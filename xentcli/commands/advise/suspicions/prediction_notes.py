"""Notes on predictions that explain a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.commands.advise.appearance import MOST_DECIMALS
from xentcli.commands.advise.fixes import with_options
from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.statistics import GRAIN
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case, Diagnosis


UNIFORM = 0.99
"""Predictions whose entropy is at least this share of the maximum are nearly uninformative."""


def logits(case: Case) -> Diagnosis | None:
    """Report that the predictions are logits, which losses need to know."""
    if case.reading.form is not PredictionForm.LOGITS or case.predictions is None:
        return None
    seen = case.seen.predictions
    said = f"the predictions are logits, from {seen.minimum:.6g} to {seen.maximum:.6g}"
    p = "expit(z)" if case.one_by_one else "softmax(z, axis=1)"
    fix = "from_logits=True in Keras; PyTorch's CrossEntropyLoss and BCEWithLogitsLoss take them as they are"
    fix += f"; scikit-learn wants p = scipy.special.{p}"
    return note("logits", said, fix, minimum=seen.minimum, maximum=seen.maximum)


LOGITS = Suspicion(
    "logits",
    title="the predictions are logits",
    meaning="They are no probabilities yet: a loss must be told.",
    fix="Keras: from_logits=True; PyTorch's CrossEntropyLoss takes them as they are.",
    find=logits,
)


def log_probabilities(case: Case) -> Diagnosis | None:
    """Report that the predictions are log-probabilities, as NLLLoss expects."""
    if case.reading.form is not PredictionForm.LOG_PROBABILITIES or case.predictions is None:
        return None
    seen = case.seen.predictions
    said = f"the predictions are log-probabilities, from {seen.minimum:.6g} to {seen.maximum:.6g}"
    return note(
        "log-probabilities", said, "torch.nn.NLLLoss takes them as they are", rows=seen.log_simplex.count
    )


LOG_PROBABILITIES = Suspicion(
    "log-probabilities",
    title="the predictions are log-probabilities",
    meaning="None is above 0, and their exponentials sum to one.",
    fix="PyTorch's NLLLoss takes them.",
    find=log_probabilities,
)


def rounded_probabilities(case: Case) -> Diagnosis | None:
    """Report probabilities with few decimals: the error of a row's loss is half a unit of the last
    decimal, divided by p."""
    digits = int(case.clues.looks.decimals)
    if not case.is_compared or case.reading.form is not PredictionForm.PROBABILITIES:
        return None
    if digits >= MOST_DECIMALS or not case.clues.looks.soft:
        return None
    error = 0.5 * 10.0**-digits * case.clues.inverse / GRAIN / case.rows
    what = "1 decimal" if digits == 1 else f"{digits} decimals"
    said = f"the probabilities have {what}: the loss is known to within {error:.3g} or so"
    return note(
        "rounded-probabilities", said, "np.savetxt(..., fmt='%.9g'), or np.save", decimals=digits, error=error
    )


ROUNDED_PROBABILITIES = Suspicion(
    "rounded-probabilities",
    title="probabilities of few decimals",
    meaning="Half a unit of the last decimal, over the probability, is the error of a row's loss.",
    fix="Save more digits, or binary files.",
    find=rounded_probabilities,
)


def zero_probability(case: Case) -> Diagnosis | None:
    """Report rows whose own class has probability zero: the loss is infinite unless a framework clips it."""
    count = case.clues.infinite
    if not case.is_compared or not count:
        return None
    rows = "row" if count == 1 else "rows"
    said = f"{count:,} {rows} with a probability of zero on the true class: the loss is infinite"
    share = count / case.rows
    return note(
        "zero-probability-on-target", said, with_options(case, "--like", "all"), rows=count, share=share
    )


ZERO_PROBABILITY_ON_TARGET = Suspicion(
    "zero-probability-on-target",
    title="a probability of zero on the true class",
    meaning="Such a row costs infinitely much; frameworks clip it, each at another place.",
    fix="Compare them: --like all; or clip by --epsilon.",
    find=zero_probability,
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
    said = f"the predictions are nearly uniform: their mean entropy is {case.claimed:.6g} of {most:.6g}"
    return note(
        "near-uniform-predictions", said, "train for longer, or look at the inputs", entropy_share=share
    )


NEAR_UNIFORM_PREDICTIONS = Suspicion(
    "near-uniform-predictions",
    title="predictions that say nearly nothing",
    meaning="Their mean entropy is 99% or more of the largest there is.",
    fix="Train for longer, or look at the inputs.",
    find=near_uniform,
)
