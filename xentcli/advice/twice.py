"""Whether a softmax, or a sigmoid, was put on top of another: probabilities that stay within its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.advice.comparing import quanta_of_rows
from xentcli.advice.reading import Form, Game
from xentcli.values import Value

if TYPE_CHECKING:
    from xentcli.advice.comparing import Compared
    from xentcli.advice.reading import Reading
    from xentcli.facts import Facts
    from xentcli.types import Floats, Mask

NEAR = 0.02
"""So near to a bound, in undone probabilities of two classes, rows count as lying at it."""
SLACK = 5e-4
"""What rounding to four decimals does to an undone probability."""


class Twice(Value):
    """What undoing gives: whether some row went over the bounds, and how many lie at them.

    ``before`` and ``after`` are the rows' losses in quanta, as they are and undone. Once a row is over, the
    rest is not counted.
    """

    over: bool = False
    near: int = 0
    before: int = 0
    after: int = 0

    def __add__(self, other: Twice) -> Twice:
        """Both together."""
        if self.over or other.over:
            return OVER
        return Twice(
            over=False,
            near=self.near + other.near,
            before=self.before + other.before,
            after=self.after + other.after,
        )


OVER = Twice(over=True)
FORMS = frozenset({Form.PROBABILITIES, Form.LOG_PROBABILITIES})


def twice_of(reading: Reading, block: Compared, facts: Facts) -> Twice:
    """What a block shows of it.

    A softmax of probabilities u gives q = exp(u_k) / sum: u_k = log q_k + c, where the sum of all u_k is one,
    so that c = (1 - sum log q) / K. Only if every u_k lies in [0, 1] can that be. A sigmoid gives q in [0.5,
    0.7311], and u = log q - log(1 - q).
    """
    if reading.form not in FORMS or reading.game not in {Game.CLASSES, Game.BIT, Game.OUTPUTS}:
        return OVER
    undone = _undo_sigmoid if reading.game is not Game.CLASSES else _undo_softmax
    for rows in (slice(8), slice(None)):
        u, near, over = undone(block, facts, rows)
        if over:
            return OVER
    with np.errstate(divide="ignore"):
        return Twice(
            over=False,
            near=int(np.count_nonzero(near)),
            before=int(quanta_of_rows(np.fmin(block.losses, 16)).sum()),
            after=int(quanta_of_rows(np.fmin(u, 16)).sum()),
        )


def _undo_softmax(block: Compared, _: Facts, rows: slice) -> tuple[Floats, Mask, bool]:
    logs = np.asarray(block.logs[:, rows], dtype=np.float64)
    width = len(logs)
    with np.errstate(invalid="ignore"):
        shift = (1 - logs.sum(axis=0)) / width
        least = logs.min(axis=0) + shift
    if not bool((least >= -SLACK).all()):
        return shift, least > 0, True
    at = np.arange(logs.shape[1])
    own = np.clip(logs[block.classes[rows], at] + shift, 0, 1)
    with np.errstate(divide="ignore"):
        return -np.log(own), np.asarray(least < 2 * NEAR / width), False


def _undo_sigmoid(block: Compared, _: Facts, rows: slice) -> tuple[Floats, Mask, bool]:
    """Of a column of its own, whose losses are those of the row."""
    logs = np.asarray(block.logs[:, rows], dtype=np.float64)
    bit = block.shares is None or len(logs) != len(block.shares)
    if len(logs) == 2 and bit:
        logs = logs[1:] - logs[:1]
    least, most = logs.min(axis=0), logs.max(axis=0)
    if not bool((least >= -SLACK).all() and (most <= 1 + SLACK).all()):
        return least, least > 0, True
    u = np.clip(logs, 0, 1)
    y = np.asarray(block.classes[rows] == 1)[None] if block.shares is None else block.shares[-len(u) :, rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        losses = -np.where(y == 1, np.log(u), np.log1p(-u))
    near = (least < NEAR) | (most > 1 - NEAR)
    return losses.mean(axis=0), np.asarray(near), False
