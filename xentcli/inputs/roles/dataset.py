"""Build a dataset of tables with roles that are found by evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError
from xentcli.core.frozen import replace
from xentcli.core.types import Kind
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.roles.apply import Named, hold_both, select_by_evidence, select_labels_alone
from xentcli.inputs.roles.select import select_labels
from xentcli.inputs.roles.weights import selected_weights

if TYPE_CHECKING:
    from xentcli.inputs.selection import ColumnNames, Inputs
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

VECTORS = frozenset({Kind.ONE_HOT, Kind.MULTI_LABEL})


def dataset_of_one(inputs: Inputs, names: ColumnNames, settings: Settings, table: Table) -> Dataset:
    """Return the dataset of a table without predictions, unless it proves to hold them as well."""
    named = _named(names, settings)
    both = hold_both(table, named, as_names=settings.named)
    if both is not None:
        return Dataset(
            both.labels, both.predictions, selected_weights(inputs, names, both.labels), roles=both.roles
        )
    labels = select_labels_alone(table, named.others, as_names=settings.named)
    return Dataset(labels, None, selected_weights(inputs, names, labels))


def _named(names: ColumnNames, settings: Settings) -> Named:
    others = tuple(name for name in (*names.others, names.weights) if name is not None)
    vectors = names.kind in VECTORS or settings.labels_kind in VECTORS
    on, where = names.on, names.where
    return Named(names.labels, names.predictions, others, names.weights, on, where, vectors)


def dataset_of_both(
    inputs: Inputs,
    names: ColumnNames,
    settings: Settings,
    tables: tuple[Table, Table],
    spare: str | None,
    *,
    misread: bool,
) -> Dataset:
    """Return the dataset of tables with roles that are found from all rows.

    The input ``spare`` may hold more rows than the other. With ``misread``, labels in place of predictions
    are returned instead of raising an error.
    """
    table, beside = tables
    try:
        named = replace(_named(names, settings), spare=spare)
        found = select_by_evidence(table, beside, named, settings)
    except DataError as error:
        if not misread or beside is table or error.code != "XE306":
            raise
        return Dataset(
            select_labels(table, names.labels, as_names=settings.named),
            select_labels(beside, None, as_names=settings.named),
            misread=True,
        )
    weights = selected_weights(inputs, names, found.labels)
    on = None if found.key is None or found.key.in_order else found.key.on
    return Dataset(found.labels, found.predictions, weights, key=on, roles=found.roles)
