"""Fields of records, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.frozen import Frozen, replace
from xentcli.io.table import Cells, ClassNames
from xentcli.io.text.cell_errors import FILL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    """How a cell lists the classes with their scores, or None."""
    worded: bool = False
    """Whether a field of other types can be read as text, such as a date or a decimal as a key."""
    listed: bool = False
    """Whether the values are lists of names, or of any number of ids, which are read as text."""

    is_row: bool = False
    """Whether the rows have no fields and are the values themselves."""
    quoted: bool = False
    """Whether the numbers are stored as text."""
    any_size: bool = False
    """Whether whole numbers may be too large for classes, as keys may."""
    class_names: ClassNames | None = None
    """The names of the classes if the field holds their ids. It is then read as text."""
    stored: np.dtype[Any] | None = None
    """The dtype of the ids, if they have names."""
    record: str = ""
    """How a structure holds the numbers of a vector, a name in `structures.RECORDS`, or None."""
    path: tuple[str, ...] = ()
    """The path to this field, from its column, if it is inside a structure."""

    @property
    def top(self) -> str:
        """Return the name of the column that holds the field."""
        return self.path[0] if self.path else self.name

    def read(self, chunk: Chunk) -> Taken:
        """Return the values of a chunk, with ids as their names."""
        if self.class_names is None or self.stored is None:
            return chunk.take(self)
        ids = chunk.take(replace(self, dtype=self.stored, class_names=None, stored=None))
        return called(ids, self.class_names)

    def as_text(self) -> Field:
        """Return the field as it is read for keys and groups: decimals keep all their digits."""
        return replace(self, dtype=None) if self.worded and self.dtype is not None else self

    def named_items(self, cell: list[Any] | None) -> list[Any] | None:
        """Return the names of the ids in a list, if they have any."""
        names = self.class_names
        if cell is None or names is None:
            return cell
        return [None if item is None else names.name_of(int(item)) for item in cell]

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns of the field."""
        if self.width is None:
            return (self.name,)
        if self.titles is not None:
            return tuple(f"{self.name}.{title}" for title in self.titles)
        return tuple(f"{self.name}[{place}]" for place in range(self.width))


def are_ids(lists: Iterable[Sequence[Any]]) -> bool:
    """Return whether lists hold ids of classes: whole numbers, some above 1, in lists of different lengths.

    >>> are_ids([[], [0, 2]]), are_ids([[0, 2], [1, 3]]), are_ids([[1], [0, 1]]), are_ids([[0.5], [2, 1]])
    (True, False, False, False)
    """
    known = list(lists)
    items = {item for one in known for item in one}
    whole = all(type(item) is int and item >= 0 for item in items) and max(items, default=0) > 1
    return whole and len(set(map(len, known))) > 1


class Taken(Frozen, eq=False):
    """Values of a field, numbers (N,), codes into ``categories`` (N,) or vectors (N, width), and errors."""

    values: Numbers
    categories: tuple[str, ...] | None = None
    missing: Mask | None = None
    wrong: tuple[tuple[int, DataError], ...] = ()
    broken: tuple[tuple[int, DataError], ...] = ()
    """Errors of rows that are invalid for every field."""


def called(ids: Taken, names: ClassNames) -> Taken:
    """Return ids as codes into the names of their classes.

    >>> called(Taken(np.array([2, 0, -1])), ClassNames(("emu", "cat", "dog"))).categories
    ('-1', 'emu', 'dog')
    """
    values = ids.values
    if ids.missing is not None:
        values = np.where(ids.missing, 0, values)
    numbers, codes = np.unique(values, return_inverse=True)
    texts = [names.name_of(int(one)) if one == int(one) else str(one) for one in numbers.tolist()]
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    own = np.array([places[text] for text in texts], np.int32)
    return replace(ids, values=own[codes], categories=tuple(places))


def listed_texts(values: Iterable[Any]) -> Taken:
    """Return lists as codes into their JSON texts; a missing list has the text "null".

    >>> listed_texts([["a"], [1, 2]]).categories
    ('["a"]', '[1, 2]')
    """
    import json

    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    names = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    return Taken(np.array([names[text] for text in texts], np.int32), tuple(names))


class Chunk(Protocol):
    """Consecutive rows that are not decoded yet."""

    @property
    def lines(self) -> int | Codes | None:
        """Return the line of the first row, or of every row, or None."""

    def __len__(self) -> int:
        """Return the number of rows."""

    def take(self, field: Field) -> Taken:
        """Return the values of a field."""


def filled(one: Taken) -> Taken:
    """Return numbers with NaN for the missing ones."""
    if one.missing is None or one.categories is not None:
        return one
    values = one.values.astype(np.float64)
    values[one.missing] = np.nan
    return replace(one, values=values, missing=None)


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
    message = f"a list of {count} number{'s' * (count != 1)}, but the first row has {width}"
    hint = "every row needs the same number of values; for lists of label ids, use --label-separator ,"
    return DataError(message, hint, code="XE043", ways=({"label_separator": ","},))
