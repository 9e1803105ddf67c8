"""The base class of conventions: the points on which frameworks differ."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentcli.core.types import Kind, Loss, Scale
    from xentcli.settings.settings import Reduction, Settings

    Condition = tuple[Callable[["LossCase", Settings], bool], str, str]
    """A test for an unsupported case, with the reason and the fix."""


class Divisor(Enum):
    """What a mean divides the sum of the losses by."""

    WEIGHTS = auto()
    """The sum of the weights: sample weights times class weights."""
    KEPT = auto()
    """The number of losses, without ignored rows."""
    ALL = auto()
    """The number of losses, with ignored ones as zeros."""


class RowWeight(Enum):
    """The class weight of a row whose label is a vector."""

    SHARES = auto()
    """The sum over k of c_k y_k; the term of each class has its own weight."""
    LARGEST = auto()
    """The weight of the label's largest entry, multiplied with the row's loss."""
    ONE = auto()
    """One: the terms are weighted, but the divisor ignores the weights."""


class Guard(Frozen):
    """What is done to probabilities before their logarithm is taken."""

    normalise: bool = False
    """Rows are divided by their sum first."""
    epsilon: float | None = None
    """Then clipped to [epsilon, 1 - epsilon], in the dtype at work."""
    most: float | None = None
    """The upper bound of -log p."""
    complement: bool = False
    """For one column: 1 - p is computed before clipping, not after."""


class LossCase(Frozen):
    """What is computed: which loss, on which scale, of which labels."""

    loss: Loss
    scale: Scale
    kind: Kind


class Convention:
    """The convention of one framework; the defaults are the most common behaviour."""

    title: str
    """The name in messages."""
    note: str = ""
    """An explanation of the result that does not depend on the input."""
    dtype: str | None = None
    """The dtype that `--dtype auto` casts predictions to; None for the dtype of the file."""

    # How labels and predictions are read.
    class_axis: int | None = None
    """The axis of the classes, with rows as axis 0; None for the last axis."""
    ignore_index: int | None = None
    """The class id that is left out by default."""
    ranks_labels: bool = False
    """Whether classes are the ranks of the sorted labels."""
    checks_shares: bool = False
    """Whether label vectors must sum to one if they are distributions."""
    scalar_if_flat: bool = False
    """Whether binary losses of rank-1 arrays are one scalar."""

    # How a loss is computed.
    naive: bool = False
    """Whether 0 times infinity is NaN, as in plain arithmetic."""
    elementwise: bool = False
    """Whether binary losses are per element, not per row."""
    sums_positives: bool = False
    """Whether the loss of multi-label rows is the sum of -log p over the labels that are on."""
    normalises_logs: frozenset[Loss] = frozenset()
    """The losses that read log-probabilities as logits."""
    saturating_focal: bool = False
    """Whether focal losses convert logits to probabilities first, and clip those."""
    focal_alpha: float | None = None
    """The default alpha of categorical focal losses; None for no alpha."""

    # How losses are weighted and averaged.
    row_weight: RowWeight = RowWeight.SHARES
    negative_weights: bool = False
    """Whether sample weights may be negative, or all zero."""
    negative_class_weights: bool = False
    needs_losses: bool = True
    """Whether ignoring every row, or a zero weight in every row, is an error."""
    empty_mean: float | None = None
    """The mean if the divisor is zero; None for the result of the division."""

    # What is not supported.
    unsupported: tuple[Condition, ...] = ()
    unsupported_weights: tuple[Condition, ...] = ()
    """The same for losses with sample weights."""

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return the divisor of each supported mean.

        Args:
            case: The loss, the scale and the kind of labels.

        Returns:
            The divisors by reduction.
        """
        raise NotImplementedError

    def guard(self, case: LossCase, settings: Settings, eps: float) -> Guard:
        """Return what is done to probabilities before the logarithm.

        Args:
            case: The loss, the scale and the kind of labels.
            settings: The settings, with the requested epsilon.
            eps: The machine epsilon of the dtype at work.

        Returns:
            Normalisation, clipping and bounds.
        """
        del case, settings, eps
        return Guard()
