"""Count occurrences and keep the first few places; occurrences merge in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import NOWHERE, DataError, Place
from xentcli.core.frozen import EMPTY_MAP, Frozen
from xentcli.core.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Mask

NEVER = 1 << 62
"""A row number larger than any other."""
PART = 4096
"""The number of mask entries to search first."""
SHOWN = 6
"""The largest number of values of a row shown in messages."""


class Spot(Frozen):
    """One place; spots are ordered by row (from 0) and column, and `value` is the value there."""

    row: int
    column: int = 0
    place: Place = NOWHERE
    value: object = None


class Occurrences(Frozen):
    """The number of occurrences, and the first spots, at most ``most``."""

    count: int = 0
    spots: tuple[Spot, ...] = ()
    most: int = 1

    def __add__(self, other: Occurrences) -> Occurrences:
        """Return both counts, and the first spots of both."""
        if not (self.count and other.count):
            return self if self.count else other
        most = max(self.most, other.most)
        spots = sorted(self.spots + other.spots, key=lambda s: (s.row, s.column))[:most]
        return Occurrences(self.count + other.count, tuple(spots), most)

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def row(self) -> int:
        """The first row, from 0."""
        return self.spots[0].row if self.spots else NEVER

    @property
    def place(self) -> Place:
        """The first place."""
        return self.spots[0].place if self.spots else NOWHERE

    @property
    def value(self) -> object:
        """The value at the first place."""
        return self.spots[0].value if self.spots else None

    def times(self, what: str) -> str:
        """Return the count in words.

        >>> Occurrences(3).times("row")
        '3 rows'
        """
        return counted(self.count, what)

    def error(self, message: str, hint: str, code: str) -> DataError:
        """Return an error with the first place and value."""
        return DataError(message, hint, code=code, place=self.place, value=self.value)


UNSEEN = Occurrences()


class OccurrencesBy(Frozen):
    """Occurrences by the name of the check that failed."""

    by: Mapping[str, Occurrences] = EMPTY_MAP

    def __add__(self, other: OccurrencesBy) -> OccurrencesBy:
        if not other.by:
            return self
        keys = sorted(self.by.keys() | other.by.keys())
        return OccurrencesBy({k: self.by.get(k, UNSEEN) + other.by.get(k, UNSEEN) for k in keys})

    def __getitem__(self, name: str) -> Occurrences:
        """Return the occurrences of one check, empty if it never failed."""
        return self.by.get(name, UNSEEN)


def seen_where(block: Block, mask: Mask, most: int = 1) -> Occurrences:
    """Return where a mask is true.

    Args:
        block: The block with the values and their places.
        mask: One entry per row, (N,), or per cell, in the shape of the block.
        most: The largest number of spots to keep.
    """
    count = int(np.count_nonzero(mask))
    if not count:
        return UNSEEN
    at = np.unravel_index(_first(mask.reshape(-1), min(count, most)), mask.shape)
    return Occurrences(count, tuple(_spot(block, *map(int, index)) for index in zip(*at, strict=True)), most)


def _first(mask: Mask, most: int) -> Codes:
    """Return the first true indices; the parts searched grow, because the first are often near the start."""
    part = PART
    while len(found := np.flatnonzero(mask[:part])) < most:
        part *= 16
    return found[:most]


def _spot(block: Block, row: int, *inner: int) -> Spot:
    column = inner[0] if len(inner) == 1 else None
    if not inner and block.values.ndim > 1:
        return Spot(block.first_row + row, 0, _row_place(block, row), block.values[row].tolist())
    place = block.place(row, column)
    if len(inner) > 1:
        place = Place(place.file, place.line, place.row, str(list(inner)))
    return Spot(block.first_row + row, column or 0, place, block.value(row, *inner))


def _row_place(block: Block, row: int) -> Place:
    place = block.place(row)
    return Place(place.file, place.line, place.row)


def seen_everywhere(block: Block) -> Occurrences:
    """Return all cells of a block, with the first spot."""
    size = block.values.size
    return Occurrences(size, (_spot(block, *(0,) * block.values.ndim),)) if size else UNSEEN


def seen_rows(block: Block, mask: Mask) -> Occurrences:
    """Return the rows where a mask (N,) is true; the value is the first row as text."""
    return seen_rows_of(block, mask)[0]


def seen_rows_of(block: Block, *masks: Mask) -> list[Occurrences]:
    """Return the rows where each of several masks (N,) is true; equal first rows share a spot."""
    first: dict[int, tuple[Spot, ...]] = {}
    seen = []
    for mask in masks:
        count = int(np.count_nonzero(mask))
        row = int(mask.argmax()) if count else 0
        if count and row not in first:
            first[row] = (Spot(block.first_row + row, 0, _row_place(block, row), _row_text(block, row)),)
        seen.append(Occurrences(count, first[row]) if count else UNSEEN)
    return seen


def _row_text(block: Block, row: int) -> str:
    values = np.ravel(block.values[row])[:SHOWN].tolist()
    more = ", …" if np.size(block.values[row]) > SHOWN else ""
    return f"[{', '.join(f'{v:.6g}' if isinstance(v, float) else str(v) for v in values)}{more}]"
