"""Numbers taken as logits whose rows sum to one in another form: odds, one-vs-rest log-odds, mixed scales."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.text import listed, shown
from xentcli.detection.nearly_unit import is_called_exponential, is_called_odds, word_pattern
from xentcli.detection.refusal import Refusal, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.types import Floats
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.inputs.dataset import Dataset

NEAR = 5e-3
"""The largest difference from one of a sum of rounded numbers."""
MARGINS = 0.9, 1.35
"""The sums of 1 / odds: one, and what a bookmaker adds."""
MOST_MIXED = 4
"""The largest number of columns that are compared on different scales."""
_LOGS = word_pattern(r"(?:top[\W_]?)?(?:log[\W_]?prob\w*|logprob\w*|log[\W_]?p)")
_FROM_ODDS = (
    "save p / p.sum(axis=1, keepdims=True) for p = 1 / odds; --from-logits takes the numbers as logits"
)
SCALES = ("probability", "percentage", "logit")


def one_against_rest(seen: PredictionEvidence, data: Dataset) -> Refusal | None:
    """Return the refusal of log-odds of each class against the rest, or None: their sigmoids sum to one."""
    if seen.rows < 2 or not seen.logit_sums < NEAR:
        return None
    if any((abs(_sigmoid(rows).sum(axis=1) - 1) >= NEAR).any() for rows in _rows(data)):
        return None
    message = "the predictions are log-odds of one class against the rest: the sigmoids of a row sum to one"
    hint = "save 1 / (1 + np.exp(-z)), which are the probabilities; --from-logits takes a softmax of them"
    return refused(seen.not_simplex, message, hint, "XE211")


def odds_for(seen: PredictionEvidence, data: Dataset) -> Refusal | None:
    """Return the refusal of odds p / (1 - p) for each class, or None: in each row, o / (1 + o) sum to one."""
    if seen.rows < 2 or seen.minimum < 0 or not all(map(_are_odds_for, _rows(data))):
        return None
    message = "the predictions are odds o = p / (1 - p) of each class: o / (1 + o) sum to one in each row"
    hint = "save o / (1 + o), which are the probabilities; --from-logits takes the numbers as logits"
    return refused(seen.not_simplex, message, hint, "XE229")


def _are_odds_for(rows: Floats) -> bool:
    with np.errstate(invalid="ignore"):
        return bool((np.abs((rows / (1 + rows)).sum(axis=1) - 1) < NEAR).all())


def odds(seen: PredictionEvidence, data: Dataset, names: Sequence[str]) -> Refusal | None:
    """Return the refusal of odds, or None: by their names, or because 1 / odds sum to nearly one."""
    if seen.minimum > 1 and seen.rows >= 2 and all(map(_are_odds, _rows(data))):
        message = "the predictions are odds: 1 / odds is nearly a distribution in each row"
        return refused(seen.not_simplex, message, _FROM_ODDS, "XE229")
    return odds_by_name(seen, names or _titles(data))


def odds_by_name(seen: PredictionEvidence, names: Sequence[str]) -> Refusal | None:
    """Return the refusal of columns that are called odds and hold no number below 0, or None."""
    called = bool(names) and all(map(is_called_odds, names)) and not any(map(is_called_exponential, names))
    if seen.minimum < 0 or not called:
        return None
    message = f"columns {listed(list(map(shown, names)), 4)} are called odds, not probabilities or logits"
    return refused(seen.not_simplex, message, _FROM_ODDS, "XE229")


def _are_odds(rows: Floats) -> bool:
    sums = (1 / rows).sum(axis=1)
    return bool((sums > MARGINS[0]).all() and (sums < MARGINS[1]).all())


def partial_rows(seen: PredictionEvidence, data: Dataset, names: Sequence[str]) -> Refusal | None:
    """Return the refusal of log-probabilities of some of the classes of each row, or None."""
    called = any(map(_LOGS.search, _titles(data))) or (bool(names) and all(map(_LOGS.search, names)))
    if not called or seen.maximum > 0:
        return None
    least = math.inf
    for rows in _rows(data):
        sums = np.exp(rows).sum(axis=1)
        if (sums > 1 + NEAR).any():
            return None
        least = min(least, float(sums.min(initial=math.inf)))
    message = (
        f"the predictions are called log-probabilities, and exp of a row sums to {least:.4g}, not one: "
        "some classes are missing"
    )
    hint = "export the scores of all classes; --from-log-probs takes the rows as they are"
    return refused(seen.not_log_simplex, message, hint, "XE228", ({"from_log_probs": True},))


def _titles(data: Dataset) -> list[str]:
    """Return the names of the array, and of the columns of lists, that hold the predictions."""
    side = data.pair[1]
    _, inside, member = side.table.name.rpartition("[")
    lists = [name for name, vector in side.table.vectors.items() if vector.columns == side.columns]
    own = [(side.table.columns or ())[c] for c in (side.columns or ())[:1] if side.table.columns]
    return [*([member.strip("/]")] if inside else []), *lists, *own]


def mixed_scales(seen: PredictionEvidence, data: Dataset, names: Sequence[str]) -> Refusal | None:
    """Return the refusal of columns on different scales, which sum to one when each is taken on its own."""
    if not 2 <= len(names) <= MOST_MIXED or seen.rows < 2:
        return None
    found: list[tuple[int, ...]] | None = None
    for rows in _rows(data):
        forms = [_forms(column) for column in rows.T]
        some = list(product(*forms)) if found is None else found
        found = [scales for scales in some if len({*scales}) > 1 and _sum_to_one(forms, scales)]
        if not found:
            return None
    for scales in found or ():
        some_names = [f"{shown(n)} ({SCALES[s]})" for n, s in zip(names, scales, strict=True)]
        message = (
            f"the columns are on different scales: {listed(some_names, 4)}; each row sums to one after"
            " conversion"
        )
        hint = "write all of them as probabilities; --from-logits takes them as logits"
        return refused(seen.beyond_unit, message, hint, "XE230")
    return None


def _sum_to_one(forms: Sequence[dict[int, Floats]], scales: Sequence[int]) -> bool:
    if any(scale not in form for form, scale in zip(forms, scales, strict=True)):
        return False
    total = np.sum([form[scale] for form, scale in zip(forms, scales, strict=True)], axis=0)
    return bool((abs(total - 1) < NEAR).all())


def _forms(column: Floats) -> dict[int, Floats]:
    """Return the probabilities that a column may hold, by the index of its scale."""
    low, high = column.min(initial=0), column.max(initial=0)
    inside = {0: column} if low >= 0 and high <= 1 else {}
    percent = {1: column / 100} if low >= 0 and high <= 100 else {}
    return {**inside, **percent, 2: _sigmoid(column)}


def _rows(data: Dataset) -> Iterator[Floats]:
    for block in data.pair[1].blocks():
        yield np.asarray(block.values, np.float64).reshape(len(block), -1)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -700, 700))))
