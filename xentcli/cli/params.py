"""Typed dicts of the option values that click passes to each command.

Only for the type checker, which finds misspelled names; no command imports this at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from pathlib import Path


class OutputParams(TypedDict):
    """Destination and format of the answer."""

    output: Path | None
    format: str | None
    full: bool
    force: bool
    quiet: bool
    verbose: bool
    color: str


class InputParams(TypedDict):
    """How the inputs are read."""

    input_format: str | None
    raw_type: str | None
    table: tuple[str, ...]
    header: bool | None
    delimiter: str | None
    encoding: str
    decimal: str | None
    jobs: int | None
    block_rows: int | None
    max_field: int
    max_columns: int
    max_memory: int
    max_classes: int
    unknown: str | None


class LabelParams(InputParams):
    """How labels are interpreted."""

    labels: str
    labels_column: str | None
    labels_kind: str
    classes: str | None
    num_classes: int | None
    label_offset: int
    label_separator: str | None


class WeightParams(TypedDict, total=False):
    """Values that only some commands have."""

    sample_weight: str | None


class PairParams(LabelParams, OutputParams, WeightParams):
    """How labels and predictions are interpreted, and the cluster."""

    predictions: str | None
    prediction_columns: str | None
    loss: str
    from_probs: bool
    from_logits: bool
    from_log_probs: bool
    from_percent: bool
    normalize: bool
    ignore_index: int | str | None
    on: str | None
    join: str | None
    where: tuple[str, ...]
    class_axis: int | None
    scheduler: str | None
    retries: int
    timeout: float


class LossParams(PairParams):
    """The values of `loss`."""

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
    """The values of `validate`."""

    expect: str | None
    rows: int | None
    max_errors: int
    strict: bool


class ConvertParams(LabelParams):
    """The values of `convert`."""

    target: str
    form: str
    argmax: bool
    threshold: float | None
    softmax: bool
    sigmoid: bool
    positive: str | None
    class_axis: int | None
    dtype: str | None
    columns: str | None
    class_names: bool
    keep: str | None
    output: Path | None
    format: str | None
    force: bool
    quiet: bool
