"""What rows say about the kind of labels and the scale of predictions: values that merge in any order.

Nothing here decides. Evidence of a whole file equals the sum of the evidence of its parts, so a decision made
from it is a function of the whole input and of nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.merge import Merged, high, low
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
