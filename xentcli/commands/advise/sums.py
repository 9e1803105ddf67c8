"""Arrays of whole numbers that add up entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from xentcli.core.types import Codes


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
