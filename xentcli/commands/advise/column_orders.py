"""Candidate orders of the columns, and how much better the labels fit them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.fixes import with_columns, with_options
from xentcli.commands.advise.forms import Assignment
from xentcli.commands.advise.quantize import UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.commands.advise.case import Case
    from xentcli.core.types import Floats, Mask

MOST_LISTED = 1000
"""With more classes, a command does not list them."""

Order = list[int]
"""For each class, the index of its column."""


def per_row(case: Case) -> int:
    """Return the sum of the targets of a row."""
    return UNIT if case.reading.game is Assignment.SHARES else 1


def telling_columns(case: Case) -> Mask:
    """Return which columns are evidence: those that vary and whose own class occurs; all columns if none
    varies and every class occurs."""
    assert case.table is not None
    changes, occurs = case.spread > 0, case.table[0] > 0
    if case.reading.game is Assignment.SHARES:  # every class may have its share of every row
        occurs = np.asarray(case.table[2].any(axis=1))
    return np.asarray(occurs & (changes | (not changes.any() and occurs.all())))


def correlation_gain(z: Floats, order: Order, telling: Mask) -> float:
    """Return how much more the moved labels correlate with their new columns than with their old ones."""
    known = np.where(telling, z, 0.0)
    return sum(float(known[c, k] - known[c, c]) for c, k in enumerate(order))


def correlations(case: Case) -> Floats:
    """Return the correlation of each class with each column (C, K), times the square root of the number of
    rows."""
    table, scores = case.table, case.clues.scores.array
    assert table is not None
    assert scores is not None
    n, unit = case.rows, per_row(case)
    share, sums = np.asarray(table[0], np.float64) / unit / n, np.asarray(scores, np.float64)
    scale = np.outer(np.sqrt(np.maximum(share * (1 - share), 0)), case.spread) * math.sqrt(n)
    with np.errstate(all="ignore"):
        z: Floats = np.nan_to_num((table[1] / unit - np.outer(share, sums)) / scale, posinf=0, neginf=0)
    return z


def named_orders(case: Case, width: int) -> Iterator[tuple[str, Order]]:
    """Yield the orders that programs and people commonly produce."""
    if width == 2:
        yield "flipped", [1, 0]
        return
    yield "reversed", list(range(width))[::-1]
    yield "shifted by one", [(c - 1) % width for c in range(width)]
    yield "shifted by minus one", [(c + 1) % width for c in range(width)]
    titles = [case.title(c) for c in range(width)]
    ranks = sorted(range(width), key=lambda c: titles[c])
    sorted_as_text = [ranks.index(c) for c in range(width)]
    yield "in lexicographic order (10 before 9)", sorted_as_text
    yield "in numeric order, the labels in lexicographic", ranks


def order_fix(case: Case, order: Order) -> str:
    """Return the fix for an order: the classes in the columns' order or, for label vectors, the columns in
    the classes' order."""
    if not case.reading.layout.vectors:
        owner = np.argsort(order).tolist()
        titles = [case.title(c) for c in owner]
        if not any("," in t or not t for t in titles):
            return with_options(case, "--classes", ",".join(titles))
    return with_columns(case, order)
