"""Why the evidence settles nothing: a value, of which only the door of a command makes an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import NOWHERE, DataError, Place
from xentcli.core.frozen import Frozen, replace

if TYPE_CHECKING:
    from xentcli.numerics.occurrences import Occurrences

REGRESSION = "XE104"
"""Labels that are neither classes nor shares."""
LEVELS = "XE105"
"""Label vectors of other numbers than 0, 1 and shares."""
SHARES = "XE106"
"""Label vectors of shares that do not sum to one."""
NAMELESS = "XE108"
"""Names of classes, and columns that say nothing of them."""
SIDE = "XE304"
"""Other labels than 0 and 1 beside one column of predictions."""
MIXED, UNNORMALISED = "XE205", "XE206"
"""Some rows of predictions that are distributions and some that are not; none that is one."""


class Refusal(Frozen):
    """What is wrong, what to type next, and the first place and value that show it."""

    code: str
    message: str
    hint: str
    place: Place = NOWHERE
    value: object = None
    of_predictions: bool = False
    """Whether it is about the predictions, and not about the labels."""

    def error(self, file: str) -> DataError:
        """Return the error of data that are refused; it is in ``file`` unless the place names another."""
        place = self.place if self.place.file is not None else replace(self.place, file=file)
        return DataError(self.message, self.hint, code=self.code, place=place, value=self.value)


def refused(seen: Occurrences, message: str, hint: str, code: str) -> Refusal:
    """Return the refusal of what was seen, with its first place and value."""
    return Refusal(code, message, hint, seen.place, seen.value)
