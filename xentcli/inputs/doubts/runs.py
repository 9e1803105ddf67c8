"""Tables that hold the same samples once per run: an epoch, a model or a parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import Frozen
from xentcli.core.names import natural
from xentcli.core.text import listed, shown
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.take import whole_of
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.types import Codes
    from xentcli.inputs.dataset import Dataset
    from xentcli.io.table import Table

MOST_KEYS = 8
"""The number of columns that are tried as keys of samples."""
MOST_RUNS = 1000
MOST_WAYS = 3
NO_RUNS = frozenset({Role.LABEL, Role.SCORE, Role.WEIGHT, Role.PREDICTED_CLASS})


class Coded(Frozen, eq=False):
    """The cells of a column as codes, and the text of each code."""

    column: int
    codes: Codes
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


def refuse_runs(data: Dataset, by: str | None) -> None:
    """Raise if a table holds each sample once for each run, with the same label in all of them.

    That is the case if a key and another column cross completely: every pair of their values is in one row.
    Runs of the column ``by`` are separate in the result, so this is not a question.
    """
    table, labels = data.labels.table, data.labels.columns
    if table.dtype is not None or table.columns is None or labels is None or data.predictions is None:
        return
    scores = data.predictions.columns or () if data.predictions.table is table else ()
    inside = {c for vector in table.vectors.values() for c in vector.columns}
    used = {*labels, *scores, *inside, *table.unread}
    free = [c for c in range(len(table.columns)) if c not in used]
    for key in _repeating(table, free):
        runs = _runs(table, key, [c for c in free if c != key.column], len(key.codes) // len(key))
        if runs and by not in {table.columns[run.column] for run in runs} and _same_labels(data, key):
            raise _which_run(table, key, runs)


def _repeating(table: Table, free: Sequence[int]) -> Iterator[Coded]:
    """Yield the columns of keys, or of text, that hold each of their values equally often."""
    names = table.columns or ()
    some = [c for c in free if suggested(names[c]) is Role.KEY or not table.numeric[c]][:MOST_KEYS]
    for column in some:
        seen = column_stats(table, [column])[column]
        if seen.keys is not None or seen.unread or seen.fractions or seen.rows < 4:
            continue
        coded = coded_cells(table, column)
        if coded is not None and _is_even(coded.codes, len(coded)) and 1 < len(coded) <= seen.rows // 2:
            yield coded


def _is_even(codes: Codes, size: int) -> bool:
    """Return whether codes below ``size`` occur equally often."""
    counts = np.bincount(codes, minlength=size)
    return bool((counts == counts[0]).all())


def _runs(table: Table, key: Coded, free: Sequence[int], count: int) -> list[Coded]:
    """Return a column, or several, whose values tell apart the ``count`` rows of each sample; else none."""
    if count > MOST_RUNS:
        return []
    found: list[Coded] = []
    for column in free:
        coded = _crossing(table, key, column, count)
        if coded is not None and len(coded) == count:
            return [coded]
        if coded is not None:
            found.append(coded)
    joint = np.zeros(len(key.codes), np.int64)
    for coded in found:
        joint = np.unique(joint * len(coded) + coded.codes, return_inverse=True)[1].reshape(-1)
    size = int(joint.max()) + 1
    return found if size == count and _is_even(joint + size * key.codes, size * len(key)) else []


def _crossing(table: Table, key: Coded, column: int, count: int) -> Coded | None:
    """Return a column if each sample has each of its values equally often, at least two."""
    if suggested((table.columns or ())[column]) in NO_RUNS:
        return None
    seen = column_stats(table, [column])[column].distinct
    if not seen.many and (len(seen.values) < 2 or count % len(seen.values)):
        return None
    coded = coded_cells(table, column)
    if coded is None or not 2 <= len(coded) <= count:
        return None
    return coded if _is_even(coded.codes + len(coded) * key.codes, len(coded) * len(key)) else None


def coded_cells(table: Table, column: int) -> Coded | None:
    """Return the cells of a column as codes of their texts, or None if they cannot be read."""
    try:
        whole = whole_of(table, (column,), Cells.TEXT)
    except XentError:
        return None
    texts = np.array([text.strip() for text in whole.categories or ()])
    found, codes = np.unique(texts, return_inverse=True)
    return Coded(column, codes.reshape(-1)[whole.values.reshape(-1)], tuple(found.tolist()))


def _same_labels(data: Dataset, key: Coded) -> bool:
    """Return whether the labels differ, but not between the rows of a sample."""
    labels = data.labels
    try:
        whole = whole_of(labels.table, labels.columns, labels.cells)
    except XentError:
        return False
    rows = whole.values.reshape(len(whole), -1)
    first = rows[np.unique(key.codes, return_index=True)[1]]
    return bool((rows == first[key.codes]).all() and (first != first[0]).any())


def _which_run(table: Table, key: Coded, runs: Sequence[Coded]) -> DataError:
    names = [(table.columns or ())[c.column] for c in (key, *runs)]
    rows = sorted(set(zip(*(run.codes.tolist() for run in runs), strict=True)))
    values = [tuple(run.texts[code] for run, code in zip(runs, row, strict=True)) for row in rows]
    values.sort(key=lambda texts: [natural(text) for text in texts])
    told = f"each of {len(key):,} samples of '{shown(names[0])}' is in {len(values):,} rows"
    return which_run(table, told, names[1:], values)


def which_run(table: Table, told: str, names: Sequence[str], values: Sequence[tuple[str, ...]]) -> DataError:
    """Ask which run is meant; the columns ``names`` distinguish the runs."""
    message = f"{told}, one for each {listed(list(map(shown, names)), 4)}: which run do you want?"
    some = values if len(values) <= MOST_WAYS else values[-MOST_WAYS:]
    ways = [{"where": [f"{n}={text}" for n, text in zip(names, texts, strict=True)]} for texts in some]
    hint = f"use --where to keep one run, or --by {names[0]} to report each run"
    return DataError(message, hint, code="XE329", place=Place(table.name), ways=ways)
