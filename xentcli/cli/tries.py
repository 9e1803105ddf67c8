"""The commands to type instead of one that failed: each was run on the same input, and gave an answer."""

from __future__ import annotations

import shlex
import time
from typing import TYPE_CHECKING

from xentcli.cli.command_line import edited, read_line
from xentcli.cli.trial import ROWS, is_partial, refusal_of
from xentcli.core.frozen import Frozen
from xentcli.core.text import discreet, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import click

    from xentcli.cli.command_line import CommandLine
    from xentcli.core.errors import Way, XentError

MOST = 3
"""How many commands an error may name."""
RUNS = 6
"""How many commands are run for one error."""
SECONDS = 20.0
"""Seconds after which no further command is run."""


class Candidate(Frozen):
    """A command line, its rank among the ways out, and the ways that it takes."""

    line: CommandLine
    rank: tuple[int, ...]
    ways: tuple[Way, ...]


def add_tries(error: XentError, group: click.Group, argv: Sequence[str]) -> None:
    """Add to an error the commands that give an answer, at most three."""
    line = read_line(group, argv)
    if line is None or any(discreet(word) != word for word in argv):
        return
    error.tries = tuple(found.words for found in _answering(error, line, group))
    if error.tries and is_partial(line):
        said = f"run on the first {ROWS:,} rows only"
        error.hint = f"{error.hint}; the commands below were {said}" if error.hint else said


def _answering(error: XentError, line: CommandLine, group: click.Group) -> list[CommandLine]:
    """Run the ways out, then those of the errors that they end with; return what gives an answer."""
    good: list[Candidate] = []
    tried, start = {_key(line)}, time.monotonic()
    waiting = [*_candidates(error, Candidate(line, (), ()), group)]
    while waiting and len(tried) <= RUNS and len(good) < MOST and time.monotonic() - start < SECONDS:
        candidate = waiting.pop(0)
        if _key(candidate.line) in tried:
            continue
        tried.add(_key(candidate.line))
        refusal = refusal_of(group, candidate.line)
        if refusal is None:
            good.append(candidate)
        elif len(candidate.ways) == 1:
            waiting += _candidates(refusal, candidate, group)
    return [one.line for one in sorted(good, key=lambda one: one.rank)]


def _candidates(error: XentError, before: Candidate, group: click.Group) -> Iterator[Candidate]:
    """Yield the command lines of an error's ways out that do not undo the ways taken before."""
    for rank, way in enumerate(error.ways):
        line = edited(before.line, way, group)
        if line is not None and not any(one.keys() & way.keys() for one in before.ways):
            yield Candidate(line, (*before.rank, rank), (*before.ways, way))


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
