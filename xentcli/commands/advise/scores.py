"""A block of labels and predictions as targets and logarithms, from which all statistics are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.quantize import quanta
from xentcli.core.frozen import Frozen
from xentcli.losses.formulas import binary_logit_terms
from xentcli.numerics.binary_rows import bits_in
from xentcli.numerics.occurrences import UNSEEN, Occurrences, Spot
from xentcli.settings.settings import cell_marks

if TYPE_CHECKING:
    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Numbers
    from xentcli.numerics.row_stats import RowStats


class Scored(Frozen, eq=False):
    """Rows of targets and logarithms, without the rows that are left out.

    ``classes`` (n,) are the targets' columns; ``shares`` (C, n) stand in their place where a row has more
    than one. ``scores`` (K, n), in quanta, are log p, or log p - log(1 - p) where every column is by itself:
    the sum of targets times scores is what the pairing of rows adds to the likelihood.
    """

    rows: Codes
    """Indices of these rows in the block."""
    classes: Codes
    shares: Numbers | None
    scores: Numbers
    own: Numbers | None
    """The scores of the rows' own classes, or None if rows have several."""
    logs: Numbers
    """The scores before rounding."""
    odds: Numbers
    """The probabilities that belong to ``logs``."""
    columns: Numbers
    """The predictions as they are, (K, n)."""

    def gains(self, rows: slice, others: slice) -> Codes:
        """Return what pairing rows with the labels of others adds to the likelihood, row by row, in
        quanta."""
        if self.shares is None:
            assert self.own is not None
            n = self.scores.shape[1]
            at = np.arange(n)[rows]
            gains = self.scores.reshape(-1).take(self.classes[others] * n + at) - self.own[rows]
            return np.asarray(gains, dtype=np.int64)
        change = self.shares[:, others] - self.shares[:, rows]
        return np.rint(added_up(change, self.scores[:, rows])).astype(np.int64)


def scored(reading: Interpretation, targets: tuple[Codes, Numbers | None], facts: RowStats) -> Scored:
    """Return the scores of predictions with the targets of their rows."""
    classes, shares = targets
    columns = _columns(facts)
    kept = np.flatnonzero(classes >= 0)
    if len(kept) < len(classes):
        columns, classes = np.ascontiguousarray(columns[:, kept]), classes[kept]
        shares = None if shares is None else np.ascontiguousarray(shares[:, kept])
    logs, odds = _logs(reading, columns)
    scores = quanta(logs)
    own = None if shares is not None else scores.reshape(-1).take(_places(classes, len(kept)))
    return Scored(kept, classes, shares, scores, own, logs, odds, columns)


def _places(classes: Codes, rows: int) -> Codes:
    """Return the flat indices of the rows' own classes in the scores, stored column after column."""
    return classes * rows + np.arange(rows)


def added_up(first: Numbers, second: Numbers) -> Numbers:
    """Return the sum over columns of products (K, n), added column by column so that the result does not
    depend on how rows are split."""
    total: Numbers = first[0] * second[0]
    for a, b in zip(first[1:], second[1:], strict=True):
        total += a * b
    return total


def _columns(facts: RowStats) -> Numbers:
    """Return the predictions as (K, n) floats."""
    whole = facts.columns
    return as_floats(np.ascontiguousarray(np.atleast_2d(facts.rows.T)) if whole is None else whole)


def as_floats(x: Numbers) -> Numbers:
    """Return the numbers in float32 or float64."""
    if x.dtype.kind != "f":
        return x.astype(np.float64)
    return x.astype(np.float32) if x.dtype.itemsize < 4 else x


def targets_of(reading: Interpretation, labels: Block) -> tuple[Codes, Numbers | None]:
    """Return the class of each row (-1 if it has none), and the shares of all classes if rows have
    several."""
    layout, game = reading.layout, reading.game
    if not layout.vectors or layout.width == 1:
        if game is Assignment.BIT and reading.kind == "soft":
            share = np.asarray(labels.values, dtype=np.float64).reshape(-1)
            return (share > 0.5).astype(np.int64), np.stack([1 - share, share])
        return _ids(reading, labels), None
    if game is Assignment.CLASSES:
        return _hot(reading, labels), None
    shares = np.ascontiguousarray(layout.labels(labels.values).T, dtype=np.float64)
    gaps = np.isnan(shares) | np.isin(shares, cell_marks(reading.ignore))
    classes = np.where(gaps.any(axis=0), -1, shares.argmax(axis=0)) if gaps.any() else shares.argmax(axis=0)
    return classes, shares


def _ids(reading: Interpretation, labels: Block) -> Codes:
    classes = reading.classes.indices(labels).reshape(-1)
    left_out = labels.are(reading.ignore)
    return classes if left_out is None else np.where(left_out.reshape(-1), -1, classes)


def strangers(reading: Interpretation, labels: Block) -> Occurrences:
    """Return the labels of a block that are no class of the columns and not the mark of rows to leave out."""
    known, cells = reading.classes.indices(labels).reshape(-1) >= 0, labels.values.reshape(-1)
    left_out = labels.are(reading.ignore)
    odd = np.flatnonzero(~known if left_out is None else ~(known | left_out.reshape(-1)))
    if not len(odd):
        return UNSEEN
    cell = cells[odd[0]].item()
    value = cell if labels.categories is None else labels.categories[cell]
    row, position = divmod(int(odd[0]), reading.layout.per_row)
    spot = Spot(labels.first_row + row, position, labels.place(row), value)
    return Occurrences(len(odd), (spot,))


def _hot(reading: Interpretation, labels: Block) -> Codes:
    """Return the column of the one in one-hot rows, whatever two numbers they use."""
    low, high = reading.levels
    if (low, high) == (0, 1):
        bits = bits_in(labels, reading.layout)
        if bits is not None and bits.one_hot:
            return bits.columns
    rows = reading.layout.labels(labels.values)
    on = rows == high
    single = (np.count_nonzero(on, axis=1) == 1) & (on | (rows == low)).all(axis=1)
    return np.where(single, on.argmax(axis=1), -1)


def _logs(reading: Interpretation, columns: Numbers) -> tuple[Numbers, Numbers]:
    """Return the scores and the corresponding probabilities."""
    with np.errstate(all="ignore"):
        if reading.game is Assignment.BIT or reading.game is Assignment.OUTPUTS:
            yes, no, p = binary_logs(reading.form, columns)
            if reading.game is Assignment.BIT:
                return np.concatenate([no, yes]), np.concatenate([1 - p, p])
            return yes - no, p
        return class_logs(reading.form, columns)


def binary_logs(form: PredictionForm | None, x: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return log p, log(1 - p) and p."""
    if form is PredictionForm.LOGITS:
        yes, no = (-term for term in binary_logit_terms(x))
        return yes, no, np.exp(yes)
    p = (
        x / 100
        if form is PredictionForm.PERCENTAGES
        else np.exp(x)
        if form is PredictionForm.LOG_PROBABILITIES
        else x
    )
    return np.log(p), np.log1p(-p), p


def class_logs(form: PredictionForm | None, x: Numbers) -> tuple[Numbers, Numbers]:
    """Return log p and p of the classes."""
    if form is PredictionForm.LOGITS:
        gap = x - x.max(axis=0)
        mass = np.exp(gap)
        total = mass.sum(axis=0)
        return gap - np.log(total), mass / total
    if form is PredictionForm.LOG_PROBABILITIES:
        return x, np.exp(x)
    if form is PredictionForm.SCORES:
        x = np.nan_to_num(x / x.sum(axis=0))
    elif form is PredictionForm.PERCENTAGES:
        x = x / 100
    return np.log(x), x
