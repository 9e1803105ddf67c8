"""The inputs and settings of a loss, and the same rows of all inputs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from xentcli.core.frozen import Frozen, replace
from xentcli.inputs.align import aligned_parts, first_rows
from xentcli.inputs.keys import differing_over, key_error
from xentcli.inputs.match import in_label_order
from xentcli.losses.block_losses import AlignedBlock
from xentcli.losses.spec import Breakdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from xentcli.execution.partition.split import Tasks
    from xentcli.inputs.align import Part
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table
    from xentcli.losses.block_losses import Measured
    from xentcli.losses.spec import LossSpec
    from xentcli.settings.settings import Settings

    First = TypeVar("First")

LARGE = 1 << 26
"""Bytes of inputs from which on several processes do the work."""


class Sink(Protocol):
    """Takes every block's losses, in row order."""

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """One block's losses."""


class Job(Frozen):
    """Inputs and settings of a loss."""

    labels: Selection
    predictions: Selection
    weights: Selection | None
    settings: Settings
    wanted: Breakdown = Breakdown()
    jobs: int | None = 1
    keys: Selection | None = None
    groups: Selection | None = None
    joined: bool = False
    """Whether the rows of both files were brought together by their keys."""
    tasks: Tasks | None = None
    """Who works on the rows elsewhere; None: this process."""
    most: int | None = None
    """The first rows, so many, are all that is looked at; None: the whole inputs."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said about the choice of columns."""
        return self.labels.notes + self.predictions.notes


def prepared(job: Job) -> Job:
    """The job with columns matched by name, its keys compared."""
    job = replace(job, predictions=in_label_order(job.labels, job.predictions))
    pair = job.labels, job.predictions
    differing = None if job.joined else next(differing_over(*pair, 1, job.tasks), None)
    if differing is not None:
        raise key_error(differing.spots[0], job.predictions)
    return job


def shares_of(job: Job) -> list[Job]:
    """The job on the rows of each task."""
    sides = job.tasks.divided(sides_of(job)) if job.tasks is not None else [sides_of(job)]
    shares = [
        replace(job, tasks=None, jobs=1, **dict(zip(roles_of(job), each, strict=True))) for each in sides
    ]
    return shares if job.most is None else [*_first_shares(shares, job.most)]


def _first_shares(shares: list[Job], most: int) -> Iterator[Job]:
    """Those that have some of the first rows."""
    before = 0
    for share in shares:
        if before >= most:
            return
        yield share
        before += getattr(share.labels.table, "rows", most)


def first_of(job: Job, work: Callable[[Job], First]) -> First:
    """What some work makes of the first rows."""
    return work(job) if job.tasks is None else next(iter(job.tasks(work, shares_of(job)[:1])))


def is_large(job: Job) -> bool:
    """Whether processes are worth starting, for rows that each of them can read by itself."""
    tables = [side.table for side in sides_of(job)]
    return all(table.anywhere for table in tables) and sum(map(_size, tables)) >= LARGE


def _size(table: Table) -> int:
    item = 0 if table.dtype is None else table.dtype.itemsize
    return item * math.prod(n or 0 for n in table.shape)


ROLES = ("labels", "predictions", "weights", "keys", "groups")


def roles_of(job: Job) -> list[str]:
    """What the job's inputs are, in the order of a pair."""
    return [role for role in ROLES if getattr(job, role) is not None]


def sides_of(job: Job) -> list[Selection]:
    """The inputs, in the order of a pair."""
    return [getattr(job, role) for role in roles_of(job)]


def parts_of(job: Job) -> Iterator[tuple[Part, ...]]:
    """The same rows of all inputs, read where they are loaded."""
    width = job.predictions.shape[-1] if job.predictions.shape else None
    sides = sides_of(job)
    text = any(side.table.dtype is None for side in sides)
    parts = aligned_parts([side.parts() for side in sides], roles_of(job), width, headers=text)
    return parts if job.most is None else first_rows(parts, job.most)


def loaded(parts: tuple[Part, ...], roles: Sequence[str] = ROLES) -> AlignedBlock:
    """The same rows of all inputs, read now."""
    return AlignedBlock(**{role: part.load() for role, part in zip(roles, parts, strict=False)})
