"""Inputs divided into tasks: the same rows of all, and those who work on them."""

from __future__ import annotations

from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.execution.partition.index import indexed
from xentcli.execution.threads import engine_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, TypeVar

    from xentcli.core.types import Block
    from xentcli.execution.partition.index import Index, Workers
    from xentcli.execution.partition.portion import Portion
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table

    Sum = TypeVar("Sum")


def divided(indexes: Sequence[Index]) -> list[tuple[Portion, ...]]:
    """The same rows of all inputs, task by task; the last has the rows that one has more than another."""
    largest = max(indexes, key=lambda index: index.size)
    common = min(index.rows for index in indexes)
    edges = [row for row in largest.edges() if row < common] or [0]
    ends = [*edges[1:], max(index.rows for index in indexes)]
    return [
        tuple(index.portion(first, stop) for index in indexes)
        for first, stop in zip(edges, ends, strict=True)
    ]


class Tasks:
    """Inputs divided once, and those who work on the tasks."""

    def __init__(self, crew: Workers) -> None:
        """``crew`` applies a function to each of a list, and yields the results in order."""
        self._crew = crew
        self._indexes: dict[Table, Index] = {}

    def __call__(self, function: Callable[[Any], Any], tasks: list[Any]) -> Iterator[Any]:
        """What the function makes of each, in order."""
        return self._crew(function, tasks)

    def rows(self, side: Selection) -> int:
        """How many rows a side has."""
        return self._indexed([side])[0].rows

    def divided(self, sides: Sequence[Selection]) -> list[tuple[Selection, ...]]:
        """The same rows of all sides, task by task."""
        return [
            tuple(replace(side, table=portion) for side, portion in zip(sides, portions, strict=True))
            for portions in divided(self._indexed(sides))
        ]

    def apart(self, side: Selection) -> list[Selection]:
        """A side in tasks of whole row groups and lines."""
        return [one for (one,) in self.divided([side])]

    def _indexed(self, sides: Sequence[Selection]) -> list[Index]:
        new = [table for table in dict.fromkeys(side.table for side in sides) if table not in self._indexes]
        self._indexes |= zip(new, indexed(new, self._crew), strict=True)
        return [self._indexes[side.table] for side in sides]


def over_blocks(
    work: Callable[[Block], Sum], side: Selection, jobs: int | None, tasks: Tasks | None
) -> Iterator[Sum]:
    """What some work makes of the blocks of a side; those of a task elsewhere are added up there."""
    if tasks is not None:
        found = tasks(partial(_added, work), tasks.apart(side))
        return (more for more in found if more is not None)
    engine, count = engine_for(jobs)
    return engine(work, side.blocks(), count)


def _added(work: Callable[[Block], Sum], side: Selection) -> Sum | None:
    """All that is in one task; None where it has no rows."""
    found = [work(block) for block in side.blocks()]
    side.table.verify()
    return reduce(add, found) if found else None
