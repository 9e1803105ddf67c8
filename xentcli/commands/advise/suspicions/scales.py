"""Suspicions that predictions are on a different scale than assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.forms import PredictionForm
from xentcli.commands.advise.reading import claimed
from xentcli.commands.advise.significance import is_beyond, surprise
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.types import Scale

if TYPE_CHECKING:
    from typing import Any

    from xentcli.commands.advise.case import Case

TOUCHED, SPAN = 1e-3, 0.9
"""How close to 0 or 1 numbers must come, and what range they must span, not to be logits."""


def percentages(case: Case) -> Diagnosis | None:
    """Report rows that sum to 100, or a single column from 0 to 100.

    Rows of several columns do not all sum to 100, within their digits, by chance. A single column, or
    independent outputs, must lie between 0 and 100, with one above 50: logits that are never below 0, and
    reach 50, are of no model.
    """
    seen = case.seen.predictions
    if case.reading.form is not PredictionForm.PERCENTAGES or case.predictions is None:
        return None
    evidence: dict[str, Any] = {
        "minimum": seen.minimum,
        "maximum": seen.maximum,
        "rows": seen.percent.count or seen.rows,
    }
    span = f"between {seen.minimum:.6g} and {seen.maximum:.6g}"
    said = f"the predictions are percentages, {span}" + (", each row sums to 100" if case.width > 1 else "")
    if case.one_by_one:
        said = f"the predictions are percentages, {span}"
    change = "t / t.sum(axis=1, keepdims=True)"
    if case.predictions.table.dtype is None:
        change = "t.div(t.sum(axis=1), axis=0)"
    return Diagnosis(
        "percentages",
        said,
        evidence,
        rewritten(case.predictions, "t / 100" if case.one_by_one else change),
    )


PERCENTAGES = Suspicion(
    "percentages",
    title="probabilities from 0 to 100",
    meaning="The rows sum to 100, or a single column ranges from 0 to 100. A loss needs shares of one.",
    fix="Divide the predictions by 100.",
    find=percentages,
)


def complements(case: Case) -> Diagnosis | None:
    """Report numbers in [0, 1] of three columns or more that sum to one less than their number in each row.

    That is what 1 - p sums to, and no model of classes says so in every row, within its digits, by chance.
    """
    looks, width = case.clues.looks, case.width
    if case.reading.form is not PredictionForm.SCORES or case.predictions is None or width < 3:
        return None
    near = width * max(0.5 * 10.0 ** -int(looks.decimals), 2.0**-20)
    if max(abs(looks.least_sum - (width - 1)), abs(looks.most_sum - (width - 1))) > near:
        return None
    evidence: dict[str, Any] = {"least_sum": float(looks.least_sum), "most_sum": float(looks.most_sum)}
    evidence |= {"rows": case.seen.predictions.rows}
    said = f"each row sums to {width - 1}, one less than its {width} columns: these are 1 - p, not p"
    return Diagnosis("complements", said, evidence, rewritten(case.predictions, "1 - t"))


COMPLEMENTS = Suspicion(
    "complements",
    title="1 - p instead of p",
    meaning="Each row of K columns sums to K - 1. Every number is the probability of all other classes.",
    fix="Save p, or subtract the predictions from 1.",
    find=complements,
    hides=("rows-not-summing", "one-hot-with-sigmoid", "class-order", "rows-shifted", "rows-shuffled"),
)


def logits_as_probabilities(case: Case) -> Diagnosis | None:
    """Report numbers outside [0, 1] that an option claims are probabilities. This does not happen by
    chance."""
    seen = case.seen.predictions
    wrong = claimed(case.settings) is Scale.PROBABILITIES and seen.beyond_unit
    if not wrong or case.reading.form is PredictionForm.PERCENTAGES:
        return None
    logs = case.reading.form is PredictionForm.LOG_PROBABILITIES
    what, option = ("log-probabilities", "--from-log-probs") if logs else ("logits", "--from-logits")
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum}
    evidence |= {"first_row": seen.beyond_unit.row + 1}
    said = f"read as probabilities, but they range from {seen.minimum:.6g} to {seen.maximum:.6g}: {what}"
    return Diagnosis("logits-as-probabilities", said, evidence, with_options(case, option))


LOGITS_AS_PROBABILITIES = Suspicion(
    "logits-as-probabilities",
    title="logits read as probabilities",
    meaning="An option says that the predictions are probabilities, but some are outside [0, 1].",
    fix="Use --from-logits (in Keras from_logits=True), or apply the softmax first.",
    find=logits_as_probabilities,
)


def probabilities_as_logits(case: Case) -> Diagnosis | None:
    """Report numbers that an option claims are logits or logarithms, although every row is a distribution or
    every number lies in [0, 1].

    Logits of several columns that lie in [0, 1] and sum to one in every row are of no model. Those of columns
    by themselves are of a weak one that calls every label likelier 1 than 0. There, the numbers must reach
    0 or 1 to three decimals and fill the most of what is between; and where one is below 0.5, the label must
    be 0 more often than 1 than chance has it at even odds (Chernoff's bound, for the best of all columns).
    """
    seen, scale = case.seen.predictions, claimed(case.settings)
    if scale in {None, Scale.PROBABILITIES} or not seen.rows or seen.beyond_unit:
        return None
    if case.width > 1 and not case.one_by_one and seen.not_simplex:
        return None
    if scale is Scale.LOGITS and case.one_by_one and not _are_answers(case):
        return None
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    rows = "each row sums to one" if not seen.not_simplex and case.width > 1 else "all are in [0, 1]"
    said = f"read as {scale}, but {rows}, so they are probabilities"
    return Diagnosis("probabilities-as-logits", said, evidence, with_options(case, "--from-probs"))


PROBABILITIES_AS_LOGITS = Suspicion(
    "probabilities-as-logits",
    title="probabilities read as logits",
    meaning="An option says that the predictions are logits, but every row is a distribution. A "
    "second softmax flattens them, and the loss never gets small.",
    fix="Use --from-probs; in PyTorch, remove the softmax from the model.",
    find=probabilities_as_logits,
)


def _are_answers(case: Case) -> bool:
    """Return whether numbers in [0, 1] are probabilities of 1, and not logits that make 1 more likely
    everywhere."""
    seen, over = case.seen.predictions, case.clues.over.array
    touched = seen.minimum < TOUCHED or seen.maximum > 1 - TOUCHED
    if not touched or seen.maximum - seen.minimum < SPAN or case.table is None:
        return False
    counts, _, hits = case.table
    if over is None:
        return is_beyond(surprise(int(hits[0, 0]), int(hits[1, 0])))
    ones = counts - hits.diagonal()
    zeros = case.rows - over - ones
    return any(is_beyond(surprise(int(n), int(k)), len(ones)) for n, k in zip(zeros, ones, strict=True))
