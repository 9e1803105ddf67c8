"""Rows of labels and predictions that do not belong together: shifted, or shuffled."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.advice.chance import EDGE, LEVEL, NOTHING, independence
from xentcli.advice.lags import LAGS
from xentcli.advice.matter import Finding
from xentcli.advice.mends import rewritten
from xentcli.advice.quanta import nats
from xentcli.advice.reading import Game

if TYPE_CHECKING:
    from xentcli.advice.matter import Matter

SHIFT = math.sqrt(2 * math.log(len(LAGS) / LEVEL))
"""What a sum of differences over the root of their squares reaches once in a million, at the best of all
lags."""


def rows_shifted(matter: Matter) -> Finding | None:
    """The labels of rows further up or down fit better than a row's own.

    False alarms. Each row gives a difference of logarithms: under the label at the lag, less under its own.
    Under a model that is no worse than chance, a difference is as likely to have one sign as the other, or is
    likelier to be negative; then the sum over the root of the sum of squares exceeds z with a probability below
    exp(-z²/2) for any number of rows (Hoeffding's bound for symmetric sums). For six lags and 1e-6, z is 5.6.
    Sorted labels have the same label at both places, and differences of nought. A forecast that repeats the
    last label does fit the labels before better: that is what this says.
    """
    lags = matter.clues.lags
    if not matter.is_compared or matter.predictions is None:
        return None
    found = [
        (gain / math.sqrt(square), lag, gain / count)
        for lag, count, gain, square in zip(LAGS, lags.counts, lags.gains, lags.squares, strict=True)
        if square
    ]
    if not found:
        return None
    z, lag, gain = max(found)
    if z <= SHIFT:
        return None
    fall = nats(gain) / _unit(matter)
    evidence = {"lag": lag, "standard_errors": z, "loss_falls_by": fall, "level": LEVEL}
    rows = f"{abs(lag)} row{'s' if abs(lag) > 1 else ''} {'down' if lag > 0 else 'up'}"
    said = f"the labels are shifted: those {rows} fit the predictions better, by {fall:.6g} nats a row"
    return Finding("rows-shifted", said, evidence, _without_ends(matter, lag))


def _unit(matter: Matter) -> int:
    """What the targets of shares add up to."""
    return {Game.OUTPUTS: matter.width}.get(matter.reading.game or Game.CLASSES, 1)


def _without_ends(matter: Matter, lag: int) -> str:
    """Both files without the rows that have no partner."""
    assert matter.predictions is not None
    first, last = f"t[{abs(lag)}:]", f"t[:-{abs(lag)}]"
    labels, predictions = (first, last) if lag > 0 else (last, first)
    one = rewritten(matter.labels, labels, role="mended_labels")
    return f"{one} && {rewritten(matter.predictions, predictions, role='mended_predictions')}"


def rows_shuffled(matter: Matter) -> Finding | None:
    """The predictions claim to know the labels, and know nothing of them: no pairing of rows is worse.

    Three numbers, each a mean log likelihood: as paired; of rows paired at random, which the shares of the
    classes and the means of the columns give; and what the predictions claim, which is their own entropy. The
    share of its claim that a model makes good is (paired - random) / (claimed - random): one for a calibrated
    model, less for an overconfident one, nought for shuffled rows.

    False alarms. The suspicion needs all of: the pairing is within four standard errors of a random one; the
    share made good is below one half by 4.9 standard errors (one in a million); and, for classes, the largest
    prediction is independent of the label (chi-square). The variance is that of random pairing, from the
    second moments. A weak model claims little, so that the share cannot be told from one half: undecidable,
    and left alone, as are small files. Overfit models that claim certainty and are right only now and then
    make good a share of some percent more than nothing, which four standard errors show in any file in which
    one half could be excluded, unless they make good less than about a quarter.
    """
    if not matter.is_compared or matter.table is None:
        return None
    paired, random, claimed, error = _likelihoods(matter)
    claim = claimed - random
    if claim <= 0 or error <= 0:
        return None
    share, spread = (paired - random) / claim, error / claim
    if abs(share) > NOTHING * spread or share + EDGE * spread > 0.5:
        return None
    if matter.reading.game is not Game.OUTPUTS and independence(matter.table[2]) > EDGE:
        return None
    per = _unit(matter)
    evidence = {
        "loss": -paired / per,
        "loss_of_random_pairing": -random / per,
        "loss_claimed": -claimed / per,
        "standard_error": error / per,
        "share_made_good": share,
        "level": LEVEL,
    }
    if matter.reading.game is Game.OUTPUTS:  # of their likelihood only what pairing changes is known
        evidence = {name: value for name, value in evidence.items() if not name.startswith("loss")}
    said = "the rows are shuffled: the loss is that of random pairing"
    if "loss" in evidence:
        said += f" ({-paired:.6g}, random {-random:.6g}, the predictions claim {-claimed:.6g})"
    return Finding("rows-shuffled", said, evidence, _sort_both(matter))


def _sort_both(matter: Matter) -> str:
    return (
        f"write {matter.label_file} and {matter.file} again from one loop, or join both by a key: "
        "no shuffle=True between predicting and saving"
    )


def _likelihoods(matter: Matter) -> tuple[float, float, float, float]:
    """As paired, at random, as claimed; and the standard error of random pairing: means over rows, in nats."""
    clues, n = matter.clues, matter.rows
    counts, likelihoods, _ = matter.table or (np.zeros(1), np.zeros(1), None)
    unit = 1024 if matter.reading.game is Game.SHARES else 1
    share = np.asarray(counts, np.float64) / unit / n
    assert clues.scores.array is not None
    assert clues.squares.array is not None
    means = np.asarray(clues.scores.array, np.float64) / n
    paired = float(np.trace(likelihoods)) / unit / n
    random = float(share @ means)
    if clues.across.array is None or clues.among.array is None:
        variance = float(share @ (np.asarray(clues.squares.array, np.float64) / n)) - random**2
    else:
        own = np.asarray(clues.across.array, np.float64) / n - np.outer(means, means)
        among = np.asarray(clues.among.array, np.float64) / unit**2 / n - np.outer(share, share)
        variance = float((own * among).sum())
    error = math.sqrt(max(variance, 0.0) / n)
    return nats(paired), nats(random), nats(clues.claims / n), nats(error)
