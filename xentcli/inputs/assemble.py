"""Build a dataset from the inputs of a command or a Python call: select columns and join rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, InputError, Place, UsageError
from xentcli.core.frozen import replace
from xentcli.core.text import listed, printable
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.keys import own_key
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.roles.select import (
    is_alone,
    is_settled,
    select_labels,
    select_predictions,
)
from xentcli.inputs.selection import (
    LABEL_ARRAYS,
    PREDICTION_ARRAYS,
    Selection,
    but,
    may_mask,
    no_column,
    without,
)
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from xentcli.inputs.join import Match
    from xentcli.inputs.selection import ColumnNames, Inputs, Opener
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings


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
    without predictions are read only once if they are one column, or an option names it. With ``misread``, a
    label file in place of the predictions is returned instead of raising an error.
    """
    if inputs.weights is not None and names.weights is not None:
        message = "--sample-weight and --sample-weight-column contradict each other"
        raise UsageError(message, "use one of them")
    table = _opened_labels(inputs, names, paired=paired, once=once and not paired)
    if once and not paired and names.labels is None and table.shape[1:] != (1,):
        keep = getattr(table, "keep", None)  # several columns are told apart by all of their rows
        if keep is not None:
            keep()
    beside = _opened(inputs, names, table) if paired else None
    if beside is not None and beside is not table and getattr(beside, "nested", False):
        from xentcli.inputs.beside.tokens import by_token

        table, beside = by_token(table, beside, inputs, names)
    table, beside, spare = _shaped(table, beside, names, settings)
    index = None if beside is None or names.where else _index(table, beside, names)
    if beside is not None and (spare is not None or not is_settled(table, beside, names.predictions)):
        from xentcli.inputs.roles.dataset import dataset_of_both

        data = dataset_of_both(inputs, names, settings, (table, beside), spare, misread=misread)
    elif beside is None and names.labels is None and not is_alone(table):
        from xentcli.inputs.roles.dataset import dataset_of_one

        data = dataset_of_one(inputs, names, settings, table)
    else:
        data = _paired(_by_names(inputs, names, settings, table, beside, misread=misread), names)
    data = _with_what_is_beside(data, names, settings)
    data = _listed(_of_samples(data, names, settings, indexed=index is not None), names)
    keys = own_key(data.labels) if keyed and names.on is None and data.key is None else None
    groups = None if names.group is None else _groups(names.group, data.labels, data.predictions)
    data = replace(data, keys=keys, groups=groups)
    on = data.key if names.on is None else names.on
    if on is not None or names.join is not None:
        from xentcli.inputs.join import joined

        data = joined(data, on, inner=names.join == "inner", keyed=keyed, spare=spare)
    else:
        data = _in_order(data, index)
    return _several(_known(_with_all_classes(data), settings), settings)


def _in_order(data: Dataset, index: Match | None) -> Dataset:
    """Return the dataset with its rows paired by the index of pandas, or else by their order."""
    if index is None or data.misread:
        _check_order(data)
        return data
    from xentcli.inputs.beside.pandas_index import in_order_of_index

    return in_order_of_index(data, index)


def _shaped(
    table: Table, beside: Table | None, names: ColumnNames, settings: Settings
) -> tuple[Table, Table | None, str | None]:
    """Return both tables with a row for each sample, and which one may hold more rows than the other."""
    if beside is not None and (is_odd(table) or is_odd(beside)):
        from xentcli.inputs.shapes.one_row import settled

        table, beside = settled(table, beside, settings)
    if beside is not None and len(beside.shape) == 3:
        from xentcli.inputs.shapes.binary_outputs import BinaryOutputs, is_list_of_outputs

        is_list = is_list_of_outputs(table, beside, settings.labels_kind)
        beside = BinaryOutputs(beside) if is_list else beside
    spare = None
    if names.where:
        from xentcli.inputs.where import kept_of_both

        table, beside, spare = kept_of_both(table, beside, names.where)
    if beside is not None and not is_settled(table, beside, names.predictions):
        from xentcli.inputs.roles.long import widened

        table, beside = widened(table, beside, names.on, names.labels, names.predictions, names.group)
    return table, beside, spare


def _listed(data: Dataset, names: ColumnNames) -> Dataset:
    """Return the dataset, marked if an option lists the prediction columns one by one."""
    if data.predictions is None or names.predictions is None or "," not in names.predictions:
        return data
    return replace(data, predictions=replace(data.predictions, listed=True))


def _index(mine: Table, theirs: Table, names: ColumnNames) -> Match | None:
    """Return the rows with the same index of pandas, if one input declares it and no option pairs rows."""
    declared = any(getattr(table, "counter", None) is not None for table in (mine, theirs))
    if not declared or names.on is not None or names.join is not None:
        return None
    from xentcli.inputs.beside.pandas_index import match_of_index

    return match_of_index(mine, theirs)


def _paired(data: Dataset, names: ColumnNames) -> Dataset:
    """Return the dataset with the key of two tables with vectors, if their rows are in another order."""
    if data.predictions is None or data.misread or names.on is not None or names.join is not None:
        return data
    tables = data.labels.table, data.predictions.table
    if tables[0] is tables[1] or any(table.dtype is not None for table in tables):
        return data
    if not any(table.vectors and int(table.shape[1] or 0) > 1 for table in tables):
        return data
    from xentcli.inputs.doubts.vector_keys import with_key

    return with_key(data)


def _with_what_is_beside(data: Dataset, names: ColumnNames, settings: Settings) -> Dataset:
    """Return the dataset in the order of rows and classes that other arrays and lists give."""
    if data.predictions is None or data.misread:
        return data
    tables = data.labels.table, data.predictions.table
    columns = [name for table in tables for name in table.columns or ()]
    if not (any(table.beside or table.vectors for table in tables) or may_mask(columns)):
        return data
    from xentcli.inputs.beside.arrays import with_arrays_beside

    return with_arrays_beside(data, names, settings)


def _of_samples(data: Dataset, names: ColumnNames, settings: Settings, *, indexed: bool) -> Dataset:
    """Return the dataset with one row for each sample; raise if rows may be one, or show another order.

    Set ``indexed`` if an index pairs the rows.
    """
    if data.predictions is None or data.misread:
        return data
    table, beside = data.labels.table, data.predictions.table
    if beside.dtype is not None and (table.dtype is not None or table.shape[1] == 1):
        return data  # there are no other columns that could show it
    if beside is table or names.on is None:
        from xentcli.inputs.doubts.candidates import one_of_candidates
        from xentcli.inputs.doubts.runs import refuse_runs
        from xentcli.inputs.doubts.stacks import refuse_stacks

        refuse_runs(data, names.group)
        refuse_stacks(data, names.group)
        data = one_of_candidates(data, settings)
    if beside is not table and not indexed:
        from xentcli.inputs.doubts.permuted import refuse_permuted

        refuse_permuted(data, names)
    from xentcli.inputs.doubts.decided_order import refuse_other_order

    refuse_other_order(data, settings)
    if any(suggested(name) is Role.PREDICTED_CLASS for name in beside.columns or ()):
        from xentcli.inputs.doubts.sorted_scores import refuse_sorted

        refuse_sorted(data, settings)
    return data


def _check_order(data: Dataset) -> None:
    """Raise if the rows of only one input are in the order of its folders."""
    first = data.labels.table
    for side in data.sides:
        if side.table.sorted_by != first.sorted_by:
            folder, other = (first, side.table) if first.sorted_by else (side.table, first)
            by, file = listed(folder.sorted_by, 3), printable(other.name)
            message = f"its rows are in the order of its folders ({by}), but those of {file} are not"
            hint = "if both files have a key column, pair the rows by it with --on NAME"
            raise DataError(message, hint, code="XE074", place=Place(folder.name))


def is_odd(table: Table) -> bool:
    """Return whether an array may have a redundant axis: a matrix of one row, or one image."""
    return (
        getattr(table, "whole", None) is not None
        or getattr(table, "is_row", False)
        or hasattr(table, "is_image")
    )


def _with_all_classes(data: Dataset) -> Dataset:
    """Return the dataset with a column for the class that dummy columns of labels leave out, if any."""
    labels, beside = data.labels, data.predictions
    width = len(labels.columns or ())
    if beside is None or width < 2 or beside.columns is None or len(beside.columns) != width + 1:
        return data
    from xentcli.inputs.dummies import with_first_class

    return replace(data, labels=with_first_class(labels, beside))


def _known(data: Dataset, settings: Settings) -> Dataset:
    """Return the dataset without rows with unknown labels; vectors can be partly known."""
    if settings.unknown is None or data.labels.shape not in {(), (1,)} or data.misread:
        return data
    from xentcli.inputs.unknown_rows import with_known_labels

    return with_known_labels(data, settings.unknown)


def _opened_labels(inputs: Inputs, names: ColumnNames, *, paired: bool, once: bool) -> Table:
    """Return the table of the labels; if its header is unclear, the rows of the predictions settle it."""
    try:
        return inputs.labels(member=names.labels, usual=LABEL_ARRAYS, once=once)
    except DataError as error:
        if error.code != "XE014" or not paired or inputs.predictions is None:
            raise
        from xentcli.inputs.headers import with_header_settled

        opened = partial(inputs.labels, member=names.labels, usual=LABEL_ARRAYS)
        table = with_header_settled(
            opened, inputs.predictions(member=names.predictions, usual=PREDICTION_ARRAYS)
        )
        if table is None:
            raise
        return table


def _by_names(
    inputs: Inputs,
    names: ColumnNames,
    settings: Settings,
    table: Table,
    beside: Table | None,
    *,
    misread: bool,
) -> Dataset:
    """Return the dataset of tables with column names that settle their roles."""
    labels = select_labels(table, names.labels, as_names=settings.named)
    weights = _weights(inputs, names, labels)
    if names.labels is None:
        labels = but(labels if weights is None else without(labels, weights), *names.others)
    predictions, swapped = None, False
    if beside is not None:
        predictions, swapped = _beside(inputs, names, settings, labels, weights, beside, misread=misread)
        if names.labels is None and predictions.table.dtype is None and not swapped:
            from xentcli.inputs.doubts.texts_beside import by_texts_beside

            labels = by_texts_beside(labels, predictions)
    return Dataset(labels, predictions, weights, misread=swapped)


def _opened(inputs: Inputs, names: ColumnNames, labels: Table) -> Table:
    """Return the table of the predictions, which may be the table of the labels."""
    opened = inputs.predictions or inputs.again
    apart = labels.apart or len(names.tables) > 1
    if opened is None or (inputs.predictions is None and labels.dtype is None and not apart):
        return labels
    if inputs.predictions is None and apart:
        return _other_table(opened, names, labels)
    try:
        return opened(member=names.predictions, usual=_beside_labels(inputs, labels))
    except InputError as error:
        if inputs.predictions is not None or error.code != "XE648":
            raise
        own = labels.name.rpartition("[")[2].removesuffix("]")
        both, error.ways = (
            error.ways,
            tuple(way for way in error.ways if way.get("prediction_columns") != own),
        )
        if len(both) != 2 or len(error.ways) != 1:
            raise
        only = error.ways[0]["prediction_columns"]
    return opened(member=str(only), usual=PREDICTION_ARRAYS)  # of two arrays, the one that holds no labels


def _beside_labels(inputs: Inputs, labels: Table) -> tuple[str, ...]:
    """Return the usual names of predictions, before them those in the folder of the labels in one file."""
    folder, inside, _ = labels.name.rpartition("[/")[2].rpartition("/")
    if inputs.predictions is not None or not inside or not labels.name.endswith("]"):
        return PREDICTION_ARRAYS
    return (*(f"{folder.lower()}/{name}" for name in PREDICTION_ARRAYS), *PREDICTION_ARRAYS)


def _other_table(opened: Opener, names: ColumnNames, labels: Table) -> Table:
    """Return the table of the predictions in the file of the labels, which may be that of the labels."""
    try:
        found = opened(member=names.predictions, usual=PREDICTION_ARRAYS)
    except InputError as error:
        if error.code not in {"XE648", "XE693"} or labels.shape[1:] in {(), (1,)}:
            raise
        return labels
    return labels if found.name == labels.name else found


def _several(data: Dataset, settings: Settings) -> Dataset:
    """Return the dataset with a column for each class, if the cells of the labels hold several labels."""
    labels, table = data.labels, data.labels.table
    if data.misread or (table.dtype is not None and not hasattr(table, "wider")):
        return data
    if settings.label_separator is None and labels.begins_single():
        return data  # a later cell with several labels is an error
    from xentcli.inputs.several_labels import several_labels

    beside = data.predictions
    width = None if beside is None else beside.shape[-1] if beside.shape else 1
    found = several_labels(labels, settings, None if beside is None else beside.names, width)
    if beside is not None and len(beside.shape) > 1:
        from xentcli.inputs.doubts.sequences import have_positions, of_positions

        found = of_positions(data, found) if have_positions(beside) else found
    return data if found is labels else replace(data, labels=found, written=labels)


def _weights(inputs: Inputs, names: ColumnNames, labels: Selection) -> Selection | None:
    """Return the sample weights, if there are any."""
    if inputs.weights is None and names.weights is None:
        return None
    from xentcli.inputs.roles.weights import selected_weights

    return selected_weights(inputs, names, labels)


def _beside(
    inputs: Inputs,
    names: ColumnNames,
    settings: Settings,
    labels: Selection,
    weights: Selection | None,
    table: Table,
    *,
    misread: bool,
) -> tuple[Selection, bool]:
    """Return the predictions and False, or the labels found in their place and True."""
    try:
        return _predictions(inputs, names, labels, weights, table), False
    except DataError as error:
        if not misread or inputs.predictions is None or error.code != "XE306":
            raise
    return select_labels(table, None, as_names=settings.named), True


def _predictions(
    inputs: Inputs, names: ColumnNames, labels: Selection, weights: Selection | None, table: Table
) -> Selection:
    spec = names.predictions
    if table is labels.table:
        side = select_predictions(table, spec, labels, weights)
    else:
        lone = inputs.in_memory and table.columns is not None and len(table.columns) == 1
        side = select_predictions(table, table.columns[0] if lone and table.columns else spec)
    return but(side, *names.others) if spec is None else side


def _groups(column: str, *sides: Selection | None) -> Selection:
    """Return the group column, from the labels' input if it is there, otherwise from the predictions'."""
    tables = [side.table for side in sides if side is not None]
    array = next((table.beside[column]() for table in tables if column in table.beside), None)
    if array is not None:
        return Selection(array, None, Cells.TEXT)
    found = next((table for table in tables if column in (table.columns or ())), None)
    if found is None or found.columns is None:
        raise no_column("--by", column, *tables)
    return Selection(found, (found.columns.index(column),), Cells.TEXT)
