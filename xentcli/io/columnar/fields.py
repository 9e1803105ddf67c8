"""Fields of records, and their values."""

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
    from xentcli.io.columnar.rankings import Ranking


class Field(Frozen, eq=False):
    """A field of a record: one value, or ``width`` numbers. A field without ``dtype`` is text."""

    name: str
    dtype: np.dtype[Any] | None
    width: int | None = None
    titles: tuple[str, ...] | None = None
    """Names of the numbers of a vector, if they have any."""
    refusal: XentError | None = None
    """The error if the field cannot be read."""
    ranking: Ranking | None = None
    """How a cell lists the classes with their scores, if it does."""
    worded: bool = False
    """Whether a field with a refusal can be read as text, such as a date as a key."""

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns of the field."""
        if self.width is None:
            return (self.name,)
        if self.titles is not None:
            return tuple(f"{self.name}.{title}" for title in self.titles)
        return tuple(f"{self.name}[{place}]" for place in range(self.width))


class Taken(Frozen, eq=False):
    """Values of a field, numbers (N,), codes into ``categories`` (N,) or vectors (N, width), and errors."""

    values: Numbers
    categories: tuple[str, ...] | None = None
    missing: Mask | None = None
    wrong: tuple[tuple[int, DataError], ...] = ()
    broken: tuple[tuple[int, DataError], ...] = ()
    """Errors of rows that are invalid for every field."""


class Chunk(Protocol):
    """Consecutive rows that are not decoded yet."""

    @property
    def lines(self) -> int | Codes | None:
        """Return the line of the first row, or of every row, or None."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def take(self, field: Field) -> Taken:
        """Return the values of a field."""


def gaps(one: Taken, cells: Cells) -> Iterator[tuple[int, DataError]]:
    """Yield the row and error of each missing value or empty name."""
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
    """Return the error for a list that is shorter or longer than the first."""
    message = f"a list of {count} number{'s' * (count != 1)} where the first row has {width}"
    return DataError(
        message, "every row needs as many; ids of labels that are on need one-hot rows", code="XE043"
    )
