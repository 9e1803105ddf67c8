"""Render problems as workflow commands, which GitHub shows as annotations in pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.text import discreet
from xentcli.report.linted import is_pipe, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.report.linted import Linted, Placed
    from xentcli.report.screen import Screen


def render_github(answer: Linted, screen: Screen) -> Iterator[str]:
    """Yield one command per problem and warning, and the summary as plain text."""
    del screen
    for problem in (*answer.problems, *answer.warnings):
        yield command(problem.level, problem.code, problem, problem.hint)
    yield f"{answer.summed_up()}\n"


def command(level: str, code: str, problem: Placed, hint: str | None = None) -> str:
    r"""Return the command that annotates a line of a file.

    >>> from xentcli.core.errors import DataError, Place
    >>> command("error", "XE103", DataError("50% is text", place=Place("a,b.csv", 3)), "drop it")
    '::error file=a%2Cb.csv,line=3,title=XE103::50%25 is text%0Ahint: drop it\n'
    """
    place = problem.place
    file = None if place.file is None or is_pipe(place.file) else discreet(place.file)
    known = {"file": file, "line": place.line if file else None, "title": code}
    properties = ",".join(f"{key}={_property(value)}" for key, value in known.items() if value is not None)
    said = told(problem) if hint is None else f"{told(problem)}\nhint: {hint}"
    return f"::{level} {properties}::{_escaped(said)}\n"


def _property(value: object) -> str:
    return _escaped(str(value)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
