"""Problems with their places: all counted, the first few kept, mergeable in any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.errors import NOWHERE, Place, shown

if TYPE_CHECKING:
    from xentcli.errors import XentError
    from xentcli.types import Block, Mask


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or that a careful user should look at."""

    code: str
    message: str
    hint: str | None = None
    place: Place = NOWHERE
    value: str | None = None
    level: str = "error"

    def __str__(self) -> str:
        """Place and message in one line."""
        return ": ".join(part for part in (str(self.place), self.message) if part)

    def to_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        p = self.place
        head = {"level": self.level, "code": self.code, "file": p.file, "line": p.line, "row": p.row, "column": p.column}
        return {**head, "value": self.value, "message": self.message, "hint": self.hint}


def as_problem(error: XentError) -> Problem:
    """An error that was raised, as a problem among others."""
    return Problem(error.code, error.message, error.hint, error.place, error.value)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one problem is: the row (from 0) orders spots."""

    row: int
    column: int
    place: Place
    value: object


@dataclass(frozen=True, slots=True)
class Hits:
    """How often a check failed, and the first spots."""

    count: int = 0
    spots: tuple[Spot, ...] = ()
    most: int = 0

    def __add__(self, other: Hits) -> Hits:
        """Both together: the first spots of both."""
        most = max(self.most, other.most)
        spots = sorted(self.spots + other.spots, key=lambda s: (s.row, s.column))[:most]
        return Hits(self.count + other.count, tuple(spots), most)

    def __bool__(self) -> bool:
        """Whether it failed at all."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class HitsBy:
    """Hits by code."""

    by: Mapping[str, Hits] = field(default_factory=dict)

    def __add__(self, other: HitsBy) -> HitsBy:
        """Both together, code by code."""
        if not other.by:
            return self
        keys = sorted(self.by.keys() | other.by.keys())
        return HitsBy({k: self.by.get(k, Hits()) + other.by.get(k, Hits()) for k in keys})

    def __getitem__(self, code: str) -> Hits:
        """The hits of one code; none where it never failed."""
        return self.by.get(code, Hits())


def hits(block: Block, mask: Mask, most: int) -> Hits:
    """Where a mask is true: of the rows (n,), or of the cells in the block's own shape."""
    count = int(np.count_nonzero(mask))
    if not count:
        return Hits()
    at = np.argwhere(mask)[:most].tolist() if count > most or mask.ndim > 1 else [[i] for i in np.flatnonzero(mask).tolist()]
    return Hits(count, tuple(_spot(block, *index) for index in at[:most]), most)


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


def problems_of(code: str, found: Hits, message: str, hint: str | None, level: str = "error") -> list[Problem]:
    """The spots of one check as problems; `{value}` in the message is the spot's own."""
    return [
        Problem(code, message.format(value=shown(_brief(s.value))), hint, s.place, shown(_brief(s.value)), level)
        for s in found.spots
    ]


def _brief(value: object) -> object:
    """A row's values, the first few."""
    if isinstance(value, list):
        flat = np.ravel(np.asarray(value)).tolist()
        listed = ", ".join(f"{v:.6g}" if isinstance(v, float) else str(v) for v in flat[:6])
        return f"[{listed}{', …' if len(flat) > 6 else ''}]"
    return value
