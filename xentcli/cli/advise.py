"""`xentcli advise`: which loss fits, and what looks wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from xentcli.cli.command import Command, Option
from xentcli.cli.loss_options import READING_OPTIONS, reading_settings
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
from xentcli.cli.screen import screen, show
from xentcli.commands.advise.proofs import Tried, sparing
from xentcli.commands.advise.run import advise
from xentcli.core.exit_status import Exit
from xentcli.execution.fold import Execution
from xentcli.inputs.from_files import check_stdin, from_files
from xentcli.io.source.open import AGAIN

if TYPE_CHECKING:
    from typing import Unpack

    from xentcli.cli.params import PairParams
    from xentcli.commands.advise.proofs import Trial
    from xentcli.commands.advise.result import Advice
    from xentcli.execution.partition.split import Tasks

EXAMPLES = (
    "xentcli advise labels.csv                   # which loss do I need?",
    "xentcli advise labels.csv predictions.csv   # and what is wrong with these?",
    "xentcli advise y.npy p.npy -f json          # every finding, with its proof",
    "xentcli explain softmax-twice               # what the code of a finding means",
)
UNSAID = {"jobs", "block_rows"}
"""Options that do not change the answer."""


@click.command(
    cls=Command,
    examples=EXAMPLES,
    name="advise",
    params=[LABELS, PREDICTIONS, *READING_OPTIONS, *OUTPUT_OPTIONS, *INPUT_OPTIONS, *CLUSTER_OPTIONS],
)
def command(**params: Unpack[PairParams]) -> int:
    """Find the loss and the last layer that fit LABELS, and mistakes in LABELS and PREDICTIONS.

    Every suspicion is proved by a number from all rows, and comes with a fix; the most likely is first. The
    exit status is 1 if there is a suspicion, else 0. Both may be a pattern in quotes, 'part-*.npy', or @FILE
    with one name per line; these files are read as one.
    """
    check_stdin(params["labels"], params["predictions"])
    shown = screen(params)
    with workers(params) as tasks:
        answer = _advice(params, tasks)
    show(answer, shown, answer.messages)
    return int(Exit.NO if answer.suspicions else Exit.DONE)


def _advice(params: PairParams, tasks: Tasks | None) -> Advice:
    options, settings = read_options(params), reading_settings(params)
    data = from_files(params, options, settings, misread=True)
    return advise(data, settings, Execution(jobs(params), tasks), _typed(), _trial())


def _trial() -> Trial | None:
    """Return the function that runs fixes, unless this is such a run itself."""
    group = click.get_current_context().find_root().command
    if AGAIN.get() or not isinstance(group, click.Group):
        return None
    return sparing(lambda words: _tried(group, words))


def _tried(group: click.Group, words: tuple[str, ...]) -> Tried:
    """Run a command that may be a fix, and return whether it gives an answer, and the loss of all rows."""
    from xentcli.cli.tries.command_line import read_line
    from xentcli.cli.tries.trial import is_partial, outcome_of

    line = read_line(group, words)
    if line is None:
        return Tried(answers=False)
    error, answer = outcome_of(group, line)
    whole = error is None and not is_partial(line)
    return Tried(answers=error is None, loss=_loss(answer) if whole else None)


def _loss(answer: bytes) -> float | None:
    """Return the loss in an answer of `loss` as JSON; None if it is not one number."""
    import json

    try:
        told = json.loads(answer)
    except ValueError:
        return None
    if not told.get("schema", "").startswith("xentcli/loss/"):
        return None
    value = math.inf if told.get("infinite") and told.get("value") is None else told.get("value")
    return float(value) if isinstance(value, int | float) else None


def _typed() -> tuple[tuple[str, ...], ...]:
    """Return the reading options given on the command line, with their values, as words."""
    context = click.get_current_context()
    told = [
        option
        for option in context.command.params
        if isinstance(option, Option)
        and option.group in {"Reading options", "Input options"}
        and option.name not in UNSAID
        and context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    ]
    return tuple(_words(option, context.params[str(option.name)]) for option in told)


def _words(option: Option, value: object) -> tuple[str, ...]:
    """Return an option and its value as typed on the command line."""
    if option.is_flag:
        return ((option.opts if value else option.secondary_opts)[0],)
    return max(option.opts, key=len), str(value)
