"""The order of the columns of scores that another array of the same file declares: ``classes``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.errors import Note, XentError
from xentcli.core.text import listed, shown
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.arrays.base import Arrays
    from xentcli.io.table import Table

    Order = tuple[str, tuple[str, ...]]
    """The name of an array, and the classes that it holds."""

CLASS_ARRAYS = (
    *("classes", "classes_", "class_names", "classnames", "class_labels", "label_names", "target_names"),
    *("class_order", "class_ids", "categories", "columns", "column_names", "label_order"),
)
"""Usual names of an array with the class of each column, likeliest first."""
MAY_BE_LABELS = ("labels", "names")
"""The same, if the array is not as long as there are rows."""
_OF_SCORES = re.compile(
    r"(?:y_?)?(?:scores?|preds?|predictions?|predicted|probs?|probas?|probabilit(?:y|ies)|logits?|outputs?|model)"
    r"_(?:(?:class|label|column)_?)?(?:names?|classes|columns?|labels?|order|ids)"
)


def name_columns(table: Arrays) -> None:
    """Name the columns of an array of scores after the classes that the file declares for them, if any.

    Nothing is done if the classes are 0, 1 and so on, as the columns are counted anyway.
    """
    if len(table.rest) != 1 or table.rest[0] < 2 or table.columns is not None:
        return
    for name, names in class_orders(table, table.rest[0])[:1]:
        if names != tuple(map(str, range(len(names)))):
            table.columns = names
            told = f"its columns follow '{shown(name)}': {listed(names, 6)}"
            table.notes = (*table.notes, Note("XE860", f"{table.name}: {told}"))


def class_orders(table: Table, width: int) -> list[Order]:
    """Return the arrays that hold ``width`` classes, first those that are called after the scores."""
    known = {key.rpartition("/")[2].lower(): key for key in reversed([*table.beside])}
    some = [name for name in known if is_of_scores(name)] + [name for name in CLASS_ARRAYS if name in known]
    if width != table.shape[0]:
        some += [name for name in MAY_BE_LABELS if name in known]
    found = [(known[name], _classes(table.beside[known[name]], width)) for name in some]
    return [(name, names) for name, names in found if names is not None]


def is_of_scores(name: str) -> bool:
    """Return whether the name of an array says that it holds the classes of the scores.

    >>> is_of_scores("score_names"), is_of_scores("x/pred_classes"), is_of_scores("label_names")
    (True, True, False)
    """
    return bool(_OF_SCORES.fullmatch(name.rpartition("/")[2].lower()))


def _classes(opened: Callable[[], Table], count: int) -> tuple[str, ...] | None:
    """Return the texts of an array of ``count`` different classes, or None if it is another array."""
    try:
        table = opened()
        if (
            table.dtype is None
            or table.dtype.kind not in "iuUSf"
            or table.shape not in {(count,), (count, 1)}
        ):
            return None
        block = next(iter(table.blocks(None, Cells.LABELS)))
    except XentError:
        return None
    values = block.values.reshape(-1).tolist()
    if block.categories is not None:
        texts = tuple(block.categories[code] for code in values)
    else:
        texts = tuple(str(int(v)) for v in values if v == int(v))
    return texts if len(set(texts)) == count else None
