"""Evidence of the class axis: along which axes labels are one-hot and scores sum to one, in all rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen, Merged, replace
from xentcli.execution.fold import adding, fold
from xentcli.numerics.simplex import on_log_simplex, on_simplex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Mask, Numbers
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset, Part

    Test = Callable[[Numbers, int], bool]


class Axes(Frozen):
    """The axes for which something does not hold in some row; the row axis is axis 0."""

    failed: frozenset[int] = frozenset()

    def __add__(self, other: Axes) -> Axes:
        return Axes(self.failed | other.failed)

    def hold(self, axes: Iterable[int]) -> list[int]:
        """Return the axes for which it holds."""
        return [axis for axis in axes if axis not in self.failed]


NONE = Axes()


class AxisEvidence(Merged):
    """Evidence of the class axis. Axes that failed are listed, so that those of blocks can be added."""

    rows: int = 0
    cells: int = 0
    """The number of label cells."""
    on: int = 0
    """The number of label cells that are not zero."""
    fractions: int = 0
    beyond_bit: int = 0
    not_lone: Axes = NONE
    """Axes of labels along which the number of nonzero cells is not one."""
    several: Axes = NONE
    """Axes of labels along which more than one cell differs from zero."""
    not_shares: Axes = NONE
    """Axes of labels that do not sum to one."""
    not_simplex: Axes = NONE
    """Axes of predictions that do not sum to one."""
    not_logs: Axes = NONE
    """Axes of predictions whose exponentials do not sum to one."""


def evidence_of(data: Dataset, execution: Execution, *, labels: bool = True) -> AxisEvidence:
    """Return the evidence of all rows, without that of the labels if it does not matter."""
    data = replace(data, weights=None, keys=None, groups=None)
    look = partial(_observed, tuple(data.present), labels)
    return fold(look, data, execution, adding(AxisEvidence()))


def _observed(roles: Sequence[str], labels: bool, parts: tuple[Part, ...]) -> AxisEvidence:
    block = {role: part.load() for role, part in zip(roles, parts, strict=True)}
    seen = observe_label_axes(block["labels"]) if labels else AxisEvidence()
    beside = block.get("predictions")
    none = Axes(frozenset(range(1, block["labels"].values.ndim)))
    nothing = AxisEvidence(not_simplex=none, not_logs=none)
    return seen + (nothing if beside is None else observe_prediction_axes(beside))


def observe_label_axes(block: Block) -> AxisEvidence:
    """Return the evidence of a block of labels."""
    values = block.values
    if block.categories is not None:
        return AxisEvidence(len(block))
    whole = values.dtype.kind in "iub" or not np.count_nonzero(values != np.rint(values))
    bits = values.dtype.kind == "b" or not np.count_nonzero((values != 0) & (values != 1))
    return AxisEvidence(
        rows=len(block),
        cells=values.size,
        on=int(np.count_nonzero(values)),
        fractions=int(not whole),
        beyond_bit=int(not bits),
        not_lone=_failing(values, _lone),
        several=_failing(values, _at_most_one),
        not_shares=Axes(frozenset(_inner(values))) if whole else _failing(values, _summing),
    )


def observe_prediction_axes(block: Block) -> AxisEvidence:
    """Return the evidence of a block of predictions."""
    values = block.values
    values = values.astype(np.float64) if values.dtype.kind == "b" else values
    return AxisEvidence(not_simplex=_failing(values, _summing), not_logs=_failing(values, _summing_in_logs))


def _inner(values: Numbers) -> range:
    """Return the axes of a row."""
    return range(1, values.ndim)


def _failing(values: Numbers, test: Test) -> Axes:
    """Return the axes for which a test fails. The first row rules out most of them."""
    good = [axis for axis in _inner(values) if test(values[:1], axis) and test(values, axis)]
    return Axes(frozenset(_inner(values)) - frozenset(good))


def _lone(values: Numbers, axis: int) -> bool:
    return bool((np.count_nonzero(values, axis=axis) == 1).all())


def _at_most_one(values: Numbers, axis: int) -> bool:
    return bool((np.count_nonzero(values, axis=axis) <= 1).all())


def _summing(values: Numbers, axis: int) -> bool:
    return _all(on_simplex, values, axis)


def _summing_in_logs(values: Numbers, axis: int) -> bool:
    return _all(on_log_simplex, values, axis)


def _all(test: Callable[[Numbers], Mask], values: Numbers, axis: int) -> bool:
    if values.shape[axis] < 2:
        return False
    rows = np.ascontiguousarray(np.moveaxis(values, axis, -1)).reshape(-1, values.shape[axis])
    with np.errstate(invalid="ignore", over="ignore"):
        return bool(test(rows).all())
