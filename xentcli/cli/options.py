"""The options that commands share, and the values that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentcli.cli.command import Option
from xentcli.cli.complete import files
from xentcli.cli.param_types import Checked, Choice, Count, destination, encoding, separator
from xentcli.core.errors import UsageError
from xentcli.core.frozen import fields
from xentcli.execution.threads import cores
from xentcli.io.registry import FORMATS as FORMATS_READ
from xentcli.io.table import MEMORY, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FORMATS = ("table", "plain", "value", "json", "ndjson", "csv", "tsv", "md")
SUFFIXES = {
    "": "plain",
    ".txt": "plain",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "md",
}
"""The format that a file's name asks for where ``--format`` does not."""
INPUT_FORMATS = tuple(FORMATS_READ)
MOST_JOBS = 1024
"""More threads than any machine has are a slip of the finger."""
READING = fields(ReadOptions)
MAX_CLASSES = 1_000_000


def option(*declarations: str, group: str = "Options", **attributes: Any) -> Callable[[Any], Any]:
    """A click option under a heading of the help."""
    return click.option(*declarations, cls=Option, group=group, **attributes)


def file_argument(name: str, **attributes: Any) -> Callable[[Any], Any]:
    """An argument that names a file."""
    return click.argument(name, shell_complete=files, **attributes)


def together(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, shown in the order given."""

    def decorate(function: Any) -> Any:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


def _output(*declarations: str, **attributes: Any) -> Callable[[Any], Any]:
    return option(*declarations, group="Output options", **attributes)


def _input(*declarations: str, **attributes: Any) -> Callable[[Any], Any]:
    return option(*declarations, group="Input options", **attributes)


output_options = together(
    _output(
        "-o", "--output", type=Checked("FILE", destination, "out.json"), help="Write to FILE, not to stdout."
    ),
    _output(
        "-f",
        "--format",
        type=Choice(FORMATS, "FORMAT"),
        envvar="XENTCLI_FORMAT",
        help=f"One of {', '.join(FORMATS)}.",
    ),
    _output("--force", is_flag=True, help="Replace FILE if it exists."),
    _output("-q", "--quiet", is_flag=True, help="No notes and no warnings."),
    _output("-v", "--verbose", is_flag=True, help="More notes on how the answer came about."),
    _output(
        "--color",
        type=Choice(("auto", "always", "never")),
        default="auto",
        envvar="XENTCLI_COLOR",
        help="Default: auto.",
    ),
)
"""Where the answer goes and what it looks like: ``screen(params)`` reads them."""

input_options = together(
    _input(
        "--input-format",
        type=Choice(INPUT_FORMATS, "FORMAT"),
        help=f"{', '.join(INPUT_FORMATS)}. Default: found out from the content, then from the name.",
    ),
    _input("--header/--no-header", default=None, help="Whether a text file starts with names of columns."),
    _input(
        "--delimiter",
        type=Checked("CHAR", separator, "tab"),
        help="What parts the cells, such as ';' or tab.",
    ),
    _input("--encoding", type=Checked("NAME", encoding, "utf-8"), default="utf-8", help="Default: utf-8."),
    _input("--decimal", type=Choice((".", ","), "CHAR"), default=".", help="Default: a point."),
    _input(
        "-j",
        "--jobs",
        type=Count(1, MOST_JOBS),
        envvar="XENTCLI_JOBS",
        help="Threads, or processes for large NPY files. Default: one a core.",
    ),
    _input("--block-rows", type=Count(1), help="Rows read at a time; no answer depends on it."),
    _input("--max-field", type=Count(1), default=1 << 20, help="The longest cell, in bytes."),
    _input("--max-columns", type=Count(1), default=100_000, help="The widest row."),
    _input(
        "--max-memory",
        type=Count(1),
        default=MEMORY,
        help="What expanding xz, or a batch of rows, may take, in bytes.",
    ),
    _input("--max-classes", type=Count(1), default=MAX_CLASSES, help="The most classes."),
)
"""How the inputs are read: ``read_options(params)`` reads them, beside ``jobs`` and ``max_classes``."""


def read_options(params: Mapping[str, Any]) -> ReadOptions:
    """How the inputs are to be read."""
    if params["delimiter"] is not None and params["delimiter"] == params["decimal"]:
        hint = "for cells such as 0,5;0,5 type --delimiter ';' --decimal ,"
        raise UsageError("--delimiter and --decimal are the same character", hint)
    return ReadOptions(**{name: params[name] for name in READING})


def jobs(params: Mapping[str, Any]) -> int:
    """How many threads."""
    asked: int | None = params["jobs"]
    return asked if asked is not None else min(cores(), MOST_JOBS)
