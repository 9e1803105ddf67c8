"""One pass over the rows of inputs: work on every block, and what it finds added up, wherever it is done.

Where all rows together decide how each is to be read, the first block shows a likely way (`begin`): the pass
is made by it, and made again where the rest says otherwise (`optimistic`).
"""

from __future__ import annotations

import math
from functools import partial, reduce
from itertools import chain
from operator import add
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

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
Plan = TypeVar("Plan")

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
    parts: Callable[[], Iterator[Any]] | None = None,
) -> Sum:
    """Apply ``work`` to every block and total the results: on threads, on processes, or on a cluster.

    ``total`` takes results in the order of the rows; totals of shares of the rows are added up, so that ``+``
    must give the same whatever the shares. ``ordered`` says that one total must see all results;
    ``parts`` yields the blocks where the first one was read already. Files that changed meanwhile are an
    error.
    """
    if execution.tasks is not None:
        shares = execution.tasks.shares(inputs)
        found: Sum = reduce(add, execution.tasks(partial(_share, work, total), shares))
        return found
    jobs, parts = execution.threads, parts or inputs.parts
    if jobs > 1 and not ordered and is_large(inputs) and can_share():
        shared = share_out(partial(_mapped, work, total), parts, jobs)
        found = reduce(add, shared)
    else:
        found = total(over(work, parts(), jobs))
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


def optimistic(
    guess: Plan | None,
    once: Callable[[Plan | None], Sum],
    decide: Callable[[Sum], Plan],
    again: Callable[[Plan, Sum], Sum],
) -> tuple[Plan, Sum]:
    """Compute by a guess, such as what the first block suggests, and again if all rows ask for another plan.

    >>> optimistic(2, lambda base: base, lambda found: 3, lambda base, found: base * 10)
    (3, 30)
    """
    found = once(guess)
    plan = decide(found)
    return plan, found if plan == guess else again(plan, found)


class Looked(Protocol):
    """A block that was read, and what it says."""

    @property
    def seen(self) -> Any:
        """What it says."""


class Begun:
    """The blocks of inputs of which the first was read ahead: as it was read, then the others.

    The second time they are read anew.
    """

    def __init__(self, inputs: Rows, first: Looked, rest: Iterator[Any]) -> None:
        """Go on with ``rest`` after the ``first`` block of the ``inputs``."""
        self._inputs, self._first, self._rest = inputs, [first], rest

    def __call__(self) -> Iterator[Any]:
        """Yield the blocks."""
        return chain([self._first.pop()], self._rest) if self._first else self._inputs.parts()


def begin(
    look: Callable[[Any], Looked], inputs: Rows, execution: Execution
) -> tuple[Any | None, Callable[[], Iterator[Any]]]:
    """Return what the first block says, None without a row; and the blocks, the first as it was read.

    A cluster looks at the block where its rows are.
    """
    if execution.tasks is not None:
        share = execution.tasks.shares(inputs)[:1]
        return next(iter(execution.tasks(partial(_first_seen, look), share))), inputs.parts
    rest = inputs.parts()
    first = next(rest, None)
    if first is None:
        return None, inputs.parts
    looked = look(first)
    return looked.seen, Begun(inputs, looked, rest)


def _first_seen(look: Callable[[Any], Looked], inputs: Rows) -> Any | None:
    first = next(inputs.parts(), None)
    return None if first is None else look(first).seen
