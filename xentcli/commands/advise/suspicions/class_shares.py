"""The loss of a model that knows only how often each class occurs, and how far the loss is above it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.forms import Assignment
from xentcli.commands.advise.quantize import MAX_NATS, UNIT, nats
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.commands.advise.case import Case


NEAR = 0.01
"""The largest error of a mean of logarithms in quanta."""


class Excess(Frozen):
    """The mean loss with no row above 16 nats, that of the class shares, and the standard error.

    These are for tests: people see the numbers of `loss`, from `shown_loss` and `shown_shares`.
    """

    loss: float
    shares: float
    error: float
    rows: int

    @property
    def standard_errors(self) -> float:
        """Return by how many standard errors the loss is above that of the class shares."""
        gap = self.loss - self.shares
        return gap / self.error if self.error > 0 else math.copysign(math.inf, gap) if gap else 0.0


def excess(case: Case) -> Excess | None:
    """Return how far the loss is above that of the class shares, or None if it cannot be computed."""
    if not case.is_compared or case.counts is None:
        return None
    n, clues = case.rows, case.clues
    loss = nats(clues.capped) / n
    variance = max(clues.capped_squares / UNIT**2 / n - loss**2, 0.0) * n / max(n - 1, 1)
    return Excess(loss, _of_shares(case), math.sqrt(variance / n), n)


def shown_loss(case: Case, above: Excess) -> tuple[float, str]:
    """Return the loss to show, and its words: as `loss` has it; if infinite, with no row above 16 nats."""
    loss = case.loss
    if loss is not None and math.isfinite(loss):
        return loss, f"{loss:.6g}"
    return above.loss, _cut(above.loss)


def comparable_loss(case: Case, bounded: float) -> str:
    """Return the loss in words, to be compared with another one that has no row above 16 nats."""
    loss = case.loss
    return f"{loss:.6g}" if loss is not None and abs(loss - bounded) < NEAR else _cut(bounded)


def _cut(loss: float) -> str:
    return f"{loss:.4g} with no row above {MAX_NATS:g}"


def shown_shares(case: Case) -> float:
    """Return the loss of a model that predicts the class shares for every row, as `loss` has it."""
    fine = case.clues.fine_counts.array
    counts = case.counts if fine is None else fine
    assert counts is not None
    if case.reading.game is Assignment.OUTPUTS:
        return _of_shares(case)
    total = int(counts.sum())
    return _entropy(int(k) / total for k in counts)


def is_above_shares(case: Case) -> bool:
    """Return whether the loss is no better than that of the class shares."""
    found = excess(case)
    return found is not None and found.loss > found.shares


def _of_shares(case: Case) -> float:
    counts, n = case.counts, case.rows
    assert counts is not None
    if case.reading.game is Assignment.OUTPUTS:
        return float(np.mean([_entropy([k / n, 1 - k / n]) for k in counts.tolist()]))
    if case.reading.game is Assignment.SHARES:
        return _entropy((counts / UNIT / n).tolist())
    return loss_of_shares(counts.tolist(), len(counts))


def loss_of_shares(counts: Iterable[int], size: int) -> float:
    """Return what the shares of classes cost, in nats, on other rows than those counted.

    Rows of classes that occur once show how often there will be a class that has not been seen (Good and
    Turing); such a row costs as much as a guess among the classes that are left. A guess among all ``size``
    classes costs the most.

    >>> round(loss_of_shares([50, 50], 2), 4), round(loss_of_shares([1] * 20, 50_000), 2)
    (0.6931, 10.82)
    """
    seen = [k for k in counts if k > 0]
    n, most = sum(seen), math.log(max(size, 1))
    if not n:
        return most
    unseen, left = seen.count(1) / n, size - len(seen)
    unseen = unseen if left else 0.0
    known = _entropy([k / n for k in seen]) + (len(seen) - 1) / (2 * n)
    cost = (1 - unseen) * known
    if unseen:
        cost += _entropy([unseen, 1 - unseen]) + unseen * math.log(left)
    return min(most, cost)


def _entropy(shares: Iterable[float]) -> float:
    return -sum(p * math.log(p) for p in shares if p > 0)
