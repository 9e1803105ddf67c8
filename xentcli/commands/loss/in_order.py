"""Whether the scores of all rows are sorted, so that the place of a score does not tell its class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.loss.first_rows import first_rows
from xentcli.core.errors import Caution
from xentcli.core.types import Scale

if TYPE_CHECKING:
    from xentcli.commands.loss.job import Job
    from xentcli.commands.loss.run import Outcome
    from xentcli.core.types import Floats

FEWEST = 8
"""The fewest sorted rows that are no coincidence."""
USUAL = 0.5
"""The share of a class from which on a model may well predict it for every row."""
SURE = 3.0
"""By how many standard errors the scores of that class are larger than its share."""
SORTED = Caution(
    "XE846",
    "the scores of every row are sorted, although the labels vary: if they were sorted for each row, their"
    " places do not tell the classes, and this number is meaningless",
    grave=True,
)


def sorted_rows(job: Job, outcome: Outcome) -> Caution | None:
    """Return a caution if the scores of all rows are sorted in one direction, which weak models seldom do.

    It is no surprise if one class has most of the rows, and its scores are as large as its share, or if the
    scores hardly depend on the row.
    """
    parts = [scores for _, scores in first_rows(job.data)]
    scores = np.concatenate(parts) if parts else np.zeros((0, 1))
    if len(scores) < FEWEST or not np.isfinite(scores).all():
        return None
    steps = np.diff(scores, axis=1)
    falls = bool((steps <= 0).all())
    if not (falls or (steps >= 0).all()) or not steps.any(axis=1).sum() >= FEWEST:
        return None
    tops = scores if falls else scores[:, ::-1]
    units = outcome.state.shares.units[0 if falls else -1]
    share = (units >> 32) / max(outcome.state.samples, 1)
    return SORTED if _is_surprising(tops, share, outcome) else None


def _is_surprising(tops: Floats, share: float, outcome: Outcome) -> bool:
    """Return whether the scores, largest first, do not fit a model that always predicts the same class."""
    if outcome.spec.case.scale is Scale.PROBABILITIES:
        first = np.clip(tops[:, 0], 0, 1)
        error = float(np.sqrt((first * (1 - first)).sum())) / len(first)
        if float(first.mean()) - share > SURE * error:
            return True
    return share <= USUAL and float(tops[:, 0].min()) < float(tops[:, 1].max())
