"""Scores of other models next to scores with a usual name, which make a question necessary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import XentError
from xentcli.core.frozen import replace
from xentcli.inputs.roles.names import Role, words
from xentcli.inputs.roles.series import Series
from xentcli.inputs.roles.sums import mostly_sums
from xentcli.inputs.take import whole_of
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Floats
    from xentcli.inputs.roles.column import Column
    from xentcli.inputs.roles.reading import Reading
    from xentcli.inputs.roles.readings import Rated
    from xentcli.io.table import Table

MODELS = frozenset(
    {
        "xgb",
        "xgboost",
        "lgb",
        "lgbm",
        "lightgbm",
        "gbm",
        "gbdt",
        "catboost",
        "cb",
        "rf",
        "forest",
        "tree",
        "svm",
    }
    | {
        "svc",
        "lr",
        "logreg",
        "logistic",
        "glm",
        "nb",
        "bayes",
        "knn",
        "nn",
        "mlp",
        "cnn",
        "rnn",
        "lstm",
        "gru",
    }
    | {"bert", "roberta", "gpt", "llm", "vit", "resnet", "net", "network", "transformer", "tabnet", "automl"}
    | {"model", "baseline", "ensemble", "stacked", "blend", "calibrated", "calib", "recalibrated", "platt"}
    | {"isotonic", "teacher", "student", "champion", "challenger", "prod", "ema", "swa", "estimate"}
)
"""Words in the names of columns that hold the scores of a model."""
FEATURES = frozenset(
    {"x", "f", "v", "var", "feature", "feat", "features", "pc", "pca", "emb", "embedding", "dim", "component"}
    | {"age", "ratio", "rate", "fraction", "scaled", "norm", "normalized", "normalised", "time", "distance"}
    | {"entropy", "margin", "uncertainty", "variance", "std", "stderr", "se", "error", "loss", "nll", "brier"}
    | {
        "threshold",
        "cutoff",
        "lower",
        "upper",
        "low",
        "high",
        "ci",
        "propensity",
        "quantile",
        "rank",
        "prior",
    }
)
"""Words in the names of columns that hold something else."""
NO_SCORES = frozenset({Role.KEY, Role.WEIGHT, Role.SPLIT, Role.GROUP, Role.LABEL})
ALIKE = 0.3
"""The least rank correlation of two columns of scores for the same labels."""
FEW = 20
"""The fewest rows for a meaningful correlation."""


def rivals_of(
    best: Reading, found: Sequence[Rated], numbers: Sequence[Column], table: Table
) -> list[Reading]:
    """Return the readings with other scores that are as likely, whatever the names of the columns."""
    if best.label is None:
        return []
    if len(best.scores) > 1:
        return _other_series(best, found)
    labels = best.label.stats.distinct
    if labels.many or not 1 <= len(labels.values) <= 2:
        return []
    column = best.scores.columns[0]
    own = _values(table, column)
    some = [c for c in numbers if c is not column and c is not best.label and _may_be_probability(c)]
    return [
        replace(best, scores=Series((c,)))
        for c in some
        if own is not None and _is_rival(c, own, _values(table, c), probabilities=column.stats.inside)
    ]


def _other_series(best: Reading, found: Sequence[Rated]) -> list[Reading]:
    """Return the readings with another series of the same classes that is as likely the scores."""
    own = best.scores
    rivals: list[Reading] = []
    for one in found:
        scores = one.reading.scores
        if one.reading.labels != best.labels or len(scores) != len(own):
            continue
        if {*scores.columns} & {c for r in (best, *rivals) for c in r.scores.columns}:
            continue
        if all(c.stats.is_whole for c in scores.columns) or any(is_feature(c) for c in scores.columns):
            continue
        if scores.sums if own.sums else _same_classes(scores, own):
            rivals.append(one.reading)
    return rivals


def whole_series(rivals: Sequence[Reading], table: Table) -> Reading | None:
    """Return the reading whose scores include those of all others, if most of its rows sum to one, else None.

    A row of totals below the others does not make a single column of them the predictions.
    """
    if table.dtype is not None or len({r.labels for r in rivals}) > 1:
        return None
    whole = max(rivals, key=lambda reading: len(reading.scores))
    parts = [{*r.scores.indices} for r in rivals]
    is_whole = all(part <= {*whole.scores.indices} for part in parts) and len(whole.scores) > 1
    return whole if is_whole and mostly_sums(table, whole.scores) else None


def _same_classes(scores: Series, own: Series) -> bool:
    if scores.classes is None or own.classes is None or scores.pattern is None or scores.sums:
        return False
    return {*map(str, scores.classes)} == {*map(str, own.classes)}


def is_feature(column: Column) -> bool:
    """Return whether the name of a column says that it holds something else than scores."""
    return column.named and bool(FEATURES & {*words(column.name)}) and not MODELS & {*words(column.name)}


def _may_be_probability(column: Column) -> bool:
    stats = column.stats
    varies = stats.maximum > stats.minimum
    return (
        stats.numeric
        and stats.inside
        and stats.fractions > 0
        and varies
        and column.hint not in NO_SCORES
        and not is_feature(column)
    )


def _values(table: Table, column: Column) -> Floats | None:
    try:
        values = whole_of(table, (column.index,), Cells.NUMBERS).values.reshape(-1)
    except XentError:
        return None
    return np.asarray(values, np.float64)


def _is_rival(column: Column, own: Floats, other: Floats | None, *, probabilities: bool) -> bool:
    """Return whether a column of probabilities is not made of the other one, and is likely a model's."""
    if other is None or len(own) != len(other) or np.isnan(own).any():
        return False
    known = own if probabilities else 1 / (1 + np.exp(-np.clip(own, -700, 700)))
    same = (known, 1 - known, np.maximum(known, 1 - known))
    if any(np.allclose(other, one, rtol=1e-3, atol=1e-3) for one in same):
        return False
    if (
        not column.named
        or MODELS & {*words(column.name)}
        or column.hint in {Role.SCORE, Role.PREDICTED_CLASS}
    ):
        return True
    return _go_together(own, other)


def _go_together(own: Floats, other: Floats) -> bool:
    """Return whether two columns may rank the rows alike; few rows show nothing."""
    if len(own) < FEW:
        return True
    ranks = np.argsort(np.argsort(own)), np.argsort(np.argsort(other))
    return float(np.corrcoef(*ranks)[0, 1]) >= ALIKE
