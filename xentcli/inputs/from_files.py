"""Files named on the command line, opened and taken apart into labels, predictions and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError, shown
from xentcli.core.suggest import did_you_mean
from xentcli.inputs.join import joined_sides
from xentcli.inputs.labels import select_labels, select_weights
from xentcli.inputs.predictions import select_predictions
from xentcli.inputs.selection import LABEL_NAMES, PREDICTION_NAMES, WEIGHT_NAMES, Selection, but
from xentcli.io.open_table import open_table
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentcli.io.table import ReadOptions, Table
    from xentcli.settings.settings import Settings


def check_stdin(*paths: str | None) -> None:
    """Standard input can be read by one of the inputs only."""
    if sum(path in {"-", "/dev/stdin"} for path in paths) > 1:
        raise UsageError("- can stand for one input only", "write the other to a file first", code="XE503")


def open_labels(
    path: str, column: str | None, options: ReadOptions, settings: Settings, *, once: bool = False
) -> Selection:
    """The labels of a file; their rows are read more than once, unless it is said that they are not."""
    table = open_table(path, options, member=column, usual=LABEL_NAMES, once=once)
    return select_labels(table, column, as_names=settings.named)


def open_predictions(
    path: str | None,
    columns: str | None,
    options: ReadOptions,
    labels: Selection,
    same: str,
    *,
    weights: Selection | None = None,
) -> Selection:
    """The predictions of their own file, or of the labels' file."""
    if path is None or (path == same and path != "-"):
        return select_predictions(_same_file(same, columns, options, labels), columns, labels, weights)
    return select_predictions(open_table(path, options, member=columns, usual=PREDICTION_NAMES), columns)


def open_both(
    params: Mapping[str, Any], options: ReadOptions, settings: Settings, *, once: bool = False
) -> tuple[Selection, Selection | None]:
    """Labels, and the predictions if some are named; their rows side by side as --on says."""
    path, columns = params["predictions"], params["prediction_columns"]
    both = path is not None or columns is not None
    labels = open_labels(params["labels"], params["labels_column"], options, settings, once=once and not both)
    if params["labels_column"] is None:
        labels = but(labels, params["on"])
    beside = open_predictions(path, columns, options, labels, params["labels"]) if both else None
    if beside is not None and columns is None:
        beside = but(beside, params["on"])
    return joined_sides(labels, beside, params["on"], inner=params["join"] == "inner")


def _same_file(path: str, columns: str | None, options: ReadOptions, labels: Selection) -> Table:
    if labels.table.dtype is None:
        return labels.table
    return open_table(path, options, member=columns, usual=PREDICTION_NAMES)


def open_weights(params: Mapping[str, Any], options: ReadOptions, labels: Selection) -> Selection | None:
    """The sample weights: a column of the labels' file, or a file of their own."""
    path, column = params["sample_weight"], params["sample_weight_column"]
    if path is not None and column is not None:
        raise UsageError(
            "--sample-weight and --sample-weight-column exclude each other", "name a file, or a column"
        )
    if column is not None:
        return select_weights(labels.table, column)
    return None if path is None else select_weights(open_table(path, options, usual=WEIGHT_NAMES))


def select_groups(column: str, labels: Selection, predictions: Selection) -> Selection:
    """The column that parts the rows: of the labels' file, else of the predictions'."""
    known: list[str] = []
    for side in (labels, predictions):
        names = side.table.columns or ()
        if column in names:
            return Selection(side.table, (names.index(column),), Cells.TEXT)
        known += names
    hint = did_you_mean(
        column, known, f"the columns are {', '.join(map(shown, known[:8])) or 'without names'}"
    )
    raise UsageError(f"--by: no column is called '{shown(column)}'", hint, code="XE505", value=column)
