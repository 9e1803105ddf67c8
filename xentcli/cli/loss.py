"""`xentcli loss`: compute a loss and show it."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from xentcli.cli.command import Command, Option, under
from xentcli.cli.loss_options import LOSS_OPTIONS, READING_OPTIONS, loss_settings
from xentcli.cli.options import (
    CLUSTER_OPTIONS,
    INPUT_OPTIONS,
    LABELS,
    OUTPUT_OPTIONS,
    PREDICTIONS,
    jobs,
    read_options,
    workers,
)
from xentcli.cli.param_types import Checked, Columns, Count, File, number
from xentcli.cli.screen import screen, show
from xentcli.commands.loss.answer import Collector, loss_result
from xentcli.commands.loss.job import Sinks
from xentcli.commands.loss.run import prepared_job, run
from xentcli.core.errors import Note, UsageError
from xentcli.core.exit_status import Exit
from xentcli.core.frozen import replace
from xentcli.core.names import formula_warnings
from xentcli.core.text import listed
from xentcli.execution.fold import Execution
from xentcli.inputs.from_files import check_stdin, from_files
from xentcli.losses.spec import Breakdown
from xentcli.settings.settings import Reduction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import Unpack

    from xentcli.cli.params import LossParams
    from xentcli.commands.loss.job import Job, Sink
    from xentcli.commands.loss.result import LossResult
    from xentcli.commands.loss.run import Outcome
    from xentcli.execution.partition.split import Tasks
    from xentcli.report.screen import Screen

EXAMPLES = (
    "xentcli loss labels.csv predictions.csv           # detects everything",
    "xentcli loss y.npy logits.npy --like torch        # what PyTorch prints",
    "xentcli loss y.csv p.csv --like all               # every framework, and why",
    "xentcli loss both.csv --labels-column y --prediction-columns '/^p_/'",
    "xentcli loss 'y-*.parquet' 'p-*.npy'              # several files as one",
    "xentcli loss 'y-*.npy' 'p-*.npy' --scheduler tcp://host:8786  # on a cluster",
    "xentcli loss y.csv p.csv --per-sample losses.csv  # every row's loss",
    "xentcli loss y.csv p.csv --fail-above 0.5 && echo good enough",
)

FOR_PEOPLE = frozenset({"short", "table", "plain", "md"})
"""The formats that show how the files were read."""


def _only_one(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> str | None:
    """Return the only value of an option that cannot be repeated, or None."""
    if len(set(given)) > 1:
        message = f"--by is given {len(given)} times: {listed(given, 4)}"
        raise UsageError(message, "give it once; for two groupings, run the command twice")
    return given[0] if given else None


LOSS_OUTPUT_OPTIONS = under(
    "Output options",
    Option(
        ["--per-sample"],
        metavar="FILE",
        type=File(),
        help="Write every row's loss to FILE.",
    ),
    Option(
        ["--top"],
        type=Count(0, 1000),
        default=10,
        help="The number of hardest rows to show. Default: 10.",
    ),
    Option(
        ["--by"],
        metavar="class|COL",
        multiple=True,
        callback=_only_one,
        type=Columns("labels", also=("class",)),
        help="The loss of each class, or of each value of COL.",
    ),
    Option(
        ["--fail-above"],
        type=Checked("X", number, "a number", "0.5"),
        help="Exit 1 if the loss is above X.",
    ),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    name="loss",
    params=[
        *(LABELS, PREDICTIONS),
        *READING_OPTIONS,
        *LOSS_OPTIONS,
        *LOSS_OUTPUT_OPTIONS,
        *OUTPUT_OPTIONS,
        *INPUT_OPTIONS,
        *CLUSTER_OPTIONS,
    ],
)
def command(**params: Unpack[LossParams]) -> int:
    """Compute the cross-entropy of PREDICTIONS against LABELS, in nats.

    LABELS are class ids or names, one-hot, multi-hot or soft vectors, or 0 and 1. PREDICTIONS are
    probabilities, logits or log-probabilities. One file may hold both, and one of the two may be - for
    standard input. Several files are read as one: a pattern in quotes, 'part-*.npy', in natural order, or
    @FILE with one name per line.
    """
    _check(params)
    shown = screen(params)
    with workers(params, *_row_by_row(params)) as tasks:
        return _answered(params, shown, _job(params, tasks))


def _answered(params: LossParams, shown: Screen, job: Job) -> int:
    if params["like"] == "all":
        from xentcli.commands.loss.comparison import comparison
        from xentcli.commands.loss.run_all import run_all

        answer = comparison(job, run_all(job))
        show(answer, shown, answer.messages)
        return int(Exit.DONE)
    collector = Collector() if job.settings.reduction is Reduction.NONE else None
    with _per_sample(params) as writer:
        sinks = [sink for sink in (collector, writer) if sink is not None]
        outcome = run(job, Sinks(*sinks) if sinks else None)
    result = loss_result(job, outcome, collector.values() if collector is not None else None)
    if shown.verbose:
        result = replace(result, notes=(*result.notes, *_details(result, shown)))
    if names := tuple(_tabled(params, shown, outcome, result)):
        result = replace(result, cautions=(*result.cautions, *formula_warnings(names)))
    show(result, shown, (*result.notes, *result.cautions))
    limit = params["fail_above"]
    mean = result.value if isinstance(result.value, float) else result.statistics.mean
    too_much = limit is not None and not (mean is not None and mean <= limit)
    return int(Exit.NO if too_much else Exit.DONE)


def _per_sample(params: LossParams) -> AbstractContextManager[Sink | None]:
    """Return the writer of every row's loss, if one is asked for."""
    if params["per_sample"] is None:
        return nullcontext()
    from xentcli.commands.loss.per_sample import PerSample

    return PerSample.to(params["per_sample"], force=params["force"])


def _tabled(params: LossParams, shown: Screen, outcome: Outcome, result: LossResult) -> Iterator[str]:
    """Yield the names that are written to CSV or TSV, which a spreadsheet may open."""
    if params["per_sample"] is None and not result.by:
        return
    from xentcli.io.write.registry import TEXT

    if str(params["per_sample"] or "").lower().endswith(tuple(f".{name}" for name in TEXT)):
        classes = (*(outcome.spec.classes.classes or ()), *outcome.seen.labels.classes.ordered())
        yield from (name for name in classes if isinstance(name, str))
    if shown.format in TEXT:
        yield from (group.name for group in result.by or ())


def _details(result: LossResult, shown: Screen) -> tuple[Note, ...]:
    """Return the notes for ``--verbose`` that the answer does not show: the reading and the signature."""
    labels = f"labels are {result.kind}: {'; '.join(result.evidence)}"
    predictions = f"predictions are {result.scale}, read as {result.dtype}"
    found = [labels, predictions] if shown.format not in FOR_PEOPLE else []
    found += [f"signature: {result.signature}"] if shown.format not in {"table", "plain", "md"} else []
    return tuple(Note("XE856", text) for text in found)


def _check(params: LossParams) -> None:
    check_stdin(params["labels"], params["predictions"], params["sample_weight"])
    if params["per_sample"] is not None and str(params["output"]) == params["per_sample"]:
        hint = "give each its own file"
        raise UsageError("--output and --per-sample name the same file", hint, code="XE521")
    _check_comparison(params)


def _check_comparison(params: LossParams) -> None:
    """Raise UsageError for options that `--like all` does not support."""
    single = {
        "--reduction none": params["reduction"] == "none",
        "--per-sample": params["per_sample"] is not None,
        "--by": params["by"] is not None,
        "--fail-above": params["fail_above"] is not None,
    }
    asked = [name for name, given in single.items() if given]
    if params["like"] == "all" and asked:
        message = f"--like all compares reduced losses, but {asked[0]} needs one framework"
        raise UsageError(message, "name one, such as --like exact or --like keras", code="XE506")


def _job(params: LossParams, tasks: Tasks | None) -> Job:
    options, settings = read_options(params), loss_settings(params)
    data = from_files(params, options, settings, paired=True)
    by = params["by"] if params["by"] != "class" else None
    wanted = Breakdown(top=params["top"], by_class=params["by"] == "class", by_column=by)
    every = params["like"] == "all"
    return prepared_job(data, settings, wanted, Execution(jobs(params), tasks), every=every)


def _row_by_row(params: LossParams) -> tuple[str | None, ...]:
    """Return the given options that output the loss of every row."""
    none = "--reduction none" if params["reduction"] == "none" else None
    return none, None if params["per_sample"] is None else "--per-sample"
