"""The `xentcli` group and its table of commands."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from xentcli.cli.boundary import run
from xentcli.cli.command import LazyGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "loss": ("xentcli.cli.loss:command", "Compute the cross-entropy loss, overall and per row."),
    "validate": ("xentcli.cli.validate:command", "Validate labels and predictions: exit status 0 or 1."),
    "convert": ("xentcli.cli.convert:command", "Convert labels to another kind or format."),
    "advise": ("xentcli.cli.advise:command", "Find the loss that fits, and mistakes in the files."),
    "detect": ("xentcli.cli.detect:command", "Detect the kind of labels, and what each column is."),
    "explain": ("xentcli.cli.explain:command", "Explain a code or an error message, and its fix."),
    "schema": ("xentcli.cli.schema:command", "Print the JSON Schema of an answer."),
    "completion": ("xentcli.cli.completion:command", "Print the completion script of a shell."),
}
"""The module and the line of help of each command."""

group = LazyGroup(
    "xentcli",
    lazy=COMMANDS,
    help="Compute the cross-entropy of label and prediction files, as your framework prints it.",
    examples=(
        "xentcli loss labels.csv predictions.csv    # the loss and its statistics",
        "xentcli detect labels.csv                  # what kind of labels are these?",
        "loss=$(xentcli loss y.csv p.csv -f value)  # just the number",
    ),
    epilog="xentcli help COMMAND shows the options of a command. The environment variables XENTCLI_FORMAT, "
    "XENTCLI_JOBS and XENTCLI_COLOR set --format, --jobs and --color.",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status; a signal that stops it ends the process."""
    if argv is None and "_XENTCLI_COMPLETE" in os.environ:
        from xentcli.cli.complete import answer_shell

        return answer_shell(group)
    return run(group, sys.argv[1:] if argv is None else argv)
