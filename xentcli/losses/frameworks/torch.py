"""PyTorch: classes on axis 1, -100 left out, class weights in the divisor of class ids only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Kind, Loss, Scale
from xentcli.losses.frameworks.convention import Convention, Divisor, Guard, RowWeight
from xentcli.losses.frameworks.unsupported import NO_BASE, NO_BINARY_LOGS, NO_EPSILON, NO_FOCAL, smooths
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.losses.frameworks.convention import LossCase
    from xentcli.settings.settings import Settings


class Torch(Convention):
    """`torch.nn`'s CrossEntropyLoss, NLLLoss, BCELoss and BCEWithLogitsLoss."""

    title = "PyTorch"
    class_axis = 1
    ignore_index = -100
    naive = True
    elementwise = True
    normalises_logs = frozenset({Loss.CATEGORICAL})
    row_weight = RowWeight.ONE
    negative_weights = True
    negative_class_weights = True
    needs_losses = False
    unsupported = (
        NO_FOCAL,
        NO_BINARY_LOGS,
        NO_EPSILON,
        NO_BASE,
        (
            lambda c, s: c.loss is Loss.BINARY and smooths(c, s),
            "has no label smoothing in its binary losses",
            "use --like exact or keras",
        ),
        (
            lambda c, _s: c.loss is Loss.CATEGORICAL and c.scale is Scale.PROBABILITIES,
            "takes logits or log-probabilities with one-hot and soft targets, not probabilities",
            "convert the labels to class ids for NLLLoss, or use --like exact",
        ),
        (
            lambda c, s: c.loss is Loss.SPARSE and c.scale is not Scale.LOGITS and smooths(c, s),
            "has no label smoothing in NLLLoss",
            "smoothing needs logits (cross_entropy), or --like exact",
        ),
        (
            lambda c, s: c.loss is not Loss.BINARY and s.pos_weight is not None,
            "has pos_weight in BCEWithLogitsLoss only",
            "use --class-weight",
        ),
        (
            lambda c, s: (
                c.loss is Loss.BINARY and c.scale is Scale.PROBABILITIES and s.pos_weight is not None
            ),
            "has pos_weight with logits only (BCEWithLogitsLoss)",
            "use --like exact",
        ),
        (
            lambda c, s: (
                c.loss is Loss.BINARY and s.class_weight is not None and c.kind in {Kind.BINARY, Kind.SPARSE}
            ),
            "has no class weights in its binary losses",
            "use --pos-weight, or --like exact",
        ),
        (
            lambda c, s: (
                c.loss is not Loss.SPARSE
                and s.ignore_index is not None
                and (isinstance(s.ignore_index, str) or s.ignore_index >= 0)
            ),
            "ignores labels (ignore_index) with class ids only",
            "remove --ignore-index, or use class ids",
        ),
    )
    unsupported_weights = (
        (
            lambda c, _s: c.loss is not Loss.BINARY,
            "has no sample weights in cross_entropy",
            "use --like exact, keras or sklearn",
        ),
    )

    def divisors(self, case: LossCase) -> Mapping[Reduction, Divisor]:
        """Return the sum of the weights for class ids, and the count for label vectors and BCE."""
        return {Reduction.MEAN: Divisor.WEIGHTS if case.loss is Loss.SPARSE else Divisor.KEPT}

    def guard(self, case: LossCase, settings: Settings, eps: float) -> Guard:
        """Return the upper bound that BCELoss puts on each -log p."""
        del settings, eps
        return Guard(most=100.0) if case.loss is Loss.BINARY else Guard()


CONVENTION = Torch()
