"""What a call from Python hands over, taken apart into labels, predictions and weights.

Arrays and lists, data frames and their columns, paths of files, and iterators of blocks all become the same
tables that the command line reads.
"""

from __future__ import annotations

import os
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from xentcli.commands.loss.job import Job, prepared
from xentcli.core.errors import UsageError
from xentcli.core.frozen import Frozen
from xentcli.inputs.column_spec import select_columns, spec_of
from xentcli.inputs.join import joined, joined_sides
from xentcli.inputs.labels import select_labels, select_weights
from xentcli.inputs.match import own_key
from xentcli.inputs.predictions import select_predictions
from xentcli.inputs.selection import (
    KEY_NAMES,
    LABEL_NAMES,
    PREDICTION_NAMES,
    WEIGHT_NAMES,
    Selection,
    but,
    without,
)
from xentcli.io.batches import is_blocks, kept, kept_pairs
from xentcli.io.memory import array_table, frame_table, is_frame
from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

if TYPE_CHECKING:
    from xentcli.io.table import Table
    from xentcli.losses.spec import Breakdown
    from xentcli.settings.settings import Settings

READ = ReadOptions()


class ColumnNames(Frozen):
    """The columns of frames and files that are meant, where they are not to be found out."""

    labels: str | None = None
    predictions: str | None = None
    weights: str | None = None
    on: str | None = None
    join: str | None = None
    by: str | None = None

    def __post_init__(self) -> None:
        """Rows without a partner are left out, or there is no join of that name."""
        if self.join not in {None, "inner"}:
            raise UsageError(f"no join is called {self.join}", "join='inner', or none", code="XE522")

    @property
    def others(self) -> tuple[str | None, ...]:
        """Columns that are neither labels nor predictions."""
        return self.on, self.by


PLAIN = ColumnNames()


def named_columns(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    on: Any = None,
    join: str | None = None,
    by: Any = None,
) -> ColumnNames:
    """The columns as a call names them: by names, by indexes, or several of them."""
    for word, column in (("on", on), ("by", by)):
        if not isinstance(column, str | None):
            message = f"{word} is the name of a column, not a {type(column).__name__}"
            raise UsageError(message, f"put it into the labels' frame, and name it: {word}='group'")
    return ColumnNames(spec_of(labels), spec_of(predictions), spec_of(weights), on, join, by)


def table_of(
    data: Any,
    role: str,
    member: str | None = None,
    usual: tuple[str, ...] = (),
    *,
    keys: tuple[str | None, ...] = (),
    once: bool = False,
) -> Table:
    """The table that the data are, or that a path leads to."""
    if _is_path(data):
        return open_table(os.fspath(data), READ, member=member, usual=usual, once=once)
    if is_frame(data):
        return frame_table(data, role, (*KEY_NAMES, *(key for key in keys if key is not None)))
    return kept(data, role) if is_blocks(data) else array_table(data, role)


def sides(
    labels: Any, predictions: Any, columns: ColumnNames, settings: Settings, *, once: bool = False
) -> tuple[Selection, Selection | None]:
    """Labels and, where there are some, predictions; their rows side by side as ``on`` says."""
    mine, theirs = _apart(labels, predictions, columns, settings, once=once)
    return joined_sides(mine, theirs, columns.on, inner=columns.join == "inner")


def loss_job(
    given: tuple[Any, Any, Any], columns: ColumnNames, settings: Settings, wanted: Breakdown, jobs: int
) -> Job:
    """The job of a loss on labels, predictions and weights; the predictions may be in the labels' frame."""
    labels, predictions, weights = given
    mine, theirs = _apart(labels, predictions, columns, settings, weights=weights, paired=True)
    assert theirs is not None
    weighing = _weights(weights, columns, mine)
    groups = None if wanted.by_column is None else _group(wanted.by_column, mine, theirs)
    keys = own_key(mine) if columns.on is None else None
    job = Job(mine, theirs, weighing, settings, wanted, jobs, keys, groups)
    return prepared(joined(job, columns.on, inner=columns.join == "inner"))


def _apart(
    labels: Any,
    predictions: Any,
    columns: ColumnNames,
    settings: Settings,
    *,
    weights: Any = None,
    paired: bool = False,
    once: bool = False,
) -> tuple[Selection, Selection | None]:
    """Both sides, rows as yet in their own order; ``paired`` says that there must be predictions."""
    alone = predictions is None and columns.predictions is None
    if alone and is_blocks(labels):
        labels, pairs = _peeked(labels, paired=paired)
        if pairs is not None:
            return select_labels(pairs[0]), select_predictions(pairs[1])
    both = paired or not alone
    table = table_of(
        labels, "labels", columns.labels, LABEL_NAMES, keys=columns.others, once=once and not both
    )
    mine = select_labels(table, columns.labels, as_names=settings.named)
    if columns.labels is None:
        weighing = _weights(None, columns, mine) if weights is None else None
        mine = but(mine if weighing is None else without(mine, weighing), *columns.others)
    return mine, _beside(labels, predictions, columns, mine) if both else None


def _peeked(blocks: Any, *, paired: bool) -> tuple[Any, tuple[Table, Table] | None]:
    """The blocks from the first on; or, where they are pairs, the tables of both."""
    rest = iter(blocks)
    first = list(islice(rest, 1))
    everything = chain(first, rest)
    if paired or (first and isinstance(first[0], tuple)):
        return None, kept_pairs(everything)
    if first and _is_two_arrays(first[0]):
        message = "a block is a list of two arrays: a pair, or two rows?"
        hint = "yield a tuple for (labels, predictions), one array for rows"
        raise UsageError(message, hint, code="XE561")
    return everything, None


def _is_two_arrays(block: Any) -> bool:
    """Whether a block is a list as loaders yield them for a pair."""
    return isinstance(block, list) and len(block) == 2 and all(getattr(item, "shape", ()) for item in block)


def _beside(labels: Any, predictions: Any, columns: ColumnNames, mine: Selection) -> Selection:
    """The predictions: handed over by themselves, or in the labels' frame or file."""
    spec = columns.predictions
    if predictions is None and not _is_path(labels) and mine.table.dtype is not None:
        hint = "hand them over after the labels, or an iterator of (labels, predictions)"
        raise UsageError("an array of labels holds no predictions", hint, code="XE561")
    if predictions is None and mine.table.dtype is None:
        side = select_predictions(mine.table, spec, mine, _weights(None, columns, mine))
    elif predictions is None:
        side = select_predictions(table_of(labels, "predictions", spec, PREDICTION_NAMES), spec)
    else:
        table = table_of(predictions, "predictions", spec, PREDICTION_NAMES, keys=columns.others)
        lone = table.columns if not _is_path(predictions) and len(table.columns or ()) == 1 else None
        side = select_predictions(table, spec if lone is None else lone[0])
    return but(side, *columns.others) if spec is None else side


def _weights(weights: Any, columns: ColumnNames, labels: Selection) -> Selection | None:
    """Sample weights of their own, or a column of the labels' frame or file."""
    if weights is not None and columns.weights is not None:
        message = "sample_weight and sample_weight_column exclude each other"
        raise UsageError(message, "hand over weights, or name a column")
    if columns.weights is not None:
        return select_weights(labels.table, columns.weights)
    return None if weights is None else select_weights(table_of(weights, "weights", None, WEIGHT_NAMES))


def _group(column: str, labels: Selection, predictions: Selection) -> Selection:
    """The column that parts the rows: of the labels' frame or file, else of the predictions'."""
    both = [side.table for side in (labels, predictions)]
    table = next((table for table in both if column in (table.columns or ())), both[0])
    return Selection(table, select_columns(column, table.columns, len(table.numeric)), Cells.TEXT)


def _is_path(data: Any) -> bool:
    return isinstance(data, str | os.PathLike)
