"""Statistics collected in one pass, which add up to the same bits in any order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.commands.advise.activation_stats import Twice, twice_of
from xentcli.commands.advise.appearance import Looks, looks_of
from xentcli.commands.advise.compare import compared, quanta_of_rows
from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.lags import Lags, lags_of
from xentcli.commands.advise.many_classes.statistics import Many, many_of
from xentcli.commands.advise.quantize import GRAIN, MANY_COLUMNS, MAX_NATS, NONE, UNIT, Sums
from xentcli.commands.advise.scores import added_up
from xentcli.core.frozen import Merged, low
from xentcli.numerics.exact_sum import ExactSum, exact_sum
from xentcli.numerics.occurrences import UNSEEN

if TYPE_CHECKING:
    from xentcli.commands.advise.compare import Compared
    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.numerics.occurrences import Occurrences
    from xentcli.numerics.row_stats import RowStats

MOST_CLASSES = MANY_COLUMNS
"""With at most this many classes, each class is compared with each column."""

FINE = 1 << 30
"""Units of the sums of columns of probabilities and of shares."""


class Clues(Merged):
    """Statistics of labels and their predictions; sums of logarithms are in quanta."""

    rows: int = 0
    """The number of compared rows."""
    counts: Sums = NONE
    """The count of each class, (C,); for shares, their sum in quanta of 2^-10."""
    fine_counts: Sums = NONE
    """For shares, their sum in 2^-30."""
    likelihoods: Sums = NONE
    """The sum of targets times scores, (C, K)."""
    scores: Sums = NONE
    squares: Sums = NONE
    """The sum of scores (K,), and of their squares."""
    hits: Sums = NONE
    """How often each column was the largest, per class, (C, K); for outputs, how often both were on."""
    over: Sums = NONE
    """How often each output was on."""
    across: Sums = NONE
    among: Sums = NONE
    """For shares and outputs, the products of scores with scores (K, K), and of targets with targets."""
    masses: Sums = NONE
    """The sum of each column's probabilities, (K,)."""
    claims: int = 0
    """The likelihood that the predictions expect."""
    losses: ExactSum = ExactSum()
    infinite: int = 0
    infinite_row: float = low()
    """The first row with an infinite loss, from 0."""
    inverse: int = 0
    """The sum of 1/p of the rows' own classes, in 2^-20: what rounding of p costs."""
    capped: int = 0
    capped_squares: int = 0
    """The sum of the losses of rows, none above 16 nats, in quanta, and of their squares."""
    outside: Occurrences = UNSEEN
    """Labels that are no class of the columns and no mark; the spot's column is the position in the row."""
    column_sums: Sums = NONE
    """The sum of each column of probabilities that do not sum to one by row, in 2^-30."""
    many: Many = Many()
    """Statistics of more classes than are compared with each column."""
    lags: Lags = Lags()
    looks: Looks = Looks()
    twice: Twice = Twice()


def clues_of(reading: Interpretation, labels: Block, predictions: Block, facts: RowStats) -> Clues:
    """Return the statistics of one block."""
    looks = looks_of(reading, labels, predictions, facts)
    if reading.game is None:
        return Clues(looks=looks)
    block = compared(reading, labels, facts)
    sums = _sums(reading, block) if len(block.rows) else {}
    capped = _capped(reading, block)
    per_row, infinite = reading.layout.per_row, block.rows[~np.isfinite(block.losses)]
    return Clues(
        rows=len(block.rows),
        capped=int(capped.sum()),
        capped_squares=int(capped @ capped),
        outside=_outside(reading, labels, block),
        column_sums=_column_sums(reading, facts),
        claims=int(block.claims.sum()),
        losses=exact_sum(block.losses[np.isfinite(block.losses)]),
        infinite=len(infinite),
        infinite_row=labels.number(int(infinite[0]) // per_row) if len(infinite) else math.inf,
        inverse=_inverse(block),
        lags=lags_of(block, labels.first_row, len(labels), reading.layout.positions),
        looks=looks,
        twice=twice_of(reading, block, facts),
        **sums,
    )


def _capped(reading: Interpretation, block: Compared) -> Codes:
    """Return the losses of rows in quanta, with each logarithm kept within 16 nats."""
    if block.shares is None:
        return quanta_of_rows(np.fmin(block.losses, MAX_NATS))
    if reading.game is not Assignment.OUTPUTS:
        return np.asarray(np.rint(-added_up(block.shares, block.scores)), dtype=np.int64)
    odds = np.asarray(block.scores, dtype=np.float64) / UNIT
    costs = np.rint((np.logaddexp(0.0, odds) - block.shares * odds) * UNIT)
    return np.asarray(np.rint(costs.sum(axis=0) / len(costs)), dtype=np.int64)


def _inverse(block: Compared) -> int:
    """Return the sum of 1/p in units of 2^-20, with each loss capped at 16 nats so that no sum overflows."""
    with np.errstate(all="ignore"):
        inverse = np.exp(np.minimum(np.where(np.isfinite(block.losses), block.losses, 0), 16.0))
    return int(np.rint(inverse * GRAIN).astype(np.int64).sum())


def _sums(reading: Interpretation, block: Compared) -> dict[str, Any]:
    """Return the sums over rows by class and column."""
    width = len(block.scores)
    if width > MOST_CLASSES:
        return _of_many(reading, block, width)
    squares = np.array([_squared(column) for column in block.scores], dtype=np.int64)
    own = {"masses": Sums(block.masses), "squares": Sums(squares)}
    if block.shares is None:
        return own | _by_class(block, width)
    return own | _by_share(reading, block, block.shares, width)


def _of_many(reading: Interpretation, block: Compared, width: int) -> dict[str, Any]:
    """Return the sums that take memory for each class, not for each pair of class and column."""
    wide = np.asarray(block.scores, dtype=np.float64)
    own = {"masses": Sums(block.masses), "scores": _whole(wide.sum(axis=1))}
    own |= {"squares": Sums(np.einsum("ki,ki->k", wide, wide).astype(np.int64))}
    if block.shares is not None:
        return own
    counts = Sums(np.bincount(block.classes, minlength=width))
    return own | {"counts": counts, "many": many_of(reading.classes, block)}


def _outside(reading: Interpretation, labels: Block, block: Compared) -> Occurrences:
    """Return the labels that are no class of the columns and not the mark of rows to leave out."""
    per_row = reading.layout.per_row
    if reading.layout.vectors or len(block.rows) == len(labels) * per_row:
        return UNSEEN
    from xentcli.commands.advise.scores import strangers

    return strangers(reading, labels)


def _column_sums(reading: Interpretation, facts: RowStats) -> Sums:
    """Return the sums of the columns where rows of probabilities do not sum to one."""
    if reading.form is not PredictionForm.SCORES or facts.rows.ndim < 2:
        return NONE
    return _whole(np.rint(np.asarray(facts.rows, np.float64) * FINE).sum(axis=0))


def _squared(column: Numbers) -> int:
    wide = np.asarray(column, dtype=np.float64)
    return int(np.einsum("i,i->", wide, wide))  # a dot product would start threads


def _by_class(block: Compared, width: int) -> dict[str, Sums]:
    sums = _whole(np.stack([np.bincount(block.classes, column, width) for column in block.scores], axis=1))
    counts = np.bincount(block.classes, minlength=width)
    total = Sums(None if sums.array is None else sums.array.sum(axis=0))
    return {"counts": Sums(counts), "likelihoods": sums, "scores": total, "hits": _hits(block, width)}


def _by_share(reading: Interpretation, block: Compared, shares: Numbers, width: int) -> dict[str, Sums]:
    scores = np.asarray(block.scores, dtype=np.float64)
    fine = NONE if reading.game is Assignment.OUTPUTS else _whole(np.rint(shares * FINE).sum(axis=1))
    shares = np.rint(shares * (UNIT if reading.game is not Assignment.OUTPUTS else 1))
    own = {"counts": _whole(shares.sum(axis=1)), "fine_counts": fine}
    own |= {"likelihoods": _whole(shares @ scores.T)}
    own |= {"scores": _whole(scores.sum(axis=1))}
    own |= {"across": _whole(scores @ scores.T), "among": _whole(shares @ shares.T)}
    if reading.game is not Assignment.OUTPUTS:
        return own | {"hits": _hits(block, width)}
    on = (scores > 0).astype(np.float64)
    return own | {"hits": _whole(shares @ on.T), "over": _whole(on.sum(axis=1))}


def _hits(block: Compared, width: int) -> Sums:
    """Count how often each column is one of the largest, by class."""
    top = block.logs.max(axis=0)
    largest = block.logs == top
    if np.count_nonzero(largest) != len(top):
        rows = [np.bincount(block.classes[column], minlength=width) for column in largest]
        return Sums(np.stack(rows, axis=1))
    at = np.zeros(len(top), np.min_scalar_type(width))
    for k, column in enumerate(largest):
        at += column * at.dtype.type(k)
    pairs = np.bincount(block.classes * width + at, minlength=width * width)
    return Sums(pairs.reshape(width, width))


def _whole(sums: Numbers) -> Sums:
    return Sums(np.rint(sums).astype(np.int64))
