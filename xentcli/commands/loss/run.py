"""A whole job: gathers evidence, decides, computes.

The first block's reading is computed with at once; when the whole input says something else, the work is
redone with what it says. So the answer is a function of the whole input, and most files are read once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.commands.loss.check import check_state
from xentcli.commands.loss.job import first_of, loaded, parts_of, roles_of
from xentcli.commands.loss.per_block import observed, whole_pass
from xentcli.core.errors import DataError, XentError
from xentcli.core.frozen import Frozen, replace
from xentcli.detection.decide import decide, layout_of
from xentcli.detection.prediction_evidence import facts_of
from xentcli.detection.transposed import HINT, OFF_SIMPLEX, columns_are_distributions
from xentcli.settings.settings import REFERENCE, Like

if TYPE_CHECKING:
    from xentcli.commands.loss.job import Job, Sink
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.decide import Evidence
    from xentcli.detection.kind import Found
    from xentcli.losses.spec import LossSpec
    from xentcli.losses.state import LossState


class Outcome(Frozen):
    """What came out: the recipe used, the reasons for it, all evidence, and the state of the loss."""

    spec: LossSpec
    found: Found
    seen: Evidence
    state: LossState


def run(job: Job, sink: Sink | None = None) -> Outcome:
    """The loss of a whole job; errors where any row was not understood."""
    layout = layout_of(job.labels, job.predictions, job.settings)
    guess = None if sink is not None or job.settings.class_weight == "balanced" else _guess(job, layout)
    seen, states = whole_pass(job, layout, (guess,) if guess is not None else (), observe=True)
    spec, found = decided(job, layout, seen)
    if spec != guess:
        states = whole_pass(job, layout, (spec,), observe=False, sink=sink)[1]
    check_state(spec, seen, states[0])
    return Outcome(spec, found, seen, states[0])


def gather(job: Job) -> tuple[RowLayout, Evidence]:
    """How rows lie, and the evidence of all of them."""
    layout = layout_of(job.labels, job.predictions, job.settings)
    return layout, whole_pass(job, layout, (), observe=True)[0]


def run_all(job: Job) -> dict[Like, Outcome | XentError]:
    """The loss as every framework has it, or why one has none: one pass for the evidence, one for all
    numbers."""
    each = {like: replace(job, settings=replace(job.settings, like=like)) for like in Like}
    layout, seen = gather(job)
    choices = {like: _or_error(one, layout, seen) for like, one in each.items()}
    exact = choices[REFERENCE]
    if isinstance(exact, XentError):
        raise exact
    recipes = {like: d[0] for like, d in choices.items() if not isinstance(d, XentError)}
    states = dict(
        zip(recipes, whole_pass(job, layout, tuple(recipes.values()), observe=False)[1], strict=True)
    )
    answers: dict[Like, Outcome | XentError] = {}
    for like, decision in choices.items():
        answers[like] = (
            decision if isinstance(decision, XentError) else _checked(decision, seen, states[like])
        )
    return answers


def _checked(decision: tuple[LossSpec, Found], seen: Evidence, state: LossState) -> Outcome | XentError:
    try:
        check_state(decision[0], seen, state)
    except XentError as error:
        if decision[0].settings.like is REFERENCE:
            raise
        return error
    return Outcome(*decision, seen, state)


def _or_error(job: Job, layout: RowLayout, seen: Evidence) -> tuple[LossSpec, Found] | XentError:
    try:
        return decided(job, layout, seen)
    except XentError as error:
        return error


def decided(job: Job, layout: RowLayout, seen: Evidence) -> tuple[LossSpec, Found]:
    """The recipe that the evidence asks for; errors name the file."""
    try:
        return decide(
            seen,
            layout,
            job.predictions,
            job.settings,
            job.wanted,
            weighted=job.weights is not None,
        )
    except DataError as error:
        if error.place.file is None:
            error.at(file=_file_of(error, job))
        square = error.code in OFF_SIMPLEX and seen.labels.rows == layout.width > 1
        if square and columns_are_distributions(job.predictions.blocks()):
            error.hint = HINT
        raise


def _file_of(error: DataError, job: Job) -> str:
    return job.predictions.table.name if error.code.startswith("XE2") else job.labels.table.name


def _guess(job: Job, layout: RowLayout) -> LossSpec | None:
    """The recipe that the first block suggests; None where it suggests none."""
    try:
        seen = first_of(job, partial(_first_seen, layout))
    except DataError:  # it comes again, in its turn
        return None
    try:
        return None if seen is None else decided(job, layout, seen)[0]
    except XentError:
        return None


def _first_seen(layout: RowLayout, job: Job) -> Evidence | None:
    parts = next(parts_of(job), None)
    if parts is None:
        return None
    pair = loaded(parts, roles_of(job))
    return observed(job, layout, pair, facts_of(pair.predictions, layout))
