"""Tables without keys that hold the same samples once for each run, in the same order each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.errors import XentError
from xentcli.core.names import natural
from xentcli.inputs.doubts.runs import MOST_RUNS, NO_RUNS, coded_cells, which_run
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.names import suggested, words
from xentcli.inputs.take import whole_of

if TYPE_CHECKING:
    from xentcli.core.types import Codes, Numbers
    from xentcli.inputs.dataset import Dataset
    from xentcli.inputs.doubts.runs import Coded
    from xentcli.io.table import Table

RUNS = frozenset(
    {"model", "run", "seed", "epoch", "checkpoint", "ckpt", "step", "trial", "method", "algorithm", "version"}
    | {
        "experiment",
        "config",
        "variant",
        "arm",
        "repeat",
        "iteration",
        "iter",
        "lr",
        "classifier",
        "estimator",
    }
    | {
        "learner",
        "network",
        "member",
        "ensemble",
        "pass",
        "system",
        "fold",
        "temperature",
        "param",
        "setting",
    }
)
"""Words in the names of columns that distinguish runs."""
CHANCE, RARE = 0.3, 1e-4
"""The probability below which equal labels are no coincidence, with and without a name for runs."""


def refuse_stacks(data: Dataset, by: str | None) -> None:
    """Raise if all values of a column have equally many rows with the same labels in the same order.

    Sorted labels, as in strata, count only if the column is named after runs.
    """
    labels: Codes | None = None
    for table in dict.fromkeys(side.table for side in data.pair):
        names = table.columns or ()
        for column in _free(data, table):
            labels = _labels(data) if labels is None else labels
            coded = None if labels is None else coded_cells(table, column)
            called = bool(RUNS & {*words(names[column])})
            if labels is None or coded is None or not _are_runs(coded, labels, called=called):
                continue
            if names[column] == by:
                return
            told = f"each of {len(labels) // len(coded):,} samples is in {len(coded):,} rows"
            values = sorted(coded.texts, key=natural)
            error = which_run(table, told, (names[column],), [(text,) for text in values])
            if table is not data.labels.table:
                error.ways = ({"by": names[column]},)  # --where needs the column in both files, or a key
            raise error


def _free(data: Dataset, table: Table) -> list[int]:
    """Return the columns of a table that may distinguish runs, likeliest first."""
    if table.dtype is not None or table.columns is None:
        return []
    used = {c for side in data.pair if side.table is table for c in side.columns or ()} | {*table.unread}
    used |= {c for vector in table.vectors.values() for c in vector.columns}
    free = [c for c in range(len(table.columns)) if c not in used and _may_tell_runs(table, c)]
    return sorted(free, key=lambda c: not RUNS & {*words((table.columns or ())[c])})


def _may_tell_runs(table: Table, column: int) -> bool:
    name = (table.columns or ())[column]
    if suggested(name) in NO_RUNS and not RUNS & {*words(name)}:
        return False
    seen = column_stats(table, [column])[column]
    few = not seen.distinct.many and 2 <= len(seen.distinct.values) <= min(MOST_RUNS, seen.rows // 2)
    return few and not seen.unread and not seen.rows % len(seen.distinct.values)


def _labels(data: Dataset) -> Codes | None:
    """Return the labels as codes, or None if they cannot be read."""
    side = data.labels
    try:
        rows: Numbers = whole_of(side.table, side.columns, side.cells).values
    except XentError:
        return None
    return np.unique(rows.reshape(len(rows), -1), axis=0, return_inverse=True)[1].reshape(-1)


def _are_runs(coded: Coded, labels: Codes, *, called: bool) -> bool:
    """Return whether all values of a column have the same labels in the same order, beyond chance."""
    if len(coded.codes) != len(labels):
        return False
    counts = np.bincount(coded.codes)
    if len(counts) < 2 or (counts != counts[0]).any():
        return False
    parts = labels[np.argsort(coded.codes, kind="stable")].reshape(len(counts), -1)
    if (parts != parts[0]).any() or (parts[0] == parts[0][0]).all():
        return False
    steps = np.diff(parts[0])
    if not called and ((steps >= 0).all() or (steps <= 0).all()):
        return False
    shares = np.bincount(labels) / len(labels)
    chance = (len(counts) - 1) * float(np.log(shares[parts[0]]).sum())
    return bool(chance < np.log(CHANCE if called else RARE))
