"""Refusals: why the evidence does not determine a loss. Each command turns them into errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import NOWHERE, DataError, Place
from xentcli.core.frozen import Frozen, replace

if TYPE_CHECKING:
    from xentcli.core.errors import Way
    from xentcli.numerics.occurrences import Occurrences

REGRESSION = "XE104"
"""The labels are neither classes nor probabilities."""
LEVELS = "XE105"
"""The label vectors hold numbers outside [0, 1]."""
SHARES = "XE106"
"""The label vectors hold probabilities that do not sum to one."""
NAMELESS = "XE108"
"""The labels are class names, and the prediction columns do not have these names."""
SIDE = "XE304"
"""There is a single prediction column, and the labels are not 0 and 1."""
ORDERLESS = frozenset({NAMELESS, SIDE})
"""Only the order of the classes is missing."""
MIXED, UNNORMALISED = "XE205", "XE206"
"""Codes: only some rows of predictions are distributions; no row is a distribution."""
ONE_SUM = "XE210"
"""The rows have one sum, or are whole numbers of one sign: counts, or logits."""
PERCENT_OR_LOGIT = "XE209"
"""The numbers of a single column lie between 0 and 100, and are whole or large."""


class Refusal(Frozen):
    """A problem with the data: its code, message and hint, and the first place and value that show it."""

    code: str
    message: str
    hint: str
    place: Place = NOWHERE
    value: object = None
    of_predictions: bool = False
    """Whether the problem is in the predictions rather than in the labels."""
    ways: tuple[Way, ...] = ()
    """Options that may solve the problem, likeliest first."""

    def error(self, file: str) -> DataError:
        """Return the error for this refusal, located in ``file`` unless the place names a file."""
        place = self.place if self.place.file is not None else replace(self.place, file=file)
        return DataError(
            self.message, self.hint, code=self.code, place=place, value=self.value, ways=self.ways
        )


def refused(seen: Occurrences, message: str, hint: str, code: str, ways: tuple[Way, ...] = ()) -> Refusal:
    """Return a refusal with the place and value of the first occurrence in ``seen``."""
    return Refusal(code, message, hint, seen.place, seen.value, ways=ways)
