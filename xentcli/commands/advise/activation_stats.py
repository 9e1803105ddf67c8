"""Statistics that show whether a softmax or sigmoid was applied twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.compare import quanta_of_rows
from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.commands.advise.compare import Compared
    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.types import Floats, Numbers
    from xentcli.numerics.row_stats import RowStats

NEAR = 0.02
"""Rows whose undone probability (for two classes) is this close to a bound count as lying at it."""
EXACT = 1e-5
"""Distance from a bound that is explained by rounding alone."""
MIXED = 0.9
SLACK = 5e-4
"""The error that rounding to four decimals causes in an undone probability."""


class Twice(Frozen):
    """What undoing the activation gives: whether a row exceeded the bounds, how many rows lie at them, and
    how many lie exactly at them.

    ``before`` and ``after`` are the rows' losses in quanta, as they are and undone. Once a row is over, the
    rest is not counted.
    """

    over: bool = False
    near: int = 0
    exact: int = 0
    before: int = 0
    after: int = 0
    mixed: int = 0
    """The loss under 0.9 times the undone probability plus 0.1 times the original one."""

    def __add__(self, other: Twice) -> Twice:
        if self.over or other.over:
            return OVER
        return Twice(
            over=False,
            near=self.near + other.near,
            exact=self.exact + other.exact,
            before=self.before + other.before,
            after=self.after + other.after,
            mixed=self.mixed + other.mixed,
        )


OVER = Twice(over=True)
FORMS = frozenset({PredictionForm.PROBABILITIES, PredictionForm.LOG_PROBABILITIES})


def twice_of(reading: Interpretation, block: Compared, facts: RowStats) -> Twice:
    """Return the statistics of a block.

    A softmax of probabilities u gives q = exp(u_k) / sum: u_k = log q_k + c, where the sum of all u_k is one,
    so that c = (1 - sum log q) / K. Only if every u_k lies in [0, 1] can that be. A sigmoid gives q in [0.5,
    0.7311], and u = log q - log(1 - q).
    """
    if reading.form not in FORMS or reading.game is None:
        return OVER
    undone = _undo_sigmoid if reading.game in {Assignment.BIT, Assignment.OUTPUTS} else _undo_softmax
    for rows in (slice(8), slice(None)):
        u, mix, gap, exact, over = undone(block, facts, rows)
        if over:
            return OVER
    with np.errstate(divide="ignore"):
        return Twice(
            over=False,
            near=int(np.count_nonzero(gap < NEAR)),
            exact=int(np.count_nonzero(exact < EXACT)),
            before=int(quanta_of_rows(np.fmin(block.losses, 16)).sum()),
            after=int(quanta_of_rows(np.fmin(u, 16)).sum()),
            mixed=int(quanta_of_rows(np.fmin(mix, 16)).sum()),
        )


def _undo_softmax(block: Compared, _: RowStats, rows: slice) -> tuple[Floats, Floats, Floats, Floats, bool]:
    logs = np.asarray(block.logs[:, rows], dtype=np.float64)
    width = len(logs)
    with np.errstate(invalid="ignore"):
        shift = (1 - logs.sum(axis=0)) / width
        least = logs.min(axis=0) + shift
    if not bool((least >= -SLACK).all()):
        return shift, shift, shift, shift, True
    if block.shares is not None:
        return *_of_shares(block.shares[:, rows], logs, shift), least * width / 2, np.abs(least), False
    at = np.arange(logs.shape[1])
    log_q = logs[block.classes[rows], at]
    own = np.clip(log_q + shift, 0, 1)
    with np.errstate(divide="ignore"):
        mixed = -np.log(MIXED * own + (1 - MIXED) * np.exp(log_q))
        return -np.log(own), mixed, least * width / 2, np.abs(least), False


def _of_shares(shares: Numbers, logs: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """Return the undone and the mixed losses of rows with several classes."""
    own = np.clip(logs + shift, 0, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        undone = np.where(shares > 0, shares * np.log(own), 0.0)
        mixed = np.where(shares > 0, shares * np.log(MIXED * own + (1 - MIXED) * np.exp(logs)), 0.0)
    return -undone.sum(axis=0), -mixed.sum(axis=0)


def _undo_sigmoid(block: Compared, _: RowStats, rows: slice) -> tuple[Floats, Floats, Floats, Floats, bool]:
    """Undo a sigmoid for a single column, where the column's losses are the row's losses."""
    logs = np.asarray(block.logs[:, rows], dtype=np.float64)
    bit = block.shares is None or len(logs) != len(block.shares)
    if len(logs) == 2 and bit:
        logs = logs[1:] - logs[:1]
    least, most = logs.min(axis=0), logs.max(axis=0)
    if not bool((least >= -SLACK).all() and (most <= 1 + SLACK).all()):
        return least, least, least, least, True
    u = np.clip(logs, 0, 1)
    y = np.asarray(block.classes[rows] == 1)[None] if block.shares is None else block.shares[-len(u) :, rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(y == 1, u, 1 - u)
        losses = -np.log(own)
        q = 1 / (1 + np.exp(np.where(y == 1, -logs, logs)))
        mixed = -np.log(MIXED * own + (1 - MIXED) * q)
    gap = np.minimum(least, 1 - most)
    return losses.mean(axis=0), mixed.mean(axis=0), gap, np.abs(1 - most), False
