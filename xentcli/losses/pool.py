"""Losses of many blocks together: what is worth doing only for thousands of rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.losses.state import Groups, Losses, LossState, Shares, groups_of, shares_of, statistics
from xentcli.numerics.exact_sum import CHUNK, ExactSum

if TYPE_CHECKING:
    from xentcli.losses.spec import LossSpec


MOST_GROUPS = 100_000
"""Values of a column, each of which is held with its losses."""
NO_LOSS = LossState()


def settled(spec: LossSpec, losses: Losses) -> LossState:
    """What losses add to the state: sums, extremes, the spread, and the figures of each class."""
    whole = statistics(losses)
    if losses.elementwise:  # its losses are those of elements, which are added up block by block
        whole = replace(whole, losses=ExactSum(), count=0)
    width = max(spec.layout.width, 2)
    return replace(
        whole,
        shares=shares_of(losses.targets, width) if losses.shared else Shares(),
        groups=groups_of(losses, losses.targets, width) if spec.wanted.by_class else Groups(),
    )


class Pool:
    """The state of some blocks, and their losses that are too few to be added by themselves."""

    def __init__(self, spec: LossSpec, state: LossState = NO_LOSS, losses: Losses | None = None) -> None:
        """Hold the state of a block; its losses are added at once where they are many."""
        self._spec, self._state = spec, state
        self._waiting = [] if losses is None else [losses]
        self._count = 0 if losses is None else len(losses.values)
        self._settle(CHUNK)

    def add(self, other: Pool) -> None:
        """Add the blocks of another pool of the same spec."""
        self._state = self._state + other._state
        self._waiting += other._waiting
        self._count += other._count
        check_groups(self._spec, self._state)
        self._settle(CHUNK)

    def state(self) -> LossState:
        """Return everything that was added."""
        self._settle(0)
        return self._state

    def _settle(self, least: int) -> None:
        """Add the waiting losses to the state, if they are so many."""
        if self._waiting and self._count >= least:
            self._state = self._state + settled(self._spec, _joined(self._waiting))
            self._waiting, self._count = [], 0


def check_groups(spec: LossSpec, state: LossState) -> None:
    """Refuse a column that parts the rows into more groups than can be held."""
    column = spec.wanted.by_column
    if len(state.groups.by) > MOST_GROUPS and column is not None:
        message = f"over {MOST_GROUPS:,} different values in column '{shown(column)}'"
        hint = "--by takes a column that parts the rows into few groups"
        raise DataError(message, hint, code="XE311")


def _joined(parts: list[Losses]) -> Losses:
    """Losses one after the other."""
    if len(parts) == 1:
        return parts[0]
    weights = [part.weights for part in parts if part.weights is not None]
    return replace(
        parts[0],
        values=np.concatenate([part.values for part in parts]),
        weights=np.concatenate(weights) if weights else None,
        correct=np.concatenate([part.correct for part in parts]),
        targets=np.concatenate([part.targets for part in parts]),
    )
