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
    "loss": ("xentcli.cli.loss:command", "The loss: per sample and reduced."),
    "validate": ("xentcli.cli.validate:command", "A verdict: exit 0 or 1, every problem with its place."),
    "convert": ("xentcli.cli.convert:command", "One kind of labels into another, in any format."),
    "advise": ("xentcli.cli.advise:command", "Which loss fits, and what looks wrong, with the proof."),
    "detect": ("xentcli.cli.detect:command", "What kind of labels these are, with the evidence."),
    "explain": ("xentcli.cli.explain:command", "What a code or an error's text means, and its fix."),
    "schema": ("xentcli.cli.schema:command", "The JSON Schema of a command's answer."),
    "completion": ("xentcli.cli.completion:command", "What makes a tab complete, for bash, zsh, fish."),
}
"""The module and the line of help of each command."""

group = LazyGroup(
    "xentcli",
    lazy=COMMANDS,
    help="Cross-entropy from label and prediction files: the loss that your framework prints.",
    examples=(
        "xentcli loss labels.csv predictions.csv    # one label and K numbers a row",
        "xentcli detect labels.csv                  # what kind of labels are these?",
        "loss=$(xentcli loss y.csv p.csv -f value)  # just the number",
    ),
    epilog="xentcli COMMAND --help shows the options of a command. XENTCLI_FORMAT, XENTCLI_JOBS and "
    "XENTCLI_COLOR in the environment stand for --format, --jobs and --color.",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status; a signal that stops it ends the process."""
    if argv is None and "_XENTCLI_COMPLETE" in os.environ:
        from xentcli.cli.complete import answer_shell

        return answer_shell(group)
    return run(group, sys.argv[1:] if argv is None else argv)
