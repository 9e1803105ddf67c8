"""Whether labels from 1 to K - 1 fit the columns far better if they count from 1."""

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

FEWEST = 6
"""The fewest rows that show it."""
SURE = 3.0
"""By how many standard errors the other columns must fit better."""
LEAST = 1e-12
"""The smallest probability before taking a logarithm."""


def shifted_labels(job: Job, outcome: Outcome, entropy: float) -> Caution | None:
    """Return a caution if the columns before those of the labels fit better by far, and better than shares.

    The caller makes sure that no label is 0.
    """
    parts = []
    for labels, scores in first_rows(job.data):
        truth, logs = outcome.spec.classes.indices(labels).reshape(-1), _logs(scores, outcome)
        rows = np.flatnonzero(truth > 0)
        parts.append(np.column_stack([logs[rows, truth[rows]], logs[rows, truth[rows] - 1]]))
    both = np.concatenate(parts) if parts else np.zeros((0, 2))
    if len(both) < FEWEST or not np.isfinite(both).all():
        return None
    gains = both[:, 1] - both[:, 0]
    if not gains.mean() > SURE * gains.std() / len(gains) ** 0.5 or not -both[:, 1].mean() < entropy:
        return None
    last = outcome.spec.layout.width - 1
    text = (
        f"no label is 0, and the columns before those of labels 1 to {last} fit far better: if the labels"
        " count from 1, use --label-offset -1"
    )
    return Caution("XE847", text, grave=True)


def _logs(scores: Floats, outcome: Outcome) -> Floats:
    """Return the logarithms of the probabilities."""
    if outcome.spec.case.scale is Scale.PROBABILITIES:
        return np.log(np.clip(scores, LEAST, None))
    top = scores.max(axis=1, keepdims=True)
    return np.asarray(scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True)))
