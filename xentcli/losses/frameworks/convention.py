"""What frameworks differ in: a convention is one framework's answer to each question."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentcli.core.types import Kind, Loss, Scale
    from xentcli.settings.settings import Reduction, Settings

    Condition = tuple[Callable[["LossCase", Settings], bool], str, str]
    """When something is not supported, with the reason and the way out."""


class Divisor(Enum):
    """What a mean divides the sum of the losses by."""

    WEIGHTS = auto()
    """The sum of the weights: sample weights times class weights."""
    KEPT = auto()
    """The number of losses added, ignored rows left out."""
    ALL = auto()
    """The number of losses, with ignored ones counted as zeros."""


class RowWeight(Enum):
    """The class weight of a row whose label is a vector."""

    SHARES = auto()
    """The sum over k of c_k y_k; each class's term is weighted by itself."""
    LARGEST = auto()
    """The weight of the label's largest entry, multiplied with the row's loss."""
    ONE = auto()
    """One: the terms are weighted, and the divisor ignores it."""


class Guard(Frozen):
    """What is done to probabilities before their logarithm is taken."""

    normalise: bool = False
    """Rows are divided by their sum first."""
    epsilon: float | None = None
    """Then clipped to [epsilon, 1 - epsilon], in the dtype at work."""
    most: float | None = None
    """No -log p is larger than this."""
    complement: bool = False
    """For one column: 1 - p is taken before the clipping, not after."""


class LossCase(Frozen):
    """What is computed: which loss, on which scale, of which labels."""

    loss: Loss
    scale: Scale
    kind: Kind


class Convention:
    """One framework's ways. The defaults are what most of them do; a framework overrides what it does
    differently."""

    title: str
    """Its name in messages."""
    note: str = ""
    """Why its number is what it is, where that does not depend on the input."""
    dtype: str | None = None
    """The dtype predictions are cast to when `--dtype auto`; None: the file's."""

    # How labels and predictions are read.
    class_axis: int | None = None
    """The axis of the classes, the rows' axis counted in; None: the last."""
    ignore_index: int | None = None
    """The class id that is left out without being asked."""
    ranks_labels: bool = False
    """The classes are the sorted labels, whatever their numbers."""
    checks_shares: bool = False
    """Label vectors must sum to one where they are taken as distributions."""
    scalar_if_flat: bool = False
    """Binary losses of rank-1 arrays are one scalar."""

    # How a loss is computed.
    naive: bool = False
    """0 times infinity is NaN, as plain arithmetic has it."""
    elementwise: bool = False
    """Binary losses are one an element, not one a row."""
    sums_positives: bool = False
    """The loss of multi-label rows is the sum of -log p over the labels that are on."""
    normalises_logs: frozenset[Loss] = frozenset()
    """Losses that take log-probabilities for logits."""
    saturating_focal: bool = False
    """Focal losses turn logits into probabilities first, and clip those."""
    focal_alpha: float | None = None
    """The alpha of categorical focal losses where none is given; None: there is no alpha."""

    # How losses are weighted and averaged.
    row_weight: RowWeight = RowWeight.SHARES
    negative_weights: bool = False
    """Sample weights may be negative, or all zero."""
    negative_class_weights: bool = False
    needs_losses: bool = True
    """It is an error if every row is ignored or every weight is zero."""
    empty_mean: float | None = None
    """The mean where the divisor is zero; None: whatever the division gives."""

    # What has no number.
    unsupported: tuple[Condition, ...] = ()
    unsupported_weights: tuple[Condition, ...] = ()
    """The same for losses with sample weights."""

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return what each supported mean divides by."""
        raise NotImplementedError

    def guard(self, case: LossCase, settings: Settings, eps: float) -> Guard:
        """Return what is done to probabilities; ``eps`` is the machine epsilon of the dtype at work."""
        del case, settings, eps
        return Guard()
