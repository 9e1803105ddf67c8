"""Explain predictions in [0, 1] with rows that do not sum to one: cumulative, or one model per column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.core.text import listed
from xentcli.detection.doubts.sums import odds_for
from xentcli.detection.no_scores import farther_anyway, votes
from xentcli.detection.opposites import is_negative
from xentcli.detection.refusal import MIXED, UNNORMALISED, Refusal
from xentcli.detection.senses import are_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.errors import Way
    from xentcli.detection.decide import Evidence
    from xentcli.inputs.dataset import Dataset

MOST_NAMED = 12
"""The number of columns that a command in a hint lists."""
MOST_ALONE = 3
OF_SUMS = frozenset({MIXED, "XE207", "XE210"})
"""Codes of questions about rows by what they sum to."""
SLACK = 1e-6


def explained(refusal: Refusal, seen: Evidence, data: Dataset) -> Refusal:
    """Return the refusal, or a better one if the names or rows show what the predictions are."""
    names = data.pair[1].names
    if refusal.code not in {UNNORMALISED, *OF_SUMS}:
        return votes(names, seen) or refusal
    other = farther_anyway(names, seen) or _by_name(seen, data) or votes(names, seen)
    other = other or _of_series(refusal, seen, data) or _ranks(refusal, seen, data)
    if other is not None or refusal.code != UNNORMALISED:
        return other or refusal
    found = _cumulative(refusal, data) or odds_for(seen.predictions, data)
    return found or _one_each(refusal, seen, data) or refusal


def _of_series(refusal: Refusal, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the question whether columns of one name pattern that sum to one are meant, or None."""
    if len(seen.labels.classes) < 2 or not data.pair[1].names:
        return None
    from xentcli.detection.doubts.summing_series import summing_series

    return summing_series(refusal, seen.labels, data)


def _ranks(refusal: Refusal, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the question about whole numbers from 1 to K with the sum of ranks in each row, or None."""
    numbers, width = seen.predictions, len(data.pair[1].columns or ())
    total = width * (width + 1) / 2
    sums = numbers.least_sum == numbers.most_sum == total
    if width < 3 or not (numbers.is_whole and (numbers.minimum, numbers.maximum) == (1, width) and sums):
        return None
    message = f"each row holds whole numbers from 1 to {width} that sum to {total:g}: ranks of the classes?"
    hint = "cross-entropy needs scores, not ranks; use --normalize for counts, or --from-logits for logits"
    return replace(refusal, code="XE221", message=message, hint=hint, value=None, ways=())


def _by_name(seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of columns that their names say are odds or no scores, or None."""
    from xentcli.detection.doubts.by_name import no_score
    from xentcli.detection.doubts.sums import odds_by_name

    names, numbers = data.pair[1].names or (), seen.predictions
    found = odds_by_name(numbers, names) or no_score(names, numbers)
    return None if found is None else replace(found, of_predictions=True)


# ------------------------------------------------------------------ cumulative


def _cumulative(refusal: Refusal, data: Dataset) -> Refusal | None:
    """Return the refusal of rows that rise to one, or fall from it, in all rows; else None."""
    rises = falls = True
    for block in data.pair[1].blocks():
        rows = np.asarray(block.values, np.float64).reshape(len(block), -1)
        steps = np.diff(rows, axis=1)
        rises = rises and bool((steps >= -SLACK).all() and (abs(rows[:, -1] - 1) <= SLACK).all())
        falls = falls and bool((steps <= SLACK).all() and (abs(rows[:, 0] - 1) <= SLACK).all())
        if not (rises or falls):
            return None
    which = (
        "rises to 1: these are cumulative probabilities P(y <= k)"
        if rises
        else "falls from 1: these are probabilities P(y >= k)"
    )
    message = f"every row {which}, not class probabilities"
    hint = f"take the differences between columns first{_command(data, 1 if rises else -1)}"
    return replace(refusal, code="XE220", message=message, hint=hint, value=None, ways=())


def _command(data: Dataset, step: int) -> str:
    """Return a command that writes the differences to a CSV file, for a CSV file with names."""
    side = data.pair[1]
    file, names = side.table.name, side.names
    if not names or len(names) > MOST_NAMED or not file.endswith(".csv") or "'" in file + "".join(names):
        axis = "np.diff(p, axis=1, prepend=0)" if step > 0 else "-np.diff(p, axis=1, append=0)"
        return f": {axis}"
    if '"' in file + "".join(names) or "\\" in file + "".join(names):
        return ""
    columns = ", ".join(f"'{name}'" for name in names)
    out = f"{file.removesuffix('.csv')}_differences.csv"
    code = (
        f"import pandas as pd; t = pd.read_csv('{file}'); c = [{columns}]; "
        f"t[c] -= t[c].shift({step}, axis=1).fillna(0); t.to_csv('{out}', index=False)"
    )
    return f': python -c "{code}"'


# ------------------------------------------------------------------ one model a column


def _one_each(refusal: Refusal, seen: Evidence, data: Dataset) -> Refusal | None:
    """Ask which column holds the probability of 1, if the labels are 0 and 1; otherwise return None."""
    labels, predictions = data.pair
    table, columns = predictions.table, predictions.columns
    if (
        table.dtype is not None
        or columns is None
        or not are_bits(seen.labels)
        or labels.shape not in {(), (1,)}
    ):
        return None
    from xentcli.inputs.roles.column_stats import column_stats

    stats = column_stats(table, columns)
    free = [c for c in columns if not stats[c].is_whole] or list(columns)
    names = _specs(predictions.names, columns)
    ways: list[Way] = []
    for column in free[:MOST_ALONE]:
        way: dict[str, object] = {"prediction_columns": names[columns.index(column)]}
        if labels.table is table and labels.columns and len(labels.columns) == 1:
            own = labels.names
            way["labels_column"] = _specs(own, labels.columns)[0]
        if predictions.names and is_negative(predictions.names[columns.index(column)]):
            way["classes"] = "0,1"
        ways.append(way)
    message = (
        f"the labels are 0 and 1, and rows such as {refusal.value} do not sum to one: which column is P(1)?"
    )
    if len(free) < len(columns):
        message = f"the labels are 0 and 1, and rows such as {refusal.value} do not sum to one"
    some = listed([str(way["prediction_columns"]) for way in ways], MOST_ALONE)
    hint = (
        f"if each column is a model, choose one: --prediction-columns {some}; "
        "for scores of two classes, use --normalize"
    )
    if len(columns) == 2 and len(ways) < MOST_ALONE and len(free) == 2:
        ways.append({"normalize": True})
    return replace(refusal, message=message, hint=hint, ways=tuple(ways))


def _specs(names: Sequence[str] | None, columns: Sequence[int]) -> list[str]:
    if names is None:
        return [str(column) for column in columns]
    plain = [not (set(name) & set(',"!/-') or name.isdigit() or not name) for name in names]
    return [n if fine else f'"{n}"' for n, fine in zip(names, plain, strict=True)]
