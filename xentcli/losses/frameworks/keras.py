"""Keras: float32, rows divided by their sum and clipped at 1e-7, class weights as sample weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Loss
from xentcli.losses.frameworks.convention import Convention, Divisor, Guard, RowWeight
from xentcli.losses.frameworks.unsupported import NO_BASE, NO_BINARY_LOGS, NO_POS_WEIGHT, is_focal, smooths
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.losses.frameworks.convention import LossCase
    from xentcli.settings.settings import Settings


class Keras(Convention):
    """`keras.losses`, with weights as in `fit` and `evaluate`."""

    title = "Keras"
    dtype = "float32"
    scalar_if_flat = True
    naive = True
    normalises_logs = frozenset(Loss)
    saturating_focal = True
    focal_alpha = 0.25
    row_weight = RowWeight.LARGEST
    negative_weights = True
    needs_losses = False
    empty_mean = 0.0
    unsupported = (
        NO_POS_WEIGHT,
        NO_BINARY_LOGS,
        NO_BASE,
        (
            lambda c, s: c.loss is Loss.SPARSE and smooths(c, s),
            "has no label smoothing in its sparse loss",
            "use one-hot labels, or --like exact",
        ),
        (
            lambda c, s: c.loss is Loss.SPARSE and is_focal(c, s),
            "has no focal loss on class ids",
            "use one-hot labels, or --like exact",
        ),
        (
            lambda c, s: c.loss is not Loss.SPARSE and s.ignore_index is not None,
            "ignores a class (ignore_class) in its sparse loss only",
            "remove --ignore-index, or use class ids",
        ),
    )
    unsupported_weights = (
        (
            lambda _c, s: s.class_weight is not None,
            "takes class weights or sample weights, not both at once",
            "use one of them, or --like exact",
        ),
    )

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return the count, or the sum of the weights for `mean_with_sample_weight`."""
        del case
        return {
            Reduction.MEAN: Divisor.KEPT,
            Reduction.MEAN_WITH_SAMPLE_WEIGHT: Divisor.WEIGHTS,
            Reduction.SUM_OVER_BATCH_SIZE: Divisor.KEPT,
        }

    def guard(self, case: LossCase, settings: Settings, eps: float) -> Guard:
        """Return Keras's clipping, and its division of each row's probabilities by their sum."""
        del eps
        epsilon = 1e-7 if settings.epsilon is None else settings.epsilon
        return Guard(normalise=case.loss is not Loss.BINARY, epsilon=epsilon)


CONVENTION = Keras()
