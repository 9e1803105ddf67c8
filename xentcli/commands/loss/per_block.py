"""Compute the loss of one block, and add up blocks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen, replace
from xentcli.detection.gather import NOTHING, Observed
from xentcli.execution.fold import fold
from xentcli.losses.compute import measure
from xentcli.losses.hardest_rows import Bar
from xentcli.losses.state import Pool, check_groups
from xentcli.losses.summarize import summarise
from xentcli.numerics.median import MAX_EXACT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from xentcli.commands.loss.job import Job, Sink
    from xentcli.detection.decide import Evidence
    from xentcli.detection.gather import Look
    from xentcli.inputs.dataset import Part
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.spec import LossSpec
    from xentcli.losses.state import LossState

    Parts = Callable[[], Iterator[Any]]
    Found = tuple[Evidence, list[Pool], tuple[AlignedBlock, Measured] | None]


class Totals(Frozen):
    """Evidence of some rows and the state of each loss; `states` is empty before the first row."""

    seen: Evidence = NOTHING
    states: tuple[LossState, ...] = ()

    def __add__(self, other: Totals) -> Totals:
        """Return the sum; empty states count as zero."""
        if not self.states or not other.states:
            return Totals(self.seen + other.seen, self.states or other.states)
        states = [a + b for a, b in zip(self.states, other.states, strict=True)]
        return Totals(self.seen + other.seen, tuple(states))


def losses_of(
    job: Job,
    parts: Parts,
    look: Look,
    specs: tuple[LossSpec, ...],
    *,
    observe: bool,
    sink: Sink | None = None,
) -> Totals:
    """Read all rows once and return the state of each loss, with the evidence if `observe` is set."""
    bars = [(spec, Bar(spec.wanted.top)) for spec in specs]
    work = partial(_work, look, bars, observe, sink is not None)
    tasks = job.execution.tasks
    if tasks is None:
        total = partial(_total, specs, True, sink)
        return fold(work, job.data, job.execution, total, ordered=sink is not None, parts=parts)
    few = tasks.rows(job.data.labels) * look.layout.per_row <= MAX_EXACT
    sums = fold(work, job.data, job.execution, partial(_total, specs, few, None))
    if any(state.spread.wanting for state in sums.states):
        sums = fold(work, job.data, job.execution, partial(_total, specs, True, None))
    for spec, state in zip(specs, sums.states, strict=True):
        check_groups(spec, state)
    return sums


def _work(
    look: Look,
    specs: list[tuple[LossSpec, Bar]],
    observe: bool,
    keep: bool,
    parts: tuple[Part, ...] | Observed,
) -> Found:
    """Return the evidence, the losses, and if `keep` is set the rows of one block.

    The block is read here, so that threads read in parallel. Rows are dropped unless they are needed, because
    results wait for their turn in memory.
    """
    block = parts if isinstance(parts, Observed) else look(parts, observe=observe)
    with np.errstate(all="ignore"):
        done = [measure(spec, block.pair, block.facts) for spec, _ in specs]
        pools = [summarise(s, block.pair, d, bar) for (s, bar), d in zip(specs, done, strict=True)]
    return block.seen, pools, (block.pair, done[0]) if keep else None


def _total(specs: tuple[LossSpec, ...], exact: bool, sink: Sink | None, found: Iterable[Found]) -> Totals:
    """Return the sum of the blocks; medians are kept only if `exact` is set."""
    seen, pools = NOTHING, [Pool(spec) for spec in specs]
    for more, blocks, rows in found:
        seen = seen + more
        for pool, block in zip(pools, blocks, strict=True):
            pool.add(block)
        if sink is not None and rows is not None:
            sink(specs[0], *rows)
    states = [pool.state() for pool in pools]
    return Totals(seen, tuple(states if exact else [replace(s, spread=s.spread.light()) for s in states]))
