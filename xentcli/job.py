"""A whole job: pairs labels with predictions, gathers evidence, decides, computes, merges.

The first block's reading is computed with at once; when the whole input says something else, the work is
redone with what it says. So the answer is a function of the whole input, and most files are read once.
"""

from __future__ import annotations

import math
from functools import partial, reduce
from typing import TYPE_CHECKING, Protocol

import numpy as np

from xentcli.deciding import Seen, decide, layout_of
from xentcli.engines import ENGINES, Engine, engine_for
from xentcli.errors import ClusterError, DataError, Place, XentError, shown
from xentcli.evidence import LabelEvidence, facts_of, observe_labels, observe_predictions
from xentcli.inputs import in_label_order
from xentcli.keying import differing_over, key_error
from xentcli.measure import measure
from xentcli.measured import Measured, Pair
from xentcli.pairing import aligned_parts
from xentcli.pooling import Pool, Summary, check_groups
from xentcli.recipe import Wanted
from xentcli.settings import Like, Settings
from xentcli.sharing import can_share, share_out
from xentcli.spread import MOST
from xentcli.state import Bar, LossState
from xentcli.summary import summarise
from xentcli.transposed import HINT, OFF_SIMPLEX, columns_are_distributions
from xentcli.types import Scale
from xentcli.values import Value, replace
from xentcli.weighting import WeightEvidence, observe_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from xentcli.decision import Found
    from xentcli.dividing import Tasks
    from xentcli.facts import Facts
    from xentcli.formats.table import Table
    from xentcli.inputs import Side
    from xentcli.layout import Layout
    from xentcli.pairing import Part
    from xentcli.recipe import Recipe

    First = TypeVar("First")


LARGE = 1 << 26
"""Bytes of inputs from which on several processes do the work."""


class Sink(Protocol):
    """Takes every block's losses, in row order."""

    def __call__(self, recipe: Recipe, pair: Pair, done: Measured) -> None:
        """One block's losses."""


class Job(Value):
    """Inputs and settings of a loss."""

    labels: Side
    predictions: Side
    weights: Side | None
    settings: Settings
    wanted: Wanted = Wanted()
    jobs: int | None = 1
    keys: Side | None = None
    groups: Side | None = None
    joined: bool = False
    """Whether the rows of both files were brought together by their keys."""
    tasks: Tasks | None = None
    """Who works on the rows elsewhere; None: this process."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said about the choice of columns."""
        return self.labels.notes + self.predictions.notes


class Outcome(Value):
    """What came out: the recipe used, the reasons for it, all evidence, and the state of the loss."""

    recipe: Recipe
    found: Found
    seen: Seen
    state: LossState


def prepared(job: Job) -> Job:
    """The job with columns matched by name, its keys compared."""
    job = replace(job, predictions=in_label_order(job.labels, job.predictions))
    pair = job.labels, job.predictions
    differing = None if job.joined else next(differing_over(*pair, 1, job.tasks), None)
    if differing is not None:
        raise key_error(differing.spots[0], job.predictions)
    return job


def run(job: Job, sink: Sink | None = None) -> Outcome:
    """The loss of a whole job; errors where any row was not understood."""
    layout = layout_of(job.labels, job.predictions, job.settings)
    guess = None if sink is not None or job.settings.class_weight == "balanced" else _guess(job, layout)
    seen, states = _pass(job, layout, (guess,) if guess is not None else (), observe=True)
    recipe, found = decided(job, layout, seen)
    if recipe != guess:
        states = _pass(job, layout, (recipe,), observe=False, sink=sink)[1]
    check_state(recipe, seen, states[0])
    return Outcome(recipe, found, seen, states[0])


def gather(job: Job) -> tuple[Layout, Seen]:
    """How rows lie, and the evidence of all of them."""
    layout = layout_of(job.labels, job.predictions, job.settings)
    return layout, _pass(job, layout, (), observe=True)[0]


def run_all(job: Job) -> dict[Like, Outcome | XentError]:
    """The loss as every framework has it, or why one has none: one pass for the evidence, one for all
    numbers."""
    each = {like: replace(job, settings=replace(job.settings, like=like)) for like in Like}
    layout, seen = gather(job)
    choices = {like: _or_error(one, layout, seen) for like, one in each.items()}
    exact = choices[Like.EXACT]
    if isinstance(exact, XentError):
        raise exact
    recipes = {like: d[0] for like, d in choices.items() if not isinstance(d, XentError)}
    states = dict(zip(recipes, _pass(job, layout, tuple(recipes.values()), observe=False)[1], strict=True))
    answers: dict[Like, Outcome | XentError] = {}
    for like, decision in choices.items():
        answers[like] = (
            decision if isinstance(decision, XentError) else _checked(decision, seen, states[like])
        )
    return answers


def _checked(decision: tuple[Recipe, Found], seen: Seen, state: LossState) -> Outcome | XentError:
    try:
        check_state(decision[0], seen, state)
    except XentError as error:
        if decision[0].settings.like is Like.EXACT:
            raise
        return error
    return Outcome(*decision, seen, state)


def _or_error(job: Job, layout: Layout, seen: Seen) -> tuple[Recipe, Found] | XentError:
    try:
        return decided(job, layout, seen)
    except XentError as error:
        return error


def decided(job: Job, layout: Layout, seen: Seen) -> tuple[Recipe, Found]:
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


def _guess(job: Job, layout: Layout) -> Recipe | None:
    """The recipe that the first block suggests; None where it suggests none."""
    try:
        seen = first_of(job, partial(_first_seen, layout))
        return None if seen is None else decided(job, layout, seen)[0]
    except ClusterError:
        raise
    except XentError:
        return None


def _first_seen(layout: Layout, job: Job) -> Seen | None:
    parts = next(parts_of(job), None)
    if parts is None:
        return None
    pair = loaded(parts, _roles(job))
    return _observe(job, layout, pair, facts_of(pair.predictions, layout))


def _pass(
    job: Job, layout: Layout, recipes: tuple[Recipe, ...], observe: bool, sink: Sink | None = None
) -> tuple[Seen, list[LossState]]:
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


def _some(job: Job, seen: Seen, *, observe: bool) -> Seen:
    """The evidence, unless there should be some and is none."""
    if observe and not seen.labels.rows:
        raise DataError(
            "no rows", "the inputs hold no data", code="XE013", place=Place(job.labels.table.name)
        )
    return seen


def _elsewhere(job: Job, tasks: Tasks, layout: Layout, recipes: tuple[Recipe, ...], observe: bool) -> _Sums:
    """The same, from those who work on tasks elsewhere."""
    shares = shares_of(job)
    few = tasks.rows(job.labels) * layout.per_row <= MOST
    seen, states = reduce(_both, tasks(partial(_share, layout, recipes, observe, few), shares))
    if any(state.spread.wanting for state in states):
        seen, states = reduce(_both, tasks(partial(_share, layout, recipes, observe, True), shares))
    for recipe, state in zip(recipes, states, strict=True):
        check_groups(recipe, state)
    return _some(job, seen, observe=observe), states


def shares_of(job: Job) -> list[Job]:
    """The job on the rows of each task."""
    sides = job.tasks.divided(sides_of(job)) if job.tasks is not None else [sides_of(job)]
    return [replace(job, tasks=None, jobs=1, **dict(zip(_roles(job), each, strict=True))) for each in sides]


def first_of(job: Job, work: Callable[[Job], First]) -> First:
    """What some work makes of the first rows."""
    return work(job) if job.tasks is None else next(iter(job.tasks(work, shares_of(job)[:1])))


def _share(layout: Layout, recipes: tuple[Recipe, ...], observe: bool, exact: bool, job: Job) -> _Sums:
    """One task: all its rows are read here, and what they say and cost goes back."""
    seen, states = _added(job, layout, recipes, observe, ENGINES["serial"], 1, None, parts_of(job))
    for side in sides_of(job):
        side.table.verify()
    return seen, states if exact else [replace(s, spread=s.spread.light()) for s in states]


def is_large(job: Job) -> bool:
    """Whether processes are worth starting, for rows that each of them can read by itself."""
    tables = [side.table for side in sides_of(job)]
    return all(table.anywhere for table in tables) and sum(map(_size, tables)) >= LARGE


def _size(table: Table) -> int:
    item = 0 if table.dtype is None else table.dtype.itemsize
    return item * math.prod(n or 0 for n in table.shape)


def _both(one: _Sums, other: _Sums) -> _Sums:
    return one[0] + other[0], [a + b for a, b in zip(one[1], other[1], strict=True)]


def _added(
    job: Job,
    layout: Layout,
    recipes: tuple[Recipe, ...],
    observe: bool,
    engine: Engine,
    jobs: int,
    sink: Sink | None,
    tasks: Iterable[tuple[Part, ...]],
) -> _Sums:
    """What all blocks say together, and the losses of each recipe."""
    bars = [(recipe, Bar(recipe.wanted.top)) for recipe in recipes]
    work = partial(_work, job, layout, bars, observe, sink is not None)
    seen, pools = Seen(), [Pool(recipe) for recipe in recipes]
    for more, summaries, rows in engine(work, tasks, jobs):
        seen = seen + more
        for pool, summary in zip(pools, summaries, strict=True):
            pool.add(summary)
        if sink is not None and rows is not None:
            sink(recipes[0], *rows)
    return seen, [pool.state() for pool in pools]


_Sums = tuple[Seen, "list[LossState]"]
_Work = tuple[Seen, "list[Summary]", "tuple[Pair, Measured] | None"]


def _work(
    job: Job,
    layout: Layout,
    recipes: list[tuple[Recipe, Bar]],
    observe: bool,
    keep: bool,
    parts: tuple[Part, ...],
) -> _Work:
    """One block: what it says, and what it costs; read here, so that threads read side by side.

    The rows themselves go on only where somebody wants them: results wait for their turn, and would hold
    memory.
    """
    pair = loaded(parts, _roles(job))
    facts = facts_of(pair.predictions, layout)
    seen = _observe(job, layout, pair, facts) if observe else Seen()
    with np.errstate(all="ignore"):
        done = [measure(recipe, pair, facts) for recipe, _ in recipes]
        summaries = [summarise(r, pair, d, bar) for (r, bar), d in zip(recipes, done, strict=True)]
    return seen, summaries, (pair, done[0]) if keep else None


def _observe(job: Job, layout: Layout, pair: Pair, facts: Facts) -> Seen:
    labels = observe_labels(pair.labels, layout, _ignore(job.settings), job.settings.max_classes)
    claimed = _claims(job.settings) is Scale.PROBABILITIES
    predictions = observe_predictions(pair.predictions, layout, facts, counted=claimed)
    weights = observe_weights(pair.weights) if pair.weights is not None else WeightEvidence()
    return Seen(labels, predictions, weights)


def _claims(settings: Settings) -> Scale | None:
    """The scale that an option says."""
    return settings.scale or next(iter(settings.name.scales), None)


def _ignore(settings: Settings) -> int | None:
    return -100 if settings.like is Like.TORCH and settings.ignore_index is None else settings.ignore_index


ROLES = ("labels", "predictions", "weights", "keys", "groups")


def _roles(job: Job) -> list[str]:
    return [role for role in ROLES if getattr(job, role) is not None]


def sides_of(job: Job) -> list[Side]:
    """The inputs, in the order of a pair."""
    return [getattr(job, role) for role in _roles(job)]


def parts_of(job: Job) -> Iterator[tuple[Part, ...]]:
    """The same rows of all inputs, read where they are loaded."""
    width = job.predictions.shape[-1] if job.predictions.shape else None
    sides = sides_of(job)
    text = any(side.table.dtype is None for side in sides)
    return aligned_parts([side.parts() for side in sides], _roles(job), width, headers=text)


def loaded(parts: tuple[Part, ...], roles: Sequence[str] = ROLES) -> Pair:
    """The same rows of all inputs, read now."""
    return Pair(**{role: part.load() for role, part in zip(roles, parts, strict=False)})


def check_state(recipe: Recipe, seen: Seen, state: LossState) -> None:
    """Refuse a number that not every row went into."""
    if state.strangers:
        raise _stranger(recipe, seen.labels, state)
    likeness = recipe.likeness
    if not state.samples and likeness.nothing_kept is None:
        mark = recipe.ignore
        raise DataError(
            f"every row is ignored (label {mark})",
            "is --ignore-index the right mark?",
            code="XE111",
            place=Place(seen.labels.whole.place.file),
        )
    if state.samples and not state.weights.units and likeness.nothing_kept is None and state.weights.finite:
        option = "" if recipe.class_weight is None else "--class-weight: "
        hint = "a mean needs at least one weight above zero"
        raise DataError(f"{option}all weights are zero", hint, code="XE403")


def _stranger(recipe: Recipe, labels: LabelEvidence, state: LossState) -> DataError:
    bad = state.strangers
    message = f"{shown(bad.value)} is not a class of {recipe.classes.describe()}"
    counted = message + (f" ({bad.times('row')})" if bad.count > 1 else "")
    return DataError(
        counted, _mend(recipe, labels, bad.value), code="XE112", place=bad.place, value=bad.value
    )


def _mend(recipe: Recipe, labels: LabelEvidence, value: object) -> str:
    """What to type next: offset, ignore mark, the nearest name, or the number of classes."""
    size, offset = recipe.classes.size, recipe.classes.offset
    if offset and labels.minimum >= 0 and labels.maximum < size:
        return f"the labels run from {labels.minimum:g} to {labels.maximum:g}: leave --label-offset out"
    if labels.minimum == 1 - offset and labels.maximum == size - offset:
        span = f"they run from {labels.minimum:g} to {labels.maximum:g}"
        return f"the labels look 1-based, {span}; try --label-offset {offset - 1}"
    if isinstance(value, (int, float)) and value in {-1, -100, 255}:
        return f"is {value:g} an ignore mark? try --ignore-index {value:g}"
    near = recipe.classes.nearest(value)
    if near is not None:
        return f"did you mean {shown(near)}?"
    return f"the predictions have {size} classes; --label-offset shifts ids, --classes names them"
