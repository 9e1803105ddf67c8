"""One pass over all rows: pairs, evidence, losses, and what they add up to."""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.loss.job import is_large, loaded, parts_of, roles_of, shares_of, sides_of
from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import replace
from xentcli.core.types import Scale
from xentcli.detection.decide import Evidence
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.prediction_evidence import facts_of, observe_predictions
from xentcli.execution.processes import can_share, share_out
from xentcli.execution.threads import ENGINES, engine_for
from xentcli.losses.compute import measure
from xentcli.losses.pool import Pool, check_groups
from xentcli.losses.sample_weights import WeightEvidence, observe_weights
from xentcli.losses.spec import ignored_label
from xentcli.losses.state import Bar
from xentcli.losses.summarize import summarise
from xentcli.numerics.median import MAX_EXACT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentcli.commands.loss.job import Job, Sink
    from xentcli.core.row_layout import RowLayout
    from xentcli.execution.partition.split import Tasks
    from xentcli.execution.threads import Engine
    from xentcli.inputs.align import Part
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.pool import Summary
    from xentcli.losses.spec import LossSpec
    from xentcli.losses.state import LossState
    from xentcli.numerics.row_stats import RowStats
    from xentcli.settings.settings import Settings


def whole_pass(
    job: Job, layout: RowLayout, recipes: tuple[LossSpec, ...], observe: bool, sink: Sink | None = None
) -> tuple[Evidence, list[LossState]]:
    """Once through all inputs: the evidence, and the state of each recipe."""
    if job.tasks is not None:
        return _elsewhere(job, job.tasks, layout, recipes, observe)
    engine, jobs = engine_for(job.jobs)
    work = partial(_added, job, layout, recipes, observe)
    if sink is None and jobs > 1 and is_large(job) and can_share():
        shares = share_out(partial(work, ENGINES["serial"], 1, None), partial(parts_of, job), jobs)
        seen, states = reduce(_both, shares)
    else:
        seen, states = work(engine, jobs, sink, parts_of(job))
    for side in sides_of(job):
        side.table.verify()
    return _some(job, seen, observe=observe), states


def _some(job: Job, seen: Evidence, *, observe: bool) -> Evidence:
    """The evidence, unless there should be some and is none."""
    if observe and not seen.labels.rows:
        raise DataError(
            "no rows", "the inputs hold no data", code="XE013", place=Place(job.labels.table.name)
        )
    return seen


def _elsewhere(
    job: Job, tasks: Tasks, layout: RowLayout, recipes: tuple[LossSpec, ...], observe: bool
) -> Sums:
    """The same, from those who work on tasks elsewhere."""
    shares = shares_of(job)
    few = tasks.rows(job.labels) * layout.per_row <= MAX_EXACT
    seen, states = reduce(_both, tasks(partial(_share, layout, recipes, observe, few), shares))
    if any(state.spread.wanting for state in states):
        seen, states = reduce(_both, tasks(partial(_share, layout, recipes, observe, True), shares))
    for spec, state in zip(recipes, states, strict=True):
        check_groups(spec, state)
    return _some(job, seen, observe=observe), states


def _share(layout: RowLayout, recipes: tuple[LossSpec, ...], observe: bool, exact: bool, job: Job) -> Sums:
    """One task: all its rows are read here, and what they say and cost goes back."""
    seen, states = _added(job, layout, recipes, observe, ENGINES["serial"], 1, None, parts_of(job))
    for side in sides_of(job):
        side.table.verify()
    return seen, states if exact else [replace(s, spread=s.spread.light()) for s in states]


def _both(one: Sums, other: Sums) -> Sums:
    return one[0] + other[0], [a + b for a, b in zip(one[1], other[1], strict=True)]


def _added(
    job: Job,
    layout: RowLayout,
    recipes: tuple[LossSpec, ...],
    observe: bool,
    engine: Engine,
    jobs: int,
    sink: Sink | None,
    tasks: Iterable[tuple[Part, ...]],
) -> Sums:
    """What all blocks say together, and the losses of each recipe."""
    bars = [(spec, Bar(spec.wanted.top)) for spec in recipes]
    work = partial(_work, job, layout, bars, observe, sink is not None)
    seen, pools = Evidence(), [Pool(spec) for spec in recipes]
    for more, summaries, rows in engine(work, tasks, jobs):
        seen = seen + more
        for pool, summary in zip(pools, summaries, strict=True):
            pool.add(summary)
        if sink is not None and rows is not None:
            sink(recipes[0], *rows)
    return seen, [pool.state() for pool in pools]


Sums = tuple[Evidence, "list[LossState]"]

_Work = tuple[Evidence, "list[Summary]", "tuple[AlignedBlock, Measured] | None"]


def _work(
    job: Job,
    layout: RowLayout,
    recipes: list[tuple[LossSpec, Bar]],
    observe: bool,
    keep: bool,
    parts: tuple[Part, ...],
) -> _Work:
    """One block: what it says, and what it costs; read here, so that threads read side by side.

    The rows themselves go on only where somebody wants them: results wait for their turn, and would hold
    memory.
    """
    pair = loaded(parts, roles_of(job))
    facts = facts_of(pair.predictions, layout)
    seen = observed(job, layout, pair, facts) if observe else Evidence()
    with np.errstate(all="ignore"):
        done = [measure(spec, pair, facts) for spec, _ in recipes]
        summaries = [summarise(r, pair, d, bar) for (r, bar), d in zip(recipes, done, strict=True)]
    return seen, summaries, (pair, done[0]) if keep else None


def observed(job: Job, layout: RowLayout, pair: AlignedBlock, facts: RowStats) -> Evidence:
    """What one block says."""
    labels = observe_labels(pair.labels, layout, ignored_label(job.settings), job.settings.max_classes)
    claimed = _claims(job.settings) is Scale.PROBABILITIES
    predictions = observe_predictions(pair.predictions, layout, facts, counted=claimed)
    weights = observe_weights(pair.weights) if pair.weights is not None else WeightEvidence()
    return Evidence(labels, predictions, weights)


def _claims(settings: Settings) -> Scale | None:
    """The scale that an option says."""
    return settings.scale or next(iter(settings.name.scales), None)
