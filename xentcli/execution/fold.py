"""One pass over the rows of inputs: work on every block, and what it finds added up, wherever it is done."""

from __future__ import annotations

import math
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING, Any, TypeVar

from xentcli.core.frozen import Frozen
from xentcli.execution.processes import can_share, share_out
from xentcli.execution.threads import cores, threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xentcli.execution.partition.split import Tasks
    from xentcli.inputs.dataset import Rows
    from xentcli.io.table import Table

Found = TypeVar("Found")
Sum = TypeVar("Sum")

LARGE = 1 << 26
"""Bytes of inputs from which on several processes do the work."""


class Execution(Frozen):
    """Who works on the blocks."""

    jobs: int | None = 1
    """So many threads or processes of this machine; None: as many as there are cores."""
    tasks: Tasks | None = None
    """A cluster that works on shares of the rows; None: this machine."""

    @property
    def threads(self) -> int:
        """How many threads or processes of this machine."""
        return self.jobs or cores()


ALONE = Execution()


def adding(zero: Sum) -> Callable[[Iterable[Sum]], Sum]:
    """Return a function that adds up what it is given.

    >>> adding(0)([1, 2, 3])
    6
    """
    return partial(_added, zero)


def _added(zero: Any, found: Iterable[Any]) -> Any:
    return reduce(add, found, zero)


def fold(
    work: Callable[[Any], Found],
    inputs: Rows,
    execution: Execution,
    total: Callable[[Iterable[Found]], Sum],
    *,
    ordered: bool = False,
) -> Sum:
    """Apply ``work`` to every block and total the results: on threads, on processes, or on a cluster.

    ``total`` takes results in the order of the rows; totals of shares of the rows are added up, so that ``+``
    must give the same whatever the shares. ``ordered`` says that one total must see all results. Files that
    changed meanwhile are an error.
    """
    if execution.tasks is not None:
        shares = execution.tasks.shares(inputs)
        found: Sum = reduce(add, execution.tasks(partial(_share, work, total), shares))
        return found
    jobs = execution.threads
    if jobs > 1 and not ordered and is_large(inputs) and can_share():
        shared = share_out(partial(_mapped, work, total), inputs.parts, jobs)
        found = reduce(add, shared)
    else:
        found = total(over(work, inputs.parts(), jobs))
    for side in inputs.sides:
        side.table.verify()
    return found


def _share(work: Callable[[Any], Found], total: Callable[[Iterable[Found]], Sum], inputs: Rows) -> Sum:
    """One task of a cluster: all its rows are read here, and what they say goes back."""
    return fold(work, inputs, ALONE, total)


def _mapped(
    work: Callable[[Any], Found], total: Callable[[Iterable[Found]], Sum], parts: Iterable[Any]
) -> Sum:
    return total(map(work, parts))


def over(work: Callable[[Any], Found], parts: Iterable[Any], jobs: int) -> Iterator[Found]:
    """Yield the results in order, from so many threads."""
    return map(work, parts) if jobs == 1 else threads(work, parts, jobs)


def is_large(inputs: Rows) -> bool:
    """Whether processes are worth starting, for rows that each of them can read by itself."""
    return inputs.anywhere and sum(_size(side.table) for side in inputs.sides) >= LARGE


def _size(table: Table) -> int:
    item = 0 if table.dtype is None else table.dtype.itemsize
    return item * math.prod(n or 0 for n in table.shape)
