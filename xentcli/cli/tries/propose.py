"""The commands to type instead of one that failed: each was run on the same input, and gave an answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentcli.cli.tries.command_line import edited, read_line
from xentcli.cli.tries.trial import is_partial, refusal_of
from xentcli.commands.ways_out import answering
from xentcli.core.text import discreet
from xentcli.io.head import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from xentcli.cli.tries.command_line import CommandLine
    from xentcli.core.errors import XentError

MOST = 3
"""How many commands an error may name."""


def add_tries(error: XentError, group: click.Group, argv: Sequence[str]) -> None:
    """Add to an error the commands that give an answer, at most three."""
    line = read_line(group, argv)
    if line is None or any(discreet(word) != word for word in argv):
        return
    found = answering(
        error,
        line,
        take=partial(edited, group=group),
        refusal=partial(refusal_of, group),
        key=_key,
        most=MOST,
    )
    error.tries = tuple(line.words for line in found)
    if error.tries and is_partial(line):
        said = f"tried on the first {ROWS:,} rows only"
        error.hint = f"{error.hint}; {said}" if error.hint else said


def _key(line: CommandLine) -> tuple[object, ...]:
    """Return what two command lines that do the same have in common."""
    return line.before, line.command.name, frozenset((part.param, part.words[-1]) for part in line.parts)
