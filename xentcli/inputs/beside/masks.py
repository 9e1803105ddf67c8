"""Masks next to labels: arrays and columns of 0 and 1 that say which positions or rows count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.beside.columns import opened_or_none
from xentcli.inputs.extended import in_step
from xentcli.inputs.roles.names import words
from xentcli.inputs.selection import ANY, Selection
from xentcli.io.table import Cells
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import ColumnNames
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

MASK_WORDS = frozenset({"mask", "masks", "valid", "padding", "pad", "ignore", "ignored"})
PADS = frozenset({"pad", "padding", "ignore", "ignored"})
"""Words in the names of masks that may mark ignored positions."""
MOST_MASKS = 2


def ask_for_mask(data: Dataset, names: ColumnNames, settings: Settings) -> None:
    """Raise if a mask is 0 at positions with labels that are not marks, unless an option settles it."""
    told = {text.partition("=")[0].strip() for text in names.where}
    arrays = dict(arrays_called(data, is_mask_name, data.labels.table.shape))
    masks = arrays | dict(columns_called(data, is_mask_name))
    if told & {*masks} or data.labels.shape[1:] or not masks:
        return
    marks = {*IGNORE_MARKS, settings.ignore_index}
    labels = {name: data.labels.table if name in arrays else data.labels for name in masks}
    found = {name: left for name, mask in masks.items() if (left := _left_out(labels[name], mask, marks))}
    if not found:
        return
    name, left = next(iter(found.items()))
    is_row = name not in arrays and data.labels.shape in {(), (1,)}
    what = "row" if is_row else "position"
    where = f"{left:,} {what}{'s' * (left != 1)}"
    message = f"'{shown(name)}' is 0 at {where} with a class as label: should the loss count them?"
    some = [*found][:MOST_MASKS]
    kept = [f"{one}={value}" for one in some for value in ("10" if PADS & {*words(one)} else "1")]
    ways = [{"where": [*names.where, text]} for text in [*kept[:2], f"{name}={ANY}"]]
    hint = f"use --where {kept[0]} for {what}s where it is {kept[0][-1]}, or --where '{name}={ANY}' for all"
    if name not in arrays and not is_row:
        hint = (
            f"set the others to -100 and use --ignore-index -100, or use --where '{name}={ANY}' to take all"
        )
    raise DataError(message, hint, code="XE330", place=Place(data.labels.table.name), ways=ways)


def arrays_called(
    data: Dataset, is_called: Callable[[str], bool], *shapes: tuple[int | None, ...]
) -> Iterator[tuple[str, Table]]:
    """Yield the arrays next to labels and predictions that have such a name and one of the shapes."""
    labels, scores = data.pair
    for side in dict.fromkeys((labels.table, scores.table)):
        for key, opened in side.beside.items():
            table = opened_or_none(opened) if is_called(key) else None
            if table is not None and table.shape in shapes:
                yield key, table


def columns_called(data: Dataset, is_called: Callable[[str], bool]) -> Iterator[tuple[str, Selection]]:
    """Yield the columns that have such a name and are neither labels nor scores."""
    for side in dict.fromkeys((data.labels.table, data.pair[1].table)):
        taken = {*_columns_of(data.labels, side), *_columns_of(data.pair[1], side)}
        own = {name: (at,) for at, name in enumerate(side.columns or ())}
        lists = {name: vector.columns for name, vector in side.vectors.items()}
        for name, some in (own | lists).items():
            if is_called(name) and not taken & {*some} and all(side.numeric[at] for at in some):
                yield name, Selection(side, some, Cells.NUMBERS)


def _columns_of(one: Selection, table: Table) -> tuple[int, ...]:
    return one.columns or () if one.table is table else ()


def is_mask_name(name: str) -> bool:
    """Return whether an array may be a mask, by its name.

    >>> is_mask_name("attention_mask"), is_mask_name("inputs/valid"), is_mask_name("masked_lm_logits")
    (True, True, False)
    """
    own = words(name.rpartition("/")[2])
    return bool(own) and own[-1] in MASK_WORDS


def _left_out(labels: Table | Selection, mask: Table | Selection, marks: set[int | str | None]) -> int:
    """Return how many labels, without marks, a mask of 0 and 1 leaves out; 0 for other arrays."""
    count, kept = 0, 0
    known = [mark for mark in marks if isinstance(mark, int)]
    try:
        for mine, theirs in in_step(labels.blocks(), mask.blocks()):
            bits = np.asarray(theirs.values)
            bits = bits.reshape(np.shape(mine.values)) if bits.size == mine.values.size else bits
            if not np.isin(bits, (0, 1)).all():
                return 0
            left = bits == 0
            kept += int(np.count_nonzero(~left))
            count += int(np.count_nonzero(left & ~np.isin(mine.values, known)))
    except XentError:
        return 0
    return count if kept else 0
