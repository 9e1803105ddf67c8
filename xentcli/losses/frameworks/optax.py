"""optax: logits only, and means over all rows, ignored ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Loss, Scale
from xentcli.losses.frameworks.convention import Convention, Divisor
from xentcli.losses.frameworks.unsupported import (
    NO_BASE,
    NO_BINARY_LOGS,
    NO_CLASS_WEIGHT,
    NO_EPSILON,
    NO_POS_WEIGHT,
    is_focal,
    smooths,
)
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.losses.frameworks.convention import LossCase


class Optax(Convention):
    """`optax.losses`, with the mean taken over its array of losses."""

    title = "optax"
    naive = True
    elementwise = True
    normalises_logs = frozenset(Loss)
    needs_losses = False
    unsupported = (
        (
            lambda c, _s: c.scale is Scale.PROBABILITIES,
            "takes logits only",
            "use --like exact, or pass logits",
        ),
        NO_BINARY_LOGS,
        (
            lambda c, s: c.loss is not Loss.CATEGORICAL and smooths(c, s),
            "smooths label vectors only (smooth_labels)",
            "use one-hot labels, or --like exact",
        ),
        (
            lambda c, s: c.loss is not Loss.BINARY and is_focal(c, s),
            "has a sigmoid focal loss only",
            "use --like exact or keras",
        ),
        NO_EPSILON,
        NO_BASE,
        NO_CLASS_WEIGHT,
        NO_POS_WEIGHT,
    )
    unsupported_weights = (
        (lambda _c, _s: True, "has no sample weights", "use --like exact, keras or sklearn"),
    )

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return the count of all losses, with ignored ones as zeros."""
        del case
        return {Reduction.MEAN: Divisor.ALL}


CONVENTION = Optax()
