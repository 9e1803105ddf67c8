"""Arrays with the length of each sequence: positions beyond it may be padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.inputs.beside.masks import arrays_called, columns_called
from xentcli.inputs.extended import in_step
from xentcli.inputs.roles.names import words
from xentcli.inputs.selection import ANY
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from typing import Any

    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.selection import ColumnNames
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

LENGTHS = frozenset({"length", "lengths", "len", "lens", "seqlen", "seqlens", "ntokens"})
COUNTED = frozenset({"tokens", "token", "steps", "timesteps", "frames", "words", "positions", "valid"})
COUNTS = frozenset({"num", "n", "number", "count", "counts"})
"""Words before or after what is counted, as in `num_tokens`."""


def ask_for_lengths(data: Dataset, names: ColumnNames, settings: Settings) -> None:
    """Raise if lengths leave out positions whose labels are no marks, unless `--where` names them."""
    labels = data.labels.table
    if getattr(labels, "tokens", None) is not None:
        _ask_for_tokens(data, names, settings)
        return
    if len(data.labels.shape) != 1 or labels.dtype is None or not data.pair[1].shape[1:]:
        return
    asked = {text.partition("=")[0].strip() for text in names.where}
    marks = {*IGNORE_MARKS, settings.ignore_index}
    rows = labels.shape[:1]
    for name, array in arrays_called(data, is_length_name, rows, (*rows, 1)):
        count = 0 if name in asked else _beyond(labels, array, marks)
        if count:
            raise _question(name, count, data, names)


def _ask_for_tokens(data: Dataset, names: ColumnNames, settings: Settings) -> None:
    """Do the same for records with one row per token, each with its own length."""
    asked = {text.partition("=")[0].strip() for text in names.where}
    known = [mark for mark in {*IGNORE_MARKS, settings.ignore_index} if isinstance(mark, int)]
    sizes: Any = data.labels.table
    places = np.concatenate([np.arange(size or 0) for size in sizes.sizes()] or [np.arange(0)])
    for name, lengths in columns_called(data, is_length_name):
        if name in asked or lengths.table is not data.labels.table:
            continue
        count, row = 0, 0
        for mine, theirs in in_step(data.labels.blocks(), lengths.blocks()):
            ends = np.asarray(theirs.values).reshape(-1)
            late = places[row : row + len(ends)] >= ends
            count += int(np.count_nonzero(late & ~np.isin(mine.values.reshape(-1), known)))
            row += len(ends)
        if count:
            raise _question(name, count, data, names)


def is_length_name(name: str) -> bool:
    """Return whether an array may hold the lengths of sequences, by its name.

    >>> [is_length_name(name) for name in ("seq_lens", "num_tokens", "x/lengths", "tokens", "logits")]
    [True, True, True, False, False]
    """
    own = words(name.rpartition("/")[2])
    return bool(LENGTHS & {*own} or (COUNTS & {*own} and COUNTED & {*own}))


def _beyond(labels: Table, lengths: Table, marks: set[int | str | None]) -> int:
    """Return how many labels lie beyond the lengths and are no marks; 0 if these are no lengths."""
    known = [mark for mark in marks if isinstance(mark, int)]
    count, width = 0, int(labels.shape[1] or 0)
    try:
        for mine, theirs in in_step(labels.blocks(), lengths.blocks()):
            ends = np.asarray(theirs.values).reshape(-1)
            if ends.dtype.kind not in "iuf" or (ends != np.rint(ends)).any():
                return 0
            if ends.min(initial=0) < 0 or ends.max(initial=0) > width:
                return 0
            left = np.arange(width) >= ends[:, None]
            count += int(np.count_nonzero(left & ~np.isin(mine.values, known)))
    except XentError:
        return 0
    return count


def _question(name: str, count: int, data: Dataset, names: ColumnNames) -> DataError:
    table = data.labels.table
    own = table.name.rpartition("[")[2].strip("/]") if "[" in table.name else "labels"
    end = shown(name.rpartition("/")[2])
    message = (
        f"{count:,} positions with labels lie beyond '{shown(name)}', the lengths of the rows: do they count?"
    )
    hint = (
        f"write only the tokens that count, or use --where '{shown(name)}={ANY}' to take all"
        if table.dtype is None
        else f"if not, {own}[np.arange({table.shape[1]}) >= {end}[:, None]] = -100 in NumPy (as int64) marks "
        f"them for --ignore-index -100; --where '{shown(name)}={ANY}' takes all positions"
    )
    ways = [{"where": [*names.where, f"{name}={ANY}"]}]
    return DataError(message, hint, code="XE353", place=Place(table.name), ways=ways)
