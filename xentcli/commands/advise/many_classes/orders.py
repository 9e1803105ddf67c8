"""Orders of more classes than can be compared with each column, and whether predictions know the labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.many_classes.statistics import usual_orders
from xentcli.commands.advise.significance import LEVEL, surprise
from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.commands.advise.many_classes.statistics import Many, Pairs
    from xentcli.core.types import Codes

ONE_SIDED = 0.5
"""If one column is the largest in more rows than this, the predictions tell no order."""


class Found(Frozen):
    """An order: its name, the column of each class (-1 if not known), and the rows for and against it."""

    name: str
    order: tuple[int, ...]
    wins: int
    defeats: int
    gain: int | None = None
    """What the likelihood gains, in quanta, if known."""


def order_of_many(case: Case) -> Found | None:
    """Return the order that fits the labels better, with the tests that `class_order` describes."""
    many = case.clues.many
    if many.tops.array is None:
        return None
    if int(many.tops.array.max()) > ONE_SIDED * case.rows:
        return None
    return _usual(case, many) or _rotated(many) or _of_pairs(case, many)


def _usual(case: Case, many: Many) -> Found | None:
    """Return the best of the usual orders, if the sum of gains and their signs are beyond chance."""
    orders = usual_orders(case.reading.classes)
    sums = [one.array for one in (many.gains, many.squares, many.wins, many.defeats)]
    if any(one is None for one in sums) or not orders:
        return None
    gains, squares, wins, defeats = (one.tolist() for one in sums if one is not None)
    best = max(range(len(gains)), key=gains.__getitem__)
    least = math.log(2 * len(orders)) - math.log(LEVEL)
    if gains[best] <= 0 or gains[best] ** 2 <= 2 * least * squares[best]:
        return None
    if surprise(wins[best], defeats[best]) <= least:
        return None
    name, order = list(orders.items())[best]
    return Found(name, tuple(order.tolist()), wins[best], defeats[best], gains[best])


def _rotated(many: Many) -> Found | None:
    """Return the rotation that most of the largest columns show, if more do than show none."""
    assert many.offsets.array is not None
    offsets = many.offsets.array
    width, by = len(offsets), int(offsets[1:].argmax()) + 1
    wins, defeats = int(offsets[by]), int(offsets[0])
    if surprise(wins, defeats) <= math.log(width) - math.log(LEVEL):
        return None
    back = by - width if by > width // 2 else by
    order = (np.arange(width) + by) % width
    return Found(f"rotated by {back}", tuple(order.tolist()), wins, defeats)


def _of_pairs(case: Case, many: Many) -> Found | None:
    """Return the order of the largest columns, if each class has one column of its own.

    In a column's rows, its own class is at least as frequent as any other, unless the order is wrong. The
    first row of each column chooses a class; each further one says the same with a probability of one half at
    most. The logarithms of such chances add up over m columns to more than m + t with a probability below
    exp(m ln(1 + t/m) - t).
    """
    classes, columns, counts = _split(many.pairs)
    best = _best_by_column(classes, columns, counts)
    own = dict(zip(columns[best].tolist(), classes[best].tolist(), strict=True))
    if len(set(own.values())) < len(own) or 2 * sum(k == c for k, c in own.items()) > len(own):
        return None
    same = classes == columns
    against = dict(zip(columns[same].tolist(), counts[same].tolist(), strict=True))
    votes = [
        (n, against.get(k, 0))
        for k, c, n in zip(*(one[best].tolist() for one in (columns, classes, counts)), strict=True)
        if k != c
    ]
    found = [luck for wins, defeats in votes if (luck := surprise(wins - 1, defeats)) > 0]
    if not _beyond(found):
        return None
    order = [-1] * many.pairs.width
    for column, one in own.items():
        order[one] = column
    wins, defeats = (sum(side) for side in zip(*votes, strict=True))
    return Found("in another order", _filled(case, order), wins, defeats)


def _filled(case: Case, order: list[int]) -> tuple[int, ...]:
    """Return the order with the columns left for classes that never occur, on which no loss depends."""
    assert case.counts is not None
    if any(column < 0 and count for column, count in zip(order, case.counts.tolist(), strict=True)):
        return tuple(order)
    left = iter(sorted(set(range(len(order))) - set(order)))
    return tuple(next(left) if column < 0 else column for column in order)


def _beyond(found: list[float]) -> bool:
    m, more = len(found), sum(found) - len(found)
    return more > 0 and more - m * math.log1p(more / m) > -math.log(LEVEL)


def _split(pairs: Pairs) -> tuple[Codes, Codes, Codes]:
    """Return the class, the column and the count of each pair."""
    none = np.zeros(0, dtype=np.int64)
    keys = none if pairs.keys is None else pairs.keys
    width = max(pairs.width, 1)
    return keys // width, keys % width, none if pairs.counts is None else pairs.counts


def _best_by_column(classes: Codes, columns: Codes, counts: Codes) -> Codes:
    """Return the index of the most frequent class of each column."""
    rank = np.lexsort((classes, -counts, columns))
    first = np.diff(columns[rank], prepend=-1) != 0
    return np.asarray(rank[first])


def dependence(case: Case) -> float:
    """Return by how many standard errors rows with the same class share their largest column too often.

    Of all pairs of rows, as many have the same class and the same column by chance as the product of both
    shares says; their number is nearly that of a Poisson distribution.
    """
    classes, columns, counts = _split(case.clues.many.pairs)
    if not len(counts):
        return 0.0
    n = float(counts.sum())
    of_classes, of_columns = np.bincount(classes, counts), np.bincount(columns, counts)
    both, ones, others = (float((k * (k - 1)).sum()) / 2 for k in (counts, of_classes, of_columns))
    expected = ones * others / max(n * (n - 1) / 2, 1.0)
    return (both - expected) / math.sqrt(expected) if expected > 0 else 0.0
