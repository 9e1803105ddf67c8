"""Run a loss as every framework computes it, in as few passes as possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.loss.per_block import losses_of
from xentcli.commands.loss.run import Decision, Outcome, check_state, decide
from xentcli.core.errors import DataError, XentError
from xentcli.core.frozen import replace
from xentcli.detection.axis.settle import as_in
from xentcli.detection.gather import arranged, gather, look_for_loss
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.losses.spec import ignored_label
from xentcli.settings.settings import REFERENCE, Like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.commands.loss.job import Job
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.decide import Evidence
    from xentcli.detection.gather import Look
    from xentcli.inputs.dataset import Dataset
    from xentcli.losses.state import LossState


def run_all(job: Job) -> dict[Like, Outcome | XentError]:
    """Return the outcome of every framework, or its error; raise if none has an outcome.

    The first pass gathers the evidence, the second computes all losses. Frameworks with another class axis
    have passes of their own, and so do those that leave out a label that occurs.
    """
    each = _each(job)
    found: dict[Like, Outcome | XentError] = {}
    for layout in dict.fromkeys(data.layout for data in each.values()):
        likes = [like for like, data in each.items() if data.layout == layout]
        likes.sort(key=lambda like: _mark(job, like) is not None)
        found |= _run_alike(replace(job, data=each[likes[0]]), tuple(likes))
    exact = found[REFERENCE]
    if isinstance(exact, XentError) and all(isinstance(outcome, XentError) for outcome in found.values()):
        raise exact
    return {like: found[like] for like in Like}


def _each(job: Job) -> dict[Like, Dataset]:
    """Return the dataset with the layout that each framework takes; those alike share one."""
    if job.data.layout is None:
        return dict.fromkeys((REFERENCE, *Like), job.data)
    known: dict[object, Dataset] = {}
    each = {}
    for like in (REFERENCE, *Like):
        convention = CONVENTIONS[like]
        alike = convention.class_axis, convention.scalar_if_flat
        each[like] = known[alike] = known.get(alike) or _as_alone(job, like)
    return each


def _as_alone(job: Job, like: Like) -> Dataset:
    """Return the dataset as one framework alone takes it; where that is a question, with its own axis."""
    settings = replace(job.settings, like=like)
    try:
        found = arranged(replace(job.data, layout=None, rivals=()), settings, job.execution)
    except DataError:
        found = as_in(job.data, like)
    return replace(job.data, layout=found.layout)


def _mark(job: Job, like: Like) -> int | str | None:
    """Return the label that a framework leaves out."""
    return ignored_label(replace(job.settings, like=like))


def _run_alike(job: Job, likes: tuple[Like, ...]) -> dict[Like, Outcome | XentError]:
    """Return the outcomes of frameworks that have the same class axis."""
    first = replace(job.settings, like=likes[0])
    layout, seen = gather(job.data, first, job.execution)
    marks = {like: _mark(job, like) for like in likes}
    low, high = seen.labels.minimum, seen.labels.maximum
    apart = [
        like
        for like, mark in marks.items()
        if mark != marks[likes[0]] and isinstance(mark, int) and low <= mark <= high
    ]
    look = look_for_loss(job.data, first, layout)
    found = _computed(job, look, seen, [like for like in likes if like not in apart])
    for like in apart:
        found |= _run_alike(job, (like,))
    return found


def _computed(job: Job, look: Look, seen: Evidence, likes: Sequence[Like]) -> dict[Like, Outcome | XentError]:
    """Return the outcomes of frameworks that read the rows alike, from one pass."""
    each = {like: replace(job, settings=replace(job.settings, like=like)) for like in likes}
    choices = {like: _or_error(one, look.layout, seen) for like, one in each.items()}
    decisions = {like: d for like, d in choices.items() if isinstance(d, Decision)}
    specs = tuple(decision.spec for decision in decisions.values())
    states = losses_of(job, job.data.parts, look, specs, observe=False).states if specs else ()
    known = dict(zip(decisions, states, strict=True))
    return {
        like: d if isinstance(d, XentError) else _checked(d, seen, known[like]) for like, d in choices.items()
    }


def _checked(decision: Decision, seen: Evidence, state: LossState) -> Outcome | XentError:
    try:
        check_state(decision.spec, seen, state)
    except XentError as error:
        return error
    return Outcome(decision.spec, decision.found, seen, state)


def _or_error(job: Job, layout: RowLayout, seen: Evidence) -> Decision | XentError:
    try:
        return decide(job, layout, seen)
    except XentError as error:
        return error
