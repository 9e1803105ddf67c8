"""Suspicions that the classes are in a different order than the columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.column_orders import (
    correlation_gain,
    correlations,
    named_orders,
    order_fix,
    per_row,
    telling_columns,
)
from xentcli.commands.advise.fixes import rewritten, with_columns_rewritten, with_options
from xentcli.commands.advise.forms import Assignment
from xentcli.commands.advise.quantize import nats
from xentcli.commands.advise.significance import (
    EDGE,
    LEVEL,
    MIN_STANDARD_ERRORS,
    best_assignment,
    cycles,
    log_factorial,
    surprise,
)
from xentcli.commands.advise.suspicions.class_shares import is_above_shares
from xentcli.commands.advise.suspicions.suspicion import Suspicion
from xentcli.core.text import counted, listed

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.commands.advise.column_orders import Order
    from xentcli.core.types import Codes, Floats, Mask


def class_order(case: Case) -> Diagnosis | None:
    """Report classes that fit other columns better, in a named order (flipped, reversed, lexicographic,
    shifted) or in the best assignment.

    False alarms. The likelihood must rise under the new order, and one of two tests must show it, each at
    half of 1e-6 for the best of all orders (of the few named ones, where it is one of them). The first counts
    rows: how often the largest prediction is the label's new column, and how often its old one. A model that
    is no worse than chance has, where a column is the largest, its own class at least as often as any other,
    so that each row counted speaks for the new order with probability one half at most, and Chernoff's bound
    holds for any number of rows. The second adds up correlations: the correlation of a label with a column,
    times the root of the number of rows, is a standard normal number where the two have nothing to do with
    each other; the sum over the classes that move, new column less old one, must be beyond what such numbers
    reach that are, at worst, opposite. Nothing is assumed of calibration: naive Bayes' certainties and
    forests' zeros count as one row each, and weak models have as many rows for as against.

    A column whose own class never occurs, or in which nothing changes, is evidence of nothing in either test:
    rows may prefer it because the labels are a part of all, and the model is right. For the same reason the
    correlations, which know how often each class comes, must speak for what the rows that count say. Where
    all predictions are the same row, and every class occurs, the rows count alone: the shares of the classes
    are all that such predictions can be right about.
    """
    if not case.is_compared or (case.reading.layout.positions and not is_above_shares(case)):
        return None
    if case.table is None:
        from xentcli.commands.advise.suspicions.order_of_many import class_order_of_many

        return class_order_of_many(case)
    if case.reading.game is Assignment.OUTPUTS:
        return _output_order(case)
    counts, likelihoods, hits = case.table
    found = _best(case, likelihoods, hits)
    if found is None:
        return None
    name, order = found
    telling = telling_columns(case)
    wins, defeats = _votes(order, hits, telling)
    gain = nats(sum(int(likelihoods[c, k]) - int(likelihoods[c, c]) for c, k in enumerate(order)))
    gain /= per_row(case)
    before = _mean(case, likelihoods, list(range(len(order))))
    evidence = {
        "order": name,
        "columns": order if len(order) <= 64 else order[:64],
        "rows_for": wins,
        "rows_against": defeats,
        "standard_errors": correlation_gain(correlations(case), order, telling),
        "loss_before": before,
        "loss_after": before - gain / case.rows,
        "level": LEVEL,
    }
    if name == "shifted by one" and not int(counts[0]) and order[1] == 0:
        return _from_one(case, evidence)
    said = f"the class columns are {name}: {counted(wins, 'row supports', 'rows support')} that order, "
    said += f"{defeats:,} the current one"
    fix, rewrite = order_fix(case, order), with_columns_rewritten(case, order)
    return Diagnosis("class-order", said, evidence, fix, others=(rewrite,))


CLASS_ORDER = Suspicion(
    "class-order",
    title="columns and classes in a different order",
    meaning="The labels fit other columns much better than their own. The columns are reversed, "
    "flipped, sorted as text (10 before 9), shifted or mixed up.",
    fix="Use --classes or --prediction-columns in the order that the fix shows.",
    find=class_order,
    hides=("rows-shuffled", "zero-probability-on-target"),
)


def _mean(case: Case, likelihoods: Codes, order: Order) -> float:
    """Return the mean loss under an order, with each logarithm kept within 16."""
    total = sum(int(likelihoods[c, k]) for c, k in enumerate(order))
    return -nats(total) / per_row(case) / case.rows


def _votes(order: Order, hits: Codes, telling: Mask) -> tuple[int, int]:
    """Return the number of rows for the new columns of the moved classes, and for the old ones."""
    moved = [(c, k) for c, k in enumerate(order) if c != k]
    wins = sum(int(hits[c, k]) for c, k in moved if telling[k])
    return wins, sum(int(hits[c, c]) for c, _ in moved if telling[c])


def _best(case: Case, likelihoods: Codes, hits: Codes) -> tuple[str, Order] | None:
    """Return the order with the highest likelihood, by name if a named order is as good; None if within
    chance."""
    width = len(likelihoods)
    gains = np.asarray(likelihoods, dtype=np.float64) + 0.25 * np.eye(width)
    named = dict(named_orders(case, width))
    rated = {name: _sum(gains, order) for name, order in named.items()}
    own, best = _sum(gains, range(width)), best_assignment(gains)
    name = max(rated, key=lambda one: rated[one])
    top = _sum(gains, best)
    if top <= own:
        return None
    z, telling = correlations(case), telling_columns(case)
    close = rated[name] > own and rated[name] >= top - 0.02 * (top - own)
    if close and _is_proved(named[name], hits, z, telling, math.log(len(named))):
        return name, named[name]
    if _is_proved(best, hits, z, telling, log_factorial(width)):
        return ("flipped" if width == 2 else "in another order"), best
    return None


def _sum(gains: Floats, order: range | Order) -> float:
    return float(gains[np.arange(len(gains)), list(order)].sum())


def _is_proved(order: Order, hits: Codes, z: Floats, telling: Mask, tries: float) -> bool:
    """Return whether the rows or the correlations rule out chance; ``tries`` is a logarithm."""
    moved, rise = max(cycles(order), 1), correlation_gain(z, order, telling)
    least = tries + math.log(2) - math.log(LEVEL)
    backed = rise > MIN_STANDARD_ERRORS * math.sqrt(moved) or not z.any()
    voted = backed and surprise(*_votes(order, hits, telling)) > least
    return voted or rise > 2 * math.sqrt(2 * least * moved)


def _from_one(case: Case, evidence: dict[str, Any]) -> Diagnosis:
    said = (
        "the labels start at 1: class 0 never occurs, and the column before each label fits "
        f"better ({counted(evidence['rows_for'], 'row')} against {evidence['rows_against']:,})"
    )
    return Diagnosis("labels-from-one", said, dict(evidence), with_options(case, "--label-offset", "-1"))


def _output_order(case: Case) -> Diagnosis | None:
    """Report independent outputs whose labels fit another column better, or the opposite of their own column.

    False alarms. That of the correlations in `class_order`: they must rise, over the labels that move, by
    more than chance makes them for the best of all orders, and the likelihood with them. An output says the
    opposite of its label where its own correlation is below -5.9 standard errors and its opposite is
    likelier.
    """
    assert case.table is not None
    scores, z, likelihoods = case.clues.scores.array, correlations(case), case.table[1]
    assert scores is not None
    width = len(likelihoods)
    flipped = [c for c in range(width) if z[c, c] < -EDGE - 1 and scores[c] > 2 * likelihoods[c, c]]
    order = best_assignment(np.asarray(likelihoods, np.float64) + 0.25 * np.eye(width))
    moved = [c for c, k in enumerate(order) if c != k]
    least = log_factorial(width) - math.log(LEVEL)
    rise = correlation_gain(z, order, telling_columns(case))
    if moved and rise > 2 * math.sqrt(2 * least * len(moved)):
        return _reordered(case, order, likelihoods, rise)
    return _flipped(case, flipped, z) if flipped else None


def _reordered(case: Case, order: Order, likelihoods: Codes, rise: float) -> Diagnosis:
    gain = nats(sum(int(likelihoods[c, k]) - int(likelihoods[c, c]) for c, k in enumerate(order)))
    before = case.loss if case.loss is not None else math.nan
    after = before - gain / case.rows / len(order)
    named = dict(named_orders(case, len(order)))
    name = next((name for name, one in named.items() if one == order), "in another order")
    evidence = {"order": name, "columns": order, "standard_errors": rise, "level": LEVEL}
    evidence |= {"loss_before": before, "loss_after": after}
    fit = counted(cycles(order), "label fits", "labels fit")
    said = f"the output columns are {name}: {fit} another column better"
    fix, rewrite = order_fix(case, order), with_columns_rewritten(case, order)
    return Diagnosis("class-order", said, evidence, fix, others=(rewrite,))


def _flipped(case: Case, flipped: list[int], z: Floats) -> Diagnosis:
    side = case.predictions
    assert side is not None
    worst = [float(z[c, c]) for c in flipped]
    names = [case.title(c) for c in flipped]
    evidence = {"order": "flipped", "columns": flipped, "standard_errors": worst, "level": LEVEL}
    opposite = "1 - t" if case.reading.form == "probabilities" else "-t"
    one = f"t[:, {flipped}] = {opposite}[:, {flipped}]"
    if side.table.dtype is None:
        one = f"t.iloc[:, {flipped}] = ({opposite}).iloc[:, {flipped}]"
    said = f"outputs that are the opposite of their labels: {listed(names, 12)}"
    return Diagnosis("class-order", said, evidence, rewritten(side, "t", one))
