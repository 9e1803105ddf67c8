"""The first rows of a pair, kept while all rows are read, and whether a second look at them is due.

A second look costs several passes, so that `validate` takes it only where it could find something. Every
suspicion that it reports implies one of the conditions in `is_doubtful`: they need the scores of the rows
and a few sums, and rule out nothing that a suspicion needs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.activation_stats import FORMS, SLACK
from xentcli.commands.advise.forms import Assignment, Interpretation, PredictionForm, assignment
from xentcli.commands.advise.lags import LAGS
from xentcli.commands.advise.quantize import UNIT
from xentcli.commands.advise.scores import scored, targets_of
from xentcli.commands.advise.significance import MIN_OTHERS, MIN_STANDARD_ERRORS
from xentcli.commands.advise.statistics import MOST_CLASSES
from xentcli.commands.advise.suspicions.class_shares import loss_of_shares
from xentcli.core.frozen import Frozen
from xentcli.core.types import Kind, Scale
from xentcli.numerics.row_stats import RowStats

if TYPE_CHECKING:
    from xentcli.commands.advise.scores import Scored
    from xentcli.core.blocks import Block
    from xentcli.core.types import Numbers
    from xentcli.detection.evidence import LabelEvidence, PredictionEvidence
    from xentcli.inputs.selection import Selection
    from xentcli.losses.spec import LossSpec

MOST_ROWS, MOST_NUMBERS = 1 << 14, 1 << 17
"""The maximum number of first rows, and of numbers in them, to look at."""
MIN_ROWS = 64
"""Nothing can be concluded from fewer rows; rows of more than 2,048 numbers each give fewer."""
MOST_WIDE, LEAST_WIDE = 1 << 22, 8
"""The maximum number of numbers in a wide look, and the minimum number of rows."""
ROUNDING = 0.01
"""How far whole quanta may move a mean, in nats, and more."""
BRIEF = 8
"""The number of rows to check before checking all of them."""


def looked_at(predictions: Selection, *, wide: bool = False) -> int:
    """Return how many first rows a second look takes; 0 where rows are too long, also for a ``wide`` look."""
    numbers = max(1, math.prod(predictions.shape))
    most = min(MOST_ROWS, MOST_NUMBERS // numbers)
    if most >= MIN_ROWS:
        return most
    most = min(MIN_ROWS, MOST_WIDE // numbers) if wide else 0
    return most if most >= LEAST_WIDE else 0


class FirstRows(Frozen):
    """The first rows of an input, as far as they were read."""

    blocks: tuple[Block, ...] = ()

    def __add__(self, other: FirstRows) -> FirstRows:
        """Return both, in the order of the input."""
        return FirstRows(tuple(sorted(self.blocks + other.blocks, key=lambda block: block.first_row)))


NO_ROWS = FirstRows()


def first_rows(block: Block, most: int) -> FirstRows:
    """Return the rows of a block that are among the first of its input."""
    return FirstRows((block[: most - block.first_row],)) if block.first_row < most else NO_ROWS


def is_doubtful(
    spec: LossSpec,
    label_evidence: LabelEvidence,
    evidence: PredictionEvidence,
    labels: FirstRows,
    predictions: FirstRows,
) -> bool:
    """Return whether a second look could report something of these rows.

    ``spec`` and the evidence are those of all rows. The answer is yes where the first rows by themselves
    might be read in another way, where all predictions are whole numbers (`hard-predictions`), and where the
    scores of the rows are odd.
    """
    if not labels.blocks or not predictions.blocks:
        return True
    if len({block.values.dtype for block in predictions.blocks}) > 1:
        return True  # their logarithms depend on the precision
    values = np.concatenate([spec.layout.predictions(block.values) for block in predictions.blocks])
    if _are_whole(values):
        return True
    reading = _reading_of(spec, label_evidence, evidence, labels, values)
    if reading is None or reading.game is None:
        return reading is None  # rows that are not compared can only be hard
    each = [targets_of(reading, block) for block in labels.blocks]
    classes = np.concatenate([one for one, _ in each])
    shares = [more for _, more in each if more is not None]
    targets = classes, np.concatenate(shares, axis=1) if shares else None
    if len(classes) != len(values) or (classes < 0).any():
        return True
    return _are_odd(reading, scored(reading, targets, RowStats(values)))


def _are_whole(values: Numbers) -> bool:
    """Return whether no number has a fraction; most often one of the first rows has one."""
    return all(bool((some == np.rint(some)).all()) for some in (values[:BRIEF], values))


def _reading_of(
    spec: LossSpec, labels: LabelEvidence, seen: PredictionEvidence, first: FirstRows, values: Numbers
) -> Interpretation | None:
    """Return how all rows are read, if the first ones are sure to be read in the same way.

    Their kind is said to be that of all rows. Probabilities and log-probabilities are forms that no row
    contradicts, so that these do not either; a number below 0 and one above are logits in any company.
    Classes are found from the labels that occur: ids, and classes that options or vectors tell, are the same
    for any of them; names, where all of them are among the first rows.
    """
    layout, case, settings = spec.layout, spec.case, spec.settings
    one_by_one = layout.width == 1 or case.kind is Kind.MULTI_LABEL
    if case.scale is Scale.PROBABILITIES and (seen.beyond_unit if one_by_one else seen.not_simplex):
        return None
    if case.scale is Scale.LOG_PROBABILITIES and (one_by_one or seen.not_log_simplex):
        return None
    if case.scale is Scale.LOGITS and not (values.min() < 0 < values.max()):
        return None
    same = layout.vectors or settings.classes is not None or _are_ids(labels) or _has_all(labels, first)
    if not same or spec.convention.ranks_labels or spec.classes.size < 2:
        return None
    form = PredictionForm(str(case.scale))
    game = assignment(layout, case.kind, form, spec.classes)
    return Interpretation(layout, case.kind, form, game, spec.classes, settings.marks)


def _are_ids(labels: LabelEvidence) -> bool:
    named = labels.names or labels.missing_words or labels.truths or labels.texts
    return not named and not labels.classes.full


def _has_all(labels: LabelEvidence, first: FirstRows) -> bool:
    """Return whether every class has a row among the first ones."""
    names = {
        block.categories[code]
        for block in first.blocks
        if block.categories
        for code in set(block.values.tolist())
    }
    return len(names) == len(labels.classes)


def _are_odd(reading: Interpretation, rows: Scored) -> bool:
    """Return whether the scores of the rows allow a suspicion.

    - ``softmax-twice``, ``sigmoid-twice``: undone, no row lies outside [0, 1], so that the logarithms of none
      differ by more than 1, but for slack.
    - ``class-order``: the likelihood rises under another order, so that it does for one class at least; or
      an output says the opposite of its label, and its opposite is likelier.
    - ``rows-shifted``: the likelihood rises under the labels of other rows.
    - ``loss-above-class-shares``, and all of more than 256 classes or of images: the loss of the rows is
      above that of the class shares.
    - ``rows-shuffled``: it is within four standard errors of that of random pairing.
    """
    width = len(rows.scores)
    with np.errstate(invalid="ignore"):
        spread = rows.logs.max(axis=0) - rows.logs.min(axis=0)
    if reading.form in FORMS and not bool((spread > 1 + width * SLACK).any()):
        return True
    if len(reading.layout.positions) == 1 or _is_above_shares(reading, rows):
        return True
    if width > MOST_CLASSES or reading.layout.positions:
        return False
    return _may_be_moved(reading, rows) or _may_be_shuffled(reading, rows)


def _may_be_moved(reading: Interpretation, rows: Scored) -> bool:
    """Return whether the likelihood rises under other columns, or under the labels of other rows."""
    count = rows.scores.shape[1]
    targets, scores = _targets(reading, rows)
    likelihoods = targets @ scores.T
    own, sums = likelihoods.diagonal(), scores.sum(axis=1)
    if bool((likelihoods > own[:, None]).any()):
        return True
    if reading.game is Assignment.OUTPUTS and bool((sums > 2 * own).any()):
        return True
    ahead = [(slice(0, count - lag), slice(lag, count)) for lag in LAGS if 0 < lag < count]
    return any(rows.gains(one, two).sum() > 0 for pair in ahead for one, two in (pair, pair[::-1]))


def _targets(reading: Interpretation, rows: Scored) -> tuple[Numbers, Numbers]:
    """Return targets and scores, (K, n), as floats."""
    unit = 1 if rows.shares is None or reading.game is Assignment.OUTPUTS else UNIT
    targets = _one_hot(rows) if rows.shares is None else np.rint(rows.shares * unit)
    return targets / unit, np.asarray(rows.scores, dtype=np.float64)


def _is_above_shares(reading: Interpretation, rows: Scored) -> bool:
    """Return whether the loss of rows with one class each is no better than that of the class shares."""
    if rows.own is None or not len(rows.classes) or reading.game is Assignment.SHARES:
        return False
    counts = np.bincount(rows.classes, minlength=len(rows.scores)).tolist()
    loss = -float(rows.own.sum(dtype=np.float64)) / UNIT / len(rows.classes)
    return loss > loss_of_shares(counts, len(counts)) - ROUNDING


def _one_hot(rows: Scored) -> Numbers:
    return np.asarray(rows.classes == np.arange(len(rows.scores))[:, None], dtype=np.float64)


def _may_be_shuffled(reading: Interpretation, rows: Scored) -> bool:
    """Return whether the pairing of rows is no better than one at random, but for chance."""
    targets, scores = _targets(reading, rows)
    count, share, means = scores.shape[1], targets.mean(axis=1), scores.mean(axis=1)
    if rows.shares is None:
        if count * (1 - share.max()) < MIN_OTHERS - 0.5:
            return False
        variance = float(share @ ((scores * scores).mean(axis=1) - means**2))
    else:
        own = scores @ scores.T / count - np.outer(means, means)
        variance = float((own * (targets @ targets.T / count - np.outer(share, share))).sum())
    better = float((targets * scores).sum()) / count - float(share @ means)
    most = MIN_STANDARD_ERRORS * math.sqrt(max(variance, 0.0) / count)
    return bool(better <= most * (1 + 1e-9) + 1e-9)
