"""Labels of one split and predictions of another: arrays of one file whose rows may differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.text import shown
from xentcli.inputs.roles.names import words

if TYPE_CHECKING:
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import ColumnNames

SPLITS = {
    "train": "train",
    "training": "train",
    "test": "test",
    "testing": "test",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "dev": "validation",
    "eval": "evaluation",
    "holdout": "holdout",
    "oof": "oof",
}
_FOLD = re.compile(r"(?:fold|split|epoch|run|seed)[\W_]?(\d+)", re.IGNORECASE)
_MEMBER = re.compile(r".*\[/?(.+)\]")


def refuse_other_splits(data: Dataset, names: ColumnNames) -> None:
    """Raise if the arrays of labels and predictions are of different splits, unless options name both."""
    if names.labels is not None and names.predictions is not None:
        return
    mine, theirs = (_MEMBER.fullmatch(side.table.name) for side in data.pair)
    if mine is None or theirs is None:
        return
    own, other = split_of(mine[1]), split_of(theirs[1])
    if own is None or other is None or own == other:
        return
    message = (
        f"the labels are '{shown(mine[1])}' and the predictions '{shown(theirs[1])}': "
        "do they describe the same rows?"
    )
    hint = "name both arrays with --labels-column and --prediction-columns if they are"
    ways = [{"labels_column": mine[1], "prediction_columns": theirs[1]}]
    raise DataError(message, hint, code="XE354", place=Place(data.labels.table.name), ways=ways)


def split_of(name: str) -> str | None:
    """Return the split that the name of an array says, or None if it says none or several.

    >>> split_of("test/labels"), split_of("y_val"), split_of("fold_1/probs"), split_of("probs")
    ('test', 'validation', '1', None)
    """
    found = {SPLITS[word] for word in words(name) if word in SPLITS} or {*_FOLD.findall(name)}
    return found.pop() if len(found) == 1 else None
