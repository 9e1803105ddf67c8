"""The words every other module speaks: kinds, losses, scales, and types of arrays."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]
    Floats: TypeAlias = NDArray[np.float64]
    Codes: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]


class Kind(StrEnum):
    """What the labels are."""

    SPARSE = "sparse"
    ONE_HOT = "one-hot"
    MULTI_LABEL = "multi-label"
    BINARY = "binary"
    SOFT = "soft"


class Loss(StrEnum):
    """Which cross-entropy."""

    BINARY = "binary"
    CATEGORICAL = "categorical"
    SPARSE = "sparse"


class Scale(StrEnum):
    """What the predictions are numbers of."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOG_PROBABILITIES = "log-probabilities"
