"""scikit-learn: probabilities clipped at the epsilon of their dtype, classes by rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind, Scale
from xentcli.losses.frameworks.convention import Convention, Divisor, Guard
from xentcli.losses.frameworks.unsupported import (
    NO_BASE,
    NO_CLASS_WEIGHT,
    NO_EPSILON,
    NO_FOCAL,
    NO_IGNORE_INDEX,
    NO_POS_WEIGHT,
    USE_EXACT,
    smooths,
)
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.losses.frameworks.convention import LossCase
    from xentcli.settings.settings import Settings


class Sklearn(Convention):
    """`sklearn.metrics.log_loss`."""

    title = "scikit-learn"
    ranks_labels = True
    sums_positives = True
    unsupported = (
        (
            lambda c, _s: c.scale is not Scale.PROBABILITIES,
            "scores probabilities only",
            "turn them into probabilities first, or use --like exact",
        ),
        (lambda c, _s: c.kind is Kind.SOFT, "does not take soft labels", USE_EXACT),
        (smooths, "has no label smoothing", USE_EXACT),
        NO_FOCAL,
        NO_EPSILON,
        NO_BASE,
        NO_CLASS_WEIGHT,
        NO_POS_WEIGHT,
        NO_IGNORE_INDEX,
    )

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return the sum of the sample weights."""
        del case
        return {Reduction.MEAN: Divisor.WEIGHTS}

    def guard(self, case: LossCase, settings: Settings, eps: float) -> Guard:
        """Return a clipping at the epsilon of the predictions' own dtype."""
        del case, settings
        return Guard(epsilon=eps, complement=True)


CONVENTION = Sklearn()
