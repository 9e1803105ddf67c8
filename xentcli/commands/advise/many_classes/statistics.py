"""Statistics of pairs with more classes than can be compared with each column: which columns were largest."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.quantize import NONE, Sums
from xentcli.core.frozen import Frozen, Merged

if TYPE_CHECKING:
    from xentcli.commands.advise.compare import Compared
    from xentcli.core.class_map import ClassMap
    from xentcli.core.types import Codes

MOST_PAIRS = 1 << 16
"""With more different pairs of class and largest column, those of every second class are dropped."""
SPREAD = 2654435761
"""An odd number whose multiples, modulo 2^32, select classes evenly."""


class Pairs(Frozen, eq=False):
    """How often a column was the largest of a class, as sorted numbers ``class * width + column`` and counts.

    Of ``level`` k, only one in 2^k classes is kept, by its number alone, so that any order gives the same.
    """

    width: int = 0
    keys: Codes | None = None
    """None means no rows yet."""
    counts: Codes | None = None
    level: int = 0

    def __add__(self, other: Pairs) -> Pairs:
        if self.keys is None or other.keys is None or self.counts is None or other.counts is None:
            return self if other.keys is None else other
        keys, at = np.unique(np.concatenate([self.keys, other.keys]), return_inverse=True)
        counts = np.bincount(at, np.concatenate([self.counts, other.counts]), len(keys)).astype(np.int64)
        return thinned(self.width, keys, counts, max(self.level, other.level))


def thinned(width: int, keys: Codes, counts: Codes, level: int = 0) -> Pairs:
    """Return the pairs of the classes that are kept at the lowest level at which they are not too many."""
    while True:
        kept = (keys // width * SPREAD) % (1 << 32) < (1 << 32) >> level
        keys, counts = keys[kept], counts[kept]
        if len(keys) <= MOST_PAIRS:
            return Pairs(width, keys, counts, level)
        level += 1


class Many(Merged):
    """Statistics of rows with one class each; gains are in quanta, and the next four by named order."""

    right: int = 0
    """How many rows have their own column as the only largest."""
    tops: Sums = NONE
    """How often each column was the only largest, (K,)."""
    offsets: Sums = NONE
    """How often the largest column was so many places after the class, modulo K, (K,)."""
    pairs: Pairs = Pairs()
    gains: Sums = NONE
    """What all rows gain by the columns of another order."""
    squares: Sums = NONE
    wins: Sums = NONE
    defeats: Sums = NONE


@lru_cache(maxsize=4)
def usual_orders(classes: ClassMap) -> dict[str, Codes]:
    """Return the orders that programs and people commonly produce: for each class, the index of its column.

    >>> from xentcli.core.class_map import ClassMap
    >>> usual_orders(ClassMap(12))["in lexicographic order (10 before 9)"].tolist()
    [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3]
    """
    width = classes.size
    each = np.arange(width)
    titles = np.array(classes.titles(range(width)))
    ranks = np.argsort(titles, kind="stable")
    found = {
        "reversed": each[::-1],
        "shifted by one": (each - 1) % width,
        "shifted by minus one": (each + 1) % width,
        "in lexicographic order (10 before 9)": np.argsort(ranks, kind="stable"),
        "in numeric order, the labels in lexicographic": ranks,
    }
    return {name: order for name, order in found.items() if (order != each).any()}


def many_of(classes: ClassMap, block: Compared) -> Many:
    """Return the statistics of a block in which each row has one class."""
    assert block.own is not None
    width, rows = block.scores.shape
    at = np.arange(rows)
    orders = [order[block.classes] for order in usual_orders(classes).values()]
    gains = np.stack([block.scores[columns, at] - block.own for columns in orders]).astype(np.int64)
    largest = block.logs.argmax(axis=0)
    single = np.count_nonzero(block.logs == block.logs[largest, at], axis=0) == 1
    own, top = block.classes[single], largest[single]
    keys, counts = np.unique(own * width + top, return_counts=True)
    return Many(
        right=int(np.count_nonzero(own == top)),
        tops=Sums(np.bincount(top, minlength=width)),
        offsets=Sums(np.bincount((top - own) % width, minlength=width)),
        pairs=thinned(width, keys, counts.astype(np.int64)),
        gains=Sums(gains.sum(axis=1)),
        squares=Sums((gains * gains).sum(axis=1)),
        wins=Sums(np.count_nonzero(gains > 0, axis=1)),
        defeats=Sums(np.count_nonzero(gains < 0, axis=1)),
    )
