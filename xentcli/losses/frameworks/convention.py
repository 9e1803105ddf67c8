"""What can be said of a framework's ways: its divisor, its guard, what it refuses."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xentcli.core.frozen import EMPTY_MAP, Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xentcli.core.types import Kind, Loss, Scale
    from xentcli.settings.settings import Reduction, Settings


class Divisor(Enum):
    """What a mean divides the sum of the losses by."""

    WEIGHTS = auto()
    """The sum of the weights: sample weights times class weights."""
    KEPT = auto()
    """How many losses were added, ignored rows left out."""
    ALL = auto()
    """How many losses there are, ignored ones counted as zeros."""


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


class Convention(Frozen):
    """One framework's ways."""

    title: str
    dtype: str | None = None
    """The dtype predictions are cast to when `--dtype auto`; None: the file's."""
    means: Mapping[Reduction, Callable[[LossCase], Divisor]] = EMPTY_MAP
    guard: Callable[[LossCase, Settings, float], Guard] = lambda _case, _settings, _eps: Guard()
    naive: bool = False
    """0 times infinity is NaN, as plain arithmetic has it."""
    elementwise: bool = False
    """Binary losses are one an element, not one a row."""
    normalises_logs: bool = False
    """Log-probabilities are taken for logits."""
    saturating_focal: bool = False
    """Focal losses turn logits into probabilities first, and clip those."""
    nothing_kept: float | None = None
    """The mean where every row is ignored or every weight is zero; None: an error."""
    refuses: tuple[tuple[Callable[[LossCase, Settings], bool], str, str], ...] = ()
    """Conditions, each with the reason and the way out."""
