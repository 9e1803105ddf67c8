"""Convert click's errors to usage errors with hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xentcli.core.errors import UsageError
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200
"""The maximum length of a message, in characters."""


def as_usage_error(error: click.ClickException) -> UsageError:
    """Return a usage error with a one-line message and a hint."""
    context = getattr(error, "ctx", None)
    see = f"see {context.command_path if context else 'xentcli'} --help"
    if isinstance(error, click.NoSuchOption):
        hint = did_you_mean(error.option_name, _options(context), see)
        return UsageError(f"no option is called {shown(error.option_name)}", hint, value=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return UsageError(f"{_named(error.param)} is missing", see)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return UsageError(f"{_named(error.param)}: {_tidy(error.message)}", see)
    message = _tidy(error.format_message())
    several = "did the shell expand a pattern? quote it, as in 'part-*.npy', to read its files as one"
    return UsageError(message, several if "extra arguments" in message else see)


def _options(context: click.Context | None) -> Iterator[str]:
    while context is not None:
        for param in context.command.get_params(context):
            yield from (name for name in (*param.opts, *param.secondary_opts) if name.startswith("--"))
        context = context.parent


def _named(param: click.Parameter) -> str:
    """Return the name of a parameter as typed on the command line."""
    if isinstance(param, click.Argument):
        return getattr(param.type, "metavar", None) or param.human_readable_name
    return max(param.opts, key=len)


def _tidy(message: str) -> str:
    """Return click's message on one line, in lower case, escaped and truncated."""
    line = " ".join(message.split()).removesuffix(".")
    first, rest = line[:1], line[1:]
    text = (first.lower() if rest[:1].islower() else first) + rest
    return printable(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
