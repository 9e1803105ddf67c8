"""Blocks of rows with their position in the input, and pending blocks that are read on demand."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xentcli.core.errors import XentError
    from xentcli.core.types import Codes, Mask, Numbers


class Origin(Frozen):
    """The source of a block: the file name for messages, and the column names, if any."""

    file: str
    columns: tuple[str, ...] | None = None
    slack: float = 0.0
    """How far a probability may be off, given the tool that wrote it."""


class Block(Frozen):
    """Consecutive rows of one input.

    ``values`` has shape (N, ...), in the input's dtype; with ``categories`` set, it holds int codes into
    those names. ``first_row`` counts from 0. ``lines`` is the line number of the first row, an array (N,) of
    line numbers if rows span several lines, or None for formats without lines. ``numbers`` (N,) are the row
    numbers, from 0, if the rows are not in the input's order.
    """

    values: Numbers
    first_row: int
    origin: Origin
    lines: int | Codes | None = None
    categories: tuple[str, ...] | None = None
    numbers: Codes | None = None
    step: float = 0.0
    """The step between the numbers that can be stored, if they are packed as whole numbers."""

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, rows: slice) -> Block:
        """Return a block with a slice of the rows, with line and row numbers adjusted."""
        start, stop, _ = rows.indices(len(self))
        if isinstance(self.lines, int):
            lines: int | Codes | None = self.lines + start
        else:
            lines = None if self.lines is None else self.lines[start:stop]
        numbers = None if self.numbers is None else self.numbers[start:stop]
        first = self.first_row + start
        return replace(self, values=self.values[start:stop], first_row=first, lines=lines, numbers=numbers)

    def load(self) -> Block:
        """Return the block itself, which is already loaded."""
        return self

    def are(self, marks: Iterable[int | str]) -> Mask | None:
        """Return which labels are among some marks, given as ids or texts; None if none can be."""
        if self.categories is None:
            found = [self.values == mark for mark in marks if isinstance(mark, int)]
        else:
            texts = set(map(str, marks))
            codes = [code for code, name in enumerate(self.categories) if name in texts]
            found = [self.values == code for code in codes]
        return sum(found[1:], start=found[0]) if found else None

    def place(self, row: int, column: int | None = None) -> Place:
        """Return the place of a row of this block, and optionally of one of its columns."""
        line = self.lines + row if isinstance(self.lines, int) else None
        if self.lines is not None and not isinstance(self.lines, int):
            line = int(self.lines[row])
        return Place(self.origin.file, line, self.number(row) + 1, self._column(column))

    def number(self, row: int) -> int:
        """Return the number of a row in its input, from 0."""
        return self.first_row + row if self.numbers is None else int(self.numbers[row])

    def numbers_of(self, rows: Codes) -> list[int]:
        """Return the numbers of several rows in their input, from 0."""
        found: list[int] = (self.first_row + rows if self.numbers is None else self.numbers[rows]).tolist()
        return found

    def text(self, row: int) -> str:
        """Return the first value of a row as text."""
        return self.texts((row,))[0]

    def texts(self, rows: Iterable[int]) -> list[str]:
        """Return the first value of each row as text."""
        first = (0,) * (self.values.ndim - 1)
        return [str(self.value(row, *first)) for row in rows]

    def _column(self, column: int | None) -> str | None:
        if column is None:
            return self.origin.columns[0] if self.origin.columns and len(self.origin.columns) == 1 else None
        return self.origin.columns[column] if self.origin.columns else str(column)

    def value(self, row: int, *index: int) -> object:
        """Return one value as a Python object: a number, or a name."""
        item = self.values[(row, *index)].item() if hasattr(self.values, "item") else self.values[row]
        return self.categories[item] if self.categories is not None else item


class Pending(Frozen):
    """Consecutive rows of an input that are not read yet; ``read(first_row, count)`` returns their block."""

    first_row: int
    count: int
    read: Callable[[int, int], Block]

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> Pending:
        start, stop, _ = rows.indices(self.count)
        return Pending(self.first_row + start, stop - start, self.read)

    def load(self) -> Block:
        """Read the rows and return their block."""
        return self.read(self.first_row, self.count)


class Once:
    """A block shared by several threads, made by the first one that needs it."""

    def __init__(self, make: Callable[[], Block]) -> None:
        self._make, self._lock = make, Lock()
        self._block: Block | None = None

    def __call__(self, first: int, count: int) -> Block:
        """Return ``count`` rows of the block, starting at row number ``first`` of the input."""
        with self._lock:
            if self._block is None:
                self._block = self._make()
        start = first - self._block.first_row
        return self._block[start : start + count]


def wrong_rows(
    errors: Iterable[tuple[int, XentError]], complain: Callable[[XentError], None] | None
) -> list[int]:
    """Report each error with ``complain``, and return the indices of the rows with errors.

    Without ``complain``, raise the first error. Errors that are not a DataError are always raised.
    """
    rows: list[int] = []
    for row, error in errors:
        if complain is None or not isinstance(error, DataError):
            raise error
        complain(error)
        if row not in rows[-1:]:
            rows.append(row)
    return rows


def without(block: Block, wrong: Iterable[int]) -> Iterator[Block]:
    """Yield the rows of a block except the wrong ones, as blocks of consecutive rows."""
    start = 0
    for row in (*wrong, len(block)):
        if row > start:
            yield block[start:row]
        start = row + 1
