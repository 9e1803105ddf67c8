"""The suspicion that the loss is far above that of the class shares, and the note that it is above."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.forms import Assignment
from xentcli.commands.advise.significance import EDGE, LEVEL, MIN_STANDARD_ERRORS
from xentcli.commands.advise.suspicions.class_shares import excess, shown_loss, shown_shares
from xentcli.commands.advise.suspicions.row_order import likelihoods
from xentcli.commands.advise.suspicions.suspicion import Suspicion, note
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.commands.advise.suspicions.class_shares import Excess

MIN_EXCESS, MIN_SHARE = 0.05, 1.5
"""The least distance in nats from the loss of the class shares; and the least multiple of it for predictions
that know something of the labels, or for images, whose pixels resemble each other."""
MIN_ROWS = 8
"""Of fewer rows, a standard error says nothing."""
LEAST = 1e-3
"""The smallest probability beside shares of which a high loss says something."""
ABSENT = 0.1
"""The least share of the predictions for classes without a row that shows that rows were selected."""
NEVER_RIGHT = 3.0
"""The standard errors that are enough where the largest prediction is never that of the label."""
LOOK = "compare labels and predictions of the rows with the largest losses, which loss --top 20 lists"
KNOWN = 4.0
"""Standard errors by which the largest prediction must be right more often than the most frequent class."""


def above_class_shares(case: Case) -> Diagnosis | None:
    """Report a loss far above that of a model that knows only how often each class occurs.

    False alarms. The loss of no row counts more than 16 nats. The mean must be 4.9 standard errors above the
    loss of the class shares (three, where the largest prediction is never right), and the rows together cost
    more than a million times a guess among all classes: a model whose probabilities are true does so once in
    a million. A model that is too sure of itself may be right often, and still cost more: where the largest
    prediction is right more often than the most frequent class, the loss must be one and a half times that
    of the shares. Reported if nothing else explains it.
    """
    above = _above(case)
    if above is None or not _is_far(case, above):
        return None
    what = "labels and predictions do not match, or are not read as intended"
    if _knows(case) and case.right:
        what = f"the largest score is right in {case.right / case.rows:.3g} of the rows, but overconfident"
    (loss, words), shares = shown_loss(case, above), shown_shares(case)
    said = f"the loss, {words}, is far above {shares:.6g}, the loss of the class shares: {what}"
    evidence = {
        "loss": loss,
        "loss_of_shares": shares,
        "standard_errors": above.standard_errors,
        "rows": above.rows,
        "level": LEVEL,
    }
    return Diagnosis("loss-above-class-shares", said, evidence, LOOK)


ABOVE_CLASS_SHARES = Suspicion(
    "loss-above-class-shares",
    title="a loss far above the loss of the class shares",
    meaning="Predicting the class shares for every row gives a lower loss. The order of the classes, "
    "the pairing of the rows, the scale of the predictions or the model is wrong.",
    fix="Look at the rows with the largest losses, and compare labels and predictions by hand.",
    find=above_class_shares,
    last=True,
)


def is_far(above: Excess, most: float, right: int, *, knows: bool) -> bool:
    """Return whether the loss is far above that of the shares.

    ``most`` is the loss of a guess; ``right`` is how often the largest prediction is that of the label.
    """
    gap = above.loss - above.shares
    edge = EDGE if right else NEVER_RIGHT
    if above.rows < MIN_ROWS or gap < MIN_EXCESS or above.standard_errors <= edge:
        return False
    if knows and above.loss < MIN_SHARE * above.shares:
        return False
    return above.rows * (above.loss - most) > -math.log(LEVEL)


def _is_far(case: Case, above: Excess) -> bool:
    """Return whether the loss is far above; of shares, only if no probability is so small that a share of it
    costs much."""
    knows = _knows(case)
    if case.reading.kind is Kind.SOFT and (knows or not case.seen.predictions.minimum >= LEAST):
        return False
    return is_far(above, _most(case), case.right, knows=knows) and not _is_selection(case)


def _is_selection(case: Case) -> bool:
    """Return whether rows of classes that are often predicted were left out, and the rest fit their labels
    better than those of random rows."""
    masses, counts = case.clues.masses.array, case.counts
    if masses is None or counts is None or masses[counts == 0].sum() < ABSENT * masses.sum():
        return False
    paired, random, _, error = likelihoods(case)
    return paired - random > MIN_STANDARD_ERRORS * error


def _above(case: Case) -> Excess | None:
    """Return how far the loss is above that of the shares, if labels are of two classes at least."""
    if case.counts is None:
        return None
    soft = case.reading.kind is Kind.SOFT
    counts = case.counts > 0 if case.table is None or not soft else case.table[2].any(axis=1)
    several = case.reading.game is Assignment.OUTPUTS or int(counts.sum()) > 1
    return excess(case) if several else None


def _most(case: Case) -> float:
    return math.log(2) if case.one_by_one else math.log(max(case.width, 2))


def _knows(case: Case) -> bool:
    """Return whether the largest prediction is right more often than the most frequent class."""
    counts, n = case.counts, case.rows
    if case.one_by_one and case.width > 1:
        return True
    if len(case.reading.layout.positions) > 1 or counts is None:
        return True
    return knows_more(case.right, n, int(counts.max()) * n // max(int(counts.sum()), 1))


def knows_more(right: int, rows: int, most: int) -> bool:
    """Return whether more rows are right than those of the most frequent class, beyond chance."""
    share = most / rows
    return right / rows - share > KNOWN * math.sqrt(max(share * (1 - share), 1 / rows) / rows)


def near_class_shares(case: Case) -> Diagnosis | None:
    """Report a loss above that of the class shares that proves nothing by itself."""
    above = _above(case)
    if above is None or above.loss - above.shares < MIN_EXCESS:
        return None
    if _is_far(case, above):
        return None
    (loss, words), shares = shown_loss(case, above), shown_shares(case)
    said = f"the loss, {words}, is not below {shares:.6g}, the loss of the class shares"
    fix = "compare a few rows by hand; a model that is right but overconfident needs calibration"
    return note("no-better-than-class-shares", said, fix, loss=loss, loss_of_shares=shares)


NO_BETTER_THAN_CLASS_SHARES = Suspicion(
    "no-better-than-class-shares",
    title="a loss that is not below the loss of the class shares",
    meaning="Predicting the class shares for every row gives a lower loss. That can be chance with "
    "few rows, or a model that is right but overconfident.",
    fix="Compare a few rows by hand; calibrate the model.",
    find=near_class_shares,
)
