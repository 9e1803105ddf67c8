"""Shell completion of option values, files, and the columns of a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import click
    from click.shell_completion import CompletionItem

VARIABLE = "_XENTCLI_COMPLETE"
"""The environment variable that shell completion scripts set."""


def answer_shell(group: click.Group) -> int:
    """Write the completions requested by a shell's script, and return an exit status.

    Errors are silent, since a message would appear in the middle of the user's command line.
    """
    from click.shell_completion import shell_complete

    try:
        return shell_complete(group, {}, "xentcli", VARIABLE, os.environ[VARIABLE])
    except Exception:
        return 1


def columns(
    ctx: click.Context, files: Sequence[str], also: Sequence[str], incomplete: str
) -> list[CompletionItem[str]]:
    """Return the words of ``also`` and the columns of the first given file that start with ``incomplete``.

    ``files`` are names of the command's arguments. In a comma-separated list, the last word is completed.
    """
    given = _arguments(ctx)
    path = next((given[name] for name in files if given.get(name)), None)
    head, comma, last = incomplete.rpartition(",")
    known = dict.fromkeys((*also, *(_columns(str(path), ctx.params) if path is not None else ())))
    new = (name for name in known if name not in head.split(",") and "," not in name)
    return words(new, last, head + comma)


def _arguments(ctx: click.Context) -> dict[str, Any]:
    """Return the arguments by name, including those that click left in ``ctx.args``."""
    names = [param.name for param in ctx.command.params if param.param_type_name == "argument"]
    left = {name: word for name, word in zip(names, ctx.args, strict=False) if name is not None}
    return left | {name: value for name, value in ctx.params.items() if value is not None}


def words(choices: Iterable[str], incomplete: str, head: str = "") -> list[CompletionItem[str]]:
    """Return completions for the words that start with ``incomplete``, each with ``head`` in front."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(head + word) for word in choices if word.startswith(incomplete)]


def _columns(path: str, params: dict[str, Any]) -> Sequence[str]:
    """Return the columns of a table, or the arrays of an NPZ archive; empty if the file cannot be read."""
    if not _is_regular(path):
        return ()
    from xentcli.core.errors import XentError
    from xentcli.io.open_table import open_table
    from xentcli.io.table import ReadOptions

    reading = ReadOptions(
        input_format=params.get("input_format"),
        delimiter=params.get("delimiter"),
        header=params.get("header"),
    )
    try:
        return _arrays(path) or open_table(path, reading).columns or ()
    except (XentError, OSError):
        return ()


def _is_regular(path: str) -> bool:
    """Return whether a path is a regular file, since a pipe, device or URL could block the shell."""
    local = path[len("file://") :] if path.lower().startswith("file:///") else path
    return local != "-" and "://" not in local and os.path.isfile(local)


def _arrays(path: str) -> Sequence[str]:
    from xentcli.io.arrays.zip import directory
    from xentcli.io.source.open import open_source

    source = open_source(path)
    return list(directory(source)[1]) if source.read_at(0, 2) == b"PK" else ()
