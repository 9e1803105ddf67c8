"""The inputs of a command: labels, what stands beside them, and the same rows of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.losses.block_losses import AlignedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block, Pending
    from xentcli.inputs.selection import Selection

    Part = Block | Pending

ROLES = ("labels", "predictions", "weights", "keys", "groups")
"""What an input can be, in the order in which their rows are read."""


class Rows(Protocol):
    """Inputs whose rows a pass goes over."""

    @property
    def sides(self) -> Sequence[Selection]:
        """The columns that are read."""

    @property
    def anywhere(self) -> bool:
        """Whether several processes can each read rows by their place."""

    @property
    def most(self) -> int | None:
        """The number of first rows to read; None: all rows."""

    def on(self, sides: Sequence[Selection], /) -> Self:
        """Return the same inputs with other tables: a share of their rows."""

    def parts(self) -> Iterator[Any]:
        """Yield the rows block by block, read where they are loaded."""


class Dataset(Frozen):
    """Labels, and the inputs beside them: which columns of which tables."""

    labels: Selection
    predictions: Selection | None = None
    weights: Selection | None = None
    keys: Selection | None = None
    """What rows are known by."""
    groups: Selection | None = None
    """The column whose values part the rows."""
    joined: bool = False
    """Whether the rows of both files were brought together by their keys."""
    misread: bool = False
    """Whether labels stand in the place of the predictions."""
    most: int | None = None
    """The number of first rows to read; None: all rows."""

    @property
    def pair(self) -> tuple[Selection, Selection]:
        """Labels and predictions, where there must be both."""
        assert self.predictions is not None
        return self.labels, self.predictions

    @property
    def roles(self) -> list[str]:
        """What the inputs are, in order."""
        return [role for role in ROLES if getattr(self, role) is not None]

    @property
    def sides(self) -> list[Selection]:
        """The inputs, in order."""
        return [getattr(self, role) for role in self.roles]

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks about the choice of columns."""
        return self.labels.notes + (() if self.predictions is None else self.predictions.notes)

    @property
    def anywhere(self) -> bool:
        """Whether several processes can each read rows by their place."""
        return all(side.table.anywhere for side in self.sides)

    def on(self, sides: Sequence[Selection]) -> Dataset:
        """Return the same inputs with other tables, such as a share of their rows."""
        return replace(self, **dict(zip(self.roles, sides, strict=True)))

    def parts(self) -> Iterator[tuple[Part, ...]]:
        """Yield the same rows of all inputs, read where they are loaded."""
        sides = self.sides
        if len(sides) == 1:
            parts: Iterator[tuple[Part, ...]] = ((part,) for part in sides[0].parts())
        else:
            text = any(side.table.dtype is None for side in sides)
            shape = () if self.predictions is None else self.predictions.shape
            width = shape[-1] if shape else None
            parts = aligned_parts([side.parts() for side in sides], self.roles, width, headers=text)
        return parts if self.most is None else first_rows(parts, self.most)


def loaded(roles: Sequence[str], parts: tuple[Part, ...]) -> AlignedBlock:
    """Read the same rows of labels and predictions, and of what else there is."""
    return AlignedBlock(**{role: part.load() for role, part in zip(roles, parts, strict=True)})


def aligned_parts(
    streams: Sequence[Iterator[Part]], roles: Sequence[str], width: int | None = None, *, headers: bool = True
) -> Iterator[tuple[Part, ...]]:
    """The same for rows that need not be read yet; ``width`` is that of the second stream's rows, and
    ``headers`` says that a header may have been taken for a row."""
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
    """The rows of lower numbers than that; the streams are not read on."""
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
    """The error that counts every stream's rows to its end."""
    longest = [_rows(head, stream) for head, stream in zip(heads, streams, strict=True)]
    least = min(head.first_row for head in heads if head is not None)
    counts = [n if n is not None else least for n in longest]
    said = ", ".join(f"{n:,} {role}" for n, role in zip(counts, roles, strict=True))
    over = next(head for head in heads if head is not None)
    hint = "a header read as a row, or as none? try --header or --no-header; " if headers else ""
    hint += "both files must hold the same rows"
    if width is not None and counts[0] == width > counts[1]:
        hint = f"{counts[1]:,} rows of {width:,} columns: are the {roles[1]} transposed? save a.T"
    first = over[:1].load()
    place = Place(first.origin.file, first.place(0).line, least + 1)
    return DataError(f"the inputs differ in rows: {said}", hint, code="XE301", place=place)


def _rows(head: Part | None, stream: Iterator[Part]) -> int | None:
    if head is None:
        return None
    end = head.first_row + len(head)
    for block in stream:
        end = block.first_row + len(block)
    return end
