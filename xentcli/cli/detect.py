"""`xentcli detect`: what kind of labels these are."""

from __future__ import annotations

from typing import Any

import click

from xentcli.cli.cluster import cluster_options, spanned
from xentcli.cli.command import Command
from xentcli.cli.loss_options import reading_options, settings_of
from xentcli.cli.notes import notify
from xentcli.cli.options import file_argument, input_options, jobs, output_options, read_options
from xentcli.cli.screen import screen, show
from xentcli.commands.detect import detect
from xentcli.core.errors import Exit
from xentcli.execution.fold import Execution
from xentcli.inputs.from_files import check_stdin, from_files

EXAMPLES = (
    "xentcli detect labels.csv                   # sparse, one-hot, binary, …",
    "xentcli detect labels.npy predictions.npy   # and the loss that fits both",
    "cat labels.csv | xentcli detect - -f value  # just the word",
)


@click.command(cls=Command, examples=EXAMPLES, name="detect")
@file_argument("labels")
@file_argument("predictions", required=False)
@reading_options
@output_options
@input_options
@cluster_options
def command(**params: Any) -> int:
    """What kind of labels LABELS holds, with the evidence.

    With PREDICTIONS also their scale, and the loss that fits both. The whole input decides, never its first
    rows. Either may be a pattern in quotes, 'part-*.npy', or @FILE with one name a line: files read as one.
    """
    check_stdin(params["labels"], params["predictions"])
    shown = screen(params)
    options, settings = read_options(params), settings_of(params)
    with spanned(params) as tasks:
        data = from_files(params, options, settings)
        answer = detect(data, settings, Execution(jobs(params), tasks))
    notify(shown, (*answer.notes, *answer.evidence) if shown.verbose else answer.notes, ())
    show(answer, shown)
    return int(Exit.DONE)
