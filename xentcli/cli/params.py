"""The values of the options, by their names: what click hands to a command.

Only for the type checker, which finds a misspelt name; no command imports this when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from pathlib import Path


class OutputParams(TypedDict):
    """Where the answer goes and what it looks like."""

    output: Path | None
    format: str | None
    force: bool
    quiet: bool
    verbose: bool
    color: str


class InputParams(TypedDict):
    """How the inputs are read."""

    input_format: str | None
    header: bool | None
    delimiter: str | None
    encoding: str
    decimal: str
    jobs: int | None
    block_rows: int | None
    max_field: int
    max_columns: int
    max_memory: int
    max_classes: int


class LabelParams(InputParams):
    """How labels are to be understood."""

    labels: str
    labels_column: str | None
    labels_kind: str
    classes: str | None
    num_classes: int | None
    label_offset: int


class WeightParams(TypedDict, total=False):
    """What only some commands have."""

    sample_weight: str | None


class PairParams(LabelParams, OutputParams, WeightParams):
    """How labels and predictions are to be understood, and who works on them."""

    predictions: str | None
    prediction_columns: str | None
    loss: str
    from_probs: bool
    from_logits: bool
    from_log_probs: bool
    ignore_index: int | None
    on: str | None
    join: str | None
    class_axis: int | None
    scheduler: str | None
    retries: int
    timeout: float


class LossParams(PairParams):
    """The values that `loss` has."""

    like: str
    reduction: str
    dtype: str
    epsilon: float | None
    label_smoothing: float
    class_weight: str | None
    sample_weight_column: str | None
    pos_weight: tuple[float, ...] | None
    focal_gamma: float | None
    focal_alpha: tuple[float, ...] | None
    base: float | None
    per_sample: str | None
    top: int
    by: str | None
    fail_above: float | None


class ValidateParams(PairParams):
    """The values that `validate` has."""

    expect: str | None
    rows: int | None
    max_errors: int
    strict: bool


class ConvertParams(LabelParams):
    """The values that `convert` has."""

    target: str
    argmax: bool
    threshold: float | None
    softmax: bool
    sigmoid: bool
    positive: str | None
    dtype: str | None
    columns: str | None
    class_names: bool
    keep: str | None
    output: Path | None
    format: str | None
    force: bool
    quiet: bool
