"""Whether a loss is far above that of the class shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.commands.advise.suspicions.chance import is_far, knows_more
from xentcli.commands.advise.suspicions.class_shares import Excess, loss_of_shares
from xentcli.core.types import Kind

if TYPE_CHECKING:
    from xentcli.commands.loss.parts import Statistics
    from xentcli.losses.spec import LossSpec
    from xentcli.losses.state import LossState


def is_far_above(spec: LossSpec, state: LossState, known: Statistics) -> bool:
    """Return whether the mean of rows with one class each is far above the loss of their class shares.

    The test is that of `advise`, for the losses as they are, without weights.
    """
    error = known.standard_error
    if known.skill is None or known.mean is None or error is None or not math.isfinite(known.mean):
        return False
    if spec.case.kind not in {Kind.SPARSE, Kind.ONE_HOT, Kind.BINARY}:
        return False
    counts = [units >> 32 for units in state.shares.units]
    if sum(map(bool, counts)) < 2:
        return False
    unit = 1.0 if spec.settings.base is None else math.log(spec.settings.base)
    width = max(spec.layout.width, 2)
    above = Excess(known.mean * unit, loss_of_shares(counts, width), error * unit, state.samples)
    knows = len(spec.layout.positions) > 1 or knows_more(state.correct, state.samples, max(counts))
    return is_far(above, math.log(width), state.correct, knows=knows)
