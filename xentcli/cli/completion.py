"""`xentcli completion`: the script that teaches a shell what to offer after a tab."""

from __future__ import annotations

from typing import Any

import click

from xentcli.cli.command import Command
from xentcli.cli.complete import VARIABLE
from xentcli.cli.output import write_answer
from xentcli.cli.param_types import Choice
from xentcli.core.errors import Exit, UsageError

MENDED = {
    "bash": (
        "            COMPREPLY+=($value)\n",
        """\
            if [[ $value == *[^[:alnum:]_.,:=/+@%-]* && ${COMP_WORDS[COMP_CWORD]} != [\\"\\']* ]]; then
                printf -v value %q "$value"
            fi
            COMPREPLY+=("$value")
""",
    ),
    "fish": ('(string split "," $completion)', '(string split -m 1 "," $completion)'),
}
"""Where click's scripts lose names: bash does not quote blanks and dollars, fish cuts at commas."""
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
    script = kind(root, {}, "xentcli", VARIABLE).source()
    write_answer(script.replace(*MENDED.get(shell, ("", ""))).rstrip() + "\n")
    return int(Exit.DONE)
