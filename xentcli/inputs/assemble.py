"""Build a dataset from the inputs of a command or a Python call: select columns and join rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen
from xentcli.core.text import listed, shown
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.keys import own_key
from xentcli.inputs.roles.select import select_labels, select_predictions, select_weights
from xentcli.inputs.selection import LABEL_NAMES, PREDICTION_NAMES, WEIGHT_NAMES, Selection, but, without
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings


class Opener(Protocol):
    """A function that opens one input."""

    def __call__(self, *, member: str | None, usual: tuple[str, ...], once: bool = False) -> Table:
        """Return the table; from several arrays, pick ``member``, or the one with a ``usual`` name."""


class Inputs(Frozen):
    """The inputs of a command or a call, each opened on first use."""

    labels: Opener
    predictions: Opener | None
    """None if the labels' file or frame also holds the predictions."""
    weights: Opener | None = None
    again: Opener | None = None
    """Open the labels' input again, for predictions in another array of the same file."""
    in_memory: bool = False
    """Whether the predictions come from Python; a single column is then used whatever its name."""


class ColumnNames(Frozen):
    """The column specs given by the user; None means that the column is detected."""

    labels: str | None = None
    predictions: str | None = None
    weights: str | None = None
    on: str | None = None
    join: str | None = None
    by: str | None = None
    """A column to group by, or "class"."""

    @property
    def others(self) -> tuple[str | None, ...]:
        """Return the columns that are neither labels nor predictions."""
        return self.on, self.group

    @property
    def group(self) -> str | None:
        """Return the column to group by; None when grouping by class."""
        return None if self.by == "class" else self.by


def assemble(
    inputs: Inputs,
    names: ColumnNames,
    settings: Settings,
    *,
    paired: bool,
    keyed: bool = False,
    once: bool = False,
    misread: bool = False,
) -> Dataset:
    """Open the inputs, select their columns, and join their rows.

    Set ``paired`` if there are predictions, ``keyed`` to report rows by their keys, and ``once`` if labels
    without predictions are read only once. With ``misread``, a label file in place of the predictions is
    returned instead of raising an error.
    """
    table = inputs.labels(member=names.labels, usual=LABEL_NAMES, once=once and not paired)
    labels = select_labels(table, names.labels, as_names=settings.named)
    weights = _weights(inputs, names, labels)
    if names.labels is None:
        labels = but(labels if weights is None else without(labels, weights), *names.others)
    predictions, swapped = None, False
    if paired:
        predictions, swapped = _beside(inputs, names, settings, labels, weights, misread=misread)
    keys = own_key(labels) if keyed and names.on is None else None
    groups = None if names.group is None else _groups(names.group, labels, predictions)
    data = Dataset(labels, predictions, weights, keys, groups, misread=swapped)
    if names.on is None and names.join is None:
        return data
    from xentcli.inputs.join import joined

    return joined(data, names.on, inner=names.join == "inner", keyed=keyed)


def _weights(inputs: Inputs, names: ColumnNames, labels: Selection) -> Selection | None:
    """Return the sample weights: a column of the labels' input, or a separate input."""
    if inputs.weights is not None and names.weights is not None:
        message = "--sample-weight and --sample-weight-column exclude each other"
        raise UsageError(message, "name a file, or a column")
    if names.weights is not None:
        return select_weights(labels.table, names.weights)
    return None if inputs.weights is None else select_weights(inputs.weights(member=None, usual=WEIGHT_NAMES))


def _beside(
    inputs: Inputs,
    names: ColumnNames,
    settings: Settings,
    labels: Selection,
    weights: Selection | None,
    *,
    misread: bool,
) -> tuple[Selection, bool]:
    """Return the predictions and False, or the labels found in their place and True."""
    try:
        return _predictions(inputs, names, labels, weights), False
    except DataError as error:
        if not misread or inputs.predictions is None or error.code != "XE306":
            raise
    table = inputs.predictions(member=None, usual=LABEL_NAMES)
    return select_labels(table, None, as_names=settings.named), True


def _predictions(
    inputs: Inputs, names: ColumnNames, labels: Selection, weights: Selection | None
) -> Selection:
    spec, opened = names.predictions, inputs.predictions or inputs.again
    if opened is None or (inputs.predictions is None and labels.table.dtype is None):
        side = select_predictions(labels.table, spec, labels, weights)
    else:
        table = opened(member=spec, usual=PREDICTION_NAMES)
        lone = inputs.in_memory and table.columns is not None and len(table.columns) == 1
        side = select_predictions(table, table.columns[0] if lone and table.columns else spec)
    return but(side, *names.others) if spec is None else side


def _groups(column: str, *sides: Selection | None) -> Selection:
    """Return the group column, from the labels' input if it is there, else from the predictions'."""
    known: list[str] = []
    for side in filter(None, sides):
        columns = side.table.columns or ()
        if column in columns:
            return Selection(side.table, (columns.index(column),), Cells.TEXT)
        known += columns
    from xentcli.core.suggest import did_you_mean

    known = list(dict.fromkeys(known))
    hint = f"the columns are {listed(known, 8) or 'without names'}"
    message = f"--by: no column is called '{shown(column)}'"
    raise UsageError(message, did_you_mean(column, known, hint), code="XE505", value=column)
