"""What the precision of the predictions does to the loss: digits, zeros, and float16."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.appearance import MOST_DECIMALS
from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import with_options
from xentcli.commands.advise.forms import PredictionForm
from xentcli.commands.advise.quantize import GRAIN
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note
from xentcli.core.text import counted

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case


def half_precision(case: Case) -> Diagnosis | None:
    """Report float16 probabilities that became 0 or 1 where the other class is the true one.

    This does not happen by chance: float16 has no number between 0.9995 and 1, nor one below 6e-8, so that a
    softmax or sigmoid in it says 0 or 1 where float32 does not; and the loss of such a row is infinite.
    Predictions that are only 0 and 1 never had anything else to say.
    """
    dtype = None if case.predictions is None else case.predictions.table.dtype
    seen, count = case.seen.predictions, case.clues.infinite
    if dtype is None or dtype != np.float16 or not count or not case.clues.looks.soft:
        return None
    if case.reading.form is not PredictionForm.PROBABILITIES:
        return None
    has = "has" if count == 1 else "have"
    rows = f"{counted(count, _unit(case))} {has} an infinite loss"
    said = f"the probabilities are float16, which rounds them to 0 or 1, so {rows}"
    evidence = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": count, "dtype": str(dtype)}
    fix = "save logits, or apply the softmax or sigmoid in float32: logits.float().softmax(-1)"
    return Diagnosis("half-precision", said, evidence, fix)


HALF_PRECISION = Suspicion(
    "half-precision",
    title="probabilities that float16 rounds to 0 and 1",
    meaning="float16 has no number between 0.9995 and 1. A model that is confident and wrong gets an "
    "infinite loss.",
    fix="Save logits, or apply the softmax or sigmoid in float32.",
    find=half_precision,
    hides=("zero-probability-on-target",),
)


def rounded_probabilities(case: Case) -> Diagnosis | None:
    """Report probabilities with few decimals: the error of a row's loss is half a unit of the last
    decimal, divided by p."""
    digits = int(case.clues.looks.decimals)
    if not case.is_compared or case.reading.form is not PredictionForm.PROBABILITIES:
        return None
    if digits >= MOST_DECIMALS or not case.clues.looks.soft or case.clues.infinite:
        return None
    error = 0.5 * 10.0**-digits * case.clues.inverse / GRAIN / case.rows
    have = f"the probabilities have {counted(digits, 'decimal')}"
    said = f"{have}, so the loss is only known to within about {error:.3g}"
    return note(
        "rounded-probabilities", said, "np.savetxt(..., fmt='%.9g'), or np.save", decimals=digits, error=error
    )


ROUNDED_PROBABILITIES = Suspicion(
    "rounded-probabilities",
    title="probabilities with few decimals",
    meaning="The error of a row's loss is half a unit of the last decimal, divided by the probability.",
    fix="Save more digits, or a binary file.",
    find=rounded_probabilities,
)


ZERO = "zero-probability-on-target"


def zero_probability(case: Case) -> Diagnosis | None:
    """Report rows whose own class has probability zero: the loss is infinite unless a framework clips it."""
    count = case.clues.infinite
    if not case.is_compared or not count:
        return None
    row, gives = int(case.clues.infinite_row) + 1, "gives" if count == 1 else "give"
    what = f"{counted(count, _unit(case))} {gives} the true class probability 0, first row {row}"
    said = f"the loss is infinite because {what}; look at that row, or see how each framework clips it"
    fix, share = with_options(case, "--like", "all"), count / case.rows
    return note(ZERO, said, fix, rows=count, first_row=row, share=share)


ZERO_PROBABILITY_ON_TARGET = Suspicion(
    ZERO,
    title="a probability of zero on the true class",
    meaning="Such a row has an infinite loss, so the mean is infinite. The label may be wrong, or the "
    "probability was rounded to 0. Each framework clips it at a different value.",
    fix="Look at the first such row, and save logits or more decimals. Compare the frameworks with --like "
    "all, or clip with --epsilon.",
    find=zero_probability,
)


def _unit(case: Case) -> str:
    return "position" if case.reading.layout.positions else "row"
