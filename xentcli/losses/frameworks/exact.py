"""The exact formula: float64, no clipping unless requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Loss
from xentcli.losses.frameworks.convention import Convention, Divisor, Guard
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.losses.frameworks.convention import LossCase
    from xentcli.settings.settings import Settings


class Exact(Convention):
    """The loss as in textbooks."""

    title = "exact"
    note = "float64, nothing clipped, nothing normalised"
    checks_shares = True
    unsupported = (
        (
            lambda c, s: c.loss is not Loss.BINARY and s.pos_weight is not None,
            "weighs positives in the binary loss only (--pos-weight)",
            "use --class-weight",
        ),
    )

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return the sum of the weights, or the count for Keras's `sum_over_batch_size`."""
        del case
        return {
            Reduction.MEAN: Divisor.WEIGHTS,
            Reduction.MEAN_WITH_SAMPLE_WEIGHT: Divisor.WEIGHTS,
            Reduction.SUM_OVER_BATCH_SIZE: Divisor.KEPT,
        }

    def guard(self, case: LossCase, settings: Settings, eps: float) -> Guard:
        """Return the clipping with the requested `--epsilon`."""
        del case, eps
        return Guard(epsilon=settings.epsilon)


CONVENTION = Exact()
