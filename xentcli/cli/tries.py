"""The commands to type instead of one that failed: each was run on the same input, and gave an answer."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

from xentcli.cli.command_line import edited, read_line
from xentcli.cli.trial import is_partial, refusal_of
from xentcli.commands.ways_out import answering
from xentcli.core.text import discreet, printable
from xentcli.io.head import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click

    from xentcli.cli.command_line import CommandLine
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


def in_lines(tries: Sequence[Sequence[str]]) -> str:
    """Return the commands as lines for stderr, quoted for a shell.

    >>> in_lines([("loss", "my y.csv", "p.csv")])
    "try: xentcli loss 'my y.csv' p.csv\\n"
    """
    return "".join(f"try: xentcli {' '.join(map(quoted, words))}\n" for words in tries)


def quoted(word: str) -> str:
    r"""Return a word quoted for a shell; characters that a terminal would obey or hide are escaped.

    >>> print(quoted("it's"), quoted("a\tb"))
    'it'"'"'s' $'a\tb'
    """
    if printable(word) == word:
        return shlex.quote(word)
    return "$'" + "".join(map(_escaped, word)) + "'"


def _escaped(char: str) -> str:
    if char in "'\\":
        return f"\\{char}"
    if "\udc80" <= char <= "\udcff":  # a byte of a file name that is not UTF-8
        return f"\\x{ord(char) - 0xDC00:02x}"
    return f"\\u{ord(char):04x}" if "\x7f" < char < "\u0100" else printable(char)
