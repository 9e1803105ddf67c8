"""Options shared by several commands, and functions that interpret their values."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from xentcli.cli.command import Option, under
from xentcli.cli.param_types import (
    ENCODING,
    FILE_NAME,
    SEPARATOR,
    Checked,
    Choice,
    Count,
    File,
    destination,
    encoding,
    seconds,
    separator,
    size,
)
from xentcli.core.errors import UsageError
from xentcli.core.types import RAW_TYPES
from xentcli.execution.threads import cores
from xentcli.io.registry import FORMATS
from xentcli.io.table import MEMORY, ReadOptions
from xentcli.report.registry import USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from xentcli.cli.params import InputParams, PairParams
    from xentcli.execution.partition.split import Tasks

SIZE = Checked("SIZE", size, "a number of bytes, with or without a unit", "1G")

MOST_JOBS = 1024
"""The maximum of ``--jobs``; larger values are assumed to be typos."""
MAX_CLASSES = 1_000_000

LABELS = click.Argument(["labels"], type=File())
PREDICTIONS = click.Argument(["predictions"], type=File(), required=False)


def output_options(formats: Sequence[str] = USUAL) -> list[Option]:
    """Return the options for destination and format of the answer, read by ``screen(params)``."""
    return under("Output options", _OUTPUT, _format_option(formats), *_SHOWING)


def _format_option(formats: Sequence[str]) -> Option:
    text = f"{', '.join(formats)}; --json is short for json."
    return Option(["-f", "--format"], type=Choice(formats, "FORMAT"), envvar="XENTCLI_FORMAT", help=text)


_OUTPUT = Option(
    ["-o", "--output"],
    type=Checked("FILE", destination, FILE_NAME, "out.json"),
    help="Write to FILE instead of stdout.",
)
_SHOWING = (
    Option(["--full"], is_flag=True, help="Show all tables on a terminal."),
    Option(["--force"], is_flag=True, help="Replace FILE if it exists."),
    Option(["-q", "--quiet"], is_flag=True, help="Show no notes, and only warnings that change the answer."),
    Option(["-v", "--verbose"], is_flag=True, help="Show more notes on how the files were read."),
    Option(
        ["--color"],
        type=Choice(("auto", "always", "never")),
        default="auto",
        envvar="XENTCLI_COLOR",
        help="When to use color. Default: auto.",
    ),
)
OUTPUT_OPTIONS = output_options()
"""The options of answers that have the usual formats."""

INPUT_OPTIONS = under(
    "Input options",
    Option(
        ["--input-format"],
        type=Choice(FORMATS, "FORMAT"),
        help=f"{', '.join(FORMATS)}. Default: detected from the content, then from the name.",
    ),
    Option(
        ["--raw-type"],
        type=Choice(RAW_TYPES, "TYPE"),
        help=f"The type of raw values in NPY, NPZ and HDF5: {', '.join(RAW_TYPES)}.",
    ),
    Option(
        ["--table"],
        multiple=True,
        metavar="NAME",
        help="The sheet, database table or file in a zip; twice for labels and predictions.",
    ),
    Option(
        ["--header/--no-header"],
        default=None,
        help="Whether the first line of a text file holds column names.",
    ),
    Option(
        ["--delimiter"],
        type=Checked("CHAR", separator, SEPARATOR, "tab"),
        help="What separates the cells, such as ';' or tab.",
    ),
    Option(
        ["--encoding"],
        type=Checked("NAME", encoding, ENCODING, "utf-8"),
        default="utf-8",
        help="The encoding of text files. Default: utf-8.",
    ),
    Option(["--decimal"], type=Choice((".", ","), "CHAR"), help="The decimal separator. Default: detected."),
    Option(
        ["-j", "--jobs"],
        type=Count(1, MOST_JOBS),
        envvar="XENTCLI_JOBS",
        help="Threads, or processes for large NPY files. Default: one per core.",
    ),
    Option(["--block-rows"], type=Count(1), help="Rows to read at a time; no answer depends on it."),
    Option(["--max-field"], type=SIZE, default="1M", help="The longest cell, such as 1M. Default: 1M."),
    Option(["--max-columns"], type=Count(1), default=100_000, help="The largest number of columns."),
    Option(
        ["--max-memory"],
        type=SIZE,
        default=str(MEMORY),
        help="The memory for a batch of rows, or for expanding xz, such as 1G.",
    ),
    Option(["--max-classes"], type=Count(1), default=MAX_CLASSES, help="The largest number of classes."),
)
"""How the inputs are read; ``read_options(params)`` reads all but ``jobs`` and ``max_classes``."""

CLUSTER_OPTIONS = under(
    "Cluster options",
    Option(
        ["--scheduler"],
        metavar="ADDRESS",
        help="Use a dask cluster: tcp://host:8786, or local:4 for 4 local processes.",
    ),
    Option(
        ["--retries"],
        type=Count(0, 1000),
        default=3,
        help="How often to repeat a task after its worker is lost. Default: 3.",
    ),
    Option(
        ["--timeout"],
        type=Checked("SECONDS", seconds, "a number of seconds above zero", "300"),
        default="300",
        help="How long to wait for the next task. Default: 300.",
    ),
)
"""Options for a dask cluster, read by ``workers(params)``."""


def unknown_cells(text: str | None) -> tuple[str, ...] | None:
    """Return the texts of `--unknown`.

    >>> unknown_cells("NA,?"), unknown_cells("")
    (('NA', '?'), ('',))
    """
    return None if text is None else tuple(word.strip() for word in text.split(","))


def read_options(params: InputParams) -> ReadOptions:
    """Return the options for reading the inputs; raise UsageError if they conflict."""
    if params["delimiter"] is not None and params["delimiter"] == params["decimal"]:
        hint = "for cells such as 0,5;0,5 use --delimiter ';' --decimal ,"
        message, ways = "--delimiter and --decimal are the same character", ({"delimiter": None},)
        raise UsageError(message, hint, ways=ways)
    return ReadOptions(
        input_format=params["input_format"],
        delimiter=params["delimiter"],
        encoding=params["encoding"],
        decimal=params["decimal"],
        header=params["header"],
        block_rows=params["block_rows"],
        max_field=params["max_field"],
        max_columns=params["max_columns"],
        max_memory=params["max_memory"],
        unknown=unknown_cells(params.get("unknown")),
        raw_type=params["raw_type"],
        table=next(iter(params["table"]), None),
    )


def jobs(params: InputParams) -> int:
    """Return the number of threads; by default one per core."""
    asked = params["jobs"]
    return asked if asked is not None else min(cores(), MOST_JOBS)


def workers(params: PairParams, *refused: str | None) -> AbstractContextManager[Tasks | None]:
    """Return a context manager with a cluster's tasks, or with None if no cluster is given.

    ``refused`` are given options that a cluster does not support.
    """
    if params["scheduler"] is None:
        return nullcontext()
    from xentcli.cli.cluster import spanned

    return spanned(params, refused)
