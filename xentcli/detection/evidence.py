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
    from xentcli.numerics.occurrences import Sighting


class LabelEvidence(Merged):
    """What labels are made of: cells by their sort, rows by what they sum to, classes by how often they
    came."""

    rows: int = 0
    whole: Sighting = UNSEEN
    fractions: Sighting = UNSEEN
    names: Sighting = UNSEEN
    truths: Sighting = UNSEEN
    missing: Sighting = UNSEEN
    missing_words: Sighting = UNSEEN
    infinite: Sighting = UNSEEN
    beyond_bit: Sighting = UNSEEN
    """Cells that are neither 0 nor 1."""
    beyond_unit: Sighting = UNSEEN
    """Cells outside [0, 1]."""
    one_hot: Sighting = UNSEEN
    not_one_hot: Sighting = UNSEEN
    simplex: Sighting = UNSEEN
    not_simplex: Sighting = UNSEEN
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
    nan: Sighting = UNSEEN
    plus_infinity: Sighting = UNSEEN
    minus_infinity: Sighting = UNSEEN
    dead: Sighting = UNSEEN
    """Rows that are -inf throughout."""
    beyond_unit: Sighting = UNSEEN
    simplex: Sighting = UNSEEN
    not_simplex: Sighting = UNSEEN
    log_simplex: Sighting = UNSEEN
    not_log_simplex: Sighting = UNSEEN
    percent: Sighting = UNSEEN
    not_percent: Sighting = UNSEEN
