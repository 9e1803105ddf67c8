"""Divide inputs into tasks with the same rows of each input."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.execution.partition.index import indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, TypeVar

    from xentcli.execution.partition.index import Index, Workers
    from xentcli.execution.partition.portion import Portion
    from xentcli.inputs.dataset import Rows
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table

    Inputs = TypeVar("Inputs", bound=Rows)


def divided(indexes: Sequence[Index]) -> list[tuple[Portion, ...]]:
    """Return the portions of all inputs for each task; the last task has surplus rows of longer inputs."""
    largest = max(indexes, key=lambda index: index.size)
    common = min(index.rows for index in indexes)
    edges = [row for row in largest.edges() if row < common] or [0]
    ends = [*edges[1:], max(index.rows for index in indexes)]
    return [
        tuple(index.portion(first, stop) for index in indexes)
        for first, stop in zip(edges, ends, strict=True)
    ]


class Tasks:
    """Divide inputs into tasks, and run them on a cluster; each table is indexed only once."""

    def __init__(self, crew: Workers) -> None:
        """Take ``crew``, which applies a function to a list of tasks and yields the results in order."""
        self._crew = crew
        self._indexes: dict[Table, Index] = {}

    def __call__(self, function: Callable[[Any], Any], tasks: list[Any]) -> Iterator[Any]:
        """Yield the results of ``function`` for the tasks, in order."""
        return self._crew(function, tasks)

    def rows(self, side: Selection) -> int:
        """Return the number of rows of a side."""
        return self._indexed([side])[0].rows

    def divided(self, sides: Sequence[Selection]) -> list[tuple[Selection, ...]]:
        """Return the same rows of all sides for each task."""
        return [
            tuple(replace(side, table=portion) for side, portion in zip(sides, portions, strict=True))
            for portions in divided(self._indexed(sides))
        ]

    def shares(self, inputs: Inputs) -> list[Inputs]:
        """Return the inputs for each task; with ``most``, only tasks that start within the first rows."""
        shares = [inputs.on(sides) for sides in self.divided(inputs.sides)]
        if inputs.most is None:
            return shares
        before = [0, *accumulate(getattr(share.sides[0].table, "rows", inputs.most) for share in shares)]
        return [share for share, rows in zip(shares, before, strict=False) if rows < inputs.most]

    def _indexed(self, sides: Sequence[Selection]) -> list[Index]:
        new = [table for table in dict.fromkeys(side.table for side in sides) if table not in self._indexes]
        self._indexes |= zip(new, indexed(new, self._crew), strict=True)
        return [self._indexes[side.table] for side in sides]
