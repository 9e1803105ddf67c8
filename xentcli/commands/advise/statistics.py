"""Statistics collected in one pass, which add up to the same bits in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.activation_stats import Twice, twice_of
from xentcli.commands.advise.appearance import Looks, looks_of
from xentcli.commands.advise.compare import compared
from xentcli.commands.advise.forms import Assignment
from xentcli.commands.advise.lags import Lags, lags_of
from xentcli.commands.advise.quantize import UNIT
from xentcli.core.frozen import Frozen, Merged
from xentcli.numerics.exact_sum import ExactSum, exact_sum

if TYPE_CHECKING:
    from xentcli.commands.advise.compare import Compared
    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.numerics.row_stats import RowStats

MOST_CLASSES = 256
"""With at most this many classes, each class is compared with each column."""
GRAIN = 1 << 20
"""Units per 1/p when its sum is stored as an integer."""


class Sums(Frozen):
    """An array of integers that adds entry by entry; None means no rows yet."""

    array: Codes | None = None

    def __add__(self, other: Sums) -> Sums:
        if self.array is None or other.array is None:
            return self if other.array is None else other
        return Sums(self.array + other.array)

    def __eq__(self, other: object) -> bool:
        """Return whether all entries are equal."""
        same = isinstance(other, Sums) and (self.array is None) == (other.array is None)
        return bool(same and (self.array is None or np.array_equal(self.array, other.array)))  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return 0 if self.array is None else hash(self.array.tobytes())


NONE = Sums()


class Clues(Merged):
    """Statistics of labels and their predictions; sums of logarithms are in quanta."""

    rows: int = 0
    """The number of compared rows."""
    counts: Sums = NONE
    """The count of each class, (C,); for shares, their sum in quanta of 2^-10."""
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
    inverse: int = 0
    """The sum of 1/p of the rows' own classes, in 2^-20: what rounding of p costs."""
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
    return Clues(
        rows=len(block.rows),
        claims=int(block.claims.sum()),
        losses=exact_sum(block.losses[np.isfinite(block.losses)]),
        infinite=int(np.count_nonzero(~np.isfinite(block.losses))),
        inverse=_inverse(block),
        lags=lags_of(block, labels.first_row, len(labels)),
        looks=looks,
        twice=twice_of(reading, block, facts),
        **sums,
    )


def _inverse(block: Compared) -> int:
    """Return the sum of 1/p in units of 2^-20, with each loss capped at 16 nats so that no sum overflows."""
    with np.errstate(all="ignore"):
        inverse = np.exp(np.minimum(np.where(np.isfinite(block.losses), block.losses, 0), 16.0))
    return int(np.rint(inverse * GRAIN).astype(np.int64).sum())


def _sums(reading: Interpretation, block: Compared) -> dict[str, Sums]:
    """Return the sums over rows by class and column."""
    width = len(block.scores)
    squares = np.array([_squared(column) for column in block.scores], dtype=np.int64)
    own = {"masses": Sums(block.masses), "squares": Sums(squares)}
    if width > MOST_CLASSES:
        return own | {"scores": _whole(block.scores.sum(axis=1, dtype=np.float64))}
    if block.shares is None:
        return own | _by_class(block, width)
    return own | _by_share(reading, block, block.shares, width)


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
    shares = np.rint(shares * (UNIT if reading.game is not Assignment.OUTPUTS else 1))
    own = {"counts": _whole(shares.sum(axis=1)), "likelihoods": _whole(shares @ scores.T)}
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
