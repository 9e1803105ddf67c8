"""Fold a function over the blocks of inputs, on threads, processes or a cluster.

If the way to read a row depends on all rows, the first block provides a guess (`begin`). The pass follows the
guess, and is repeated if all rows show that it was wrong (`optimistic`).
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
"""The least size of inputs, in bytes, for which several processes are used."""


class Execution(Frozen):
    """Where blocks are processed, and by how many threads or processes."""

    jobs: int | None = 1
    """The number of threads or processes on this machine; None for one per core."""
    tasks: Tasks | None = None
    """The cluster that processes shares of the rows; None for this machine."""

    @property
    def threads(self) -> int:
        """Return the number of threads or processes on this machine."""
        return self.jobs or cores()


ALONE = Execution()


def adding(zero: Sum) -> Callable[[Iterable[Sum]], Sum]:
    """Return a function that adds the items of an iterable to ``zero``.

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
    """Apply ``work`` to every block and combine the results with ``total``.

    ``total`` takes an iterable of results in the order of the rows. Totals of shares of the rows are added,
    so ``+`` must give the same sum for any division into shares; set ``ordered`` if a single ``total`` must
    see all results. ``parts`` returns the blocks if the first one has been read already. Raise if a file
    changed since it was opened.
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
    """Run one task of a cluster, on the worker: read its share of the rows and return their total."""
    return fold(work, inputs, ALONE, total)


def _mapped(
    work: Callable[[Any], Found], total: Callable[[Iterable[Found]], Sum], parts: Iterable[Any]
) -> Sum:
    return total(map(work, parts))


def over(work: Callable[[Any], Found], parts: Iterable[Any], jobs: int) -> Iterator[Found]:
    """Yield the results in order, computed by ``jobs`` threads."""
    return map(work, parts) if jobs == 1 else threads(work, parts, jobs)


def is_large(inputs: Rows) -> bool:
    """Return whether inputs are large enough for several processes, each of which can read its own rows."""
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
    """Compute with a guessed plan, and again if the result leads to another plan; return plan and result.

    >>> optimistic(2, lambda base: base, lambda found: 3, lambda base, found: base * 10)
    (3, 30)
    """
    found = once(guess)
    plan = decide(found)
    return plan, found if plan == guess else again(plan, found)


class Looked(Protocol):
    """A block that was read, with its evidence."""

    @property
    def seen(self) -> Any:
        """Return the evidence of the block."""


class Begun:
    """A function that returns the blocks of inputs whose first block was read ahead.

    The first call yields the block that was read, then the rest; further calls read all blocks again.
    """

    def __init__(self, inputs: Rows, first: Looked, rest: Iterator[Any]) -> None:
        """Take the ``first`` block of ``inputs``, and the iterator of the ``rest``."""
        self._inputs, self._first, self._rest = inputs, [first], rest

    def __call__(self) -> Iterator[Any]:
        """Yield the blocks."""
        return chain([self._first.pop()], self._rest) if self._first else self._inputs.parts()


def begin(
    look: Callable[[Any], Looked], inputs: Rows, execution: Execution
) -> tuple[Any | None, Callable[[], Iterator[Any]]]:
    """Return the evidence of the first block, or None without rows, and a function that returns all blocks.

    On a cluster, a worker reads the first block, which is read again in the pass.
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
