"""`xentcli completion`: the script that teaches a shell what to offer after a tab."""

from __future__ import annotations

from typing import Any

import click

from xentcli.cli.command import Command
from xentcli.cli.completing import VARIABLE
from xentcli.cli.output import write_answer
from xentcli.cli.values import Choice
from xentcli.errors import Exit, UsageError

SHELLS = ("bash", "zsh", "fish", "powershell")
EXAMPLES = (
    'eval "$(xentcli completion bash)"          # in ~/.bashrc',
    'eval "$(xentcli completion zsh)"           # in ~/.zshrc, after compinit',
    "xentcli completion fish | source           # in ~/.config/fish/config.fish",
    "xentcli completion powershell | Out-String | Invoke-Expression",
)


@click.command(cls=Command, examples=EXAMPLES, name="completion")
@click.argument("shell", type=Choice(SHELLS, "SHELL"))
def command(shell: str, **_params: Any) -> int:
    """The completion script of a SHELL: bash, zsh, fish or powershell.

    With it a tab completes commands, options and their values, file names, and the names of columns, read
    from the header of the file that the line names.
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise UsageError(f"this version of click knows no {shell}", "pip install --upgrade click")
    root = click.get_current_context().find_root().command
    write_answer(kind(root, {}, "xentcli", VARIABLE).source().rstrip() + "\n")
    return int(Exit.DONE)
