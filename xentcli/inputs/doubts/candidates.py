"""Long tables of candidates: one row per sample and option, with a 1 for the true one and shares of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.text import shown
from xentcli.core.types import Loss
from xentcli.inputs.doubts.runs import coded_cells
from xentcli.inputs.long_table import Pivoted, layout_of
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import Role, suggested, words
from xentcli.inputs.take import whole_of
from xentcli.io.table import Cells
from xentcli.numerics.simplex import on_simplex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.core.types import Codes, Floats, Mask
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.long_table import Layout
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings

NO_SAMPLES = frozenset({Role.SCORE, Role.WEIGHT, Role.LABEL, Role.PREDICTED_CLASS})
SAMPLES = frozenset(
    {
        "qid",
        "query",
        "question",
        "group",
        "sample",
        "user",
        "session",
        "request",
        "impression",
        "prompt",
        "case",
    }
    | {"race", "match", "example", "item", "list", "game", "choice", "set", "problem", "context"}
)
"""Words in the names of columns that hold the sample of each candidate."""
FEWEST = 3
"""The fewest groups with one true row each that are no coincidence."""
MOST_OPTIONS = 1000
CELLS = 1 << 26
"""The largest matrix of samples and options that is looked at."""


def pivoted_candidates(
    table: Table, labels: Sequence[int], score: int, options: Sequence[int], *, named: bool
) -> Pivoted | None:
    """Return the table with one row per sample, and the true option as its label; None for other tables.

    Args:
        table: The long table.
        labels: The columns that may hold a 1 for the true option.
        score: The column of scores.
        options: The columns that may hold the options.
        named: Whether the name of that column selects the scores of all options.
    """
    for label in labels:
        free = [c for c in range(len(table.numeric)) if c not in {label, score}]
        true, shares, inside = _cells(table, label, score)
        if true is None or not inside:
            continue
        key = _samples(table, free, true, shares)
        for option in options if key is not None else ():
            layout = layout_of(table, key or 0, option)
            whole = len(layout.cells) == len(layout.first) * len(layout.titles)
            if option not in {key, label} and whole and len(np.unique(layout.cells)) == len(layout.cells):
                order = np.argsort(layout.samples[true], kind="stable")
                rows = np.flatnonzero(true)[order]
                return Candidates(table, layout, rows, (score, option, label), named=named)
    return None


class Candidates(Pivoted):
    """A long table of candidates with one row per sample, the scores of all options, and the true option."""

    def __init__(
        self, table: Table, layout: Layout, true: Codes, columns: tuple[int, int, int], *, named: bool
    ) -> None:
        """``true`` are the rows of the true options; ``columns`` those of scores, options and labels."""
        score, option, label = columns
        super().__init__(table, layout, score, option, named=named, chosen=true)
        names = table.columns or tuple(map(str, range(len(table.numeric))))
        own = self._kept.index(option)
        self.columns = (*self.columns[:own], names[label], *self.columns[own + 1 :])


def one_of_candidates(data: Dataset, settings: Settings) -> Dataset:
    """Return the dataset with one row per sample if an option says that rows are candidates.

    Raise if no option does, and the scores are shares of one, or logits of groups.
    """
    labels, scores = data.labels, data.predictions
    if scores is None or labels.table.dtype is not None or labels.shape != ():
        return data
    table, beside = labels.table, scores.table
    if scores.shape not in {(), (1,)} or beside.dtype is not None or data.key is not None:
        return data
    if table.vectors or table.shape[1] == 1 or settings.loss.formula is Loss.BINARY:
        return data
    label, score = (labels.columns or (0,))[0], (scores.columns or (0,))[0]
    used = {label, *(scores.columns or () if beside is table else ())}
    free = [c for c in range(len(table.numeric)) if c not in used]
    true, values, are_shares = _cells(table, label, score, beside)
    if true is None:
        return data
    key = _samples(table, free, true, values) if are_shares else None
    even = key if key is not None else None if are_shares else _groups(table, free, true)
    if even is None:
        return data
    from xentcli.inputs.doubts.groups import grouped, which_loss

    if settings.loss.formula in {Loss.CATEGORICAL, Loss.SPARSE}:
        found = grouped(data, even, _codes(table, even), true, values, settings.loss.formula)
        return data if found is None else found
    if key is not None:
        raise _one_of_each(table, key, beside, score)
    raise which_loss(table, even, beside, score)


def _cells(
    table: Table, label: int, score: int, beside: Table | None = None
) -> tuple[Mask | None, Floats, bool]:
    """Return which rows have label 1, the scores, and whether they may be shares; None for other cells."""
    none = None, np.zeros(0), False
    beside = table if beside is None else beside
    seen, own = column_stats(table, [label])[label], column_stats(beside, [score])[score]
    if not seen.is_bits or seen.unread or own.unread or own.texts or own.is_whole:
        return none
    try:
        bits = whole_of(table, (label,), Cells.LABELS).values.reshape(-1)
        shares = whole_of(beside, (score,), Cells.NUMBERS).values.reshape(-1)
    except XentError:
        return none
    count = int(np.count_nonzero(bits))
    fits = len(bits) == len(shares) and 2 <= count <= len(bits) // 2
    return (bits != 0, np.asarray(shares, np.float64), own.inside) if fits else none


def _groups(table: Table, free: Sequence[int], true: Mask) -> int | None:
    """Return the column of keys with one true row, and equally many others, for each of its values."""
    count = int(np.count_nonzero(true))
    if len(true) % count or count < FEWEST:
        return None
    for column in free:
        name = (table.columns or ("",) * len(table.numeric))[column]
        if suggested(name) not in {Role.KEY, Role.GROUP} and not SAMPLES.intersection(words(name)):
            continue
        codes = _codes(table, column)
        if len(codes) != len(true):
            continue
        counts, hits = np.bincount(codes), np.bincount(codes[true], minlength=int(codes.max()) + 1)
        if len(counts) == count and (counts == counts[0]).all() and (hits == 1).all():
            return column
    return None


def _samples(table: Table, free: Sequence[int], true: Mask, shares: Floats) -> int | None:
    """Return the column with one true row for each of its values, whose shares sum to one; else None."""
    count = int(np.count_nonzero(true))
    for column in free:
        if table.columns and suggested(table.columns[column]) in NO_SAMPLES:
            continue
        seen = column_stats(table, [column])[column]
        few = not seen.distinct.many and len(seen.distinct.values) != count
        if not (few or seen.fractions or seen.unread or seen.keys is not None) and _are_shares(
            _codes(table, column), true, shares
        ):
            return column
    return None


def _codes(table: Table, column: int) -> Codes:
    coded = coded_cells(table, column)
    return np.zeros(0, np.int64) if coded is None else coded.codes


def _are_shares(codes: Codes, true: Mask, shares: Floats) -> bool:
    """Return whether each code has one true row, and shares that sum to one."""
    if len(codes) != len(true):
        return False
    counts = np.bincount(codes)
    hits = np.bincount(codes[true], minlength=len(counts))
    if (hits != 1).any() or counts.max() > MOST_OPTIONS or len(counts) * int(counts.max()) > CELLS:
        return False
    order = np.argsort(codes, kind="stable")
    starts = np.cumsum(counts) - counts
    matrix = np.zeros((len(counts), int(counts.max())))
    matrix[codes[order], np.arange(len(codes)) - starts[codes[order]]] = shares[order]
    return bool(on_simplex(matrix).all()) and len(counts) > 1


def _one_of_each(table: Table, key: int, beside: Table, score: int) -> DataError:
    name = shown((table.columns or ())[key]) if table.columns else str(key)
    own = shown((beside.columns or ())[score]) if beside.columns else str(score)
    message = (
        f"'{own}' sums to one over the rows of each '{name}', and one of them has label 1: each '{name}' is "
        "one sample, and its rows are its candidates"
    )
    hint = "write one row per sample with all of its probabilities, or give all samples the same options"
    ways = [{"loss": "categorical"}]
    return DataError(message, hint, code="XE325", place=Place(table.name), ways=ways)
