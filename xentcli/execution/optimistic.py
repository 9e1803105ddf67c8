"""Guess how to read all rows from the first block, and begin anew where the rest says otherwise."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Rows
    from xentcli.inputs.selection import Selection

Sum = TypeVar("Sum")
Plan = TypeVar("Plan")


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
    """Inputs of which the first block was read ahead: the next pass goes on from there."""

    def __init__(self, inputs: Rows, first: Looked, rest: Iterator[Any]) -> None:
        """Go on with ``rest`` after the ``first`` block of the ``inputs``."""
        self.sides, self.anywhere, self.most = inputs.sides, inputs.anywhere, inputs.most
        self._inputs, self._first, self._rest = inputs, [first], rest

    def on(self, sides: Sequence[Selection]) -> Begun:
        """Refuse: a cluster begins each share by itself."""
        raise NotImplementedError

    def parts(self) -> Iterator[Any]:
        """Yield the block that was read, as it was read, then the others; the second time, all anew."""
        if not self._first:
            return self._inputs.parts()
        return chain([self._first.pop()], self._rest)


def begin(look: Callable[[Any], Looked], inputs: Rows, execution: Execution) -> tuple[Any | None, Rows]:
    """Return what the first block says, None without a row; and the inputs, not to be read again up to it."""
    if execution.tasks is not None:
        share = execution.tasks.shares(inputs)[:1]
        return next(iter(execution.tasks(partial(_first_seen, look), share))), inputs
    parts = inputs.parts()
    first = next(parts, None)
    if first is None:
        return None, inputs
    looked = look(first)
    return looked.seen, Begun(inputs, looked, parts)


def _first_seen(look: Callable[[Any], Looked], inputs: Rows) -> Any | None:
    first = next(inputs.parts(), None)
    return None if first is None else look(first).seen
