"""Everything a user can ask of the loss, as one value."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.names import is_padded
from xentcli.core.types import Kind, Loss, Scale

if TYPE_CHECKING:
    from typing import Self

Weights = tuple[float, ...]
Weighting = str | Weights | tuple[tuple[str, float], ...]
"""Weights of classes as they are asked for: `--class-weight`'s text, in the classes' order, or by class."""


class Like(StrEnum):
    """Whose number is wanted: the name of a module in losses/frameworks, and what else it is called."""

    aliases: tuple[str, ...]

    def __new__(cls, name: str, *aliases: str) -> Self:
        """Make a member whose value is its name."""
        member = str.__new__(cls, name)
        member._value_, member.aliases = name, aliases
        return member

    EXACT = "exact"
    KERAS = "keras", "tensorflow", "tf"
    TORCH = "torch"
    SKLEARN = "sklearn", "scikit", "scikit-learn"
    OPTAX = "optax", "jax"


REFERENCE = Like.EXACT
"""The number that the others are compared with."""
IGNORE_MARKS = (-1, -100, 255)
"""Labels that usually mark what is to be left out: padding, and unknown pixels."""


class Reduction(StrEnum):
    """How the losses become one number."""

    MEAN = "mean"
    SUM = "sum"
    NONE = "none"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"
    MEAN_WITH_SAMPLE_WEIGHT = "mean_with_sample_weight"


class LossName(Frozen):
    """A loss as users call it: which formula, and the scale that a framework's class takes."""

    loss: Loss | None = None
    scales: tuple[Scale, ...] = ()


_PROBS, _LOGITS, _LOGS = (Scale.PROBABILITIES,), (Scale.LOGITS,), (Scale.LOG_PROBABILITIES,)
LOSS_NAMES: dict[str, LossName] = {
    "auto": LossName(),
    "binary": LossName(Loss.BINARY),
    "categorical": LossName(Loss.CATEGORICAL),
    "sparse": LossName(Loss.SPARSE),
    "binary_crossentropy": LossName(Loss.BINARY),
    "categorical_crossentropy": LossName(Loss.CATEGORICAL),
    "sparse_categorical_crossentropy": LossName(Loss.SPARSE),
    "bce": LossName(Loss.BINARY),
    "cce": LossName(Loss.CATEGORICAL),
    "scce": LossName(Loss.SPARSE),
    "BinaryCrossentropy": LossName(Loss.BINARY),
    "CategoricalCrossentropy": LossName(Loss.CATEGORICAL),
    "SparseCategoricalCrossentropy": LossName(Loss.SPARSE),
    "BCELoss": LossName(Loss.BINARY, _PROBS),
    "BCEWithLogitsLoss": LossName(Loss.BINARY, _LOGITS),
    "CrossEntropyLoss": LossName(None, _LOGITS),
    "NLLLoss": LossName(Loss.SPARSE, _LOGS),
    "log_loss": LossName(None, _PROBS),
}
"""Every name that `--loss` takes. CrossEntropyLoss and log_loss take ids and vectors, so the labels
choose."""


class Settings(Frozen):
    """What the loss is to be: every option that can change a number or what is said of it."""

    loss: str = "auto"
    labels_kind: Kind | None = None
    scale: Scale | None = None
    reduction: Reduction = Reduction.MEAN
    like: Like = REFERENCE
    label_offset: int = 0
    classes: tuple[str, ...] | None = None
    num_classes: int | None = None
    max_classes: int = 1_000_000
    """Classes counted at most; of more, nothing is told apart."""
    class_axis: int | None = None
    epsilon: float | None = None
    dtype: str = "auto"
    label_smoothing: float = 0.0
    class_weight: Weighting | None = None
    pos_weight: Weights | None = None
    ignore_index: int | None = None
    focal_gamma: float | None = None
    focal_alpha: Weights | None = None
    base: float | None = None

    @property
    def named(self) -> bool:
        """Whether the classes are told, and are names: 7 is an id, 007 a name."""
        return self.classes is not None and not all(
            told.lstrip("+-").isdecimal() and not is_padded(told) for told in self.classes
        )

    @property
    def name(self) -> LossName:
        """The loss asked for, and the scale that its name fixes."""
        return LOSS_NAMES[self.loss]
