"""The warnings of `xentcli loss`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import Caution
from xentcli.core.text import shown
from xentcli.core.types import Kind, Loss, Scale
from xentcli.detection.evidence import applied_twice
from xentcli.losses.frameworks.convention import RowWeight
from xentcli.losses.frameworks.registry import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentcli.commands.loss.job import Job
    from xentcli.commands.loss.run import Outcome

FEWEST_LOGITS = 20
USUAL = 0.2
"""The share of labels on the other side of 0 from which on one-sided logits are suspect."""


def _infinite(job: Job, outcome: Outcome) -> str | None:
    """Warn of a probability of zero on the true class, which makes the loss infinite."""
    seen = outcome.state.infinite
    if not seen:
        return None
    from xentcli.commands.loss.rounded import rounded_to

    verb = "gives" if seen.count == 1 else "give"
    what = f"{seen.times('row')} {verb} the true class probability 0"
    said = f"the loss is infinite because {what}, first row {seen.row + 1}"
    decimals = None if job.data.predictions is None else rounded_to(job.data.predictions)
    if decimals is None or outcome.spec.case.scale is not Scale.PROBABILITIES:
        return said
    return (
        f"{said}; pandas writes JSON with {decimals} decimals, as in this file, so 0 may be a rounded number"
    )


def _nan(job: Job, outcome: Outcome) -> str | None:
    seen = outcome.state.nan
    title = CONVENTIONS[job.settings.like].title
    return (
        f"{title} prints NaN for {seen.times('row')} (0 times infinity), first row {seen.row + 1}"
        if seen
        else None
    )


def _ignored(job: Job, outcome: Outcome) -> str | None:
    """Warn of rows that are ignored although no `--ignore-index` was given."""
    seen = outcome.state.ignored
    told = job.settings.ignore_index is not None or job.settings.unknown is not None
    if not seen or (told and outcome.state.samples):
        return None
    if not outcome.state.samples:
        return f"every row is ignored (label {outcome.spec.ignore})"
    unit = "position" if outcome.spec.layout.per_row > 1 else "row"
    what = f"{seen.times(unit)} ignored (label {outcome.spec.ignore})"
    title = CONVENTIONS[job.settings.like].title
    return f"{what}, as {title} does by default; first row {seen.row + 1}"


def _off_simplex(job: Job, outcome: Outcome) -> str | None:
    """Warn of rows of probabilities that do not sum to one."""
    seen, case = outcome.seen.predictions.not_simplex, outcome.spec.case
    one_by_one = case.loss is Loss.BINARY and not (
        CONVENTIONS[job.settings.like].sums_positives and outcome.spec.layout.vectors
    )
    if not seen or case.scale is not Scale.PROBABILITIES or outcome.spec.layout.width == 1 or one_by_one:
        return None
    does = "divides each by its sum" if outcome.spec.guard.normalise else "uses them as they are"
    title = CONVENTIONS[job.settings.like].title
    return f"{seen.times('row')} of probabilities do not sum to one, first row {seen.row + 1}; {title} {does}"


def _off_simplex_labels(job: Job, outcome: Outcome) -> str | None:
    seen, case = outcome.seen.labels.not_simplex, outcome.spec.case
    if not seen or case.loss is not Loss.CATEGORICAL:
        return None
    title = CONVENTIONS[job.settings.like].title
    what = f"{seen.times('row')} of labels do not sum to one"
    return f"{what}, first row {seen.row + 1}; {title} uses them as they are"


def _twice(_job: Job, outcome: Outcome) -> str | None:
    """Warn of logits that look like probabilities: the loss would apply softmax or sigmoid again."""
    seen, case = outcome.seen.predictions, outcome.spec.case
    if case.scale is not Scale.LOGITS:
        return None
    if seen.simplex and not seen.not_simplex and outcome.spec.layout.width > 1:
        return "every row of these logits sums to one; if they are probabilities, use --from-probs"
    if case.loss is Loss.BINARY and not seen.beyond_unit:
        return "all of these logits are in [0, 1]; if they are probabilities, use --from-probs"
    return None


def _one_sided(job: Job, outcome: Outcome) -> str | None:
    """Warn of logits on one side of 0 although many labels are on the other."""
    seen, case, shares = outcome.seen.predictions, outcome.spec.case, outcome.state.shares
    told = job.settings.said_scale is not None
    if told or case.loss is not Loss.BINARY or case.scale is not Scale.LOGITS or seen.cells < FEWEST_LOGITS:
        return None
    counts = [units >> 32 for units in shares.units]
    share = counts[-1] / max(sum(counts), 1) if case.kind is Kind.BINARY else sum(counts) / seen.cells
    if seen.maximum <= 0 and share >= USUAL:
        why = "if these are log-probabilities, use --from-log-probs"
        return f"no logit is above 0, but {100 * share:.0f}% of the labels are 1; {why}"
    if seen.minimum >= 0 and share <= 1 - USUAL:
        why = "if these are odds p / (1 - p), save the probabilities instead"
        return f"no logit is below 0, but {100 * (1 - share):.0f}% of the labels are 0; {why}"
    return None


def _softmax_of_one(_job: Job, outcome: Outcome) -> str | None:
    """Warn of a softmax over a single output, which is always 1."""
    spec, seen = outcome.spec, outcome.seen.predictions
    constant = spec.case.scale is Scale.PROBABILITIES and seen.minimum > 1 - 1e-6
    if spec.layout.width > 1 or not constant:
        return None
    return "every prediction is 1, the result of a softmax over one output; use a sigmoid or two outputs"


def _softmax_beside_multi_label(_job: Job, outcome: Outcome) -> str | None:
    """Warn of multi-label predictions that come from a softmax."""
    seen, case = outcome.seen.predictions, outcome.spec.case
    if case.loss is not Loss.BINARY or case.kind is not Kind.MULTI_LABEL or outcome.spec.layout.width < 3:
        return None
    if case.scale is not Scale.PROBABILITIES or seen.not_simplex:
        return None
    why = "binary cross-entropy needs a separate sigmoid for each label"
    return f"every row of predictions sums to 1, as after a softmax; {why}"


def _applied_twice(_job: Job, outcome: Outcome) -> str | None:
    """Warn of probabilities that went through softmax or sigmoid twice."""
    case, width = outcome.spec.case, outcome.spec.layout.width
    if case.scale is not Scale.PROBABILITIES or (width > 1 and case.loss is Loss.BINARY):
        return None
    return applied_twice(outcome.seen.predictions, width)


def _swapped(_job: Job, outcome: Outcome) -> str | None:
    """Warn of fractional labels with predictions of 0 and 1: the files may be swapped."""
    seen, case = outcome.seen.predictions, outcome.spec.case
    if case.kind is not Kind.SOFT or not outcome.state.infinite or (seen.minimum, seen.maximum) != (0, 1):
        return None
    return (
        "the labels are fractions and the predictions are 0 and 1: are the files swapped? labels come first"
    )


def _one_hot_binary(_job: Job, outcome: Outcome) -> str | None:
    case = outcome.spec.case
    if case.loss is not Loss.BINARY or case.kind is not Kind.ONE_HOT or outcome.spec.layout.width < 3:
        return None
    return (
        "binary cross-entropy on one-hot labels is the mean over the outputs, and its element-wise accuracy "
        "looks too good; --loss categorical compares the classes"
    )


def _unseen(job: Job, outcome: Outcome) -> str | None:
    """Warn if the framework infers the classes from the labels and some classes do not occur."""
    classes = outcome.spec.classes
    if not _is_ranked(job, outcome) or classes.classes is not None:
        return None
    met = len(outcome.seen.labels.classes.ordered())
    if met >= classes.size:
        return None
    title = CONVENTIONS[job.settings.like].title
    wanted = f"log_loss(..., labels=range({classes.size}))"
    return f"only {met} of {classes.size} classes occur: {title} needs {wanted}"


def _ranks(job: Job, outcome: Outcome) -> str | None:
    """Warn if the framework maps labels to columns by rank, and the ranks differ from the ids."""
    ids = outcome.spec.classes.classes or ()
    if not _is_ranked(job, outcome) or not ids or not all(isinstance(c, int) for c in ids):
        return None
    if list(ids) == list(range(len(ids))):
        return None
    title = CONVENTIONS[job.settings.like].title
    return (
        f"{title} sorts the labels, so it reads the first column as class {ids[0]}; if that is "
        "wrong, reorder the columns"
    )


def _is_ranked(job: Job, outcome: Outcome) -> bool:
    """Return whether the framework infers the classes from the labels."""
    found = job.settings.classes is None and not outcome.spec.layout.vectors
    return found and CONVENTIONS[job.settings.like].ranks_labels


def _sums_of_positives(job: Job, outcome: Outcome) -> str | None:
    convention = CONVENTIONS[job.settings.like]
    if not convention.sums_positives or outcome.spec.case.kind is not Kind.MULTI_LABEL:
        return None
    return f"{convention.title} adds -log p of the labels that are 1 and ignores those that are 0"


def _largest_weight(job: Job, outcome: Outcome) -> str | None:
    spec, convention = outcome.spec, CONVENTIONS[job.settings.like]
    if (
        convention.row_weight is not RowWeight.LARGEST
        or spec.class_weight is None
        or spec.case.kind is not Kind.MULTI_LABEL
    ):
        return None
    return f"{convention.title} weights a multi-label row by the weight of its first positive label"


def _negative_smoothing(job: Job, _outcome: Outcome) -> str | None:
    title = CONVENTIONS[job.settings.like].title
    return f"{title} treats a negative label smoothing as 0" if job.settings.label_smoothing < 0 else None


def _rank_one(job: Job, outcome: Outcome) -> str | None:
    convention = CONVENTIONS[job.settings.like]
    if (
        not convention.scalar_if_flat
        or outcome.spec.case.loss is not Loss.BINARY
        or job.data.labels.table.dtype is None
    ):
        return None
    flat = all(len(side.table.shape) == 1 for side in job.data.pair)
    loss = f"{convention.title}' loss of rank-1 arrays"
    return f"read as one column, shape (N, 1): {loss} is a scalar" if flat else None


def _nothing_ignored(job: Job, outcome: Outcome) -> str | None:
    """Warn if a name is to be left out that no label has."""
    name = job.settings.ignore_index
    if not isinstance(name, str) or outcome.state.ignored:
        return None
    return f"no label is {shown(name)}, so --ignore-index leaves out nothing"


CAUTIONS: tuple[tuple[str, Callable[[Job, Outcome], str | None]], ...] = (
    ("XE821", _infinite),
    ("XE822", _nan),
    ("XE823", _ignored),
    ("XE824", _off_simplex),
    ("XE825", _off_simplex_labels),
    ("XE826", _twice),
    ("XE828", _softmax_of_one),
    ("XE829", _softmax_beside_multi_label),
    ("XE830", _applied_twice),
    ("XE831", _swapped),
    ("XE832", _one_hot_binary),
    ("XE833", _unseen),
    ("XE834", _ranks),
    ("XE835", _sums_of_positives),
    ("XE836", _largest_weight),
    ("XE837", _negative_smoothing),
    ("XE838", _rank_one),
    ("XE839", _nothing_ignored),
    ("XE848", _one_sided),
)
"""The check of every warning code, in output order."""
GRAVE = frozenset({"XE823", "XE824", "XE825", "XE826", "XE828", "XE829", "XE830", "XE831", "XE839", "XE848"})
"""The warnings that the number may not mean what it seems to; the others tell what was asked for, or what
the number itself shows."""


def cautions(job: Job, outcome: Outcome) -> tuple[Caution, ...]:
    """Return the warnings that apply."""
    said = [(code, find(job, outcome)) for code, find in CAUTIONS]
    return tuple([Caution(code, text, grave=code in GRAVE) for code, text in said if text is not None])
