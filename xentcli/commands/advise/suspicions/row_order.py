"""Suspicions that rows of labels and predictions do not belong together because they were shifted or
shuffled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten
from xentcli.commands.advise.forms import Assignment
from xentcli.commands.advise.lags import LAGS
from xentcli.commands.advise.quantize import UNIT, nats
from xentcli.commands.advise.significance import (
    EDGE,
    LEVEL,
    MIN_OTHERS,
    MIN_STANDARD_ERRORS,
    independence,
    is_beyond,
    surprise,
)
from xentcli.commands.advise.suspicions.class_shares import comparable_loss, is_above_shares
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import counted

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case

TESTS = 2 * len(LAGS)
SHIFT = math.sqrt(2 * math.log(TESTS / LEVEL))
"""The value that a sum of differences, divided by the root of the sum of their squares, reaches once in a
million at the best of all lags."""
PART, CERTAIN_PART = 0.5, 0.1
"""The share of what predictions claim that shuffled rows must be shown not to make good: of predictions that
are as good as 0 and 1, whose claim is none of a model, less."""
CERTAIN = 0.01
"""The mean entropy, in nats, below which predictions count as certain."""


def rows_shifted(case: Case) -> Diagnosis | None:
    """Report that the labels of rows at a fixed offset fit better than a row's own label, and better than
    those of random rows.

    False alarms. Each row gives a difference of logarithms: under the label at the lag, less under its own.
    Under a model that is no worse than chance, a difference is as likely to have one sign as the other, or is
    likelier to be negative. Then the sum over the root of the sum of squares exceeds z with a probability
    below exp(-z²/2) for any number of rows (Hoeffding's bound for symmetric sums), and the number of rows
    that gain has Chernoff's bound; for six lags, two tests and 1e-6, z is 5.7. Besides, the pairing at the
    lag must beat that of rows at random by as much, or every pairing beats the rows' own, as it does where
    columns are exchanged; where the predictions are the same in every row, none beats another. Where they
    nearly are and the labels are sorted by how common they are, each further row gains as much again: without
    other knowledge in the predictions, that is no shift. Where rows are shown not to belong together anyway,
    as shuffled ones are not, four standard errors tell that a shift did it. Sorted labels have the same label
    at both places, and differences of zero. A forecast that repeats the last label does fit the labels
    before better: that is what this says.

    Of rows with positions along one axis, tokens for one, each position is compared with others of its row.
    With more than 256 classes, the loss must besides be no better than that of the class shares.
    """
    if case.predictions is None or not _may_be_examined(case):
        return None
    lag = max(range(len(LAGS)), key=lambda at: case.clues.lags.gains[at])
    count, gain, square, wins, defeats = (one[lag] for one in case.clues.lags.sums)
    if gain <= 0 or not count:
        return None
    z, luck = gain / math.sqrt(square), surprise(wins, defeats)
    paired, random, _, error = likelihoods(case)
    if error <= 0 or (_is_drift(case, lag) and paired < random + EDGE * error):
        return None
    edge = EDGE
    if z <= SHIFT and not is_beyond(luck, TESTS):
        if z <= MIN_STANDARD_ERRORS or rows_shuffled(case) is None:
            return None
        edge = MIN_STANDARD_ERRORS
    if paired + nats(gain / count) < random + edge * error:
        return None
    fall, by = nats(gain / count) / _unit(case), LAGS[lag]
    evidence = {"lag": by, "standard_errors": z, "rows_for": wins, "rows_against": defeats}
    evidence |= {"loss_falls_by": fall, "level": LEVEL}
    what, ways = ("position", "later earlier") if case.reading.layout.positions else ("row", "down up")
    where = f"{counted(abs(by), what)} {ways.split()[by < 0]}"
    better = f"by about {fall:.4g} nats per {what}"
    said = f"the labels are shifted: those {where} fit the predictions better, {better}"
    if case.reading.layout.positions and by == 1:
        said += "; a language model predicts the next token at each position"
    return Diagnosis("rows-shifted", said, evidence, _without_ends(case, by))


ROWS_SHIFTED = Suspicion(
    "rows-shifted",
    title="labels shifted by a few rows",
    meaning="The labels of earlier or later rows fit better. One file has lost its first rows, or a "
    "header was read as a row.",
    fix="Remove the rows without a partner at both ends.",
    find=rows_shifted,
    hides=("rows-shuffled", "zero-probability-on-target"),
)


def _may_be_examined(case: Case) -> bool:
    """Return whether rows were compared in a way that shows how they are paired; of many classes, badly."""
    if not case.is_compared or case.counts is None or len(case.reading.layout.positions) > 1:
        return False
    return case.table is not None or is_above_shares(case)


def _is_drift(case: Case, lag: int) -> bool:
    """Whether the farthest lag gains most and the nearer two together half as much or more (a drift: all)."""
    gains = case.clues.lags.gains
    nearer = gains[1] + gains[2] if lag == 0 else gains[-2] + gains[-3]
    return lag in {0, len(LAGS) - 1} and 2 * nearer > gains[lag]


def _unit(case: Case) -> int:
    """Return the sum of the targets of a row of shares."""
    return {Assignment.OUTPUTS: case.width}.get(case.reading.game or Assignment.CLASSES, 1)


def _without_ends(case: Case, lag: int) -> str:
    """Return the fix that removes the rows without a partner from both files."""
    assert case.predictions is not None
    at = ":, " if case.reading.layout.positions else ""
    first, last = f"t[{at}{abs(lag)}:]", f"t[{at}:-{abs(lag)}]"
    labels, predictions = (first, last) if lag > 0 else (last, first)
    one = rewritten(case.labels, labels, role="fixed_labels")
    return f"{one} && {rewritten(case.predictions, predictions, role='fixed_predictions')}"


def rows_shuffled(case: Case) -> Diagnosis | None:
    """Report predictions that claim to know the labels but are no better than with rows paired at random.

    Three numbers, each a mean log likelihood: as paired; of rows paired at random, which the shares of the
    classes and the means of the columns give; and what the predictions claim to be better than paired at
    random themselves. The share of its claim that a model makes good is (paired - random) / claim: one for a
    calibrated model, less for an overconfident one, zero for shuffled rows.

    False alarms. The suspicion needs all of: the pairing is within four standard errors of a random one; the
    share made good is below one half by 4.9 standard errors (one in a million); and, for classes, the largest
    prediction is independent of the label (chi-square). The variance is that of random pairing, from the
    second moments. A weak model claims little, so that the share cannot be told from one half: undecidable,
    and left alone, as are small files. Overfit models that claim certainty and are right only now and then
    make good a share of some percent more than nothing, which four standard errors show in any file in which
    one half could be excluded, unless they make good less than about a quarter. Predictions as good as 0 and
    1 claim to be right always, for want of anything else to say; of them a tenth must be excluded.
    """
    if not _may_be_examined(case):
        return None
    assert case.counts is not None
    counts = case.counts // (UNIT if case.reading.game is Assignment.SHARES else 1)
    few = case.rows - int(counts.max()) if case.reading.game is not Assignment.OUTPUTS else int(counts.sum())
    paired, random, claim, error = likelihoods(case)
    if few < MIN_OTHERS or claim <= 0 or error <= 0:
        return None
    share, spread = (paired - random) / claim, error / claim
    outputs = case.reading.game is Assignment.OUTPUTS
    doubts = bool(case.clues.looks.soft) if outputs else case.claimed > CERTAIN
    part = PART if doubts else CERTAIN_PART
    if abs(share) > MIN_STANDARD_ERRORS * spread or share + EDGE * spread > part:
        return None
    if case.reading.game is not Assignment.OUTPUTS and _dependence(case) > EDGE:
        return None
    per = _unit(case)
    evidence = {
        "loss": -paired / per,
        "loss_of_random_pairing": -random / per,
        "loss_claimed": case.claimed,
        "standard_error": error / per,
        "share_made_good": share,
        "level": LEVEL,
    }
    if case.reading.game is Assignment.OUTPUTS:  # of their likelihood only what pairing changes is known
        evidence = {name: value for name, value in evidence.items() if not name.startswith("loss")}
    said = "the rows are shuffled: the loss is as high as with random pairs"
    if "loss" in evidence:
        own = comparable_loss(case, -paired)
        said += f" ({own}, random about {-random:.4g}, expected by the predictions {case.claimed:.4g})"
    return Diagnosis("rows-shuffled", said, evidence, _sort_both(case))


def _dependence(case: Case) -> float:
    """Return how many standard errors the largest predictions depend on the labels."""
    if case.table is not None:
        return independence(case.table[2])
    from xentcli.commands.advise.many_classes.orders import dependence

    return dependence(case)


ROWS_SHUFFLED = Suspicion(
    "rows-shuffled",
    title="labels and predictions in a different order",
    meaning="The predictions are confident, but the loss is as high as with randomly paired rows.",
    fix="Write both from the same loop with shuffle=False, or join them by a key.",
    find=rows_shuffled,
    hides=("zero-probability-on-target",),
)


def _sort_both(case: Case) -> str:
    return (
        f"write {case.label_file} and {case.file} from the same loop without shuffle=True, or join"
        " them by a key"
    )


def likelihoods(case: Case) -> tuple[float, float, float, float]:
    """Return the mean log likelihood as paired, at random, and claimed beyond random, and the standard error
    of random pairing: means over rows, in nats.

    The variance of random pairing, over all orders of the labels, is the sum of products of the covariances
    of scores and of targets; of classes, the shares times the columns' variances is no smaller.
    """
    clues, n = case.clues, case.rows
    unit = UNIT if case.reading.game is Assignment.SHARES else 1
    share = np.asarray(case.counts, np.float64) / unit / n
    assert clues.scores.array is not None
    assert clues.squares.array is not None
    means = np.asarray(clues.scores.array, np.float64) / n
    paired = float(case.paired) / unit / n
    random = float(share @ means)
    if clues.across.array is None or clues.among.array is None:
        variance = float(share @ (np.asarray(clues.squares.array, np.float64) / n - means**2))
    else:
        own = np.asarray(clues.across.array, np.float64) / n - np.outer(means, means)
        among = np.asarray(clues.among.array, np.float64) / unit**2 / n - np.outer(share, share)
        variance = float((own * among).sum())
    error = math.sqrt(max(variance, 0.0) / n)
    assert clues.masses.array is not None
    claim = clues.claims / n - float(np.asarray(clues.masses.array, np.float64) / UNIT / n @ means)
    return nats(paired), nats(random), nats(claim), nats(error)
