"""Fields of rows, and what is taken from them before it becomes the columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.frozen import Frozen
from xentcli.io.table import Cells
from xentcli.io.text.cell_errors import FILL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.core.errors import XentError
    from xentcli.core.types import Codes, Mask, Numbers


class Field(Frozen, eq=False):
    """One field of every row: a value, or ``width`` numbers; without ``dtype`` it is text."""

    name: str
    dtype: np.dtype[Any] | None
    width: int | None = None
    titles: tuple[str, ...] | None = None
    """What the numbers of a row are called, where they have names."""
    refusal: XentError | None = None
    """Why the field cannot be read."""
    worded: bool = False
    """Whether a field that is refused can be read as text, such as a date as a key."""

    def columns(self) -> tuple[str, ...]:
        """The columns that it makes."""
        if self.width is None:
            return (self.name,)
        if self.titles is not None:
            return tuple(f"{self.name}.{title}" for title in self.titles)
        return tuple(f"{self.name}[{place}]" for place in range(self.width))


class Taken(Frozen, eq=False):
    """The values of a field: (rows,), codes into ``categories``, or (rows, width); and what is wrong."""

    values: Numbers
    categories: tuple[str, ...] | None = None
    missing: Mask | None = None
    wrong: tuple[tuple[int, DataError], ...] = ()
    broken: tuple[tuple[int, DataError], ...] = ()
    """Rows that are none, whatever field is wanted."""


class Chunk(Protocol):
    """Consecutive rows that are not taken apart yet."""

    @property
    def lines(self) -> int | Codes | None:
        """The line of the first row, or of every row."""

    def __len__(self) -> int:
        """How many rows."""

    def take(self, field: Field) -> Taken:
        """The values of a field."""


def gaps(one: Taken, cells: Cells) -> Iterator[tuple[int, DataError]]:
    """Rows without a value, and names that are empty."""
    for row in () if one.missing is None else np.flatnonzero(one.missing).tolist():
        if cells is Cells.NUMBERS:
            yield row, DataError("is a missing number: null", FILL, code="XE016")
        else:
            yield row, DataError("missing label: null", FILL, code="XE015")
    if one.categories is not None and "" in one.categories:
        blank = one.values == one.categories.index("")
        for row in np.flatnonzero(blank if one.missing is None else blank & ~one.missing).tolist():
            yield row, DataError("empty label", FILL, code="XE015")


def ragged(count: int, width: int) -> DataError:
    """The error for a list that is shorter or longer than the first."""
    message = f"a list of {count} number{'s' * (count != 1)} where the first row has {width}"
    return DataError(
        message, "every row needs as many; ids of labels that are on need one-hot rows", code="XE043"
    )
