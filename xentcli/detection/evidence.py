"""What rows say about the kind of labels and the scale of predictions: values that merge in any order.

Nothing here decides. Evidence of a whole file equals the sum of the evidence of its parts, so a decision made
from it is a function of the whole input and of nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.merge import Merged
from xentcli.core.names import is_padded
from xentcli.numerics.counts import EMPTY
from xentcli.numerics.occurrences import UNSEEN

if TYPE_CHECKING:
    from xentcli.numerics.counts import Tally
    from xentcli.numerics.occurrences import Occurrence


class LabelEvidence(Merged):
    """What labels are made of: cells by their sort, rows by what they sum to, classes by how often they
    came."""

    rows: int = 0
    whole: Occurrence = UNSEEN
    fractions: Occurrence = UNSEEN
    names: Occurrence = UNSEEN
    truths: Occurrence = UNSEEN
    missing: Occurrence = UNSEEN
    missing_words: Occurrence = UNSEEN
    """Of text, as are the next two: words for a missing value, NaN among them."""
    nan_words: Occurrence = UNSEEN
    infinite_words: Occurrence = UNSEEN
    infinite: Occurrence = UNSEEN
    beyond_bit: Occurrence = UNSEEN
    """Cells that are neither 0 nor 1."""
    beyond_unit: Occurrence = UNSEEN
    """Cells outside [0, 1]."""
    one_hot: Occurrence = UNSEEN
    not_one_hot: Occurrence = UNSEEN
    simplex: Occurrence = UNSEEN
    not_simplex: Occurrence = UNSEEN
    ones: int = 0
    minimum: float = np.inf
    maximum: float = -np.inf
    classes: Tally = EMPTY

    @property
    def texts(self) -> bool:
        """Whether what looks like numbers are names: one of them begins with noughts, as 007 does."""
        return any(isinstance(told, str) and is_padded(told) for told in self.classes.counts)


class PredictionEvidence(Merged):
    """What predictions are numbers of: their range, and which rows are distributions."""

    rows: int = 0
    minimum: float = np.inf
    maximum: float = -np.inf
    nan: Occurrence = UNSEEN
    plus_infinity: Occurrence = UNSEEN
    minus_infinity: Occurrence = UNSEEN
    dead: Occurrence = UNSEEN
    """Rows that are -inf throughout."""
    beyond_unit: Occurrence = UNSEEN
    simplex: Occurrence = UNSEEN
    not_simplex: Occurrence = UNSEEN
    log_simplex: Occurrence = UNSEEN
    not_log_simplex: Occurrence = UNSEEN
    percent: Occurrence = UNSEEN
    not_percent: Occurrence = UNSEEN
