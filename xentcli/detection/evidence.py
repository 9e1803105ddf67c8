"""What rows say about the kind of labels and the scale of predictions: values that merge in any order.

Nothing here decides. Evidence of a whole file equals the sum of the evidence of its parts, so a decision made
from it is a function of the whole input and of nothing else.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.core.frozen import Merged, high, low
from xentcli.core.names import is_padded
from xentcli.numerics.counts import EMPTY
from xentcli.numerics.occurrences import UNSEEN

if TYPE_CHECKING:
    from xentcli.numerics.counts import Tally
    from xentcli.numerics.occurrences import Occurrences


class LabelEvidence(Merged):
    """What labels are made of: cells by their sort, rows by what they sum to, classes by how often they
    came."""

    rows: int = 0
    whole: Occurrences = UNSEEN
    fractions: Occurrences = UNSEEN
    names: Occurrences = UNSEEN
    truths: Occurrences = UNSEEN
    missing: Occurrences = UNSEEN
    missing_words: Occurrences = UNSEEN
    """Of text, as are the next two: words for a missing value, NaN among them."""
    nan_words: Occurrences = UNSEEN
    infinite_words: Occurrences = UNSEEN
    infinite: Occurrences = UNSEEN
    beyond_bit: Occurrences = UNSEEN
    """Cells that are neither 0 nor 1."""
    beyond_unit: Occurrences = UNSEEN
    """Cells outside [0, 1]."""
    one_hot: Occurrences = UNSEEN
    not_one_hot: Occurrences = UNSEEN
    simplex: Occurrences = UNSEEN
    not_simplex: Occurrences = UNSEEN
    ones: int = 0
    minimum: float = low()
    maximum: float = high()
    classes: Tally = EMPTY

    @property
    def texts(self) -> bool:
        """Whether what looks like numbers are names: one of them begins with noughts, as 007 does."""
        return any(isinstance(told, str) and is_padded(told) for told in self.classes.counts)


class PredictionEvidence(Merged):
    """What predictions are numbers of: their range, and which rows are distributions."""

    rows: int = 0
    minimum: float = low()
    maximum: float = high()
    nan: Occurrences = UNSEEN
    plus_infinity: Occurrences = UNSEEN
    minus_infinity: Occurrences = UNSEEN
    dead: Occurrences = UNSEEN
    """Rows that are -inf throughout."""
    beyond_unit: Occurrences = UNSEEN
    simplex: Occurrences = UNSEEN
    not_simplex: Occurrences = UNSEEN
    log_simplex: Occurrences = UNSEEN
    not_log_simplex: Occurrences = UNSEEN
    percent: Occurrences = UNSEEN
    not_percent: Occurrences = UNSEEN


NEAR = 1e-4
"""How near to a bound the largest and the smallest number must come."""
OVER = 1e-6
"""What rounding may put them over it."""


def applied_twice(seen: PredictionEvidence, width: int) -> str | None:
    """What is suspected of probabilities; `xentcli advise` proves it from the rows.

    A softmax of probabilities of K classes lies between 1 / (e + K - 1) and e / (e + K - 1), and a sigmoid
    of them between 0.5 and e / (e + 1). The largest must lie within 1e-4 below its bound, and of a softmax
    the smallest as near to its own: a model that reaches both, and goes over neither, does so by chance
    about once in a hundred million.

    >>> applied_twice(PredictionEvidence(rows=9, minimum=0.211942, maximum=0.576117), 3)
    'a softmax seems to have been applied twice; xentcli advise shows what undoing it gives'
    >>> applied_twice(PredictionEvidence(rows=9, minimum=0.1, maximum=0.576117), 3) is None
    True
    """
    name = "sigmoid" if width == 1 else "softmax"
    total = math.e + max(width, 2) - 1
    high, low = math.e / total, 0.5 if width == 1 else 1 / total
    at_top = high - NEAR <= seen.maximum <= high + OVER
    at_bottom = low - OVER <= seen.minimum and (width == 1 or seen.minimum <= low + NEAR)
    if not (at_top and at_bottom and seen.rows > 1):
        return None
    return twice(name)


def twice(name: str) -> str:
    """What is said of an activation that was applied once too often."""
    return f"a {name} seems to have been applied twice; xentcli advise shows what undoing it gives"
