"""Conditions that several frameworks do not support, each with the reason and the fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.types import Loss, Scale

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.losses.frameworks.convention import Condition, LossCase
    from xentcli.settings.settings import Settings

USE_EXACT = "use --like exact"


def smooths(_case: LossCase, settings: Settings) -> bool:
    """Return whether labels are smoothed.

    Args:
        settings: The settings, with the label smoothing.

    Returns:
        True unless the smoothing is 0.
    """
    return settings.label_smoothing != 0


def is_focal(_case: LossCase, settings: Settings) -> bool:
    """Return whether a focal loss is requested.

    Args:
        settings: The settings, with gamma and alpha.

    Returns:
        True if gamma or alpha is set.
    """
    return settings.focal_gamma is not None or settings.focal_alpha is not None


def _has(name: str) -> Callable[[LossCase, Settings], bool]:
    return lambda _case, settings: getattr(settings, name) is not None


NO_BINARY_LOGS: Condition = (
    lambda c, _s: c.loss is Loss.BINARY and c.scale is Scale.LOG_PROBABILITIES,
    "does not take log-probabilities for binary cross-entropy",
    USE_EXACT,
)
NO_EPSILON: Condition = (
    _has("epsilon"),
    "has no epsilon to set",
    "remove --epsilon, or use --like exact or keras",
)
NO_BASE: Condition = (_has("base"), "answers in nats", "remove --base, or use --like exact")
NO_FOCAL: Condition = (is_focal, "has no focal loss", "use --like exact, keras or optax")
NO_CLASS_WEIGHT: Condition = (
    _has("class_weight"),
    "has no class weights here",
    "use --sample-weight, or use --like exact",
)
NO_POS_WEIGHT: Condition = (_has("pos_weight"), "has no pos_weight", "use --like torch or exact")
NO_IGNORE_INDEX: Condition = (
    _has("ignore_index"),
    "has no ignore_index",
    "use --like exact, keras or torch",
)
