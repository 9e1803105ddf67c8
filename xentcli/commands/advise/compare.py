"""The losses of a block's rows and what its predictions claim, in addition to their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.quantize import GRAIN, MANY_COLUMNS, MAX_NATS, UNIT
from xentcli.commands.advise.scores import (
    Scored,
    added_up,
    as_floats,
    binary_logs,
    class_logs,
    scored,
    targets_of,
)
from xentcli.core.types import Scale
from xentcli.losses.fast_logits import quick_sparse_logits
from xentcli.losses.formulas import (
    BINARY_TERMS,
    CLASS_TERMS,
    binary_losses,
    categorical_losses,
    probability_terms,
)
from xentcli.losses.nll import chosen, wide
from xentcli.numerics.row_sums import row_sums

if TYPE_CHECKING:
    from xentcli.commands.advise.forms import Interpretation
    from xentcli.core.blocks import Block
    from xentcli.core.types import Codes, Floats, Numbers
    from xentcli.numerics.row_stats import RowStats

SCALES = {PredictionForm.PROBABILITIES: Scale.PROBABILITIES, PredictionForm.LOGITS: Scale.LOGITS}


class Compared(Scored, eq=False):
    """The same with ``claims`` (n,), in quanta: what the predictions expect of the likelihood; and
    ``losses`` (n,): the row's loss in nats."""

    masses: Codes
    """The sum of each column's probabilities, (K,), in quanta."""
    claims: Codes
    losses: Floats


def compared(reading: Interpretation, labels: Block, facts: RowStats) -> Compared:
    """Return the block under a reading that has a game."""
    s = scored(reading, targets_of(reading, labels), facts)
    claims = np.rint(np.nan_to_num(_claims(s.odds, s.scores))).astype(np.int64)
    raw = None
    if reading.form in SCALES:
        raw = as_floats(facts.rows if len(s.rows) == len(facts.rows) else facts.rows[s.rows])
    losses = _losses(reading, s.classes, s.shares, s.columns, raw)
    masses = _masses(s.odds)
    return Compared(**s.__dict__, masses=masses, claims=claims, losses=losses)


def quanta_of_rows(values: Numbers) -> Codes:
    """Return sums of rows in whole quanta."""
    known = np.nan_to_num(np.asarray(values, dtype=np.float64), posinf=MAX_NATS, neginf=-MAX_NATS)
    return np.rint(known * UNIT).astype(np.int64)


def _claims(odds: Numbers, scores: Numbers) -> Numbers:
    """Return the sum of probabilities times scores of each row, the same for any split of the rows."""
    if len(odds) <= MANY_COLUMNS:
        return added_up(odds, scores)
    fine = np.rint(np.multiply(odds, scores, dtype=np.float64) * GRAIN)  # whole numbers: their sums are exact
    return np.asarray(np.nan_to_num(fine).sum(axis=0) / GRAIN)


def _masses(odds: Numbers) -> Codes:
    """Return the sum of each column's probabilities in quanta."""
    with np.errstate(invalid="ignore"):
        if len(odds) > MANY_COLUMNS:
            whole = np.rint(np.fmax(odds, 0) * UNIT).sum(axis=1, dtype=np.float64)
            return np.asarray(whole, dtype=np.int64)
        each = [np.rint(np.fmax(column, 0) * UNIT).sum(dtype=np.float64) for column in odds]
    return np.array(each, dtype=np.float64).astype(np.int64)


def _losses(
    reading: Interpretation, classes: Codes, shares: Numbers | None, columns: Numbers, raw: Numbers | None
) -> Floats:
    """Return -log likelihood of each row, computed as in `loss` where `loss` has one."""
    with np.errstate(all="ignore"):
        if reading.game is Assignment.CLASSES:
            return _class_losses(reading, classes, columns, raw)
        if reading.game is Assignment.SHARES and shares is not None:
            return categorical_losses(np.ascontiguousarray(shares.T), _terms(reading.form, columns, raw))
        return _bit_losses(reading, classes, shares, columns)


def _terms(form: PredictionForm | None, columns: Numbers, raw: Numbers | None) -> Floats:
    """Return -log p of every class, (n, K)."""
    if raw is not None and form is not None:
        return CLASS_TERMS[SCALES[form]](wide(raw))
    return np.ascontiguousarray(0.0 - wide(class_logs(form, columns)[0]).T)


def _class_losses(reading: Interpretation, classes: Codes, columns: Numbers, raw: Numbers | None) -> Floats:
    if raw is not None and reading.form is PredictionForm.PROBABILITIES:
        return probability_terms(wide(chosen(raw, classes)))
    if raw is not None and reading.form is PredictionForm.LOGITS:
        return quick_sparse_logits(raw, classes, chosen(raw, classes))
    logs = class_logs(reading.form, columns)[0]
    return 0.0 - wide(logs[classes, np.arange(len(classes))])


def _bit_losses(reading: Interpretation, classes: Codes, shares: Numbers | None, columns: Numbers) -> Floats:
    """Return each row's mean binary loss over the outputs."""
    x = wide(columns)
    if reading.form in SCALES:
        terms = BINARY_TERMS[SCALES[reading.form]](x)
    else:
        yes, no, _ = binary_logs(reading.form, x)
        terms = (0.0 - yes, 0.0 - no)
    if shares is None:
        return np.asarray(np.where(classes == 1, terms[0][0], terms[1][0]))
    y = shares[1:] if reading.game is Assignment.BIT else shares
    elements = binary_losses(wide(y), terms, 1.0)
    return np.asarray(row_sums(np.ascontiguousarray(elements.T)) / len(elements))
