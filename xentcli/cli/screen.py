"""Build a screen from the options and the environment, and write answers and messages to it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from xentcli.cli.output import is_colored, tell, write_answer
from xentcli.core.errors import Caution, UsageError
from xentcli.core.text import lines, shown
from xentcli.io.write.atomic import check_destination
from xentcli.report.registry import SUFFIXES, USUAL, render
from xentcli.report.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from xentcli.cli.params import OutputParams
    from xentcli.core.errors import Message
    from xentcli.report.answer import Answer

OLD_TERMINAL = 80
"""The width assumed for a terminal that does not report one, in columns."""


def screen(params: OutputParams, formats: Collection[str] = USUAL) -> Screen:
    """Return the screen for the output options; raise if the destination cannot be written.

    ``formats`` are the formats that the answer has.
    """
    if params["quiet"] and params["verbose"]:
        ways = ({"verbose": False}, {"quiet": False})
        raise UsageError("--quiet and --verbose contradict each other", "leave one of them out", ways=ways)
    output: Path | None = None if str(params["output"]) == "-" else params["output"]
    if output is not None:
        check_destination(output, force=params["force"])
    width = _terminal_width() if output is None else None
    return Screen(
        format=_asked(params["format"], output) or _format(output, width, formats, full=params["full"]),
        full=params["full"],
        color=is_colored(params["color"], terminal=width is not None),
        width=width,
        quiet=params["quiet"],
        verbose=params["verbose"],
        output=output,
        force=params["force"],
    )


def show(answer: Answer, screen: Screen, messages: Iterable[Message] = ()) -> None:
    """Write an answer to the screen's destination, and notes and warnings to stderr.

    On a terminal the warnings come last, where they are seen; else they come first, so that a reader
    of the answer that stops early does not hide them.
    """
    if screen.width is None:
        notify(screen, messages)
    write_answer(render(answer, screen), screen.output, force=screen.force)
    if screen.width is not None:
        notify(screen, messages)


def notify(screen: Screen, messages: Iterable[Message]) -> None:
    """Write notes and warnings to stderr; ``--quiet`` leaves only those that change what the answer means."""
    for message in messages:
        if screen.quiet and not (isinstance(message, Caution) and message.grave):
            continue
        tell(lines(message.level, message.text, message.code, message.hint))
        if message.suggestion is not None:
            from xentcli.cli.tries.lines import in_lines

            tell(in_lines([message.suggestion]))


def _terminal_width() -> int | None:
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    import shutil

    return max(shutil.get_terminal_size((OLD_TERMINAL, 24)).columns, 20)


def _asked(name: str | None, output: Path | None) -> str | None:
    """Return the format of ``--format``; a known file suffix overrides the environment variable."""
    if name is None or output is None or output.suffix.lower() not in SUFFIXES:
        return name
    context = click.get_current_context(silent=True)
    source = context.get_parameter_source("format") if context is not None else None
    return None if source is ParameterSource.ENVIRONMENT else name


def _format(output: Path | None, width: int | None, formats: Collection[str], *, full: bool) -> str:
    if output is None:
        return "plain" if width is None else "table" if full else "short"
    if str(output).startswith("/dev/"):
        return "plain"
    suffix = output.suffix.lower()
    if SUFFIXES.get(suffix) not in formats:
        known = ", ".join(suffix for suffix, name in SUFFIXES.items() if suffix and name in formats)
        hint = f"use --format, or one of the suffixes {known}"
        raise UsageError(f"--output: {shown(output.name)} has no suffix of a known format", hint)
    return SUFFIXES[suffix]
