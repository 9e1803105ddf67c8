"""The order of the columns of scores that another array of the same file declares: ``classes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Note, XentError
from xentcli.core.text import listed, shown
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.io.arrays.base import Arrays
    from xentcli.io.table import Table

CLASS_ARRAYS = (
    *("classes", "classes_", "class_names", "classnames", "class_labels", "label_names", "target_names"),
    *("class_order", "class_ids", "categories", "columns", "column_names", "label_order"),
)
"""Usual names of an array with the class of each column, likeliest first."""
MAY_BE_LABELS = ("labels", "names")
"""The same, if the array is not as long as there are rows."""


def name_columns(table: Arrays) -> None:
    """Name the columns of an array of scores after the classes that the file declares for them, if any.

    Nothing is done if the classes are 0, 1 and so on, as the columns are counted anyway.
    """
    if len(table.rest) != 1 or table.rest[0] < 2 or table.columns is not None:
        return
    known = {key.rpartition("/")[2].lower(): key for key in reversed([*table.beside])}
    some = [name for name in CLASS_ARRAYS if name in known]
    if table.rest[0] != table.count:
        some += [name for name in MAY_BE_LABELS if name in known]
    for name in some:
        names = _classes(table.beside[known[name]], table.rest[0])
        if names is not None:
            if names != tuple(map(str, range(len(names)))):
                table.columns = names
                told = f"its columns are {listed(names, 6)}, as '{shown(known[name])}' says"
                table.notes = (*table.notes, Note("XE860", f"{table.name}: {told}"))
            return


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
