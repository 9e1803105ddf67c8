"""How often something was seen, and where first: the smallest mergeable piece of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import NOWHERE, Place
from xentcli.core.frozen import Frozen, replace

if TYPE_CHECKING:
    from xentcli.core.types import Block, Mask

NEVER = 1 << 62
"""A row number after every row."""


class Occurrence(Frozen):
    """A count, and the first row (from 0), place and value where it was seen."""

    count: int = 0
    row: int = NEVER
    place: Place = NOWHERE
    value: object = None

    def __add__(self, other: Occurrence) -> Occurrence:
        """Both counts, and the earlier place."""
        if not other.count:
            return self
        if not self.count:
            return other
        first = self if self.row <= other.row else other
        return Occurrence(self.count + other.count, first.row, first.place, first.value)

    def __bool__(self) -> bool:
        """Whether it was seen at all."""
        return self.count > 0

    def times(self, what: str) -> str:
        """How often, in words.

        >>> Occurrence(count=3).times("row")
        '3 rows'
        """
        return f"{self.count:,} {what}{'' if self.count == 1 else 's'}"


UNSEEN = Occurrence()


def seen_cells(block: Block, mask: Mask) -> Occurrence:
    """Where a mask of the block's own shape is true: counted, with the first cell."""
    count = int(np.count_nonzero(mask))
    if not count:
        return UNSEEN
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))
    row, inner = index[0], index[1:]
    column = inner[0] if len(inner) == 1 else None
    place = block.place(row, column)
    if len(inner) > 1:
        place = Place(place.file, place.line, place.row, str(list(inner)))
    return Occurrence(count, block.first_row + row, place, block.value(row, *inner))


def seen_everywhere(block: Block) -> Occurrence:
    """All cells of a block, the first of them by name."""
    if not block.values.size:
        return UNSEEN
    first = seen_cells(block[:1], np.ones(block.values[:1].shape, np.bool_))
    return Occurrence(block.values.size, first.row, first.place, first.value)


def seen_rows(block: Block, mask: Mask) -> Occurrence:
    """Where a mask of one truth a row is true: counted, with the first row and all its values."""
    return seen_rows_of(block, mask)[0]


def seen_rows_of(block: Block, *masks: Mask) -> list[Occurrence]:
    """The same for several masks, whose first rows are most often the same."""
    first: dict[int, Occurrence] = {}
    seen = []
    for mask in masks:
        count = int(np.count_nonzero(mask))
        row = int(mask.argmax()) if count else 0
        if count and row not in first:
            place = block.place(row)
            first[row] = Occurrence(
                0, block.first_row + row, Place(place.file, place.line, place.row), _row_text(block, row)
            )
        seen.append(replace(first[row], count=count) if count else UNSEEN)
    return seen


def _row_text(block: Block, row: int) -> str:
    values = np.ravel(block.values[row])[:6].tolist()
    more = ", …" if np.size(block.values[row]) > 6 else ""
    return f"[{', '.join(f'{v:.6g}' if isinstance(v, float) else str(v) for v in values)}{more}]"
