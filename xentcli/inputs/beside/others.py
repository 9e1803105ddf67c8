"""Other arrays and lists that may be the labels or the predictions: those of a split, a task or a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import listed, shown
from xentcli.inputs.beside.columns import member_of, one_file, opened_or_none
from xentcli.inputs.beside.splits import SPLITS
from xentcli.inputs.extended import in_step
from xentcli.inputs.roles.names import LABELS, Role, suggested, words
from xentcli.inputs.roles.rivals import FEATURES, MODELS
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.core.errors import Way
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import ColumnNames

MOST = 3
"""The number of arrays to propose."""
SHARES = frozenset({"lam", "lambda", "lmbda", "lams", "mixup", "cutmix"})
PARTS = frozenset({"a", "b", "1", "2", "second", "mixed", "mix", "other", *SPLITS})
"""Words that tell labels apart that are otherwise called the same."""


def refuse_other_labels(data: Dataset, names: ColumnNames) -> None:
    """Raise if other arrays or lists called labels differ from those that were chosen."""
    if names.labels is None:
        _refuse(data, data.labels, _is_label, "labels")


def refuse_other_scores(data: Dataset, names: ColumnNames) -> None:
    """Raise if other arrays or lists of the same shape are called after the predictions and a model."""
    if names.predictions is None:
        _refuse(data, data.pair[1], _is_other_model, "predictions")


def _refuse(data: Dataset, side: Selection, is_other: Callable[[str, str], bool], what: str) -> None:
    own = member_of(side.table) or _name_of(side)
    if not own:
        return
    alike = _alike(data, side, lambda name: is_other(own, name))
    found = [name for name, other in alike if _differ(side, other)]
    if not found:
        return
    option, code = ("labels_column", "XE305") if what == "labels" else ("prediction_columns", "XE306")
    both = [own, *found]
    kind = "arrays" if side.table.dtype is not None else "columns"
    message = (
        f"several {kind} could be the {what}, and their values differ: {listed(list(map(shown, both)), 4)}"
    )
    hint = f"choose one with --{option.replace('_', '-')} {shown(own)}"
    ways: list[Way] = [{option: name} for name in both[:MOST]]
    if what == "labels" and any(_is_share(name) for name in side.table.beside):
        hint, ways = "labels of mixed rows are shares of the classes: save them as soft labels", []
    raise DataError(message, hint, code=code, place=Place(side.table.name.partition("[")[0]), ways=ways)


def _is_share(name: str) -> bool:
    """Return whether an array is called after the share of the first label, as in mixup."""
    return bool(SHARES & {*words(name.rpartition("/")[2])})


def _name_of(side: Selection) -> str:
    """Return the name of the only column, or of the list, that is selected."""
    table = side.table
    lists = {vector.columns: name for name, vector in table.vectors.items()}
    if side.columns in lists:
        return lists[side.columns]
    return (table.columns or ("",))[side.columns[0]] if side.columns and len(side.columns) == 1 else ""


def _alike(
    data: Dataset, side: Selection, is_called: Callable[[str], bool]
) -> Iterator[tuple[str, Selection]]:
    """Yield the other arrays, columns and lists with such names that have the shape of the selected ones."""
    table = side.table
    used = {member_of(one.table) for one in data.sides} if one_file(*(s.table for s in data.pair)) else set()
    for name, opened in table.beside.items():
        array = opened_or_none(opened) if name not in used and is_called(name) else None
        if array is not None and array.shape == table.shape and all(array.numeric):
            yield name, Selection(array, None, Cells.NUMBERS)
    if table.dtype is None and table.vectors and side.columns is not None:
        yield from (one for one in _lists(data, side) if is_called(one[0]))


def _lists(data: Dataset, side: Selection) -> Iterator[tuple[str, Selection]]:
    table, width = side.table, len(side.columns or ())
    taken = {c for one in data.sides if one.table is table for c in one.columns or ()} | {*table.unread}
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    some: dict[str, tuple[int, ...]]
    some = {name: (c,) for c, name in enumerate(table.columns or ()) if c not in inside and width == 1}
    some |= {name: v.columns for name, v in table.vectors.items() if len(v.columns) == width}
    for name, columns in some.items():
        if not taken & {*columns} and all(table.numeric[c] for c in columns):
            yield name, Selection(table, columns, Cells.NUMBERS)


def _is_label(_own: str, name: str) -> bool:
    """Return whether a name is one of labels, but for a split or a letter: `y_train`, `targets_b`.

    >>> _is_label("y_test", "y_train"), _is_label("y", "y2"), _is_label("y", "x2"), _is_label("y", "gold")
    (True, True, False, True)
    """
    if suggested(name) is Role.LABEL:
        return True
    return " ".join(word for word in words(name) if word not in PARTS) in LABELS


def _is_other_model(own: str, name: str) -> bool:
    """Return whether a name adds words to that of the predictions, and not those of another number.

    >>> _is_other_model("logits", "logits_ema"), _is_other_model("logits", "logits_std")
    (True, False)
    """
    mine, theirs = {*words(own)}, {*words(name)}
    return bool(mine) and mine < theirs and not (FEATURES & theirs and not MODELS & theirs)


def _differ(side: Selection, other: Selection) -> bool:
    """Return whether two arrays of numbers differ anywhere."""
    mine = Selection(side.table, side.columns, Cells.NUMBERS)
    try:
        for a, b in in_step(mine.blocks(), other.blocks()):
            if not np.array_equal(a.values.reshape(len(a), -1), b.values.reshape(len(b), -1)):
                return True
    except XentError:
        return False
    return False
