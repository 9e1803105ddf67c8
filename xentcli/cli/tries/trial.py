"""Run a command line in this process to see whether it gives an answer; it writes and shows nothing."""

from __future__ import annotations

import io
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xentcli.cli.output import make_room
from xentcli.cli.tries.command_line import Part
from xentcli.core.errors import InternalError, UsageError, XentError
from xentcli.core.exit_status import Exit
from xentcli.core.frozen import replace
from xentcli.io.head import ROWS, is_large, reading_again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.cli.tries.command_line import CommandLine

KEPT = 1 << 22
"""How many bytes of an answer are kept."""
INPUTS = ("labels", "predictions", "sample_weight")
SHOWING = ("output", "format", "force", "quiet", "verbose", "color", "per_sample", "scheduler")
"""Options that say where the answer goes and how it looks, and the cluster; a trial has its own."""


def is_partial(line: CommandLine) -> bool:
    """Return whether only the first rows are read: of inputs that are large, or on a cluster."""
    if line.value("scheduler") is not None:
        return True
    return is_large(filter(None, map(line.value, INPUTS)))


def refusal_of(group: click.Group, line: CommandLine) -> XentError | None:
    """Return the error that a command line ends with, or None if it gives an answer."""
    return outcome_of(group, line)[0]


def outcome_of(group: click.Group, line: CommandLine) -> tuple[XentError | None, bytes]:
    """Return the error that a command line ends with, or None and the start of its answer."""
    heard = _Kept()
    try:
        _check_left_out(line)
        with reading_again(ROWS if is_partial(line) else None), _silence(heard):
            status = _status(group, _tried(line).words)
    except XentError as error:
        return error, b""
    except click.ClickException as error:
        return UsageError(error.message), b""
    except Exception as error:  # whatever it is, this command gives no answer
        return InternalError(str(error)), b""
    good = status in {Exit.DONE, Exit.NO}
    return None if good else InternalError(f"exit status {status}"), bytes(heard.start)


def _status(group: click.Group, words: tuple[str, ...]) -> int:
    try:
        with group.make_context("xentcli", list(words)) as context:
            answer = group.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return answer if isinstance(answer, int) else 0


def _tried(line: CommandLine) -> CommandLine:
    """Return the command line of the trial: its answer is JSON, or for `convert` in the output's format."""
    name = _written_as(line) if line.command.name == "convert" else "json"
    added = () if name is None else (Part("format", ("--format", name)),)
    bare = line.without(SHOWING)
    return replace(bare, parts=(*bare.parts, *added))


def _written_as(line: CommandLine) -> str | None:
    """Return the format that `convert` writes: the one given, or that of the output's name."""
    asked, output = line.value("format"), line.value("output")
    if asked is not None or output is None:
        return asked
    from xentcli.io.compression.registry import split_suffix
    from xentcli.io.write.registry import SUFFIXES

    return SUFFIXES.get(Path(split_suffix(Path(output).name)[0]).suffix.lower())


def _check_left_out(line: CommandLine) -> None:
    """Raise if an option fails that the trial leaves out: a destination, or the cluster."""
    for option in ("output", "per_sample"):
        path = line.value(option)
        if path not in {None, "-"}:
            _check_free(Path(str(path)), forced=line.value("force") is not None)
    if line.value("scheduler") is not None:
        from xentcli.cli.cluster import refuse

        refuse({name: line.value(name) for name in (*INPUTS, "on")}, ())


def _check_free(path: Path, forced: bool) -> None:
    """Raise if the path cannot be written; a way out of another error never replaces a file as well."""
    from xentcli.io.write.atomic import check_destination

    try:
        check_destination(path, force=forced)
    except XentError as error:
        error.ways = ()
        raise


@contextmanager
def _silence(heard: _Kept) -> Iterator[None]:
    """Show nothing of what is written to stdout and stderr; ``heard`` keeps the start of the former."""
    make_room()
    with redirect_stdout(_stream(heard)), redirect_stderr(_stream(_Kept())):
        yield


def _stream(sink: Any) -> io.TextIOWrapper:
    return io.TextIOWrapper(sink, encoding="utf-8", errors="backslashreplace")


class _Kept(io.RawIOBase):
    """A stream that takes everything, and keeps the start of it."""

    def __init__(self) -> None:
        self.start = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self.start += view[: max(0, KEPT - len(self.start))]
        return view.nbytes
