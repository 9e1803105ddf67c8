"""Predictions that look like logits or probabilities, but have names or sums that contradict it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import replace
from xentcli.core.text import shown
from xentcli.core.types import ONE_EACH, Scale
from xentcli.detection.doubts.by_name import no_score, propensity
from xentcli.detection.doubts.called_probability import outside
from xentcli.detection.doubts.sums import mixed_scales, odds, odds_for, partial_rows
from xentcli.detection.nearly_unit import is_called_logit, word_pattern
from xentcli.detection.no_scores import no_prediction, no_scores, too_large
from xentcli.detection.refusal import ONE_SUM, Refusal, refused
from xentcli.detection.senses import label_name
from xentcli.detection.transposed import columns_are_distributions

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


_LOGS = word_pattern(r"log[\W_]?p|log[\W_]?prob\w*|log[\W_]?lik\w*|ln[\W_]?p|lp")
_PERCENT = re.compile(r"(?i)%|(?:^|[\W_])(?:pct|percent\w*)(?:$|[\W_])")
_TRUST = re.compile(r"(?i)(.*\W|.*_)?(confidences?|conf|certainty|max[\W_]?(p|probs?|probas?|score))")
_OF_LABEL = word_pattern(
    r"(?:p|pr|probs?|probas?|probability|score)[\W_]?(?:of[\W_])?(?:the[\W_])?(?:true|label)"
)
"""Names of probabilities of class 1, or of the label of each row."""
_POWERS = (
    ("log2", "base-2 logarithms", "multiply the numbers by 0.693147 and use --from-log-probs", np.log(2)),
    ("log10", "base-10 logarithms", "multiply the numbers by 2.302585 and use --from-log-probs", np.log(10)),
    ("-log", "negative logarithms", "change their sign and use --from-log-probs", -1.0),
    ("-log2", "negative base-2 logarithms", "multiply by -0.693147 and use --from-log-probs", -np.log(2)),
    ("-log10", "negative base-10 logarithms", "multiply by -2.302585 and use --from-log-probs", -np.log(10)),
)


def doubted(spec: LossSpec, seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of predictions that seem to be on another scale or in another order, or None.

    No option names the scale, and rows have no positions.
    """
    names = data.pair[1].names
    if spec.layout.width == 1:
        found = _one(spec, seen, data, names[0]) if names and not spec.layout.vectors else None
    elif spec.case.scale is Scale.LOGITS:
        found = no_scores(names or (), seen) or of_names(seen.predictions, data)
        found = (
            found
            or odds_for(seen.predictions, data)
            or odds(seen.predictions, data, names or ())
            or _powers(seen.predictions, data)
            or partial_rows(seen.predictions, data, names or ())
        )
        found = found or _counts(seen.predictions) or _over_rows(seen, data)
    else:
        found = None
    if found is None and spec.layout.width == 2 and names and spec.case.kind in ONE_EACH:
        from xentcli.detection.two_columns import swapped

        found = swapped(spec, seen, data, names)
    return None if found is None else replace(found, of_predictions=True)


def of_names(seen: PredictionEvidence, data: Dataset) -> Refusal | None:
    """Return the refusal of several columns that their names say are no scores, or on different scales."""
    names = data.pair[1].names or ()
    found = no_score(names, seen) or mixed_scales(seen, data, names) or outside(names, seen)
    return None if found is None else replace(found, of_predictions=True)


def _one(spec: LossSpec, seen: Evidence, data: Dataset, name: str) -> Refusal | None:
    """Return the refusal of a single column, or None."""
    found = (
        named(name, seen.predictions, label_name(data))
        or propensity(name, data)
        or (outside((name,), seen.predictions) if spec.case.scale is Scale.LOGITS else None)
        or too_large(seen.predictions)
    )
    if found is not None or spec.case.kind not in ONE_EACH:
        return found
    from xentcli.detection.two_columns import opposed

    return opposed(spec, seen, data, name)


def _counts(seen: PredictionEvidence) -> Refusal | None:
    """Return the refusal of whole numbers of one sign, which are rarely logits."""
    if not (seen.is_whole and seen.beyond_unit) or seen.minimum < 0 < seen.maximum:
        return None
    if seen.minimum < 0 or seen.rows < FEWEST:
        return too_large(seen)
    message = (
        f"all predictions are whole numbers from {seen.minimum:g} to {seen.maximum:g}: counts, or logits?"
    )
    hint = "use --normalize to divide each row by its sum, or --from-logits for logits"
    ways: tuple[Way, ...] = ({"normalize": True}, {"from_logits": True})
    return refused(seen.beyond_unit, message, hint, ONE_SUM, ways)


def _powers(seen: PredictionEvidence, data: Dataset) -> Refusal | None:
    """Return the refusal of logarithms with another base or sign, or None."""
    if seen.rows < 2 or seen.minimum < 0 < seen.maximum:
        return None
    left = list(_POWERS)
    for block in data.pair[1].blocks():
        values = np.asarray(block.values, np.float64)
        left = [power for power in left if _sums_to_one(values * power[-1])]
        if not left:
            return None
    name, what, hint, _ = left[0]
    message = f"the predictions are {what} of probabilities ({name}): converted back, each row sums to one"
    return refused(seen.not_simplex, message, hint, "XE211")


def _over_rows(seen: Evidence, data: Dataset) -> Refusal | None:
    """Return the refusal of log-probabilities whose columns, not rows, are distributions."""
    numbers = seen.predictions
    blocks = (replace(block, values=np.exp(block.values)) for block in data.pair[1].blocks())
    if numbers.rows < 2 or numbers.maximum > 0 or not columns_are_distributions(blocks):
        return None
    message = "the exponentials sum to one per column, not per row: are rows and columns swapped?"
    hint = "take the softmax over the classes (axis 1), or save a.T if the predictions are transposed"
    return refused(numbers.not_simplex, message, hint, "XE211")


def _sums_to_one(logs: Numbers) -> bool:
    """Return whether no logarithm of a probability is above 0, and each row is a distribution."""
    return bool((logs <= 0).all() and (np.abs(np.exp(logs).sum(axis=1) - 1) < NEAR).all())


def named(column: str, seen: PredictionEvidence, label: str = "") -> Refusal | None:
    """Return the refusal of a single column with a name that excludes a probability or logit of class 1."""
    return (
        no_prediction(column, seen, label) or no_score((column,), seen) or _other_scale(column, seen, label)
    )


def _other_scale(column: str, seen: PredictionEvidence, label: str = "") -> Refusal | None:
    """Ask whether a column is on the scale that its name suggests."""
    name = shown(column)
    if _LOGS.search(column) and seen.maximum <= 0:
        message = f"column {name} has no number above 0: log-probabilities, or logits?"
        hint = (
            "use --from-log-probs for logarithms of the probability of class 1, or --from-logits for logits"
        )
        return Refusal("XE212", message, hint, ways=({"from_log_probs": True}, {"from_logits": True}))
    if not seen.beyond_unit and (is_called_logit(column) or _PERCENT.search(column)):
        return _inside(name, percent=bool(_PERCENT.search(column)))
    if not seen.beyond_unit and _OF_LABEL.search(column) and label.casefold() != "true":
        message = f"is column {name} the probability of class 1, or that of the label of each row?"
        hint = "use --from-probs for class 1; otherwise, the loss is the mean of -log of the column"
        ways: tuple[Way, ...] = () if "label" in column.casefold() else ({"from_probs": True},)
        return Refusal("XE212", message, hint, ways=ways)
    if _TRUST.fullmatch(column) and seen.rows >= FEWEST and seen.minimum >= 0.5 and not seen.beyond_unit:
        message = f"no number in column {name} is below 0.5: is it the probability of class 1?"
        hint = (
            "if so, use --from-probs; a probability of the predicted class needs the column of predicted "
            "classes too"
        )
        return Refusal("XE212", message, hint, ways=({"from_probs": True},))
    return None


def _inside(name: str, *, percent: bool) -> Refusal:
    """Ask whether numbers in [0, 1] are what the name of their column suggests."""
    what, option = ("percentages", "from_percent") if percent else ("logits", "from_logits")
    message = f"all numbers in column {name} lie in [0, 1]: {what}, or probabilities?"
    hint = f"use --{option.replace('_', '-')} for {what}, or --from-probs for probabilities"
    return Refusal("XE212", message, hint, ways=({option: True}, {"from_probs": True}))
