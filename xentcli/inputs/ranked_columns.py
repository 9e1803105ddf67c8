"""Columns of the best classes and their scores, such as `class1,conf1,class2,conf2`: one column per class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.blocks import Origin
from xentcli.core.errors import DataError, Note, Place
from xentcli.core.frozen import replace
from xentcli.core.names import natural
from xentcli.inputs.extended import Extended
from xentcli.inputs.take import whole_of
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.io.table import Complain, Table

HINT = "the loss needs the score of the true class: export the scores of all classes"


def unranked(table: Table, classes: Sequence[int], scores: Sequence[int]) -> Ranked | None:
    """Return the table with one column per class, or None if the rows are not sorted by score.

    Raise if rows lack classes that others have.

    Args:
        table: The table of the predictions.
        classes: The columns of classes, the best one first.
        scores: The columns of their scores, in the same order.
    """
    values = whole_of(table, tuple(scores), Cells.NUMBERS)
    if (np.diff(values.values, axis=1) > 0).any():
        return None
    titles, codes = _codes(table, classes)
    ranked = np.sort(codes, axis=1)
    if (np.diff(ranked, axis=1) == 0).any():
        return None
    if len(titles) > len(classes):
        message = f"each row has scores only for its best {len(classes)} classes, of at least {len(titles)}"
        raise DataError(message, HINT, code="XE328", place=Place(table.name))
    matrix: Numbers = np.empty_like(values.values)
    np.put_along_axis(matrix, codes, values.values, axis=1)
    return Ranked(table, titles, replace(values, values=matrix), {*classes, *scores})


def _codes(table: Table, columns: Sequence[int]) -> tuple[tuple[str, ...], Codes]:
    """Return the classes in natural order, and the class in each of the columns as its index."""
    blocks = [whole_of(table, (column,), Cells.NAMES) for column in columns]
    names = [[name.strip() for name in block.categories or ()] for block in blocks]
    titles = tuple(sorted({name for some in names for name in some}, key=natural))
    place = {title: code for code, title in enumerate(titles)}
    codes = [
        np.array([place[name] for name in some])[block.values.reshape(-1)]
        for some, block in zip(names, blocks, strict=True)
    ]
    return titles, np.stack(codes, axis=1)


class Ranked(Extended):
    """A table of ranked classes and scores, with one column of scores per class in their place."""

    def __init__(self, table: Table, titles: tuple[str, ...], scores: Block, apart: set[int]) -> None:
        """``apart`` are the columns of classes and scores."""
        kept = [column for column in range(int(table.shape[1] or 0)) if column not in apart]
        super().__init__(table, tuple(f"score.{title}" for title in titles), kept)
        self._scores, self.named_by_rows = scores, True
        text = f"the best classes and their scores were turned into {len(titles)} columns, one per class"
        self.notes = (Note("XE868", f"{table.name}: {text}"),)

    def made(self, complain: Complain | None) -> Iterator[Block]:
        """Yield the scores of all classes."""
        del complain
        yield replace(self._scores, origin=Origin(self.name, self.titles))
