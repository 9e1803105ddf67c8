"""The suspicion that a softmax ran over the rows instead of the classes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.appearance import MOST_DECIMALS
from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.significance import LEVEL
from xentcli.commands.advise.statistics import FINE
from xentcli.commands.advise.suspicions.suspicion import Suspicion

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case

FLOAT = {2: 2.0**-11, 4: 2.0**-24}
"""The rounding of a number, relative to it, by the bytes of its dtype."""


def softmax_over_the_batch(case: Case) -> Diagnosis | None:
    """Report probabilities of which every column sums to the same whole number, and rows do not sum to one.

    A softmax over the rows of a batch makes the columns of each batch sum to one. False alarms. By chance a
    sum is as close to a whole number as its rounding with the probability of twice that distance; all
    columns are so with a probability below 1e-6.
    """
    sums, side = case.clues.column_sums.array, case.predictions
    if sums is None or side is None or len(sums) < 2 or not case.seen.predictions.rows:
        return None
    columns = np.asarray(sums, np.float64) / FINE
    whole, rows = float(np.rint(columns[0])), case.seen.predictions.rows
    size = 8 if side.table.dtype is None else side.table.dtype.itemsize
    near = _rounding(case, rows) + 8 * math.sqrt(rows) * FLOAT.get(size, 2.0**-50) * whole
    luck = len(columns) * math.log(2 * near) if near < 0.5 else 0.0
    if whole < 1 or bool((np.abs(columns - whole) > near).any()) or luck > math.log(LEVEL):
        return None
    batches = "" if whole == 1 else f", as for {whole:,.0f} batches"
    said = (
        f"every column sums to {whole:g}{batches}, but the rows do not sum to one: the softmax ran"
        " over the rows of a batch (axis 0), not over the classes"
    )
    evidence = {"column_sum": whole, "rows": rows, "rounding": near, "log_chance": luck}
    return Diagnosis(
        "softmax-over-the-batch", said, evidence, "compute p = softmax(logits, axis=-1) from the logits again"
    )


SOFTMAX_OVER_THE_BATCH = Suspicion(
    "softmax-over-the-batch",
    title="a softmax over the rows of a batch",
    meaning="Every column sums to one, but not every row. The softmax ran over axis 0. Dividing rows "
    "by their sums does not undo that.",
    fix="Apply the softmax to the logits again, over the last axis.",
    find=softmax_over_the_batch,
    hides=("rows-not-summing", "one-hot-with-sigmoid", "loss-above-class-shares"),
)


def _rounding(case: Case, rows: int) -> float:
    """Return how far rounding may move the sum of a column."""
    digits = int(case.clues.looks.decimals)
    return rows * (2.0**-31 if digits >= MOST_DECIMALS else 0.5 * 10.0**-digits)
