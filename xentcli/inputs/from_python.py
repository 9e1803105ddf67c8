"""Build a dataset from the arguments of a Python call.

Arrays, lists, data frames and their columns, file paths, and iterators of blocks become the same tables that
the command line reads.
"""

from __future__ import annotations

import os
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import UsageError
from xentcli.core.frozen import replace
from xentcli.inputs.assemble import assemble
from xentcli.inputs.select_columns import spec_of
from xentcli.inputs.selection import KEY_NAMES, ColumnNames, Inputs, tables_of
from xentcli.io.batches import is_blocks, kept, kept_pairs
from xentcli.io.memory import array_table, frame_table, holds_lists, is_frame, list_table
from xentcli.io.open_table import open_table
from xentcli.io.table import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import Opener
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

    Names: TypeAlias = str | Sequence[str] | None

READ = ReadOptions()


def named_columns(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    on: Any = None,
    join: str | None = None,
    by: Any = None,
    where: Mapping[str, object] | None = None,
    table: Names = None,
) -> ColumnNames:
    """Return the columns of a call, each given as a name, an index, or a sequence of them."""
    for word, column in (("on", on), ("by", by)):
        if not isinstance(column, str | None):
            message = f"{word} is the name of a column, not a {type(column).__name__}"
            raise UsageError(message, f"add it to the frame of the labels, and pass its name: {word}='group'")
    if join not in {None, "inner"}:
        raise UsageError(f"unknown join: {join}", "use join='inner', or leave it out", code="XE522")
    group = None if by == "class" else by
    conditions = tuple(f"{name}={value}" for name, value in (where or {}).items())
    return ColumnNames(
        spec_of(labels),
        spec_of(predictions),
        spec_of(weights),
        on,
        join,
        group,
        where=conditions,
        tables=tables_of((table,) if isinstance(table, str) else tuple(table or ())),
    )


def table_of(
    data: Any,
    role: str,
    member: str | None = None,
    usual: tuple[str, ...] = (),
    *,
    keys: tuple[str | None, ...] = (),
    once: bool = False,
    header: bool | None = None,
    tokens: bool = False,
    unknown: tuple[str, ...] | None = None,
    raw_type: str | None = None,
    table: str | None = None,
) -> Table:
    """Return the table of the data, or of the file at a path."""
    if _is_path(data):
        options = replace(READ, header=header, tokens=tokens, unknown=unknown, raw_type=raw_type, table=table)
        return open_table(os.fspath(data), options, member=member, usual=usual, once=once)
    if is_frame(data):
        known = (*KEY_NAMES, *(key for key in keys if key is not None))
        return frame_table(data, role, known, with_gaps=unknown is not None)
    if is_blocks(data):
        return kept(data, role)
    if role == "labels" and holds_lists(data):
        return list_table(data, role)
    return array_table(data, role)


def from_python(
    data: tuple[Any, Any, Any],
    names: ColumnNames,
    settings: Settings,
    *,
    paired: bool = False,
    once: bool = False,
    misread: bool = False,
) -> Dataset:
    """Return the dataset of a call with (labels, predictions, weights); the latter two may be None.

    Set ``paired`` if predictions are required; rows are then reported by their keys. Set ``once`` if labels
    without predictions are read only once, and ``misread`` to accept labels in place of the predictions.
    """
    labels, predictions, weights = data
    alone = predictions is None and names.predictions is None
    pair = None
    if alone and is_blocks(labels):
        labels, pair = _peeked(labels, paired=paired)
    inputs = (
        _inputs(labels, predictions, names, settings)
        if pair is None
        else Inputs(_held(pair[0]), _held(pair[1]))
    )
    if weights is not None:
        inputs = replace(inputs, weights=partial(table_of, weights, "weights", raw_type=settings.raw_type))
    both = paired or not alone or pair is not None
    return assemble(inputs, names, settings, paired=both, keyed=paired, once=once, misread=misread)


def _inputs(labels: Any, predictions: Any, names: ColumnNames, settings: Settings) -> Inputs:
    """Return the openers of labels and predictions; equal paths mean one file that holds both."""
    same = _is_path(labels) and _is_path(predictions) and predictions == labels != "-"
    own, opened = predictions is not None and not same, partial(table_of, raw_type=settings.raw_type)
    keys = names.others
    first, last = (names.tables[0], names.tables[-1]) if names.tables else (None, None)
    return Inputs(
        labels=partial(opened, labels, "labels", keys=keys, unknown=settings.unknown, table=first),
        predictions=partial(opened, predictions, "predictions", keys=keys, table=last) if own else None,
        again=partial(opened, labels, "predictions", table=last) if _is_path(labels) else _no_predictions,
        in_memory=not _is_path(predictions),
    )


def _no_predictions(
    *,
    member: str | None,
    usual: tuple[str, ...],
    once: bool = False,
    header: bool | None = None,
    tokens: bool = False,
) -> Table:
    del member, usual, once, header, tokens
    hint = "pass them after the labels, or pass an iterator of (labels, predictions)"
    raise UsageError("an array of labels does not hold predictions", hint, code="XE561")


def _held(table: Table) -> Opener:
    """Return an opener for a table that is open already."""

    def opened(
        *,
        member: str | None,
        usual: tuple[str, ...],
        once: bool = False,
        header: bool | None = None,
        tokens: bool = False,
    ) -> Table:
        del member, usual, once, header, tokens
        return table

    return opened


def _peeked(blocks: Any, *, paired: bool) -> tuple[Any, tuple[Table, Table] | None]:
    """Look at the first block; return all blocks and None, or for pairs None and the two tables."""
    rest = iter(blocks)
    first = list(islice(rest, 1))
    everything = chain(first, rest)
    if paired or (first and isinstance(first[0], tuple)):
        return None, kept_pairs(everything)
    if first and _is_two_arrays(first[0]):
        message = "a block is a list of two arrays: a pair, or two rows?"
        hint = "yield a tuple (labels, predictions) for a pair, or one array for rows"
        raise UsageError(message, hint, code="XE561")
    return everything, None


def _is_two_arrays(block: Any) -> bool:
    """Return whether a block is a list of two arrays, as some data loaders yield pairs."""
    return isinstance(block, list) and len(block) == 2 and all(getattr(item, "shape", ()) for item in block)


def _is_path(data: Any) -> bool:
    return isinstance(data, str | os.PathLike)
