"""How far chance goes: bounds that hold for any number of rows, at one level for all findings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Codes, Floats

LEVEL = 1e-6
"""How often a healthy pair may look wrong by chance, for each finding: once in a million pairs."""
EDGE = 4.9
"""The normal quantile of ``LEVEL``."""
MIN_STANDARD_ERRORS = 4.0
"""Standard errors within which a difference is none: chance goes beyond once in 16,000 times."""
MIN_OTHERS = 20
"""Rows that are not of the most frequent class: of fewer, a normal approximation says nothing."""


def surprise(wins: int, defeats: int) -> float:
    """Return -log of a bound on the probability of at least ``wins`` wins if a win is no more likely than a
    defeat.

    This is Chernoff's bound: n times the divergence of the share of wins from one half. It holds for any n.

    >>> round(surprise(20, 0), 3), surprise(5, 5)
    (13.863, 0.0)
    """
    n = wins + defeats
    if wins <= defeats:
        return 0.0
    return sum(k * math.log(2 * k / n) for k in (wins, defeats) if k)


def is_beyond(found: float, tries: float = 1) -> bool:
    """Return whether a surprise is beyond chance, even for the largest of ``tries``."""
    return found > math.log(tries) - math.log(LEVEL)


def independence(counts: Codes) -> float:
    """Return how many standard errors Pearson's chi-square of a table lies above its expectation under
    independence.

    >>> independence(np.array([[10, 0], [0, 10]])) > 10, abs(independence(np.array([[5, 5], [5, 5]]))) < 1
    (True, True)
    """
    table = np.asarray(counts[counts.any(axis=1)][:, counts.any(axis=0)], dtype=np.float64)
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    if df < 1:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float((((table - expected) ** 2 / expected).sum() - df) / math.sqrt(2 * df))


def unevenness(counts: Sequence[int]) -> float:
    """Return how many standard errors the chi-square of counts lies above its expectation under equal shares.

    >>> unevenness([30, 3]) > 10, abs(unevenness([4, 6, 5])) < 1
    (True, True)
    """
    known, df = np.asarray(counts, dtype=np.float64), len(counts) - 1
    if df < 1 or not known.sum():
        return 0.0
    return float((((known - known.mean()) ** 2 / known.mean()).sum() - df) / math.sqrt(2 * df))


def best_assignment(gains: Floats) -> list[int]:
    """Return the distinct columns, one per row, with the largest sum of gains (Hungarian method).

    >>> best_assignment(np.array([[1.0, 5.0], [5.0, 6.0]]))
    [1, 0]
    """
    costs = -np.asarray(gains, dtype=np.float64)
    n = len(costs)
    u, v = np.zeros(n + 1), np.zeros(n + 1)
    owner = np.zeros(n + 1, dtype=np.int64)
    for row in range(1, n + 1):
        _augment(costs, u, v, owner, row)
    columns = [0] * n
    for column in range(1, n + 1):
        columns[owner[column] - 1] = column - 1
    return columns


def _augment(costs: Floats, u: Floats, v: Floats, owner: Codes, row: int) -> None:
    """Add one row to the assignment, along the shortest path to a free column."""
    n = len(costs)
    owner[0], column = row, 0
    least, way = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    used = np.zeros(n + 1, dtype=np.bool_)
    while owner[column]:
        used[column] = True
        at = owner[column]
        current = np.concatenate([[np.inf], costs[at - 1] - u[at] - v[1:]])
        better = ~used & (current < least)
        least[better], way[better] = current[better], column
        free = np.where(used, np.inf, least)
        nearest = int(free.argmin())
        delta = free[nearest]
        u[owner[used]] += delta
        v[used] -= delta
        least[~used] -= delta
        column = nearest
    while column:
        before = int(way[column])
        owner[column], column = owner[before], before


def log_factorial(n: int) -> float:
    """log n!: how many orders there are, as tries.

    >>> round(math.exp(log_factorial(4)))
    24
    """
    return math.lgamma(n + 1)


def cycles(order: Sequence[int]) -> int:
    """Return the number of entries of an order that are not in their place."""
    return sum(i != k for i, k in enumerate(order))
