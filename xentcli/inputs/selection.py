"""Selected columns of a table, and the usual names of label, prediction, weight and key columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from xentcli.core.errors import DataError, UsageError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.names import NamesByRow
from xentcli.core.progress import counted
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import listed, shown
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    import numpy as np

    from xentcli.core.blocks import Block, Pending
    from xentcli.core.errors import Note
    from xentcli.io.table import Complain, Table

LABEL_NAMES = ("label", "labels", "y", "y_true", "target", "class")
"""Usual names of a label column, or of the label array in an NPZ file."""

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

LABEL_ARRAYS = (
    *LABEL_NAMES,
    *("targets", "y_test", "y_val", "y_valid", "ytrue", "y_actual", "actual", "truth", "ground_truth", "gt"),
    *("true_label", "true_labels", "label_id", "label_ids"),
)
"""Usual names of arrays of labels in a file of several arrays."""

PREDICTION_ARRAYS = (
    *PREDICTION_NAMES,
    *("y_prob", "y_probs", "y_proba", "y_pred_prob", "y_pred_proba", "y_scores", "y_hat", "yhat", "y_logits"),
    *("prob", "proba", "probas", "pred", "pred_probs", "pred_proba", "predict_proba", "prediction", "score"),
    *("output", "softmax", "log_probs", "logprobs", "predicted", "predicted_probabilities"),
)
"""The same for predictions."""

WEIGHT_NAMES = ("weight", "weights", "w", "sample_weight", "sample_weights")

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


BETWEEN = frozenset("[({<#|;,\n\t/+& ")
"""Characters that may separate labels in a cell; a cell without them is a single label."""


NAMED_BY_FILE = frozenset(
    {"logits", "logit", "log_probs", "log_prob", "logprobs", "logprob", "odds", "losses", "nll", "distances"}
    | {"energies", "confidence", "confidences", "p0", "prob_0", "prob_neg"}
)
"""Names of files of arrays that say what the numbers are."""

ANY = "*"
"""The value that all rows have, in `--where`."""
MASKING = ("mask", "valid", "pad", "ignore", "len")
"""Parts of the names of columns that may say which rows count."""


class Selection(Frozen):
    """Selected columns of a table, and how their cells are read."""

    table: Table
    columns: tuple[int, ...] | None
    cells: Cells
    notes: tuple[Note, ...] = ()
    listed: bool = False
    """Whether an option lists the columns one by one, in order."""

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """Return the notes on the table and on the choice of columns."""
        return (*self.table.notes, *self.notes)

    def blocks(self, complain: Complain | None = None) -> Iterator[Block]:
        """Yield the rows in blocks; errors of bad rows go to ``complain`` if given, else they are raised."""
        if complain is None:
            return counted(self.table.blocks(self.columns, self.cells), self.table.shape[0])
        return counted(self.table.blocks(self.columns, self.cells, complain), self.table.shape[0])

    def parts(self) -> Iterator[Block | Pending]:
        """Yield the rows in parts, which are not read until they are loaded."""
        return counted(self.table.parts(self.columns, self.cells), self.table.shape[0])

    def begins_single(self) -> bool:
        """Return whether this is one column of numbers whose first cells hold no mark between labels."""
        if self.columns is None or len(self.columns) != 1 or not self.table.numeric[self.columns[0]]:
            return False
        try:
            first = next(iter(self.table.parts(self.columns, Cells.TEXT)), None)
            return first is not None and all(map(BETWEEN.isdisjoint, first.load().categories or ()))
        except DataError:
            return False

    @property
    def names(self) -> tuple[str, ...] | None:
        """Return the names of the selected columns, or None; a vector column may have no names.

        They are `NamesByRow` if the order of the columns means nothing.
        """
        names = self._names()
        return NamesByRow(names) if names is not None and self.table.named_by_rows else names

    def _names(self) -> tuple[str, ...] | None:
        if self.table.columns is None:
            return self._own_name()
        vector = next((v for v in self.table.vectors.values() if v.columns == self.columns), None)
        if vector is not None:
            return vector.names or (self.title if len(vector.columns) == 1 else None)
        return (
            self.table.columns if self.columns is None else tuple(self.table.columns[c] for c in self.columns)
        )

    def _own_name(self) -> tuple[str, ...] | None:
        """Return the name of an array with one number per row, if its file names it."""
        return None if self.table.shape[1:] not in {(), (1,)} else self.title

    @property
    def title(self) -> tuple[str, ...] | None:
        """Return the name of a list, or of an array of any width if its file names it."""
        lists = [name for name, vector in self.table.vectors.items() if vector.columns == self.columns]
        if self.table.columns is not None:
            return tuple(lists) or None
        whole = (self.table.tables or (self.table,))[0].name
        is_member = whole.endswith("]") and "[" in whole
        name = (whole[:-1].rpartition("[")[2] if is_member else whole).rpartition("/")[2]
        stem = name.partition(".")[0]
        is_told = is_member and not name.removeprefix("arr_").isdigit()
        return (name,) if is_told else (stem,) if stem.lower() in NAMED_BY_FILE else None

    @property
    def items(self) -> tuple[str, ...]:
        """Return the names of the columns of a vector, such as ``logits[0]``, or none."""
        named = self.table.columns is not None and self.columns is not None and bool(self.table.vectors)
        return tuple((self.table.columns or ())[c] for c in self.columns or ()) if named else ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Return the shape of a row."""
        inner = tuple(int(n or 0) for n in self.table.shape[1:])
        if self.table.dtype is not None and self.columns is None:
            return inner
        if self.cells is not Cells.NUMBERS:
            return ()
        return (len(self.columns),) if self.columns is not None else inner

    @property
    def dtype(self) -> str:
        """Return float16, float32 or float64; text and integers count as float64."""
        kind = self.table.dtype if self.table.types is None else self._type(self.table.types)
        return str(kind.newbyteorder("=")) if kind is not None and kind.kind == "f" else "float64"

    def _type(self, types: Sequence[np.dtype[Any] | None]) -> np.dtype[Any] | None:
        """Return the smallest type that holds the numbers of all selected columns."""
        import numpy as np

        chosen = types if self.columns is None else [types[column] for column in self.columns]
        kinds = [kind for kind in chosen if kind is not None]
        return np.result_type(*dict.fromkeys(kinds)) if kinds else None


def may_mask(names: Sequence[str]) -> bool:
    """Return whether a column may say which rows count, by its name; its cells decide."""
    return any(part in name.lower() for name in names for part in MASKING)


def same_columns(table: Table, other: Selection | None) -> tuple[int, ...]:
    """Return the columns of ``other`` if it selects from ``table``, else none."""
    return other.columns or () if other is not None and other.table is table else ()


def without(side: Selection, other: Selection) -> Selection:
    """Return ``side`` without the columns that ``other`` selects from the same table."""
    taken = same_columns(side.table, other)
    if side.columns is None or not taken:
        return side
    return replace(side, columns=tuple(c for c in side.columns if c not in taken) or side.columns)


def but(side: Selection, *names: str | None) -> Selection:
    """Return ``side`` without the columns of these names, unless none would be left."""
    known = side.names if any(names) else None
    if known is None or side.columns is None:
        return side
    left = tuple([at for at, name in zip(side.columns, known, strict=True) if name not in names])
    return replace(side, columns=left or side.columns)


def no_column(option: str, name: str, *tables: Table | None) -> UsageError:
    """Return the error of an option that names a column which no table has."""
    known = list(dict.fromkeys(n for table in tables if table is not None for n in table.columns or ()))
    hint = did_you_mean(name, known, f"the columns are {listed(known, 8) or 'without names'}")
    return UsageError(f"{option}: no column is named '{shown(name)}'", hint, code="XE505", value=name)


def tables_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the tables to read; raise if there are more than two."""
    if len(names) > 2:
        raise UsageError(
            "--table names more than two tables",
            "name one for all inputs, or one for labels and one for predictions",
        )
    return names


class Opener(Protocol):
    """A function that opens one input."""

    def __call__(
        self,
        *,
        member: str | None,
        usual: tuple[str, ...],
        once: bool = False,
        header: bool | None = None,
        tokens: bool = False,
    ) -> Table:
        """Return the table; from several arrays, pick ``member``, or the one with a ``usual`` name.

        ``header`` says whether the first row of a text is one; None: detect it, or as an option says.
        Set ``tokens`` if the records hold one row per token.
        """


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
    kind: str | None = None
    """What the labels must be."""
    where: tuple[str, ...] = ()
    """Conditions COL=VALUE that all rows must meet."""
    tables: tuple[str, ...] = ()
    """The table to read of inputs with several; the second is that of the predictions."""

    @property
    def others(self) -> tuple[str | None, ...]:
        """Return the columns that are neither labels nor predictions."""
        return self.on, self.group

    @property
    def group(self) -> str | None:
        """Return the column to group by; None when grouping by class."""
        return None if self.by == "class" else self.by
