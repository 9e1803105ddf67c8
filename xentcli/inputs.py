"""Which columns of the opened tables are labels, predictions and weights, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.classes import bare_names
from xentcli.columns import select_columns
from xentcli.counting import counted
from xentcli.errors import DataError, Place, shown
from xentcli.formats.table import Cells, Table
from xentcli.values import Value, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    import numpy as np

    from xentcli.formats.table import Complain
    from xentcli.pending import Pending
    from xentcli.types import Block

LABEL_NAMES = ("label", "labels", "y", "y_true", "target", "class")
"""What a label column, or the labels' array of an NPZ, is usually called."""
PREDICTION_NAMES = (
    "predictions",
    "preds",
    "y_pred",
    "y_score",
    "probabilities",
    "probs",
    "logits",
    "scores",
    "outputs",
)
WEIGHT_NAMES = ("weight", "weights", "w", "sample_weight", "sample_weights")
UNREAD = ("XE032", "XE033", "XE045")
"""Codes of columns that hold numbers in a form that is not read."""
KEY_NAMES = (
    "id",
    "ids",
    "index",
    "row_id",
    "sample_id",
    "image_id",
    "example_id",
    "key",
    "uid",
    "uuid",
    "filename",
    "file",
    "path",
)


class Side(Value):
    """One side of a pair: the columns of a table, and how their cells are read."""

    table: Table
    columns: tuple[int, ...] | None
    cells: Cells
    notes: tuple[str, ...] = ()

    def blocks(self, complain: Complain | None = None) -> Iterator[Block]:
        """The rows, from the first on; rows that are none go to `complain`, where one listens."""
        if complain is None:
            return counted(self.table.blocks(self.columns, self.cells), self.table.shape[0])
        return counted(self.table.blocks(self.columns, self.cells, complain), self.table.shape[0])

    def parts(self) -> Iterator[Block | Pending]:
        """The rows, read where they are loaded."""
        return counted(self.table.parts(self.columns, self.cells), self.table.shape[0])

    @property
    def names(self) -> tuple[str, ...] | None:
        """The chosen columns' names; those that came in one cell have names only if they had some there."""
        if self.table.columns is None:
            return None
        vector = next((v for v in self.table.vectors.values() if v.columns == self.columns), None)
        if vector is not None:
            return vector.names
        return (
            self.table.columns if self.columns is None else tuple(self.table.columns[c] for c in self.columns)
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of a row."""
        inner = tuple(int(n or 0) for n in self.table.shape[1:])
        if self.table.dtype is not None and self.columns is None:
            return inner
        if self.cells is not Cells.NUMBERS:
            return ()
        return (len(self.columns),) if self.columns is not None else inner

    @property
    def dtype(self) -> str:
        """float16, float32 or float64: the precision of the numbers; text and whole numbers are float64."""
        kind = self.table.dtype if self.table.types is None else self._type(self.table.types)
        return str(kind.newbyteorder("=")) if kind is not None and kind.kind == "f" else "float64"

    def _type(self, types: Sequence[np.dtype[Any] | None]) -> np.dtype[Any] | None:
        """The type that holds the numbers of all chosen columns."""
        import numpy as np

        chosen = types if self.columns is None else [types[column] for column in self.columns]
        kinds = [kind for kind in chosen if kind is not None]
        return np.result_type(*dict.fromkeys(kinds)) if kinds else None


def labels_side(table: Table, spec: str | None = None, as_names: bool = False) -> Side:
    """The labels: the named columns, else the only one, else the usual name, else all numeric ones."""
    if table.dtype is not None:
        return _array_labels(table, spec)
    width = int(table.shape[1] or 0)
    columns: tuple[int, ...]
    notes: tuple[str, ...] = ()
    if spec is not None:
        columns = _selected(spec, table)
    elif width == 1:
        columns = (0,)
    else:
        columns, notes = _usual_labels(table)
    cells = Cells.NUMBERS if len(columns) > 1 else Cells.NAMES if as_names else Cells.LABELS
    return Side(table, columns, cells, notes)


def _selected(spec: str, table: Table) -> tuple[int, ...]:
    """The columns that a user names; the name of what several came in means all of them."""
    vector = table.vectors.get(spec)
    return vector.columns if vector else select_columns(spec, table.columns, int(table.shape[1] or 0))


def _array_labels(table: Table, spec: str | None) -> Side:
    inner = table.shape[1:]
    columns = None
    if spec is not None and len(inner) == 1 and table.columns is None and _is_columns(spec):
        columns = select_columns(spec, None, int(inner[0] or 0))
    one = inner in {(), (1,)} or (columns is not None and len(columns) == 1)
    return Side(table, columns, Cells.LABELS if one else Cells.NUMBERS)


def _is_columns(spec: str) -> bool:
    return all(c in "0123456789-,! " for c in spec)


def _usual_labels(table: Table) -> tuple[tuple[int, ...], tuple[str, ...]]:
    names = table.columns or ()
    owners = _owners(table)
    called = [name for name in owners if name.strip().lower() in LABEL_NAMES]
    if len(called) > 1:
        raise DataError(
            f"two columns could be the labels: {', '.join(map(shown, called[:2]))}",
            f"say which: --labels-column {called[0]}",
            code="XE305",
            place=Place(table.name),
        )
    if called:
        return owners[called[0]], ()
    vector = _only_vector(table, (*PREDICTION_NAMES, *WEIGHT_NAMES))
    columns, notes = vector or _numeric(table, (*WEIGHT_NAMES, *KEY_NAMES))
    if not columns and table.index_column == 0 and len(table.numeric) == 2:
        return (1,), ()
    if not columns and (refusal := refused(table)) is not None:
        raise refusal
    if not columns:
        some = ", ".join(shown(n) for n in names[:4]) if names else f"{len(table.numeric)} columns"
        raise DataError(
            f"no column is called label, y, target or class, and none holds numbers: {some}",
            "say which one holds the labels: --labels-column NAME",
            code="XE305",
            place=Place(table.name),
        )
    return columns, notes


def _owners(table: Table) -> dict[str, tuple[int, ...]]:
    """The columns by name, those that came in one cell by the name of that."""
    inside = {column for vector in table.vectors.values() for column in vector.columns}
    alone = {n: (i,) for i, n in enumerate(table.columns or ()) if i not in inside}
    return alone | {name: vector.columns for name, vector in table.vectors.items()}


def _only_vector(table: Table, but: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[str, ...]] | None:
    """The only vectors of numbers that a table has, or the only ones not called otherwise, and a note."""
    found = {n: v.columns for n, v in table.vectors.items() if all(table.numeric[c] for c in v.columns)}
    left = {n: columns for n, columns in found.items() if n.strip().lower() not in but}
    some = left if len(left) == 1 else found
    if len(some) != 1:
        return None
    columns = next(iter(some.values()))
    return columns, _left_out(table, columns)


def _numeric(table: Table, but: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """All numeric columns, without pandas' index and columns that usually are something else."""
    names = table.columns
    left = {i for i, n in enumerate(names or ()) if n.strip().lower() in but}
    columns = tuple(
        i for i, number in enumerate(table.numeric) if number and i != table.index_column and i not in left
    )
    return columns, _left_out(table, columns) if columns else ()


def _left_out(table: Table, columns: tuple[int, ...]) -> tuple[str, ...]:
    """The note on all other columns."""
    names = table.columns
    out = sorted(set(range(len(table.numeric))) - set(columns))
    if not out:
        return ()
    said = ", ".join(shown(names[i]) if names and names[i] else f"number {i}" for i in out[:4])
    more = f" and {len(out) - 4} more" if len(out) > 4 else ""
    return (f"{table.name}: left out column{'s' if len(out) > 1 else ''} {said}{more}",)


def predictions_side(
    table: Table, spec: str | None = None, labels: Side | None = None, weights: Side | None = None
) -> Side:
    """The predictions: the named columns, else all numeric ones that are not the labels, weights or a key."""
    if table.dtype is not None:
        return _array_predictions(table, spec)
    if spec is not None:
        return Side(table, _selected(spec, table), Cells.NUMBERS)
    if table.vectors:
        return _vector_predictions(table, labels)
    columns, notes = _numeric(table, (*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES) if table.columns else ())
    if labels is not None and labels.table is table:
        taken = {*(labels.columns or ()), *_same_columns(table, weights)}
        columns = tuple(c for c in columns if c not in taken)
        notes = _chosen(table, columns) if columns else ()
    if not columns:
        raise _no_predictions(table, labels is not None and labels.table is table)
    return Side(table, columns, Cells.NUMBERS, notes)


def _vector_predictions(table: Table, labels: Side | None) -> Side:
    """The vectors with a usual name, else the only ones that are not the labels."""
    taken = _same_columns(table, labels)
    own = {n: v for n, v in table.vectors.items() if not set(v.columns) & set(taken)}
    but = () if labels is not None and labels.table is table else LABEL_NAMES
    usual = [n for n in own if n.strip().lower() in PREDICTION_NAMES]
    some = usual or [n for n in own if n.strip().lower() not in but]
    if len(some) == 1:
        columns = own[some[0]].columns
        return Side(table, columns, Cells.NUMBERS, _chosen(table, columns) if taken else ())
    if some:
        message = f"several columns could be the predictions: {', '.join(map(shown, some[:4]))}"
        hint = f"say which: --prediction-columns {some[0]}"
        raise DataError(message, hint, code="XE306", place=Place(table.name))
    columns, notes = _numeric(table, (*LABEL_NAMES, *WEIGHT_NAMES, *KEY_NAMES))
    inside = {c for v in table.vectors.values() for c in v.columns} | set(taken)
    columns = tuple(c for c in columns if c not in inside)
    if not columns:
        raise _no_predictions(table, labels is not None and labels.table is table)
    return Side(table, columns, Cells.NUMBERS, notes)


def _same_columns(table: Table, other: Side | None) -> tuple[int, ...]:
    """The other side's columns, if they are of this table."""
    return other.columns or () if other is not None and other.table is table else ()


def without(side: Side, other: Side) -> Side:
    """A side without the columns that the other one has of the same table."""
    taken = _same_columns(side.table, other)
    if side.columns is None or not taken:
        return side
    return replace(side, columns=tuple(c for c in side.columns if c not in taken) or side.columns)


def _chosen(table: Table, columns: tuple[int, ...]) -> tuple[str, ...]:
    """Which columns of a file that holds both are taken for predictions, when nobody said."""
    names = table.columns
    listed = [shown(names[c]) if names and names[c] else f"number {c}" for c in columns]
    more = f", … ({len(listed)} columns)" if len(listed) > 6 else ""
    return (f"{table.name}: predictions are {', '.join(listed[:6])}{more}; else say --prediction-columns",)


def refused(table: Table) -> DataError | None:
    """Why a column that may have been meant is not read: decimals, structures and lists of lists."""
    found = (getattr(field, "refusal", None) for field in getattr(table, "fields", ()))
    return next((why for why in found if isinstance(why, DataError) and why.code in UNREAD), None)


def _no_predictions(table: Table, one_file: bool) -> DataError:
    """No predictions are left: forgotten, in the labels' place, or no numbers."""
    if (refusal := refused(table)) is not None:
        return refusal
    names = [n for n in table.columns or () if n.strip().lower() in LABEL_NAMES]
    if one_file:
        message = "all its columns of numbers are labels, none is left for predictions"
        hint = "name the predictions' file after the labels', or say --labels-column and --prediction-columns"
    elif names:
        message = f"column '{shown(names[0])}' holds labels, and no column predictions"
        hint = "are the files swapped? labels come first; else say --prediction-columns"
    else:
        message, hint = "no column holds predictions", "say which ones do: --prediction-columns NAMES"
    return DataError(message, hint, code="XE306", place=Place(table.name))


def _array_predictions(table: Table, spec: str | None) -> Side:
    inner = table.shape[1:]
    if spec is None or not _is_columns(spec) or len(inner) != 1:
        return Side(table, None, Cells.NUMBERS)
    return Side(table, select_columns(spec, None, int(inner[0] or 0)), Cells.NUMBERS)


def weights_side(table: Table, column: str | None = None) -> Side:
    """Sample weights: the named column, else the usual name, else all numbers of the table."""
    if column is not None and table.dtype is None:
        return Side(table, _selected(column, table), Cells.NUMBERS)
    if table.dtype is not None:
        return Side(table, None, Cells.NUMBERS)
    called = [i for i, n in enumerate(table.columns or ()) if n.strip().lower() in WEIGHT_NAMES]
    columns, _ = ((called[0],), ()) if len(called) == 1 else _numeric(table, KEY_NAMES)
    return Side(table, columns, Cells.NUMBERS)


def in_label_order(labels: Side, predictions: Side) -> Side:
    """Predictions with their columns in the order of the label vectors', where both carry the same names."""
    mine, theirs = labels.names, predictions.names
    if not mine or not theirs or len(mine) < 2 or len(mine) != len(theirs) or predictions.columns is None:
        return predictions
    wanted, given = bare_names(mine), bare_names(theirs)
    if wanted == given or not set(wanted) & set(given):
        return predictions
    if set(wanted) != set(given):
        lost = next(name for name in wanted if name not in given)
        return _noted(predictions, f"columns matched by position, none is called '{shown(lost)}'")
    order = tuple(predictions.columns[given.index(name)] for name in wanted)
    return _noted(replace(predictions, columns=order), "columns matched to the labels' by name")


def _noted(side: Side, note: str) -> Side:
    return replace(side, notes=(*side.notes, f"{side.table.name}: {note}"))


def shared_keys(labels: Side, predictions: Side) -> tuple[int, int] | None:
    """The columns of both tables that carry the same key's name, such as `id`, if both have one."""
    if labels.table is predictions.table:
        return None
    mine, theirs = _keys(labels), _keys(predictions)
    both = [name for name in mine if name in theirs]
    return (mine[both[0]], theirs[both[0]]) if both else None


def own_key(side: Side) -> Side | None:
    """The column of a side's table that is called like a key, if it has one and is not taken for more."""
    found = next(iter(_keys(side).values()), None)
    return None if found is None else Side(side.table, (found,), Cells.TEXT)


def but(side: Side, *names: str | None) -> Side:
    """A side without the columns that are called so, unless nothing would be left."""
    known = side.names
    if known is None or side.columns is None:
        return side
    left = tuple(at for at, name in zip(side.columns, known, strict=True) if name not in names)
    return replace(side, columns=left or side.columns)


def _keys(side: Side) -> dict[str, int]:
    if side.table.dtype is not None:
        return {}
    used = {*(side.columns or ()), *getattr(side.table, "unread", ())}
    names = enumerate(side.table.columns or ())
    return {n.strip().lower(): i for i, n in names if n.strip().lower() in KEY_NAMES and i not in used}
