"""The arrays of a container, and how one of them is chosen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, XentError
from xentcli.core.frozen import EMPTY_MAP, Frozen
from xentcli.io.arrays.values import holds_classes
from xentcli.io.member import chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np

    from xentcli.core.types import Numbers

BLOCK = 1 << 23
"""The usual size of a block of rows in bytes."""
MOST_ARRAYS = 4096
MOST_CHUNKS = 100_000
"""How many chunks are looked for."""
Names = tuple[tuple[str, ...], tuple[int, ...]]
"""The names of classes, and the id of each."""


class Item(Frozen, eq=False):
    """An array in a container. Its dtype is object if it holds texts of any length."""

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    read: Callable[[int, int], Numbers]
    """Returns the rows from a first one up to a last one, exclusive."""
    chunk: int = 1
    """The number of rows that are stored together."""
    offered: bool = True
    """Whether it may be chosen without being named; axes and scalars may not."""
    matrix: bool = False
    """Whether all arrays of the format have at least two axes, so that one of them may have no meaning."""
    columns: tuple[str, ...] | None = None
    """The names along the last axis."""
    classes: Mapping[str, Names] = EMPTY_MAP
    """The class names by field, if the field holds class ids; "" is the array itself. """
    refusals: Mapping[str, XentError] = EMPTY_MAP
    """The errors of fields, or of the whole array."""
    step: float = 0.0
    """The step between the numbers that can be stored, if they are packed as whole numbers."""
    notes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    load: Callable[[], Item] | None = None
    """Returns the array as it is if its type is unknown before loading."""

    @property
    def row_bytes(self) -> int:
        """Return the size of a row in bytes."""
        return max(1, math.prod(self.shape[1:]) * self.dtype.itemsize)

    def blocks(self) -> Iterator[Numbers]:
        """Yield all rows, in blocks of whole chunks unless these are large."""
        rows = max(1, BLOCK // self.row_bytes)
        rows = math.ceil(rows / self.chunk) * self.chunk if self.chunk * self.row_bytes <= 8 * BLOCK else rows
        for start in range(0, self.shape[0], rows):
            yield self.read(start, min(start + rows, self.shape[0]))


def chosen_item(items: Sequence[Item], member: str | None, usual: tuple[str, ...]) -> tuple[Item, list[str]]:
    """Return the named array, else the only one, or the only one with a usual name.

    The second value holds the names of the other candidates.
    """
    known = {alias: item for item in items for alias in item.aliases} | {item.name: item for item in items}
    offered = [item.name for item in items if item.offered and item.shape]
    if not items or (member is None and not offered):
        hint = "is this the right file?"
        raise InputError("contains no array of labels or predictions", hint, code="XE690")
    wanted = None if member is None else member.strip("/")
    key = chosen(
        list(known),
        offered,
        wanted,
        usual,
        "",
        decided=lambda key: _holds_classes(known[key]),
        fields=lambda key: known[key].dtype.names or (),
    )
    item = _loaded(known[key])
    if "" in item.refusals:
        raise item.refusals[""]
    return item, [name for name in offered if name != item.name]


def _loaded(item: Item) -> Item:
    return item if item.load is None else item.load()


def _holds_classes(item: Item) -> bool:
    item = _loaded(item)
    if item.refusals or item.dtype.names is not None:
        return False
    row = () if item.matrix and item.shape[0] == 1 else item.shape[1:]
    return item.dtype.kind == "O" or holds_classes(item.dtype, row, item.blocks())


def missing_chunks(missing: int, chunks: int, fill: object) -> tuple[str, ...]:
    """Return a note on chunks that are not stored: they hold the fill value, or are lost."""
    text = f"{missing} of {chunks} chunks are not stored, and read as {fill}: are they lost?"
    return (text,) if missing else ()
