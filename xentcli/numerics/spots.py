"""Where a check failed: all places counted, the first few kept, mergeable in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import Place
from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.core.types import Block, Mask

PART = 4096
"""How many truths of a mask are looked at first."""


class Spot(Frozen):
    """Where one problem is: the row (from 0) orders spots."""

    row: int
    column: int
    place: Place
    value: object


class Occurrences(Frozen):
    """How often a check failed, and the first spots."""

    count: int = 0
    spots: tuple[Spot, ...] = ()
    most: int = 0

    def __add__(self, other: Occurrences) -> Occurrences:
        """Both together: the first spots of both."""
        most = max(self.most, other.most)
        spots = sorted(self.spots + other.spots, key=lambda s: (s.row, s.column))[:most]
        return Occurrences(self.count + other.count, tuple(spots), most)

    def __bool__(self) -> bool:
        """Whether it failed at all."""
        return self.count > 0


class OccurrencesBy(Frozen):
    """Hits by the name of the check that failed."""

    by: Mapping[str, Occurrences] = EMPTY_MAP

    def __add__(self, other: OccurrencesBy) -> OccurrencesBy:
        """Both together, check by check."""
        if not other.by:
            return self
        keys = sorted(self.by.keys() | other.by.keys())
        return OccurrencesBy(
            {k: self.by.get(k, Occurrences()) + other.by.get(k, Occurrences()) for k in keys}
        )

    def __getitem__(self, name: str) -> Occurrences:
        """The hits of one check; none where it never failed."""
        return self.by.get(name, Occurrences())


def hits(block: Block, mask: Mask, most: int) -> Occurrences:
    """Where a mask is true: of the rows (n,), or of the cells in the block's own shape."""
    count = int(np.count_nonzero(mask))
    if not count:
        return Occurrences()
    at = np.unravel_index(_first(mask.reshape(-1), min(count, most)), mask.shape)
    return Occurrences(count, tuple(_spot(block, *map(int, index)) for index in zip(*at, strict=True)), most)


def _first(mask: Mask, most: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The first true places, looked for in growing parts: where many are true, the first are near."""
    part = PART
    while len(found := np.flatnonzero(mask[:part])) < most:
        part *= 16
    return found[:most]


def _spot(block: Block, row: int, *inner: int) -> Spot:
    column = inner[0] if len(inner) == 1 else None
    place = block.place(row, column)
    if len(inner) > 1:
        place = Place(place.file, place.line, place.row, str(list(inner)))
    whole = not inner and block.values.ndim > 1
    if whole:
        place = Place(place.file, place.line, place.row)
    value: object = block.values[row].tolist() if whole else block.value(row, *inner)
    return Spot(block.first_row + row, column or 0, place, value)
