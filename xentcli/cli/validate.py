"""`xentcli validate`: a verdict that a pipeline can trust."""

from __future__ import annotations

from typing import Any

import click

from xentcli.cli.command import Command
from xentcli.cli.inputs import check_stdin, open_labels, open_predictions
from xentcli.cli.notes import notify
from xentcli.cli.options import input_options, jobs, option, output_options, read_options
from xentcli.cli.screen import screen, show
from xentcli.cli.settings import reading_options, settings_of
from xentcli.cli.values import Choice, Count
from xentcli.errors import Exit
from xentcli.types import Kind
from xentcli.validating import Validation, judge

EXAMPLES = (
    "xentcli validate labels.csv --expect sparse --num-classes 10 && python train.py",
    "xentcli validate onehot.npy --expect one-hot -q || echo broken",
    "xentcli validate labels.csv predictions.csv      # both, and whether they go together",
    "zcat big.csv.gz | xentcli validate - --expect sparse --num-classes 1000 -q",
)


@click.command(cls=Command, examples=EXAMPLES, name="validate")
@click.argument("labels")
@click.argument("predictions", required=False)
@option("--expect", type=Choice(Kind, "KIND"), group="Verdict options", help=f"What LABELS must be: {', '.join(Kind)}.")
@option("--rows", type=Count(0), group="Verdict options", help="How many rows there must be.")
@option("--max-errors", type=Count(1), default=20, group="Verdict options", help="How many problems to show; all are counted.")
@option("--strict", is_flag=True, group="Verdict options", help="Warnings are errors.")
@reading_options
@output_options
@input_options
def command(**params: Any) -> int:
    """A verdict on LABELS, and on PREDICTIONS beside them: exit 0 valid, 1 invalid, 3 unreadable.

    Every problem comes with its line, row, column, value and what to do; all are counted. -q speaks by the exit
    status alone.
    """
    check_stdin(params["labels"], params["predictions"])
    shown = screen(params)
    options, settings = read_options(params), settings_of(params)
    labels = open_labels(params["labels"], params["labels_column"], options, settings)
    beside = None
    if params["predictions"] is not None or params["prediction_columns"] is not None:
        beside = open_predictions(
            params["predictions"], params["prediction_columns"], options, labels, params["labels"]
        )
    job = Validation(
        labels, beside, settings, _kind(params["expect"]), params["rows"], params["max_errors"], params["strict"], jobs(params)
    )
    verdict = judge(job)
    notify(shown, labels.notes, [f"{w.place}: {w.message} [{w.code}]; {w.hint}" for w in verdict.warnings])
    if not shown.quiet:
        show(verdict, shown)
    return int(Exit.DONE if verdict.valid else Exit.NO)


def _kind(asked: str | None) -> Kind | None:
    return None if asked is None else Kind(asked)
