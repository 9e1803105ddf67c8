"""Build the result of a loss from the outcome of its job."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentcli.commands.advise.second_look import ABOVE, suspected
from xentcli.commands.loss.parts import ClassResult, MeanResult, RowResult, Statistics
from xentcli.commands.loss.result import LossResult
from xentcli.commands.loss.warnings import cautions
from xentcli.core.errors import Note
from xentcli.core.frozen import replace
from xentcli.core.types import Kind, Loss
from xentcli.io.text.numbers import Numerals
from xentcli.losses.reduce import (
    PRINTED_BY,
    kl_divergence,
    other_means,
    perplexity,
    plain,
    ratio,
    reduced,
    share_entropy,
    skill,
    standard_error,
)
from xentcli.losses.spec import signature
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from typing import Any

    from xentcli.commands.loss.job import Job
    from xentcli.commands.loss.run import Outcome
    from xentcli.core.errors import Caution
    from xentcli.core.types import Floats
    from xentcli.losses.block_losses import AlignedBlock, Measured
    from xentcli.losses.hardest_rows import Ranking
    from xentcli.losses.spec import LossSpec
    from xentcli.losses.state import Group, LossState

LEAST_SORTED = 3
"""The fewest classes whose sorted scores are told from others."""
POOR = 0.9
"""Share of the class entropy from which a loss counts as poor; randomly paired rows usually exceed 1."""


class Collector:
    """Collect all losses in the framework's shape, for `--reduction none`."""

    def __init__(self) -> None:
        self.parts: list[Floats] = []

    def __call__(self, spec: LossSpec, pair: AlignedBlock, done: Measured) -> None:
        """Add the losses of one block."""
        rows = len(pair.labels)
        if done.elements is not None and spec.convention.elementwise:
            inner = tuple(pair.predictions.values.shape[1:])
            self.parts.append(done.elements.reshape((rows, *inner)))
        else:
            self.parts.append(done.losses.reshape((rows, *spec.layout.positions)))

    def values(self) -> list[Any]:
        """Return all losses as nested lists."""
        found: list[Any] = np.concatenate(self.parts).tolist() if self.parts else []
        return found


def loss_result(job: Job, outcome: Outcome, losses: list[Any] | None = None) -> LossResult:
    """Return the result of a loss; `losses` holds every row's loss if there is no reduction, else None."""
    spec, state = outcome.spec, outcome.state
    weighted = job.data.weights is not None
    value = reduced(spec, state, spec.settings.reduction) if losses is None else losses
    known = _statistics(spec, state, weighted)
    means = other_means(spec, state, weighted)
    groups = _groups(spec, state)
    return LossResult(
        loss=str(spec.case.loss),
        value=value,
        reduction=str(spec.settings.reduction),
        samples=state.samples,
        rows=state.rows,
        ignored=state.ignored.count,
        infinite=state.infinite.count,
        nan=state.nan.count,
        kind=str(spec.case.kind),
        scale=str(spec.case.scale),
        classes=spec.layout.width,
        like=str(spec.settings.like),
        dtype=spec.dtype,
        statistics=known,
        signature=signature(spec, weighted),
        means=tuple(MeanResult(d.name.lower(), v, PRINTED_BY[d]) for d, v in means.items()),
        top=_rows(spec, state.top),
        first=_rows(spec, state.first),
        by=groups,
        by_name=spec.wanted.by_column or "class",
        evidence=outcome.found.reasons,
        class_names=_class_names(spec),
        cautions=_cautions(job, outcome, known),
        notes=job.data.notes + outcome.found.notes + _of_groups(groups, spec, known.mean),
        base=spec.settings.base,
        histogram=state.spread.histogram(),
    )


PROMISED = 14.0
"""With this sum of losses in nats, the chance that all rows are right is e^-14, one in a million."""


def _is_poor(known: Statistics) -> bool:
    """Whether the mean is at least `POOR` times the loss of predicting the class shares for every row."""
    if known.mean is None or not known.class_entropy:
        return False
    return not known.mean < POOR * known.class_entropy


def _cautions(job: Job, outcome: Outcome, known: Statistics) -> tuple[Caution, ...]:
    """Return the warnings; if the loss is poor, also look for shuffled or shifted rows."""
    said = cautions(job, outcome)
    if outcome.spec.settings.like is not job.settings.like:
        return said  # one of several frameworks' results for the same rows
    if _may_be_sorted(outcome):
        from xentcli.commands.loss.in_order import sorted_rows

        found = sorted_rows(job, outcome)
        if found is not None:
            return (*said, found)
    if outcome.state.correct == outcome.state.samples and outcome.state.row_losses.value() > PROMISED:
        from xentcli.commands.loss.all_right import all_right

        found = all_right(job, outcome)
        if found is not None:
            return (*said, found)
    if not _is_poor(known):
        return said
    if known.class_entropy and _never_first(job, outcome):
        from xentcli.commands.loss.shifted_labels import shifted_labels

        found = shifted_labels(job, outcome, known.class_entropy)
        if found is not None:
            return (*said, found)
    settings = replace(job.settings, ignore_index=outcome.spec.ignore)
    more = suspected(job.data, settings, job.execution, wide=True) or _above(outcome, known)
    return said if more is None or more in said else (*said, more)


def _may_be_sorted(outcome: Outcome) -> bool:
    """Return whether as many rows are right as have the first class, or the last, as for sorted scores."""
    spec, state = outcome.spec, outcome.state
    if spec.layout.width < LEAST_SORTED or spec.case.loss is Loss.BINARY or spec.layout.positions:
        return False
    counts = [units >> 32 for units in state.shares.units]
    return len(counts) > 1 and max(counts) < state.samples and state.correct in {counts[0], counts[-1]}


def _never_first(job: Job, outcome: Outcome) -> bool:
    """Return whether the labels are ids, one per row, that are each of 1 to K - 1, but never 0."""
    spec, settings = outcome.spec, job.settings
    if spec.case.kind is not Kind.SPARSE or spec.layout.positions:
        return False
    if settings.classes is not None or settings.label_offset or spec.classes.names or spec.classes.classes:
        return False
    counts = [units >> 32 for units in outcome.state.shares.units]
    return len(counts) > LEAST_SORTED - 1 and not counts[0] and all(counts[1:])


def _above(outcome: Outcome, known: Statistics) -> Caution | None:
    """Return a caution if the loss of all rows is far above that of the class shares."""
    from xentcli.commands.loss.chance import is_far_above

    return ABOVE if is_far_above(outcome.spec, outcome.state, known) else None


def _class_names(spec: LossSpec) -> tuple[str, ...] | None:
    """Return the classes in the order of the prediction columns, or None if they are 0 to K - 1."""
    names = spec.classes.names or spec.classes.classes
    return None if names is None else tuple(map(str, names))


def _statistics(spec: LossSpec, state: LossState, weighted: bool) -> Statistics:
    if not state.samples:
        return Statistics()
    mean = reduced(spec, state, Reduction.MEAN)
    entropy = share_entropy(spec, state)
    pure = plain(spec, weighted)
    many = spec.case.loss is Loss.BINARY and spec.layout.vectors and spec.layout.width > 1
    return Statistics(
        mean=mean,
        sum=state.losses.value(),
        min=state.minimum,
        median=state.spread.median(),
        median_exact=state.spread.exact,
        max=state.maximum,
        standard_error=None if weighted or spec.class_weight else standard_error(state),
        perplexity=perplexity(spec, mean),
        class_entropy=entropy,
        skill=skill(mean, entropy) if pure else None,
        accuracy=ratio(state.correct, state.samples),
        accuracy_elementwise=ratio(state.elements_correct, state.elements) if many else None,
        kl_divergence=kl_divergence(spec, state) if pure else None,
    )


def _rows(spec: LossSpec, ranking: Ranking) -> tuple[RowResult, ...]:
    several = spec.layout.per_row > 1
    found = [
        RowResult(r.row + 1, r.position + 1 if several else None, r.label, r.predicted, r.loss, r.key)
        for r in ranking.rows
    ]
    return tuple(found)


def _groups(spec: LossSpec, state: LossState) -> tuple[ClassResult, ...] | None:
    """Return the losses per class in class order, or per column value with numbers first; else None."""
    wanted, by = spec.wanted, state.groups.by
    if wanted.by_column is not None:
        return tuple(_group(name, by[name], state) for name in sorted(by, key=_numbers_first))
    if not wanted.by_class:
        return None
    return tuple(_group(spec.classes.title(index), by[index], state) for index in sorted(by))


def _of_groups(
    groups: tuple[ClassResult, ...] | None, spec: LossSpec, mean: float | None
) -> tuple[Note, ...]:
    """Return the note on the mean of the groups' means, which loops over batches print, if it is another."""
    name = spec.wanted.by_column
    if not groups or name is None or mean is None or spec.settings.reduction is not Reduction.MEAN:
        return ()
    other = sum(group.mean for group in groups) / len(groups)
    if not math.isfinite(other) or math.isclose(other, mean, rel_tol=1e-9):
        return ()
    by = f"the mean of the {len(groups):,} means by {name} is {other:.7g}"
    text = f"{by}, but the mean of all rows is {mean:.7g}"
    return (Note("XE850", text, "the first gives every group the same weight"),)


def _group(name: str, group: Group, state: LossState) -> ClassResult:
    return ClassResult(
        name,
        group.count,
        group.count / state.samples,
        group.losses.over(group.weights),
        group.losses.value(),
        group.correct / group.count,
    )


def _numbers_first(name: str) -> tuple[bool, float, str]:
    number = Numerals().number(name)
    usual = number is not None and math.isfinite(number)
    return not usual, number if usual and number is not None else 0.0, name
