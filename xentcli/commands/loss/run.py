"""Run a loss job: gather evidence, decide on a spec, compute.

The spec is guessed from the first block and the loss computed at once. If the whole input leads to another
spec, the loss is computed again. The result thus depends on the whole input, and most files are read once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.commands.loss.job import Job
from xentcli.commands.loss.per_block import Totals, losses_of
from xentcli.core.errors import DataError, Place, XentError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import shown
from xentcli.detection.decide import layout_of
from xentcli.detection.gather import arranged, decided, look_for_loss, no_rows, prepared
from xentcli.execution.fold import begin, optimistic

if TYPE_CHECKING:
    from xentcli.commands.loss.job import Sink
    from xentcli.commands.loss.per_block import Parts
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.decide import Evidence
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.detection.gather import Look
    from xentcli.detection.kind import Found
    from xentcli.execution.fold import Execution
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.spec import Breakdown, LossSpec
    from xentcli.losses.state import LossState
    from xentcli.settings.settings import Settings


class Decision(Frozen, apart=("found", "rows")):
    """The spec of a loss, the reasons for it, and the number of rows read; compared by spec only."""

    spec: LossSpec
    found: Found
    rows: int


class Outcome(Frozen):
    """The spec of a loss, the reasons for it, the evidence, and the state of the loss."""

    spec: LossSpec
    found: Found
    seen: Evidence
    state: LossState


def prepared_job(
    data: Dataset, settings: Settings, wanted: Breakdown, execution: Execution, *, every: bool = False
) -> Job:
    """Return the job with columns matched by name and the class axis; raise if the keys of the rows differ.

    Set ``every`` for the losses of all frameworks.
    """
    data = arranged(prepared(data, execution), settings, execution, every=every)
    return Job(data, settings, wanted, execution)


def run(job: Job, sink: Sink | None = None) -> Outcome:
    """Return the outcome of a job; raise if a row is invalid."""
    layout = layout_of(job.data, job.settings)
    look = look_for_loss(job.data, job.settings, layout)
    in_turn = sink is not None or job.settings.class_weight == "balanced"
    guess, parts = (None, job.data.parts) if in_turn else _guess(job, look)
    once, again = partial(_once, job, parts, look), partial(_again, job, look, sink)
    decision, sums = optimistic(guess, once, partial(_decided, job, layout, guess), again)
    state = sums.states[0]
    check_state(decision.spec, sums.seen, state)
    return Outcome(decision.spec, decision.found, sums.seen, state)


def _guess(job: Job, look: Look) -> tuple[Decision | None, Parts]:
    """Return the decision from the first block, or None, and the blocks to read."""
    try:
        seen, parts = begin(look, job.data, job.execution)
    except DataError:  # raised again when the block is read
        return None, job.data.parts
    try:
        return None if seen is None else decide(job, look.layout, seen), parts
    except XentError:
        return None, parts


def _once(job: Job, parts: Parts, look: Look, guess: Decision | None) -> Totals:
    """Return the evidence of all rows, and their loss under the guessed spec."""
    sums = losses_of(job, parts, look, () if guess is None else (guess.spec,), observe=True)
    if not sums.seen.labels.rows:
        no_rows(job.data)
    return sums


def decide(job: Job, layout: RowLayout, seen: Evidence) -> Decision:
    """Return the decision from the evidence; raise if the evidence does not determine one."""
    return Decision(*decided(job.data, job.settings, job.wanted, layout, seen), seen.labels.rows)


def _decided(job: Job, layout: RowLayout, guess: Decision | None, sums: Totals) -> Decision:
    """Return the decision from all rows; reuse the guess if it was made from all of them."""
    whole = guess is not None and guess.rows == sums.seen.labels.rows
    return guess if whole and guess is not None else decide(job, layout, sums.seen)


def _again(job: Job, look: Look, sink: Sink | None, decision: Decision, sums: Totals) -> Totals:
    """Return the loss under the decided spec, in a second pass."""
    found = losses_of(job, job.data.parts, look, (decision.spec,), observe=False, sink=sink)
    return replace(found, seen=sums.seen)


def check_state(spec: LossSpec, seen: Evidence, state: LossState) -> None:
    """Raise if labels are not known classes, every row is ignored, or all weights are zero."""
    if state.strangers:
        raise _stranger(spec, seen.labels, state)
    convention = spec.convention
    if not state.samples and convention.needs_losses:
        mark = spec.ignore
        raise DataError(
            f"every row is ignored (label {mark})",
            "is --ignore-index right?",
            code="XE111",
            place=Place(seen.labels.whole.place.file),
        )
    if state.samples and not state.weights.units and convention.needs_losses and state.weights.finite:
        option = "" if spec.class_weight is None else "--class-weight: "
        hint = "a mean needs at least one weight above zero"
        raise DataError(f"{option}all weights are zero", hint, code="XE403")


def _stranger(spec: LossSpec, labels: LabelEvidence, state: LossState) -> DataError:
    bad = state.strangers
    message = f"{shown(bad.value)} is not a class of {spec.classes.describe()}"
    counted = message + (f" ({bad.times('row')})" if bad.count > 1 else "")
    many = (
        f"the predictions have {spec.classes.size} classes; --label-offset shifts ids, --classes names them"
    )
    from xentcli.detection.strange_labels import hint_for_stranger

    others = state.samples - bad.count
    hits = state.correct / others if others > 0 else None
    hint, ways = hint_for_stranger(spec.classes, labels, bad.value, many, hits)
    return DataError(counted, hint, code="XE112", place=bad.place, value=bad.value, ways=ways)
