"""`xentcli completion`: write a shell's completion script."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, get_completion_class

from xentcli.cli.command import Command
from xentcli.cli.complete import VARIABLE
from xentcli.cli.output import write_answer
from xentcli.cli.param_types import Choice
from xentcli.core.errors import UsageError
from xentcli.core.exit_status import Exit


class _Bash(BashComplete):
    """Click's script, with names quoted that contain spaces or special characters."""

    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n'
    local response

    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete $1)

    for completion in $response; do
        IFS=',' read type value <<< "$completion"

        if [[ $type == 'dir' ]]; then
            COMPREPLY=()
            compopt -o dirnames
        elif [[ $type == 'file' ]]; then
            COMPREPLY=()
            compopt -o default
        elif [[ $type == 'plain' ]]; then
            if [[ $value == *[^[:alnum:]_.,:=/+@%%-]* && ${COMP_WORDS[COMP_CWORD]} != [\\"\\']* ]]; then
                printf -v value %%q "$value"
            fi
            COMPREPLY+=("$value")
        fi
    done

    return 0
}

%(complete_func)s_setup() {
    complete -o nosort -F %(complete_func)s %(prog_name)s
}

%(complete_func)s_setup;
"""


class _Fish(FishComplete):
    """Click's script, without splitting completions at commas."""

    source_template = """\
function %(complete_func)s;
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -t) %(prog_name)s);

    for completion in $response;
        set -l metadata (string split -m 1 "," $completion);

        if test $metadata[1] = "dir";
            __fish_complete_directories $metadata[2];
        else if test $metadata[1] = "file";
            __fish_complete_path $metadata[2];
        else if test $metadata[1] = "plain";
            echo $metadata[2];
        end;
    end;
end;

complete --no-files --command %(prog_name)s --arguments \
"(%(complete_func)s)";
"""


SCRIPTS: dict[str, type[ShellComplete]] = {"bash": _Bash, "fish": _Fish}
"""Replacements for click's scripts in shells where these would break names."""
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
    """Print the completion script of a SHELL: bash, zsh, fish or powershell.

    The tab key then completes commands, options and their values, file names, and column names from the
    header of the file on the command line.
    """
    kind = SCRIPTS.get(shell) or get_completion_class(shell)
    if kind is None:
        raise UsageError(f"this version of click does not support {shell}", "pip install --upgrade click")
    root = click.get_current_context().find_root().command
    write_answer(kind(root, {}, "xentcli", VARIABLE).source().rstrip() + "\n")
    return int(Exit.DONE)
