"""What a shell offers after a tab: the words of an option, files, and the columns of a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import click
    from click.shell_completion import CompletionItem

VARIABLE = "_XENTCLI_COMPLETE"
"""A shell's completion script sets it, and asks by it."""


def answer_shell(group: click.Group) -> int:
    """Write what the completion script of a shell asked for, and return an exit status; a line that cannot be
    completed gets nothing, and no message into the middle of it."""
    from click.shell_completion import shell_complete

    try:
        return shell_complete(group, {}, "xentcli", VARIABLE, os.environ[VARIABLE])
    except Exception:
        return 1


def columns(
    ctx: click.Context, files: Sequence[str], also: Sequence[str], incomplete: str
) -> list[CompletionItem[str]]:
    """Return the words ``also``, and the columns of the first file that the line names, that go on like this.

    The files are arguments of the command by their names; of words with commas between the last is completed.
    """
    given = _arguments(ctx)
    path = next((given[name] for name in files if given.get(name)), None)
    head, comma, last = incomplete.rpartition(",")
    known = dict.fromkeys((*also, *(_columns(str(path), ctx.params) if path is not None else ())))
    new = (name for name in known if name not in head.split(",") and "," not in name)
    return words(new, last, head + comma)


def _arguments(ctx: click.Context) -> dict[str, Any]:
    """Return the arguments of the line; click leaves them over where an option still waits for its value."""
    names = [param.name for param in ctx.command.params if param.param_type_name == "argument"]
    left = {name: word for name, word in zip(names, ctx.args, strict=False) if name is not None}
    return left | {name: value for name, value in ctx.params.items() if value is not None}


def words(choices: Iterable[str], incomplete: str, head: str = "") -> list[CompletionItem[str]]:
    """Return the words that start like this, after what stands before."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(head + word) for word in choices if word.startswith(incomplete)]


def _columns(path: str, params: dict[str, Any]) -> Sequence[str]:
    """Return the columns of a table, or the arrays of an archive; none where it cannot be read at once."""
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
    """Return whether a path names a regular file: a pipe, a device or a URL could make the shell wait."""
    local = path[len("file://") :] if path.lower().startswith("file:///") else path
    return local != "-" and "://" not in local and os.path.isfile(local)


def _arrays(path: str) -> Sequence[str]:
    from xentcli.io.arrays.zip import directory
    from xentcli.io.source.open import open_source

    source = open_source(path)
    return list(directory(source)[1]) if source.read_at(0, 2) == b"PK" else ()
