"""Predictions that are not what they are taken for: another scale, or an activation too many, or the wrong
one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentcli.advice.chance import LEVEL, is_beyond, surprise
from xentcli.advice.matter import Finding
from xentcli.advice.mends import rewritten, with_options
from xentcli.advice.quanta import nats
from xentcli.advice.reading import SIDE, Form, Game, claimed
from xentcli.types import Kind, Loss, Scale

if TYPE_CHECKING:
    from xentcli.advice.matter import Matter

AT_BOUND = 20
"""Rows that lie at the bound of a second softmax while none is over it: of a density that goes on beyond it,
as many rows would be there, so that this has a probability of 2^-20, below 1e-6."""
ONE = 1 - 1e-6
TOUCHED, SPAN = 1e-3, 0.9
"""How near to 0 or 1 numbers come that are no logits, and how far they reach."""
GRAINS = 2.0**-23
"""What float32 may add to or take from each term of a row's sum, of the sum."""


def one_node_softmax(matter: Matter) -> Finding | None:
    """One column in which everything is 1, as a softmax over one output makes it.

    A model may be certain of one class in every row only where there is no other: labels of one class alone
    are left alone, and then no chance is in it.
    """
    seen = matter.seen.predictions
    if matter.width > 1 or not seen.rows or seen.minimum < ONE or seen.maximum > 1 + 1e-6:
        return None
    classes = matter.seen.labels.classes
    if len(classes) < 2 and not classes.full and matter.reading.kind is not Kind.SOFT:
        return None
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    said = "every prediction is 1: a softmax over one output is 1 whatever the model has learnt"
    return Finding("one-node-softmax", said, evidence, "keras.layers.Dense(1, activation='sigmoid')")


def one_output(matter: Matter) -> Finding | None:
    """Three classes or more beside one column of predictions: one output tells two classes apart.

    No chance is in it: no loss takes that. (Whole numbers there are `hard-predictions`.)
    """
    reading, seen = matter.reading, matter.seen.labels.classes
    if matter.predictions is None or reading.doubt != SIDE or reading.kind is not Kind.SPARSE:
        return None
    evidence: dict[str, Any] = {"classes": len(seen), "columns": 1, "rows": matter.seen.labels.rows}
    said = f"{len(seen):,} classes beside one column of predictions: one output tells two classes apart"
    return Finding("one-output", said, evidence, f"keras.layers.Dense({len(seen)}, activation='softmax')")


def percentages(matter: Matter) -> Finding | None:
    """Rows that sum to 100, or one column from 0 to 100.

    No chance is in rows of several columns that all sum to 100 within their digits. A single column, or
    independent outputs, must lie between 0 and 100, with one above 50: logits that are never below 0, and
    reach 50, are of no model.
    """
    seen = matter.seen.predictions
    if matter.reading.form is not Form.PERCENTAGES or matter.predictions is None:
        return None
    evidence: dict[str, Any] = {
        "minimum": seen.minimum,
        "maximum": seen.maximum,
        "rows": seen.percent.count or seen.rows,
    }
    span = f"between {seen.minimum:.6g} and {seen.maximum:.6g}"
    said = f"the predictions are percentages, {span}" + (", each row sums to 100" if matter.width > 1 else "")
    if matter.one_by_one:
        said = f"the predictions are percentages, {span}"
    change = "t / t.sum(axis=1, keepdims=True)"
    if matter.predictions.table.dtype is None:
        change = "t.div(t.sum(axis=1), axis=0)"
    return Finding(
        "percentages",
        said,
        evidence,
        rewritten(matter.predictions, "t / 100" if matter.one_by_one else change),
    )


def logits_as_probabilities(matter: Matter) -> Finding | None:
    """An option claims probabilities, and there are numbers outside [0, 1]. No chance is in it."""
    seen = matter.seen.predictions
    wrong = claimed(matter.settings) is Scale.PROBABILITIES and seen.beyond_unit
    if not wrong or matter.reading.form is Form.PERCENTAGES:
        return None
    logs = matter.reading.form is Form.LOG_PROBABILITIES
    what, option = ("log-probabilities", "--from-log-probs") if logs else ("logits", "--from-logits")
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum}
    evidence |= {"first_row": seen.beyond_unit.row + 1}
    said = f"taken for probabilities, but they run from {seen.minimum:.6g} to {seen.maximum:.6g}: {what}"
    return Finding("logits-as-probabilities", said, evidence, with_options(matter, option))


def probabilities_as_logits(matter: Matter) -> Finding | None:
    """An option claims logits or logarithms, and every row is a distribution, or every number in [0, 1].

    Logits of several columns that lie in [0, 1] and sum to one in every row are of no model. Those of columns
    by themselves are of a weak one that calls every label likelier 1 than 0. There, the numbers must reach
    0 or 1 to three decimals and fill the most of what is between; and where one is below 0.5, the label must
    be 0 more often than 1 than chance has it at even odds (Chernoff's bound, for the best of all columns).
    """
    seen, scale = matter.seen.predictions, claimed(matter.settings)
    if scale in {None, Scale.PROBABILITIES} or not seen.rows or seen.beyond_unit:
        return None
    if matter.width > 1 and not matter.one_by_one and seen.not_simplex:
        return None
    if scale is Scale.LOGITS and matter.one_by_one and not _are_answers(matter):
        return None
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    rows = "each row sums to one" if not seen.not_simplex and matter.width > 1 else "all lie in [0, 1]"
    said = f"taken for {scale}, but {rows}: probabilities"
    return Finding("probabilities-as-logits", said, evidence, with_options(matter, "--from-probs"))


def _are_answers(matter: Matter) -> bool:
    """Whether numbers in [0, 1] are probabilities of 1, and no logits that make 1 the likelier everywhere."""
    seen, over = matter.seen.predictions, matter.clues.over.array
    touched = seen.minimum < TOUCHED or seen.maximum > 1 - TOUCHED
    if not touched or seen.maximum - seen.minimum < SPAN or matter.table is None:
        return False
    counts, _, hits = matter.table
    if over is None:
        return is_beyond(surprise(int(hits[0, 0]), int(hits[1, 0])))
    ones = counts - hits.diagonal()
    zeros = matter.rows - over - ones
    return any(is_beyond(surprise(int(n), int(k)), len(ones)) for n, k in zip(zeros, ones, strict=True))


def multi_hot_with_softmax(matter: Matter) -> Finding | None:
    """Labels with any number of ones beside rows that sum to one: a softmax makes outputs compete.

    Independent outputs of a model sum to one in every row, within their digits, by no chance. With two
    outputs, which a softmax makes one, and with three or more alike.
    """
    seen = matter.seen.labels
    if matter.reading.kind is not Kind.MULTI_LABEL or not matter.is_distribution or not seen.rows:
        return None
    ones = seen.ones / seen.rows
    evidence: dict[str, Any] = {"rows": seen.rows, "ones_a_row": ones, "rows_with_one": seen.one_hot.count}
    said = (
        f"the labels have {ones:.3g} ones a row, and every row of predictions sums to one, as a softmax "
        "makes it"
    )
    return Finding("multi-hot-with-softmax", said, evidence, "keras.layers.Dense(K, activation='sigmoid')")


def one_hot_with_sigmoid(matter: Matter) -> Finding | None:
    """One class a row, and outputs in [0, 1] whose sums go beyond one, by more or less: independent sigmoids.

    Most rows do not sum to one within their digits, which a softmax does in every row: no model of classes
    does that. Sums that are never beyond one may come of a column that is missing, and one sum in rows
    that differ, but for rounding, of a factor.
    """
    seen, looks = matter.seen.predictions, matter.clues.looks
    if matter.reading.kind is not Kind.ONE_HOT or matter.reading.form is not Form.SCORES:
        return None
    if matter.settings.name.loss is Loss.BINARY or not looks.most_sum > 1:
        return None
    rounding = 10.0 ** -int(looks.decimals) + GRAINS * looks.most_sum
    if looks.most_sum - looks.least_sum < len(matter.spread) * rounding and matter.spread.any():
        return None
    if 2 * seen.simplex.count > seen.rows:
        return None
    evidence: dict[str, Any] = {
        "least_sum": float(looks.least_sum),
        "most_sum": float(looks.most_sum),
        "rows": seen.rows,
    }
    said = (
        f"one class a row, and outputs that sum to anything from {looks.least_sum:.4g} to "
        f"{looks.most_sum:.4g}: sigmoids"
    )
    return Finding("one-hot-with-sigmoid", said, evidence, with_options(matter, "--loss", "binary"))


def rows_not_summing(matter: Matter) -> Finding | None:
    """Probabilities of classes in [0, 1] whose rows do not sum to one, as exactly as their digits allow.

    The tolerance is that of `loss`: half a unit of the last decimal for each column, and what float32 makes
    of a softmax.
    """
    seen, looks = matter.seen.predictions, matter.clues.looks
    if matter.reading.form is not Form.SCORES or matter.predictions is None:
        return None
    if matter.settings.name.loss is Loss.BINARY and matter.reading.layout.vectors:
        return None
    bad = seen.not_simplex
    evidence: dict[str, Any] = {"rows": bad.count, "of": seen.rows, "first_row": bad.row + 1}
    evidence |= {"least_sum": float(looks.least_sum), "most_sum": float(looks.most_sum)}
    span = f"from {looks.least_sum:.6g} to {looks.most_sum:.6g}"
    said = f"{bad.times('row')} of probabilities do not sum to one, first row {bad.row + 1}: sums {span}"
    change = "t / t.sum(axis=1, keepdims=True)"
    if matter.predictions.table.dtype is None:
        change = "t.div(t.sum(axis=1), axis=0)"
    return Finding("rows-not-summing", said, evidence, rewritten(matter.predictions, change))


def softmax_twice(matter: Matter) -> Finding | None:
    """Probabilities that a second softmax made of probabilities: undone they are a distribution again, and
    cost less.

    A softmax of a distribution u over K classes is exp(u_k) over the sum, and u_k = log q_k + c, with c such
    that they sum to one. Every u_k of every row must lie in [0, 1].

    False alarms. A model that is nearly uniform may fulfil that by itself. Two things more are asked for.
    First, rows lie right at the bound, with u_k below 0.04 / K for some k: a certain softmax before the
    second one puts them there, while a density that goes on beyond the bound would have as many rows on its
    other side, where there is none: twenty such rows have a probability of 2^-20. Second, either twenty of
    them lie there to five decimals, as zeros do that a second softmax was put on; or the likelihood of the
    labels rises by a factor of a million under nine parts of u and one of q, which bears a certainty that is
    wrong: where labels come from q, it does so with a probability below 1e-6, as the mean of the quotient
    under q is one (Markov's bound). Underconfident models may pass the second, not the first.
    """
    return _twice(matter, "softmax", softmax=True)


def sigmoid_twice(matter: Matter) -> Finding | None:
    """Probabilities that a second sigmoid made of probabilities: all in [0.5, 0.7311]; undone they cost less.

    A sigmoid of u in [0, 1] is q in [0.5, 0.7311], and u = log q - log(1 - q). False alarms are kept away as
    for `softmax-twice`: rows at the bounds 0 and 1, none beyond, and twenty at 1 to five decimals (0 is 0.5,
    which a model may well say), or a likelihood that rises a million times. In place of rows at the bounds,
    one column may have labels of which, beyond chance, fewer than half are 1, though some are: no model calls
    them all likelier 1 than 0. Rows of which every label is 0 may have been chosen for it.
    """
    return _twice(matter, "sigmoid", softmax=False)


def _twice(matter: Matter, name: str, *, softmax: bool) -> Finding | None:
    twice = matter.clues.twice
    game = {Game.CLASSES, Game.SHARES} if softmax else {Game.BIT, Game.OUTPUTS}
    if not matter.is_compared or matter.predictions is None or matter.reading.game not in game or twice.over:
        return None
    likelier = nats(twice.before - twice.mixed) * (1 if softmax else matter.width) > -math.log(LEVEL)
    at_bound = twice.near >= AT_BOUND and (likelier or twice.exact >= AT_BOUND)
    if not at_bound and not (likelier and _never_below_half(matter)):
        return None
    before, after = (nats(total) / matter.rows for total in (twice.before, twice.after))
    evidence: dict[str, Any] = {
        "loss_before": before,
        "loss_after": after,
        "rows_at_the_bound": twice.near,
        "rows_beyond": 0,
    }
    evidence |= {"rows": matter.rows, "level": LEVEL}
    said = f"a {name} was applied twice: the loss is {before:.6g}, and undone {after:.6g}"
    return Finding(f"{name}-twice", said, evidence, _undone(matter, softmax=softmax))


def _never_below_half(matter: Matter) -> bool:
    """Whether one column calls every label likelier 1 than 0, though most are 0, and not all."""
    counts = matter.clues.counts.array
    if matter.reading.game is not Game.BIT or counts is None or not counts[1]:
        return False
    return is_beyond(surprise(int(counts[0]), int(counts[1])))


def _undone(matter: Matter, *, softmax: bool) -> str:
    side = matter.predictions
    assert side is not None
    if not softmax:
        return rewritten(side, "np.log(t / (1 - t)).clip(0, 1)")
    logs = "q = np.log(t)" if matter.reading.form is Form.PROBABILITIES else "q = t"
    if side.table.dtype is None:
        first = "u = q.add((1 - q.sum(axis=1)) / q.shape[1], axis=0).clip(0, 1)"
        return rewritten(side, "u.div(u.sum(axis=1), axis=0)", logs, first)
    first = "u = (q + (1 - q.sum(axis=1, keepdims=True)) / q.shape[1]).clip(0, 1)"
    return rewritten(side, "u / u.sum(axis=1, keepdims=True)", logs, first)


def hard_predictions(matter: Matter) -> Finding | None:
    """Predictions that are only 0 and 1, or class ids: `predict` where `predict_proba` was meant, or a model
    of certainties such as a single decision tree; cross-entropy says nothing of either.

    No chance is in it: a model that has doubts shows them in some row.
    """
    seen, looks = matter.seen.predictions, matter.clues.looks
    if matter.predictions is None or not seen.rows or seen.minimum >= ONE:
        return None
    bits = not looks.soft
    ids = matter.reading.doubt == SIDE and not looks.fractional and seen.maximum > seen.minimum
    if not (bits or (ids and matter.width == 1)):
        return None
    evidence: dict[str, Any] = {"minimum": seen.minimum, "maximum": seen.maximum, "rows": seen.rows}
    what = "only 0 and 1" if bits else "whole numbers, as class ids are"
    said = f"the predictions are {what}: predict instead of predict_proba, or a model that knows no doubt"
    return Finding("hard-predictions", said, evidence, "p = model.predict_proba(X)")
