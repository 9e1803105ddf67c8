"""Enums of label kinds, losses and scales, and aliases of array types."""

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
    """The kinds of labels."""

    SPARSE = "sparse"
    ONE_HOT = "one-hot"
    MULTI_LABEL = "multi-label"
    BINARY = "binary"
    SOFT = "soft"


ONE_EACH = frozenset({Kind.SPARSE, Kind.BINARY})
"""The kinds with one value per row, or per position of a row."""


class Loss(StrEnum):
    """The cross-entropy formulas."""

    BINARY = "binary"
    CATEGORICAL = "categorical"
    SPARSE = "sparse"


class Scale(StrEnum):
    """The scales of predictions."""

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOG_PROBABILITIES = "log-probabilities"


RAW_TYPES = {
    "bfloat16": 2,
    "float8_e4m3fn": 1,
    "float8_e5m2": 1,
    "float8_e4m3": 1,
    "float8_e3m4": 1,
    "float8_e8m0fnu": 1,
    "float8_e4m3fnuz": 1,
    "float8_e5m2fnuz": 1,
    "float8_e4m3b11fnuz": 1,
}
"""The number of bytes of each type that raw values may have, by the names of ml_dtypes."""
