"""The inputs of a command: labels, what stands beside them, and the same rows of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

from xentcli.core.frozen import Frozen, replace
from xentcli.inputs.align import aligned_parts, first_rows
from xentcli.losses.block_losses import AlignedBlock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.inputs.align import Part
    from xentcli.inputs.selection import Selection

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
