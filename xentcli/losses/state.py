"""The state of the loss after some rows; states merge in any order with the same bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.core.errors import DataError
from xentcli.core.frozen import EMPTY_MAP, Frozen, Merged, high, low, replace
from xentcli.core.text import shown
from xentcli.losses.hardest_rows import Ranking
from xentcli.numerics.exact_sum import CHUNK, ExactSum, exact_sum
from xentcli.numerics.median import Spread, spread_of
from xentcli.numerics.moments import exact_moments
from xentcli.numerics.occurrences import UNSEEN, Occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.core.types import Codes, Floats, Mask
    from xentcli.losses.spec import LossSpec


MOST_GROUPS = 100_000
"""The largest number of different values of a column to group by."""
SHARE_UNIT = 1 << 32
"""The units of a whole target in `Shares`."""


class Group(Merged):
    """The losses of one class, or of one value of a column."""

    count: int = 0
    losses: ExactSum = ExactSum()
    weights: ExactSum = ExactSum()
    correct: int = 0


class Groups(Frozen):
    """The losses by class index, or by the text of a column; empty if not requested."""

    by: Mapping[Any, Group] = EMPTY_MAP

    def __add__(self, other: Groups) -> Groups:
        keys = sorted(self.by.keys() | other.by.keys())
        return Groups({k: self.by.get(k, Group()) + other.by.get(k, Group()) for k in keys})


class Shares(Frozen):
    """The share of each class among the targets, in units of 2^-32, so that the order does not matter."""

    units: tuple[int, ...] = ()

    def __add__(self, other: Shares) -> Shares:
        if not self.units or not other.units:
            return self if self.units else other
        return Shares(tuple(a + b for a, b in zip(self.units, other.units, strict=True)))

    def fractions(self) -> list[float]:
        """Return the shares, which sum to one; all are zero if no targets were seen."""
        total = sum(self.units)
        return [u / total if total else 0.0 for u in self.units]


class LossState(Merged):
    """Sums over rows; `+` is exact, so the result does not depend on threads, blocks or order."""

    rows: int = 0
    losses: ExactSum = ExactSum()
    count: int = 0
    """The number of losses added: positions kept, or elements if the framework adds those."""
    everything: int = 0
    """The same with ignored ones."""
    weights: ExactSum = ExactSum()
    samples: int = 0
    """Positions kept."""
    row_losses: ExactSum = ExactSum()
    squares: ExactSum = ExactSum()
    minimum: float = low()
    maximum: float = high()
    infinite: Occurrences = UNSEEN
    nan: Occurrences = UNSEEN
    strangers: Occurrences = UNSEEN
    """Labels that are not a class."""
    ignored: Occurrences = UNSEEN
    correct: int = 0
    elements_correct: int = 0
    elements: int = 0
    entropies: ExactSum = ExactSum()
    shares: Shares = Shares()
    known: Shares = Shares()
    """The rows with a label in each column, if some have none."""
    spread: Spread = Spread()
    top: Ranking = Ranking(0, hardest=True)
    first: Ranking = Ranking(0, hardest=False)
    groups: Groups = Groups()


class Losses(Frozen):
    """The losses that are not ignored, as flat arrays, (N,), in row order."""

    values: Floats
    weights: Floats | None
    """None if every weight is one."""
    correct: Mask
    targets: Codes
    shared: bool = False
    """Whether every label is a single class, so that the targets define the shares."""
    elementwise: bool = False
    """Whether the losses of elements are added; the values here are their means by row."""
    masked: bool = False
    """Whether the weights of elements are added, because some elements have no label."""


def shares_of(targets: Codes, width: int) -> Shares:
    """Count the classes of targets.

    Args:
        targets: Class indices, (N,), int64.
        width: The number of classes K.

    Returns:
        The shares of K classes.

    Examples:
        >>> shares_of(np.array([0, 1, 1, 1]), 3).fractions()
        [0.25, 0.75, 0.0]
    """
    return Shares(tuple(n * SHARE_UNIT for n in np.bincount(targets, minlength=width).tolist()))


def statistics(losses: Losses) -> LossState:
    """Compute the statistics of losses that need no file position.

    Args:
        losses: Losses, weights and hits, each (N,).

    Returns:
        The state with sums, extremes, hits and the spread.

    Examples:
        >>> losses = Losses(np.array([0.5, 1.0]), None, np.array([True, False]), np.array([0, 1]))
        >>> state = statistics(losses)
        >>> state.losses.value(), state.correct, state.maximum
        (1.5, 1, 1.0)
    """
    values = losses.values
    n = len(values)
    low, high = (float(values.min()), float(values.max())) if n else (np.inf, -np.inf)
    usual = values if low <= high or not n else values[~np.isnan(values)]
    total, squares = exact_moments(values)
    return LossState(
        losses=total,
        count=n,
        weights=exact_sum(losses.weights) if losses.weights is not None else exact_count(n),
        samples=n,
        row_losses=total,
        squares=squares,
        minimum=low if usual is values else float(usual.min(initial=np.inf)),
        maximum=high if usual is values else float(usual.max(initial=-np.inf)),
        correct=int(np.count_nonzero(losses.correct)),
        spread=spread_of(usual),
    )


def exact_count(n: int) -> ExactSum:
    """Return the exact sum of n ones.

    Args:
        n: The number of ones.

    Returns:
        The sum.

    Examples:
        >>> exact_count(3).value()
        3.0
    """
    return ExactSum(n << 1074)


def groups_of(losses: Losses, codes: Codes, size: int) -> Groups:
    """Group losses by code.

    Args:
        losses: Losses, weights and hits, each (N,).
        codes: The code of each loss, (N,), int64, in [0, size).
        size: The number of codes.

    Returns:
        The losses of each code that occurs.

    Examples:
        >>> losses = Losses(np.array([0.5, 1.0]), None, np.array([True, False]), np.array([2, 2]))
        >>> {k: group.losses.value() for k, group in groups_of(losses, losses.targets, 3).by.items()}
        {2: 1.5}
    """
    order = np.argsort(codes, kind="stable")
    counts = np.bincount(codes, minlength=size)
    ends = np.cumsum(counts)
    seen = np.flatnonzero(counts).tolist()
    return Groups({k: _group(losses, order[ends[k] - counts[k] : ends[k]]) for k in seen})


def _group(losses: Losses, at: Codes) -> Group:
    weights = exact_sum(losses.weights[at]) if losses.weights is not None else exact_count(len(at))
    correct = int(np.count_nonzero(losses.correct[at]))
    return Group(len(at), exact_sum(losses.values[at]), weights, correct)


NO_LOSS = LossState()


def settled(spec: LossSpec, losses: Losses) -> LossState:
    """Compute the state of some losses: sums, extremes, spread, shares, and statistics of each class.

    Args:
        spec: The number of classes, and the requested details.
        losses: Losses, weights, hits and targets, each (N,).

    Returns:
        The state.
    """
    whole = statistics(losses)
    if losses.elementwise:  # its losses are those of elements, which are added up block by block
        whole = replace(whole, losses=ExactSum(), count=0)
    if losses.masked:
        whole = replace(whole, weights=ExactSum())
    width = max(spec.layout.width, 2)
    return replace(
        whole,
        shares=shares_of(losses.targets, width) if losses.shared else Shares(),
        groups=groups_of(losses, losses.targets, width) if _grouped(spec) else Groups(),
    )


def _grouped(spec: LossSpec) -> bool:
    """Return whether losses are grouped by the class of their row."""
    return spec.wanted.by_class and not spec.by_output


class Pool:
    """The state of some blocks, with losses that wait until there are enough to add at once."""

    def __init__(self, spec: LossSpec, state: LossState = NO_LOSS, losses: Losses | None = None) -> None:
        """Start with the state and losses of a block; many losses are added at once."""
        self._spec, self._state = spec, state
        self._waiting = [] if losses is None else [losses]
        self._count = 0 if losses is None else len(losses.values)
        self._settle(CHUNK)

    def add(self, other: Pool) -> None:
        """Add the blocks of another pool.

        Args:
            other: A pool with the same spec.

        Raises:
            DataError: If a column has too many different values to group by.
        """
        self._state = self._state + other._state
        self._waiting += other._waiting
        self._count += other._count
        check_groups(self._spec, self._state)
        self._settle(CHUNK)

    def state(self) -> LossState:
        """Return the state of everything added."""
        self._settle(0)
        return self._state

    def _settle(self, least: int) -> None:
        """Add the waiting losses to the state if there are at least ``least``."""
        if self._waiting and self._count >= least:
            self._state = self._state + settled(self._spec, _joined(self._waiting))
            self._waiting, self._count = [], 0


def check_groups(spec: LossSpec, state: LossState) -> None:
    """Raise if a column has too many different values to group by.

    Args:
        spec: The name of the column.
        state: The state with the groups so far.

    Raises:
        DataError: If there are more than `MOST_GROUPS` groups.
    """
    column = spec.wanted.by_column
    if len(state.groups.by) > MOST_GROUPS and column is not None:
        message = f"more than {MOST_GROUPS:,} different values in column '{shown(column)}'"
        hint = "use --by with a column of few different values"
        raise DataError(message, hint, code="XE311")


def _joined(parts: list[Losses]) -> Losses:
    """Concatenate losses."""
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
