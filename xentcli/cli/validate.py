"""`xentcli validate`: validate labels and predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xentcli.cli.command import Command, Option, under
from xentcli.cli.loss_options import KINDS, READING_OPTIONS, reading_settings
from xentcli.cli.options import (
    CLUSTER_OPTIONS,
    INPUT_OPTIONS,
    LABELS,
    PREDICTIONS,
    jobs,
    output_options,
    read_options,
    workers,
)
from xentcli.cli.param_types import Choice, Count
from xentcli.cli.screen import notify, screen, show
from xentcli.commands.validate.run import Validation, judge, refused
from xentcli.core.errors import DataError
from xentcli.core.exit_status import Exit
from xentcli.core.frozen import replace
from xentcli.core.types import Kind
from xentcli.execution.fold import Execution
from xentcli.inputs.from_files import check_stdin, from_files
from xentcli.report.registry import RENDERERS

if TYPE_CHECKING:
    from typing import Unpack

    from xentcli.cli.params import ValidateParams
    from xentcli.commands.validate.verdict import Verdict
    from xentcli.report.screen import Screen
    from xentcli.settings.settings import Settings

EXAMPLES = (
    "xentcli validate y.csv --expect sparse --num-classes 10 && python train.py",
    "xentcli validate onehot.npy --expect one-hot -q || echo broken",
    "xentcli validate y.csv p.csv       # both, and whether they match",
    "cat y.csv.gz | xentcli validate - --expect sparse -f json",
    "xentcli explain XE112              # what the code of a problem means",
)


FORMATS = tuple(RENDERERS)
"""All formats, those of problems included."""

VERDICT_OPTIONS = under(
    "Verdict options",
    Option(
        ["--expect"],
        type=Choice(Kind, "KIND", KINDS),
        help=f"The kind that LABELS must have: {', '.join(Kind)}.",
    ),
    Option(["--rows"], type=Count(0), help="The number of rows that LABELS must have."),
    Option(
        ["--max-errors"], type=Count(1), default=20, help="The number of problems to show; all are counted."
    ),
    Option(["--strict"], is_flag=True, help="Treat warnings as errors."),
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    name="validate",
    params=[
        *(LABELS, PREDICTIONS),
        *VERDICT_OPTIONS,
        *READING_OPTIONS,
        *output_options(FORMATS),
        *INPUT_OPTIONS,
        *CLUSTER_OPTIONS,
    ],
)
def command(**params: Unpack[ValidateParams]) -> int:
    """Validate LABELS and PREDICTIONS: exit 0 if valid, 1 if not, 3 if unreadable.

    Every problem is shown with its line, row, column, value and code, and all problems are counted. With -q
    only the exit status says the verdict. Both may be a pattern in quotes, 'part-*.npy', or @FILE with one
    name per line; these files are read as one.
    """
    return answered(params)


def answered(params: ValidateParams, *, quiet_if_valid: bool = False) -> int:
    """Validate the inputs, show the verdict, and return the exit status.

    With ``quiet_if_valid`` a valid verdict is not shown, as with ``-q``.
    """
    check_stdin(params["labels"], params["predictions"])
    shown, settings = screen(params, FORMATS), reading_settings(params)
    verdict = _judged(params, settings)
    _say(verdict, replace(shown, quiet=shown.quiet or (quiet_if_valid and verdict.valid)))
    return int(Exit.DONE if verdict.valid else Exit.NO)


def _judged(params: ValidateParams, settings: Settings) -> Verdict:
    """Return the verdict, also for an input that is invalid before its first row."""
    kind = None if params["expect"] is None else Kind(params["expect"])
    with workers(params) as tasks:
        limits = params["rows"], params["max_errors"], params["strict"]
        try:
            data = from_files(params, read_options(params), settings, once=True)
            return judge(Validation(data, settings, kind, *limits, Execution(jobs(params), tasks)))
        except DataError as error:
            return refused(error, kind, params["max_errors"])


def _say(verdict: Verdict, shown: Screen) -> None:
    """Show the warnings, then the verdict, so that its summary comes last on a terminal, too.

    In a log of GitHub stdout and stderr are one, and the warnings are commands of the answer.
    """
    notify(shown, verdict.notes if shown.format == "github" else verdict.messages)
    if shown.output is not None or not shown.quiet:
        show(verdict, shown)
