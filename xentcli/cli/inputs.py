"""Files named on the command line, opened and taken apart into labels, predictions and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.errors import UsageError
from xentcli.formats import open_table
from xentcli.inputs import (
    LABEL_NAMES,
    PREDICTION_NAMES,
    WEIGHT_NAMES,
    Side,
    labels_side,
    predictions_side,
    weights_side,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.formats.table import ReadOptions, Table
    from xentcli.settings import Settings


def check_stdin(*paths: str | None) -> None:
    """Standard input can be read by one of the inputs only."""
    if sum(path in {"-", "/dev/stdin"} for path in paths) > 1:
        raise UsageError("- can stand for one input only", "write the other to a file first", code="XE503")


def open_labels(
    path: str, column: str | None, options: ReadOptions, settings: Settings, *, once: bool = False
) -> Side:
    """The labels of a file; their rows are read more than once, unless it is said that they are not."""
    table = open_table(path, options, member=column, usual=LABEL_NAMES, once=once)
    names = settings.classes is not None and not all(c.lstrip("+-").isdecimal() for c in settings.classes)
    return labels_side(table, column, as_names=names)


def open_predictions(
    path: str | None,
    columns: str | None,
    options: ReadOptions,
    labels: Side,
    same: str,
    *,
    weights: Side | None = None,
) -> Side:
    """The predictions of their own file, or of the labels' file."""
    if path is None or (path == same and path != "-"):
        return predictions_side(_same_file(same, columns, options, labels), columns, labels, weights)
    return predictions_side(open_table(path, options, member=columns, usual=PREDICTION_NAMES), columns)


def _same_file(path: str, columns: str | None, options: ReadOptions, labels: Side) -> Table:
    if labels.table.dtype is None:
        return labels.table
    return open_table(path, options, member=columns, usual=PREDICTION_NAMES)


def open_weights(params: Mapping[str, Any], options: ReadOptions, labels: Side) -> Side | None:
    """The sample weights: a column of the labels' file, or a file of their own."""
    path, column = params["sample_weight"], params["sample_weight_column"]
    if path is not None and column is not None:
        raise UsageError(
            "--sample-weight and --sample-weight-column exclude each other", "name a file, or a column"
        )
    if column is not None:
        return weights_side(labels.table, column)
    return None if path is None else weights_side(open_table(path, options, usual=WEIGHT_NAMES))
