"""Arrays next to labels and predictions: keys of the rows, ids of ranked scores, and masks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.inputs.beside.as_columns import with_roles
from xentcli.inputs.beside.class_orders import in_order_of_labels
from xentcli.inputs.beside.keys import with_keys
from xentcli.inputs.beside.lengths import ask_for_lengths
from xentcli.inputs.beside.masks import ask_for_mask
from xentcli.inputs.beside.ranks import with_ids
from xentcli.inputs.beside.splits import refuse_other_splits
from xentcli.inputs.doubts.permuted import refuse_permuted

if TYPE_CHECKING:
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import ColumnNames
    from xentcli.settings.settings import Settings


def with_arrays_beside(data: Dataset, names: ColumnNames, settings: Settings) -> Dataset:
    """Return the dataset in the order of classes and rows that other arrays give; ask if it is unclear.

    The name and the values of an array decide; keys, for example, are unique.
    """
    refuse_other_splits(data, names)
    data = in_order_of_labels(with_ids(data), settings)
    ask_for_mask(data, names, settings)
    ask_for_lengths(data, names, settings)
    data = with_keys(data, names)
    refuse_permuted(data, names)
    return with_roles(data, names, settings)
