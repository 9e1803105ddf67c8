"""Predictions that would pass for logits or probabilities, though their name or their sums say otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.core.types import ONE_EACH, Scale
from xentcli.detection.refusal import Refusal, refused

if TYPE_CHECKING:
    from xentcli.core.errors import Way
    from xentcli.core.types import Numbers
    from xentcli.detection.decide import Evidence
    from xentcli.detection.evidence import PredictionEvidence
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.spec import LossSpec

FEWEST = 6
"""The fewest rows that show a scale: of probabilities, six in a row are at least 0.5 by chance in 1 of 64."""
NEAR = 5e-3
"""The largest difference from one of a sum of powers."""
SURE = 3.0
"""The number of standard errors by which the other order of two columns must fit better."""
LEAST = 1e-12
"""The smallest probability whose logarithm is taken."""
_LOGS = re.compile(r"(?i)(.*\W|.*_)?(log[\W_]?(p|probs?|probas?|probabilit(y|ies))|lnp|ln_p|lp)")
_TRUST = re.compile(r"(?i)(.*\W|.*_)?(confidences?|conf|certainty|max[\W_]?(p|probs?|probas?|score))")
_ODDS = re.compile(r"(?i)(.*\W|.*_)?odds")
_LOSSES = re.compile(r"(?i)(.*\W|.*_)?(nll|loss|surprisal|perplexity|neg(ative)?[\W_]?log[\W_]?\w+)")
_POWERS = (
    ("log2", "base-2 logarithms", "multiply the numbers by 0.693147 and use --from-log-probs", np.log(2)),
    ("log10", "base-10 logarithms", "multiply the numbers by 2.302585 and use --from-log-probs", np.log(10)),
    ("-log", "negative logarithms", "change their sign and use --from-log-probs", -1.0),
)


def doubted(spec: LossSpec, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of predictions that seem to be on another scale or in another order, or None.

    No option names the scale, and rows have no positions.
    """
    names = data.pair[1].names
    if spec.layout.width == 1:
        found = named(names[0], seen.predictions) if names and not spec.layout.vectors else None
    elif spec.case.scale is Scale.LOGITS:
        found = _counts(seen.predictions) or _powers(seen.predictions, data)
    else:
        found = None
    if found is None and spec.layout.width == 2 and names and spec.case.kind in ONE_EACH:
        found = _swapped(spec, seen, data, names)
    return None if found is None else replace(found, of_predictions=True)


def _counts(seen: PredictionEvidence) -> Refusal | None:
    """Return the refusal of whole numbers from zero on, which are rarely logits."""
    if not (seen.is_whole and seen.minimum >= 0 and seen.beyond_unit and seen.rows >= FEWEST):
        return None
    message = (
        f"all predictions are whole numbers from {seen.minimum:g} to {seen.maximum:g}: counts, or logits?"
    )
    hint = "--normalize divides each row by its sum; --from-logits takes them as logits"
    ways: tuple[Way, ...] = ({"normalize": True}, {"from_logits": True})
    return refused(seen.beyond_unit, message, hint, "XE210", ways)


def _powers(seen: PredictionEvidence, data: Dataset) -> Refusal | None:
    """Return the refusal of logarithms with another base or sign, or None."""
    if seen.rows < 2 or seen.minimum < 0 < seen.maximum:
        return None
    values = np.asarray(next(iter(data.pair[1].blocks())).values, np.float64)
    for name, what, hint, factor in _POWERS:
        if (values * factor <= 0).all() and _sums_to_one(values * factor):
            message = f"the predictions are {what} of probabilities ({name}): as such, each row sums to one"
            return refused(seen.not_simplex, message, hint, "XE211")
    return None


def _sums_to_one(logs: Numbers) -> bool:
    return bool((np.abs(np.exp(logs).sum(axis=1) - 1) < NEAR).all())


def named(column: str, seen: PredictionEvidence) -> Refusal | None:
    """Return the refusal of a single column that its name says is no probability or logit of class 1."""
    if _LOGS.fullmatch(column) and seen.maximum <= 0:
        message = f"column {shown(column)} has no number above 0: log-probabilities, or logits?"
        hint = "--from-log-probs takes them as logarithms of the probability of 1; --from-logits as logits"
        return Refusal("XE212", message, hint, ways=({"from_log_probs": True}, {"from_logits": True}))
    if _TRUST.fullmatch(column) and seen.rows >= FEWEST and seen.minimum >= 0.5 and not seen.beyond_unit:
        message = f"no number in column {shown(column)} is below 0.5: is it the probability of 1?"
        hint = (
            "--from-probs takes it as that; the probability of the predicted class needs a column of "
            "predicted classes as well"
        )
        return Refusal("XE212", message, hint, ways=({"from_probs": True},))
    if _ODDS.fullmatch(column) and seen.minimum >= 0 and seen.beyond_unit:
        message = f"column {shown(column)} holds odds, not probabilities or logits"
        return Refusal(
            "XE212", message, "save odds / (1 + odds), which is the probability", of_predictions=True
        )
    if _LOSSES.fullmatch(column) and seen.minimum >= 0 and seen.beyond_unit:
        message = f"column {shown(column)} holds losses, not predictions"
        hint = "name the predictions: --prediction-columns"
        return Refusal("XE212", message, hint, of_predictions=True)
    return None


def _swapped(spec: LossSpec, seen: Evidence, data: Dataset, names: tuple[str, ...]) -> Refusal | None:
    """Return the question which of two named columns is that of 0, if the other order fits better."""
    ids = seen.labels.whole and not seen.labels.beyond_bit and not seen.labels.truths
    if not ids or spec.settings.classes is not None or any(map(_has_digit, names)):
        return None
    labels, predictions = (part.load() for part in next(data.parts())[:2])
    scores = np.asarray(predictions.values, np.float64)
    if spec.case.scale is Scale.PROBABILITIES:
        scores = np.log(np.maximum(scores, LEAST))
    truth = spec.classes.indices(labels).reshape(-1)
    worse = np.where(truth == 1, 1, -1) * (scores[:, 0] - scores[:, 1])
    worse = worse[truth >= 0]
    if len(worse) < FEWEST or not worse.mean() > SURE * worse.std() / len(worse) ** 0.5:
        return None
    second = shown(names[1])
    message = f"the labels are 0 and 1, and {second} fits 0 better than 1: which column is that of 0?"
    hint = f"--classes 1,0 makes {second} the column of 0; --classes 0,1 goes by the place"
    return Refusal("XE119", message, hint, ways=({"classes": "1,0"}, {"classes": "0,1"}))


def _has_digit(name: str) -> bool:
    return any(map(str.isdigit, name))
