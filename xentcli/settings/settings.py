"""The settings of a loss, and the enums of their values."""

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
"""Class weights as given: the text of `--class-weight`, weights in class order, or (class, weight) pairs."""


class Like(StrEnum):
    """The framework to reproduce: the name of a module in losses/frameworks, and its aliases."""

    aliases: tuple[str, ...]

    def __new__(cls, name: str, *aliases: str) -> Self:
        """Make a member whose value is its name."""
        member = str.__new__(cls, name)
        member._value_, member.aliases = name, aliases
        return member

    EXACT = "exact"
    KERAS = "keras", "tensorflow", "tf"
    TORCH = "torch", "pytorch", "pt"
    SKLEARN = "sklearn", "scikit", "scikit-learn", "sk"
    OPTAX = "optax", "jax"


REFERENCE = Like.EXACT
"""The framework that the others are compared with."""
IGNORE_MARKS = (-1, -100, 255)
"""Labels that usually mark ignored positions, such as padding or unknown pixels."""


class Reduction(StrEnum):
    """How the losses are reduced to one number."""

    MEAN = "mean"
    SUM = "sum"
    NONE = "none"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"
    MEAN_WITH_SAMPLE_WEIGHT = "mean_with_sample_weight"


class LossName(StrEnum):
    """The name of a loss, with its formula and the scale of predictions that it requires, if any.

    CrossEntropyLoss and log_loss accept class ids and vectors, so their formula depends on the labels.
    """

    formula: Loss | None
    scale: Scale | None

    def __new__(cls, name: str, formula: Loss | None = None, scale: Scale | None = None) -> Self:
        """Make a member whose value is its name."""
        member = str.__new__(cls, name)
        member._value_, member.formula, member.scale = name, formula, scale
        return member

    AUTO = "auto"
    BINARY = "binary", Loss.BINARY
    CATEGORICAL = "categorical", Loss.CATEGORICAL
    SPARSE = "sparse", Loss.SPARSE
    BINARY_CROSSENTROPY = "binary_crossentropy", Loss.BINARY
    CATEGORICAL_CROSSENTROPY = "categorical_crossentropy", Loss.CATEGORICAL
    SPARSE_CATEGORICAL_CROSSENTROPY = "sparse_categorical_crossentropy", Loss.SPARSE
    BCE = "bce", Loss.BINARY
    CCE = "cce", Loss.CATEGORICAL
    SCCE = "scce", Loss.SPARSE
    KERAS_BINARY = "BinaryCrossentropy", Loss.BINARY
    KERAS_CATEGORICAL = "CategoricalCrossentropy", Loss.CATEGORICAL
    KERAS_SPARSE = "SparseCategoricalCrossentropy", Loss.SPARSE
    TORCH_BCE = "BCELoss", Loss.BINARY, Scale.PROBABILITIES
    TORCH_BCE_WITH_LOGITS = "BCEWithLogitsLoss", Loss.BINARY, Scale.LOGITS
    TORCH_CROSS_ENTROPY = "CrossEntropyLoss", None, Scale.LOGITS
    TORCH_NLL = "NLLLoss", Loss.SPARSE, Scale.LOG_PROBABILITIES
    SKLEARN_LOG_LOSS = "log_loss", None, Scale.PROBABILITIES


class Settings(Frozen):
    """All settings that can change the loss or the messages about it."""

    loss: LossName = LossName.AUTO
    labels_kind: Kind | None = None
    scale: Scale | None = None
    from_percent: bool = False
    """Whether the predictions are percentages."""
    normalize: bool = False
    """Whether each row of predictions is divided by its sum."""
    reduction: Reduction = Reduction.MEAN
    like: Like = REFERENCE
    label_offset: int = 0
    classes: tuple[str, ...] | None = None
    num_classes: int | None = None
    max_classes: int = 1_000_000
    """The maximum number of classes that are counted separately."""
    class_axis: int | None = None
    label_separator: str | None = None
    """The separator of several labels in a cell; None to detect it."""
    unknown: tuple[str, ...] | None = None
    """The cells that mean an unknown label; an empty text is an empty cell."""
    raw_type: str | None = None
    """The type of raw values in files of arrays, of ``RAW_TYPES``."""
    epsilon: float | None = None
    dtype: str = "auto"
    label_smoothing: float = 0.0
    class_weight: Weighting | None = None
    pos_weight: Weights | None = None
    ignore_index: int | str | None = None
    """A class id, an index into ``classes``, or a name."""
    focal_gamma: float | None = None
    focal_alpha: Weights | None = None
    base: float | None = None

    @property
    def named(self) -> bool:
        """Return whether ``classes`` are given and include names: 7 is an id, 007 a name."""
        return self.classes is not None and not all(map(_is_id, self.classes))

    @property
    def marks(self) -> tuple[int | str, ...]:
        """Return the labels that ``ignore_index`` leaves out, and the numbers in ``unknown``."""
        numbers = (int(word) for word in self.unknown or () if _is_id(word))
        return (*marks_of(self.ignore_index, self.classes), *numbers)

    @property
    def said_scale(self) -> Scale | None:
        """Return the scale of the predictions given by an option or implied by the loss name."""
        return Scale.PROBABILITIES if self.rescales else self.scale or self.loss.scale

    @property
    def rescales(self) -> bool:
        """Return whether the predictions are turned into probabilities as they are read."""
        return self.from_percent or self.normalize


def cell_marks(marks: tuple[int | str, ...]) -> list[int]:
    """Return the marks that single cells of label vectors can hold: numbers other than 0 and 1.

    >>> cell_marks((-1,)), cell_marks((1, "bee"))
    ([-1], [])
    """
    return [mark for mark in marks if isinstance(mark, int) and mark not in {0, 1}]


def _is_id(told: str) -> bool:
    return told.lstrip("+-").isdecimal() and not is_padded(told)


def marks_of(mark: int | str | None, classes: tuple[str, ...] | None) -> tuple[int | str, ...]:
    """Return the labels that a mark stands for: an id is also an index into named classes.

    >>> marks_of(1, ("ant", "bee")), marks_of("bee", ("ant", "bee")), marks_of(1, ("5", "7"))
    ((1, 'bee'), ('bee',), (1,))
    """
    if mark is None:
        return ()
    names = () if classes is None or all(map(_is_id, classes)) else classes
    indexed = isinstance(mark, int) and 0 <= mark < len(names) and str(mark) not in names
    return (mark, names[int(mark)]) if indexed else (mark,)
