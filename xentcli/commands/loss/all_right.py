"""Whether the labels are right more often than the scores promise, as predicted classes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Caution
from xentcli.core.text import shown
from xentcli.core.types import Kind
from xentcli.inputs.roles.names import Role, suggested

if TYPE_CHECKING:
    from xentcli.commands.loss.job import Job
    from xentcli.commands.loss.run import Outcome


def all_right(job: Job, outcome: Outcome) -> Caution | None:
    """Return a caution for rows that are all right, unless a name says that the column holds labels.

    If each largest score is right with its own probability, all are right with the product of these. That
    is e to the minus the sum of the losses.
    """
    spec, state, names = outcome.spec, outcome.state, job.data.labels.names
    if spec.case.kind not in {Kind.SPARSE, Kind.BINARY} or spec.layout.positions or len(names or ()) != 1:
        return None
    name = (names or ("",))[0]
    if suggested(name) is Role.LABEL or spec.settings.label_smoothing or spec.focal:
        return None
    rows = f"all {state.samples:,} rows are right, more than the scores promise"
    why = f"if '{shown(name)}' holds predicted classes, this is not the loss"
    return Caution("XE849", f"{rows}; {why}", grave=True)
