"""Evidence of the kind of labels and the scale of predictions.

Evidence can be added in any order, and that of a file is the sum of that of its parts. A decision made from
it therefore depends only on the whole input, not on how it was split into blocks.
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
    """Evidence of labels: cells by type, rows by their sum, and counts of classes."""

    rows: int = 0
    whole: Occurrences = UNSEEN
    fractions: Occurrences = UNSEEN
    names: Occurrences = UNSEEN
    truths: Occurrences = UNSEEN
    missing: Occurrences = UNSEEN
    missing_words: Occurrences = UNSEEN
    """Text cells that mean a missing value, including NaN; the next two are of text cells, too."""
    nan_words: Occurrences = UNSEEN
    infinite_words: Occurrences = UNSEEN
    infinite: Occurrences = UNSEEN
    beyond_bit: Occurrences = UNSEEN
    """Cells that are neither 0 nor 1."""
    beyond_unit: Occurrences = UNSEEN
    """Cells outside [0, 1]."""
    unknown: Occurrences = UNSEEN
    """Cells of vectors without a label: NaN, or the mark to ignore."""
    marks: Occurrences = UNSEEN
    """Cells of vectors that hold a usual mark for labels that are not known."""
    beyond_marks: Occurrences = UNSEEN
    """Cells of vectors that are neither 0 nor 1 nor such a mark."""
    one_hot: Occurrences = UNSEEN
    not_one_hot: Occurrences = UNSEEN
    simplex: Occurrences = UNSEEN
    not_simplex: Occurrences = UNSEEN
    ones: int = 0
    minimum: float = low()
    maximum: float = high()
    classes: Tally = EMPTY

    @property
    def mark(self) -> int | None:
        """Return the mark of unknown labels in vectors that hold nothing else but 0 and 1, or None."""
        if not self.marks or self.beyond_marks or self.fractions:
            return None
        zeros = self.whole.count - self.ones - self.marks.count - self.unknown.count
        return int(float(str(self.marks.value))) if zeros > 0 else None

    @property
    def texts(self) -> bool:
        """Return whether numbers as text are names, because one has leading zeros, such as 007."""
        return any(isinstance(told, str) and is_padded(told) for told in self.classes.counts)


class PredictionEvidence(Merged):
    """Evidence of predictions: their range, and which rows are distributions."""

    rows: int = 0
    minimum: float = low()
    maximum: float = high()
    nan: Occurrences = UNSEEN
    plus_infinity: Occurrences = UNSEEN
    minus_infinity: Occurrences = UNSEEN
    dead: Occurrences = UNSEEN
    """Rows in which every prediction is -inf."""
    beyond_unit: Occurrences = UNSEEN
    cells: int = 0
    marked: int = 0
    """Cells outside [0, 1] that hold a usual mark of missing predictions, such as -1 or 999.

    They are counted where all cells outside [0, 1] are, and only if one is the least or the largest of its
    block: where all others lie in [0, 1], all are counted.
    """
    simplex: Occurrences = UNSEEN
    not_simplex: Occurrences = UNSEEN
    log_simplex: Occurrences = UNSEEN
    not_log_simplex: Occurrences = UNSEEN
    percent: Occurrences = UNSEEN
    not_percent: Occurrences = UNSEEN
    logit_sums: float = high()
    """How far the sum of the sigmoids of the first row of all is from one."""
    fraction: float = high()
    """1 if some number is not whole, otherwise 0."""
    least_sum: float = low()
    most_sum: float = high()
    """The smallest and the largest sum of a row; infinite if a number is negative."""

    @property
    def is_whole(self) -> bool:
        """Whether all predictions are whole numbers."""
        return self.fraction == 0


NEAR = 1e-4
"""How close to its bound the largest or smallest number must be."""
OVER = 1e-6
"""How far beyond its bound rounding may put a number."""


def applied_twice(seen: PredictionEvidence, width: int) -> str | None:
    """Return a note if the range of probabilities suggests a second softmax or sigmoid, else None.

    A softmax of probabilities of K classes lies between 1 / (e + K - 1) and e / (e + K - 1), and a sigmoid
    of them between 0.5 and e / (e + 1). The largest value must be within 1e-4 of its bound, and for a softmax
    the smallest one, too. A model reaches both bounds without exceeding them by chance about once in a
    hundred million. `xentcli advise` checks this row by row.

    >>> applied_twice(PredictionEvidence(rows=9, minimum=0.211942, maximum=0.576117), 3)
    'a softmax seems to have been applied twice; run xentcli advise to see the loss without the second one'
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
    """Return the note on an activation that seems to have been applied twice."""
    return (
        f"a {name} seems to have been applied twice; run xentcli advise to see the loss without "
        "the second one"
    )
