"""Suspicions that an activation was applied twice, where undoing it lowers the loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.fixes import rewritten
from xentcli.commands.advise.forms import Assignment, PredictionForm
from xentcli.commands.advise.quantize import nats
from xentcli.commands.advise.significance import LEVEL, is_beyond, surprise
from xentcli.commands.advise.suspicions.suspicion import Suspicion

if TYPE_CHECKING:
    from typing import Any

    from xentcli.commands.advise.case import Case

AT_BOUND = 20
"""The number of rows that must lie at the bound of a second softmax with no row beyond it. A density that
continues beyond the bound would put as many rows there, so this has a probability of 2^-20, below 1e-6."""


def softmax_twice(case: Case) -> Diagnosis | None:
    """Report probabilities to which a second softmax was applied: undoing it gives a distribution again, with
    a lower loss.

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
    return _twice(case, "softmax", softmax=True)


SOFTMAX_TWICE = Suspicion(
    "softmax-twice",
    title="a softmax on top of a softmax",
    meaning="Without one softmax, every row is still a distribution. The model has a softmax, and the"
    " loss or later code applies another one.",
    fix="Remove one of them: no activation before CrossEntropyLoss, or from_logits=False.",
    find=softmax_twice,
)


def sigmoid_twice(case: Case) -> Diagnosis | None:
    """Report probabilities to which a second sigmoid was applied: all lie in [0.5, 0.7311], and undoing it
    lowers the loss.

    A sigmoid of u in [0, 1] is q in [0.5, 0.7311], and u = log q - log(1 - q). False alarms are kept away as
    for `softmax-twice`: rows at the bounds 0 and 1, none beyond, and twenty at 1 to five decimals (0 is 0.5,
    which a model may well say), or a likelihood that rises a million times. In place of rows at the bounds,
    one column may have labels of which, beyond chance, fewer than half are 1, though some are: no model calls
    them all likelier 1 than 0. Rows of which every label is 0 may have been chosen for it.
    """
    return _twice(case, "sigmoid", softmax=False)


SIGMOID_TWICE = Suspicion(
    "sigmoid-twice",
    title="a sigmoid on top of a sigmoid",
    meaning="All probabilities are in [0.5, 0.7311], the range of a sigmoid of probabilities.",
    fix="Remove one of them: no activation before BCEWithLogitsLoss, or from_logits=False.",
    find=sigmoid_twice,
)


def _twice(case: Case, name: str, *, softmax: bool) -> Diagnosis | None:
    twice = case.clues.twice
    game = {Assignment.CLASSES, Assignment.SHARES} if softmax else {Assignment.BIT, Assignment.OUTPUTS}
    if not case.is_compared or case.predictions is None or case.reading.game not in game or twice.over:
        return None
    likelier = nats(twice.before - twice.mixed) * (1 if softmax else case.width) > -math.log(LEVEL)
    at_bound = twice.near >= AT_BOUND and (likelier or twice.exact >= AT_BOUND)
    if not at_bound and not (likelier and _never_below_half(case)):
        return None
    before, after = (nats(total) / case.rows for total in (twice.before, twice.after))
    evidence: dict[str, Any] = {
        "loss_before": before,
        "loss_after": after,
        "rows_at_the_bound": twice.near,
        "rows_beyond": 0,
    }
    evidence |= {"rows": case.rows, "level": LEVEL}
    said = f"a {name} was applied twice"
    return Diagnosis(f"{name}-twice", said, evidence, _undone(case, softmax=softmax))


def _never_below_half(case: Case) -> bool:
    """Return whether a single column rates 1 above 0 for every label, although most labels, but not all,
    are 0."""
    counts = case.clues.counts.array
    if case.reading.game is not Assignment.BIT or counts is None or not counts[1]:
        return False
    return is_beyond(surprise(int(counts[0]), int(counts[1])))


def _undone(case: Case, *, softmax: bool) -> str:
    side = case.predictions
    assert side is not None
    if not softmax:
        return rewritten(side, "np.log(t / (1 - t)).clip(0, 1)")
    logs = "q = np.log(t)" if case.reading.form is PredictionForm.PROBABILITIES else "q = t"
    if side.table.dtype is None:
        first = "u = q.add((1 - q.sum(axis=1)) / q.shape[1], axis=0).clip(0, 1)"
        return rewritten(side, "u.div(u.sum(axis=1), axis=0)", logs, first)
    first = "u = (q + (1 - q.sum(axis=1, keepdims=True)) / q.shape[1]).clip(0, 1)"
    return rewritten(side, "u / u.sum(axis=1, keepdims=True)", logs, first)
