"""Check whether the labels fit one or two columns better if the classes are swapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.names import NamesInOrder
from xentcli.core.opposite_words import is_plain, sense
from xentcli.core.text import shown
from xentcli.core.types import Scale
from xentcli.detection.opposites import FIRST, LAST
from xentcli.detection.refusal import Refusal
from xentcli.detection.senses import (
    ByMeaning,
    are_bits,
    are_in_clear_order,
    first_is_positive,
    has_digit,
    label_name,
)

if TYPE_CHECKING:
    from xentcli.core.blocks import Block
    from xentcli.core.types import Floats
    from xentcli.detection.decide import Evidence
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.spec import LossSpec

FEWEST = 6
"""The fewest rows that show an order."""
SURE = 3.0
"""The number of standard errors by which one order must fit better."""
CLEAR = 6.0
"""The same for a single column, with a name that shows less."""
MOST = 1 << 16
"""The largest number of rows that are looked at."""
LEAST = 1e-12
"""The smallest probability before taking a logarithm."""


def swapped(spec: LossSpec, seen: Evidence, data: Dataset, names: tuple[str, ...]) -> Refusal | None:
    """Ask which of two named columns is class 0, if neither names nor numbers settle it."""
    ids = seen.labels.whole and not seen.labels.beyond_bit and not seen.labels.truths
    classes = spec.settings.classes
    by_option = classes is not None and not isinstance(classes, ByMeaning)
    if not ids or by_option or isinstance(names, NamesInOrder) or any(map(has_digit, names)):
        return None
    first = classes == ("1", "0")
    better = _better(spec, data)
    second = shown(names[not first])
    if better < -SURE:
        message = f"the labels are 0 and 1, and {second} fits 0 better than 1: which column is class 0?"
    elif better > SURE or first_is_positive(label_name(data), names) is not None or are_in_clear_order(names):
        return None
    else:
        some = " and ".join(map(shown, names))
        message = f"the labels are 0 and 1, and the columns are named {some}: which one is class 1?"
    hint = f"--classes 1,0 makes {shown(names[1])} class 0; --classes 0,1 keeps the column order"
    ways = (LAST, FIRST) if (better < 0) != first else (FIRST, LAST)
    return Refusal("XE119", message, hint, ways=ways)


def opposed(spec: LossSpec, seen: Evidence, data: Dataset, name: str) -> Refusal | None:
    """Ask whether a single column is class 0, if its numbers suggest it and its name does not help."""
    if spec.settings.classes is not None or not are_bits(seen.labels) or is_plain(name):
        return None
    label = label_name(data)
    if sense(label, name) == 1 or label.casefold() == name.casefold():
        return None
    if _better(spec, data) > -CLEAR:
        return None
    message = f"the labels are 0 and 1, and column {shown(name)} fits 0 better than 1: which class is it?"
    hint = "use --classes 1,0 if it is class 0, or --classes 0,1 if it is class 1"
    return Refusal("XE119", message, hint, ways=(LAST, FIRST))


def _better(spec: LossSpec, data: Dataset) -> float:
    """Return by how many standard errors the rows fit the columns better than if they were swapped.

    Of large inputs, the first `MOST` rows count, however they are cut into blocks.
    """
    parts, count = [], 0
    for labels, predictions, *_ in data.parts():
        parts.append(_gains(spec, labels.load(), predictions.load()))
        count += len(labels)
        if count >= MOST:
            break
    gains = np.concatenate(parts)[:MOST]
    gains = np.sort(gains[~np.isnan(gains)])  # the sums do not depend on the order of the rows
    if len(gains) < FEWEST:
        return 0.0
    error = gains.std() / len(gains) ** 0.5
    return float(gains.mean() / error) if error > 0 else 0.0


def _gains(spec: LossSpec, labels: Block, predictions: Block) -> Floats:
    """Return how much better each row fits than with swapped columns; NaN if it does not count."""
    scores = np.asarray(predictions.values, np.float64).reshape(len(predictions), -1)
    truth = spec.classes.indices(labels).reshape(-1)
    rows = (truth >= 0) & (truth < 2) & np.isfinite(scores).all(axis=1)
    gains = np.full(len(rows), np.nan)
    gains[rows] = np.where(truth == 1, 1, -1)[rows] * _margins(scores[rows], spec)
    return gains


def _margins(scores: Floats, spec: LossSpec) -> Floats:
    """Return the logarithm of the odds of the second column."""
    if spec.case.scale is not Scale.PROBABILITIES:
        return scores[:, -1] - (scores[:, 0] if scores.shape[1] > 1 else 0.0)
    own = scores if scores.shape[1] > 1 else np.concatenate([1 - scores, scores], axis=1)
    logs = np.log(np.clip(own, LEAST, None))
    return np.asarray(logs[:, 1] - logs[:, 0])
