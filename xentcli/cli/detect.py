"""`xentcli detect`: detect the kind of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xentcli.cli.command import Command
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
from xentcli.commands.detect import detect
from xentcli.core.errors import Note
from xentcli.core.exit_status import Exit
from xentcli.core.frozen import replace
from xentcli.execution.fold import Execution
from xentcli.inputs.from_files import check_stdin, from_files

if TYPE_CHECKING:
    from typing import Unpack

    from xentcli.cli.params import PairParams

EXAMPLES = (
    "xentcli detect labels.csv                   # sparse, one-hot, binary, …",
    "xentcli detect labels.npy predictions.npy   # and the loss that fits both",
    "cat labels.csv | xentcli detect - -f value  # just the word",
)


@click.command(
    cls=Command,
    examples=EXAMPLES,
    name="detect",
    params=[LABELS, PREDICTIONS, *READING_OPTIONS, *OUTPUT_OPTIONS, *INPUT_OPTIONS, *CLUSTER_OPTIONS],
)
def command(**params: Unpack[PairParams]) -> int:
    """Detect the kind of LABELS, and show the evidence.

    With PREDICTIONS, also detect their scale and the loss that fits both. All rows decide, not only the first
    ones. Both may be a pattern in quotes, 'part-*.npy', or @FILE with one name per line; these files are read
    as one.
    """
    check_stdin(params["labels"], params["predictions"])
    shown = screen(params)
    options, settings = read_options(params), reading_settings(params)
    with workers(params) as tasks:
        data = from_files(params, options, settings)
        answer = detect(data, settings, Execution(jobs(params), tasks))
    if shown.verbose:
        how = (Note("XE856", reason) for reason in answer.evidence)
        answer = replace(answer, notes=(*answer.notes, *how))
    show(answer, shown, answer.messages)
    return int(Exit.DONE)
