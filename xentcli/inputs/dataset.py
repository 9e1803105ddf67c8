"""The dataset of a run: the columns of labels, predictions, weights, keys and groups, read row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.losses.block_losses import AlignedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block, Pending
    from xentcli.core.errors import Note
    from xentcli.core.row_layout import RowLayout
    from xentcli.inputs.roles.column import ColumnRole
    from xentcli.inputs.selection import Selection

    Part = Block | Pending

ROLES = ("labels", "predictions", "weights", "keys", "groups")
"""The roles of inputs, in the order in which their rows are read."""


class Rows(Protocol):
    """Inputs that a pass can iterate over."""

    @property
    def sides(self) -> Sequence[Selection]:
        """Return the selected columns of each input."""

    @property
    def anywhere(self) -> bool:
        """Return whether several processes can each read rows by position."""

    @property
    def most(self) -> int | None:
        """Return the number of rows to read from the start; None for all rows."""

    def on(self, sides: Sequence[Selection], /) -> Self:
        """Return the same inputs with other tables, such as a share of the rows."""

    def parts(self) -> Iterator[Any]:
        """Yield the rows in blocks, which are not read until they are loaded."""


class Dataset(Frozen):
    """The selected columns of labels, predictions, weights, keys and groups."""

    labels: Selection
    predictions: Selection | None = None
    weights: Selection | None = None
    keys: Selection | None = None
    """The column that identifies rows in reports."""
    groups: Selection | None = None
    """The column to group rows by."""
    joined: bool = False
    """Whether the rows of both files were joined by a key."""
    misread: bool = False
    """Whether the predictions are in fact labels."""
    most: int | None = None
    """The number of rows to read from the start; None for all rows."""
    key: tuple[int, int] | tuple[Selection, Selection] | None = None
    """The key columns or arrays of both files, found by their values, if the rows stand in another order."""
    roles: tuple[ColumnRole, ...] = ()
    """The role of every column, if all of them were looked at."""
    layout: RowLayout | None = None
    """The layout of rows with several axes; None for plain tables."""
    rivals: tuple[RowLayout, ...] = ()
    """The layouts that fit equally well; each framework has its own."""
    written: Selection | None = None
    """The label column as in the file, if its cells hold several labels."""

    @property
    def pair(self) -> tuple[Selection, Selection]:
        """Return labels and predictions, both of which must be present."""
        assert self.predictions is not None
        return self.labels, self.predictions

    @property
    def present(self) -> list[str]:
        """Return the roles of the inputs that are present, in order."""
        return [role for role in ROLES if getattr(self, role) is not None]

    @property
    def sides(self) -> list[Selection]:
        """Return the inputs that are present, in order."""
        return [getattr(self, role) for role in self.present]

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return the notes on the choice of columns."""
        sides = [self.labels] if self.predictions is None else list(self.pair)
        found = [note for side in sides for note in side.all_notes]
        return tuple(dict.fromkeys(found))

    @property
    def anywhere(self) -> bool:
        """Return whether several processes can each read rows by position."""
        return all(side.table.anywhere for side in self.sides)

    def on(self, sides: Sequence[Selection]) -> Dataset:
        """Return the same inputs with other tables, such as a share of the rows."""
        return replace(self, **dict(zip(self.present, sides, strict=True)))

    def parts(self) -> Iterator[tuple[Part, ...]]:
        """Yield the same rows of all inputs, which are not read until they are loaded."""
        sides = self.sides
        if len(sides) == 1:
            parts: Iterator[tuple[Part, ...]] = ((part,) for part in sides[0].parts())
        else:
            text = any(side.table.dtype is None for side in sides)
            shape = () if self.predictions is None else self.predictions.shape
            width = shape[-1] if shape else None
            parts = aligned_parts([side.parts() for side in sides], self.present, width, headers=text)
        return parts if self.most is None else first_rows(parts, self.most)


def loaded(roles: Sequence[str], parts: tuple[Part, ...]) -> AlignedBlock:
    """Read one part of each input and return them as a block."""
    return AlignedBlock(**{role: part.load() for role, part in zip(roles, parts, strict=True)})


def aligned_parts(
    streams: Sequence[Iterator[Part]], roles: Sequence[str], width: int | None = None, *, headers: bool = True
) -> Iterator[tuple[Part, ...]]:
    """Yield parts of equal length from all streams; raise if the streams differ in rows.

    The error's hint depends on ``width``, the width of the second stream's rows, and on ``headers``, whether
    a header may have been read as a row.
    """
    heads: list[Part | None] = [next(stream, None) for stream in streams]
    while all(heads):
        blocks = [head for head in heads if head is not None]
        lengths = list(map(len, blocks))
        n = min(lengths)
        longer = [length > n for length in lengths]
        yield tuple([block[:n] if more else block for block, more in zip(blocks, longer, strict=True)])
        heads = [
            block[n:] if more else next(stream, None)
            for block, more, stream in zip(blocks, longer, streams, strict=True)
        ]
    if any(heads):
        raise _uneven(heads, streams, roles, width, headers)


def first_rows(parts: Iterator[tuple[Part, ...]], most: int) -> Iterator[tuple[Part, ...]]:
    """Yield the first ``most`` rows, and stop reading there."""
    for each in parts:
        left = most - each[0].first_row
        if left <= 0:
            return
        yield tuple(part[:left] for part in each)


def _uneven(
    heads: Sequence[Part | None],
    streams: Sequence[Iterator[Part]],
    roles: Sequence[str],
    width: int | None,
    headers: bool,
) -> DataError:
    """Read every stream to its end, and return the error with their numbers of rows."""
    longest = [_rows(head, stream) for head, stream in zip(heads, streams, strict=True)]
    least = min(head.first_row for head in heads if head is not None)
    counts = [n if n is not None else least for n in longest]
    said = ", ".join(f"{n:,} {role}" for n, role in zip(counts, roles, strict=True))
    over = next(head for head in heads if head is not None)
    headers = headers and max(counts) - min(counts) == 1
    asked = "was a header read as a row, or a row as a header? try --header or --no-header; "
    hint = f"{asked * headers}both files must have the same rows"
    if width is not None and counts[0] == width > counts[1]:
        hint = f"{counts[1]:,} rows of {width:,} columns: are the {roles[1]} transposed? save a.T"
    if width in {None, 1} and counts[0] > 1 and not counts[1] % counts[0] and roles[1] == "predictions":
        each = counts[1] // counts[0]
        hint = (
            f"are these {counts[0]:,} rows of {each:,} in one flat column? reshape it: p.reshape(-1, {each})"
        )
    first = over[:1].load()
    place = Place(first.origin.file, first.place(0).line, least + 1)
    ways = [{"header": True}, {"header": False}] if headers else []
    return DataError(f"the inputs differ in rows: {said}", hint, code="XE301", place=place, ways=ways)


def _rows(head: Part | None, stream: Iterator[Part]) -> int | None:
    if head is None:
        return None
    end = head.first_row + len(head)
    for block in stream:
        end = block.first_row + len(block)
    return end
