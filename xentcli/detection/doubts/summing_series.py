"""Columns of one name pattern that sum to one in every row, next to chosen columns that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.core.text import listed, shown
from xentcli.inputs.roles.column import columns_of
from xentcli.inputs.roles.series import Series, columns_of_classes
from xentcli.inputs.roles.sums import with_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.detection.evidence import LabelEvidence
    from xentcli.detection.refusal import Refusal
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.roles.column import Column

MOST_COLUMNS = 256
"""Wider tables are not searched."""


def summing_series(refusal: Refusal, seen: LabelEvidence, data: Dataset) -> Refusal | None:
    """Return the question whether another series of the classes is meant, whose rows sum to one, or None."""
    labels, predictions = data.pair
    table, chosen = predictions.table, predictions.columns
    if table.dtype is not None or not table.columns or len(table.columns) > MOST_COLUMNS or chosen is None:
        return None
    taken = set(labels.columns or ()) if labels.table is table else set()
    columns = [c for c in columns_of(table, "predictions") if c.numeric and c.index not in taken]
    classes = seen.classes.ordered() if not seen.classes.full else ()
    whole = [Series(some) for some in columns_of_classes(columns, classes)]
    found = [series.columns for series in with_sums(table, whole) if series.sums]
    return _asked(refusal, found[0]) if len(found) == 1 and found[0] else None


def _asked(refusal: Refusal, columns: Sequence[Column]) -> Refusal:
    names = listed([shown(column.name) for column in columns], 4)
    spec = ",".join(column.spec for column in columns)
    message = f"{refusal.value} does not sum to one, but columns {names} do in every row"
    hint = f"if these are the predictions, use --prediction-columns {spec}"
    return replace(refusal, message=message, hint=hint, ways=({"prediction_columns": spec},))
