"""Select the label, prediction and weight columns of an opened table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place, UsageError
from xentcli.core.text import listed, shown
from xentcli.inputs.defaults import (
    chosen,
    is_columns,
    numeric_columns,
    only_vector,
    owners_of,
    refused,
    selected,
)
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.select_columns import select_columns
from xentcli.inputs.selection import (
    KEY_NAMES,
    LABEL_NAMES,
    PREDICTION_NAMES,
    WEIGHT_NAMES,
    Selection,
    same_columns,
)
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.core.errors import Note, XentError
    from xentcli.core.types import Numbers
    from xentcli.io.table import Table


def select_labels(table: Table, spec: str | None = None, as_names: bool = False) -> Selection:
    """Return the labels: the columns in ``spec``, else the only column, a usual name, or all numeric ones."""
    if table.dtype is not None:
        return _array_labels(table, spec)
    width = int(table.shape[1] or 0)
    columns: tuple[int, ...]
    notes: tuple[Note, ...] = ()
    if spec is not None:
        columns = selected(spec, table)
    elif width == 1:
        columns = (0,)
    else:
        columns, notes = _usual_labels(table)
    cells = Cells.NUMBERS if len(columns) > 1 else Cells.NAMES if as_names else Cells.LABELS
    return Selection(table, columns, cells, notes)


def _array_labels(table: Table, spec: str | None) -> Selection:
    inner = table.shape[1:]
    columns = None
    if spec is not None and len(inner) == 1 and table.columns is None and is_columns(spec):
        columns = select_columns(spec, None, int(inner[0] or 0))
    one = inner in {(), (1,)} or (columns is not None and len(columns) == 1)
    return Selection(table, columns, Cells.LABELS if one else Cells.NUMBERS)


def _usual_labels(table: Table) -> tuple[tuple[int, ...], tuple[Note, ...]]:
    names = table.columns or ()
    owners = owners_of(table)
    called = [name for name in owners if name.strip().lower() in LABEL_NAMES]
    if not called and table.vectors:
        called = [name for name in owners if suggested(name) is Role.LABEL]
    if len(called) > 1:
        raise DataError(
            f"two columns could be the labels: {', '.join(map(shown, called[:2]))}",
            f"choose one with --labels-column {called[0]}",
            code="XE305",
            place=Place(table.name),
        )
    if called:
        return owners[called[0]], ()
    vector = only_vector(table, (*PREDICTION_NAMES, *WEIGHT_NAMES))
    columns, notes = vector or numeric_columns(table, (*WEIGHT_NAMES, *KEY_NAMES))
    if not columns and table.index_column == 0 and len(table.numeric) == 2:
        return (1,), ()
    if not columns and (refusal := refused(table)) is not None:
        raise refusal
    if not columns:
        some = listed(names, 4) if names else f"{len(table.numeric)} columns"
        raise DataError(
            f"no column is named label, y, target or class, and none holds numbers: {some}",
            "name the label column: --labels-column NAME",
            code="XE305",
            place=Place(table.name),
        )
    return columns, notes


def select_weights(table: Table, column: str | None = None) -> Selection:
    """Return the sample weights: the named column, otherwise a usual name, otherwise all numeric columns."""
    if column is not None and table.dtype is None:
        return Selection(table, selected(column, table), Cells.NUMBERS)
    if column is not None:
        return _array_of_weights(table, column)
    if table.dtype is not None:
        return Selection(table, None, Cells.NUMBERS)
    called = [i for i, n in enumerate(table.columns or ()) if n.strip().lower() in WEIGHT_NAMES]
    columns, _ = ((called[0],), ()) if len(called) == 1 else numeric_columns(table, KEY_NAMES)
    return Selection(table, columns, Cells.NUMBERS)


def _array_of_weights(table: Table, name: str) -> Selection:
    """Return the array of this name next to the labels."""
    if name not in table.beside:
        known = listed([*table.beside], 8)
        hint = (
            f"the other arrays are {known}" if known else "pass the file of the weights: --sample-weight FILE"
        )
        message = f"--sample-weight-column: no array is named '{shown(name)}'"
        raise UsageError(message, hint, code="XE505", place=Place(table.name), value=name)
    return Selection(table.beside[name](), None, Cells.NUMBERS)


def select_predictions(
    table: Table, spec: str | None = None, labels: Selection | None = None, weights: Selection | None = None
) -> Selection:
    """Return the predictions: the columns in ``spec``, else numeric ones except labels, weights and keys."""
    if table.dtype is not None:
        return _array_predictions(table, spec)
    if spec is not None:
        return Selection(table, selected(spec, table), Cells.NUMBERS)
    if table.vectors:
        return _vector_predictions(table, labels)
    columns, notes = numeric_columns(
        table, (*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES) if table.columns else ()
    )
    if labels is not None and labels.table is table:
        taken = {*(labels.columns or ()), *same_columns(table, weights)}
        columns = tuple(c for c in columns if c not in taken)
        notes = chosen(table, columns) if columns else ()
    if not columns and table.shape[1] == 1 and _has_fractions(table):
        columns = (0,)  # a submission is often called like the solution
    if not columns:
        raise no_predictions(table, labels is not None and labels.table is table)
    return Selection(table, columns, Cells.NUMBERS, notes)


def _has_fractions(table: Table) -> bool:
    """Return whether the only column holds numbers that are not whole."""
    from xentcli.inputs.roles.column_stats import column_stats

    return bool(table.numeric[0]) and column_stats(table, [0])[0].fractions > 0


def _vector_predictions(table: Table, labels: Selection | None) -> Selection:
    """Return the vector column with a usual name, otherwise the only one that is not the labels."""
    taken = same_columns(table, labels)
    barred = {*taken, *table.unread}
    own = {n: v for n, v in table.vectors.items() if not barred.intersection(v.columns)}
    but = () if labels is not None and labels.table is table else LABEL_NAMES
    usual = [n for n in own if n.strip().lower() in PREDICTION_NAMES]
    partial = next((error for error in table.refusals if error.code == "XE050"), None)
    if partial is not None and not usual:
        raise partial  # the lists beside it are the classes of these scores
    some = usual or _suggested_vectors(own) or [n for n in own if n.strip().lower() not in but]
    if len(some) == 1:
        columns = own[some[0]].columns
        return Selection(table, columns, Cells.NUMBERS, chosen(table, columns) if taken else ())
    if some:
        message = f"several columns could be the predictions: {listed(some, 4)}"
        hint = f"choose one with --prediction-columns {some[0]}"
        raise DataError(message, hint, code="XE306", place=Place(table.name))
    columns, notes = numeric_columns(table, (*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES))
    inside = {c for v in table.vectors.values() for c in v.columns} | set(taken)
    columns = tuple(c for c in columns if c not in inside)
    if not columns:
        raise no_predictions(table, labels is not None and labels.table is table)
    return Selection(table, columns, Cells.NUMBERS, notes)


def _suggested_vectors(names: Iterable[str]) -> list[str]:
    """Return the names of scores, such as Spark's probability, otherwise those of raw predictions."""
    hints = {name: suggested(name) for name in names}
    scores = [name for name, hint in hints.items() if hint is Role.SCORE]
    return scores or [name for name, hint in hints.items() if hint is Role.PREDICTED_CLASS]


def no_predictions(table: Table, one_file: bool) -> XentError:
    """Return the error of a table without prediction columns, with a hint on the likely cause."""
    if (refusal := refused(table)) is not None:
        return refusal
    names = [n for n in table.columns or () if n.strip().lower() in LABEL_NAMES]
    if one_file:
        numbers = [n for n, number in zip(table.columns or (), table.numeric, strict=False) if number]
        some = f": {listed(numbers, 6)}" if numbers else ""
        message = f"all numeric columns are labels, and none is left for predictions{some}"
        hint = "pass the file of the predictions second, or use --labels-column and --prediction-columns"
    elif names:
        message = f"column '{shown(names[0])}' holds labels, and no column holds predictions"
        hint = "are the files swapped? labels come first; otherwise, use --prediction-columns"
    else:
        message, hint = (
            "no column holds predictions",
            "name the prediction columns: --prediction-columns NAMES",
        )
    return DataError(message, hint, code="XE306", place=Place(table.name))


def _array_predictions(table: Table, spec: str | None) -> Selection:
    inner = table.shape[1:]
    if spec is None or not is_columns(spec) or len(inner) != 1:
        return Selection(table, None, Cells.NUMBERS)
    return Selection(table, select_columns(spec, None, int(inner[0] or 0)), Cells.NUMBERS)


def is_alone(table: Table) -> bool:
    """Return whether the labels of a table without predictions are known before any row is read."""
    if table.dtype is not None or table.vectors or table.shape[1] == 1:
        return True
    return _are_numbered(table) or _begins_one_hot(table)


def _begins_one_hot(table: Table) -> bool:
    """Return whether every one of the first rows has exactly one 1, and zeros."""
    rows = _first_rows(table)
    return rows is not None and bool(((rows == 0) | (rows == 1)).all() and (rows.sum(axis=1) == 1).all())


def _first_rows(table: Table) -> Numbers | None:
    """Return the first rows of a table of numbers, or None if some cell is not a number."""
    if not all(table.numeric):
        return None
    try:
        block = next(iter(table.blocks()), None)
    except DataError:
        return None
    return block.values if block is not None and len(block) > 1 else None


def is_settled(mine: Table, theirs: Table, predictions: str | None) -> bool:
    """Return whether the names of the columns settle their roles before any row is read.

    This holds for arrays, single columns, and columns with numbers in one name pattern.
    """
    if mine.vectors or theirs.vectors or (mine.dtype is not None and theirs.dtype is not None):
        return predictions is not None or not (theirs.vectors and _has_scores_beside(theirs))
    if mine is theirs:
        return False
    alone = mine.dtype is not None or mine.shape[1] == 1
    if predictions is not None and not predictions.startswith("!"):
        return alone and not _are_two(theirs, predictions)
    if theirs.dtype is not None or theirs.shape[1] == 1:
        return alone
    return alone and (_are_numbered(theirs) or _begins_with_scores(theirs))


def _has_scores_beside(table: Table) -> bool:
    """Return whether columns next to vectors are named after scores, and no vector is, such as embeddings."""
    inside = {column for vector in table.vectors.values() for column in vector.columns}
    names = [name for place, name in enumerate(table.columns or ()) if place not in inside]
    scored = [name for name in names if suggested(name) is Role.SCORE]
    return len(scored) > 1 and not any(map(_tells_scores, table.vectors))


def _tells_scores(name: str) -> bool:
    return name.strip().lower() in PREDICTION_NAMES or suggested(name) in {Role.SCORE, Role.PREDICTED_CLASS}


def _are_two(table: Table, spec: str) -> bool:
    """Return whether a spec names two columns, which may be predicted classes and their scores."""
    return table.dtype is None and len(selected(spec, table)) == 2


def _are_numbered(table: Table) -> bool:
    from xentcli.core.class_columns import numbers_of

    ids = numbers_of(table.columns or ())
    return (
        ids is not None and min(ids) in {0, 1} and sorted(ids) == list(range(min(ids), min(ids) + len(ids)))
    )


def _begins_with_scores(table: Table) -> bool:
    """Return whether all columns of the first rows can only be scores: rows that sum to one, or fractions.

    The pass over all rows refuses rows that are not distributions among rows that are.
    """
    from xentcli.numerics.simplex import on_simplex

    rows = _first_rows(table)
    if rows is None:
        return False
    return bool(on_simplex(rows).all()) or bool(
        (table.columns is None) & (rows != rows.round()).any(axis=0).all()
    )
