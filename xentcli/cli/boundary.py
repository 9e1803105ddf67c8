"""The error boundary: every exception becomes an exit status and at most two lines on stderr.

Signals become exceptions, so that resources are released before the process dies of the signal.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import click

from xentcli.cli.click_errors import as_usage_error
from xentcli.cli.command import with_format
from xentcli.cli.output import STDOUT, make_room, set_line, silence, tell, write_answer
from xentcli.core.errors import InputError, InternalError, OutputError, Place, XentError
from xentcli.core.text import all_printable, lines, printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


def run(group: click.Group, argv: Sequence[str]) -> int:
    """Run a command line and return its exit status; end the process by the signal that stopped it."""
    _open_standard_files()
    set_line(argv)
    signals = Signals()
    status = 0
    try:
        try:
            with signals:
                status = _status(group, argv, signals)
        finally:
            make_room()
    except Stopped as stopped:
        return die(stopped.number)
    except KeyboardInterrupt:
        return die(signal.SIGINT)
    return die(signals.number) if signals.number else _flushed(status)


def _status(group: click.Group, argv: Sequence[str], signals: Signals) -> int:
    try:
        with group.make_context("xentcli", list(argv)) as context:
            answer = group.invoke(context)
        if sys.stdout is not None:
            write_answer("")  # flush the buffer
        return int(answer) if isinstance(answer, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except Exception as error:
        if signals.number is not None:  # a library turned the signal into an error of its own
            raise Stopped(signals.number) from error
        if isinstance(error, BrokenPipeError) and error.filename == STDOUT:
            raise Stopped(signal.SIGPIPE) from error
        return _reported(error, group, argv)


def _reported(error: Exception, group: click.Group, argv: Sequence[str]) -> int:
    """Report the error on stderr as text or JSON, and return its exit status even if stderr is closed.

    If it has ways out, the commands that give an answer are added; a signal may stop the search.
    """
    known = _as_xent_error(error)
    if _asked(argv, "--debug"):
        import traceback

        told = "".join(traceback.format_exception(error))
        tell("\n".join(all_printable(told.split("\n"))))
    try:
        if known.ways:
            from xentcli.cli.tries.propose import add_tries

            add_tries(known, group, argv)
    finally:
        tell(_FORMS.get(format_of(argv) or "", _as_lines)(known))
    return int(known.exit_code)


def _as_xent_error(error: Exception) -> XentError:
    if isinstance(error, XentError):
        return error
    if isinstance(error, click.ClickException):
        return as_usage_error(error)
    if isinstance(error, MemoryError):
        return InputError("out of memory", "an input is too large for this machine; try --block-rows 1000")
    if isinstance(error, OSError) and error.errno is not None:
        kind = OutputError if error.errno in FULL else InputError
        name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else None
        return kind(error.strerror or str(error), place=Place(name))
    text = f"internal error: {type(error).__name__}: {printable(str(error))[:500]}"
    return InternalError(text, "run again with --debug and report it")


def _as_lines(error: XentError) -> str:
    told = lines("error", str(error), error.code, error.hint)
    if not error.tries:
        return told
    from xentcli.cli.tries.lines import in_lines

    return told + in_lines(error.tries)


def _as_json(error: XentError) -> str:
    import json

    return json.dumps(error.to_dict()) + "\n"


def _as_annotation(error: XentError) -> str:
    from xentcli.report.github import command

    return command("error", error.code, error, error.hint)


_FORMS = {"json": _as_json, "ndjson": _as_json, "github": _as_annotation}
"""How errors are written for each format that is not for people."""


def _asked(argv: Sequence[str], option: str) -> bool:
    return option in (argv[: argv.index("--")] if "--" in argv else argv)


def format_of(argv: Sequence[str]) -> str | None:
    """Return the format that is asked for; the command line may be invalid.

    >>> [format_of(words.split()) for words in ("loss -qf json", "loss --format=ndjson", "loss json")]
    ['json', 'ndjson', None]
    """
    line = "\n".join(with_format(argv[: argv.index("--")] if "--" in argv else argv))
    found = re.findall(r"^(?:--format[=\n]|-[qvh]*f=?\n?)(.*)$", line, re.MULTILINE)
    return found[-1] if found else os.environ.get("XENTCLI_FORMAT")


def _open_standard_files() -> None:
    """Reserve closed file descriptors 0, 1 and 2, and escape characters that cannot be encoded."""
    for number, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_RDONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # in the opposite mode, so that use still fails
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _flushed(status: int) -> int:
    """Flush stdout and stderr, so that the interpreter does not fail at exit, and return the status."""
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            silence(stream, number)
    return status


NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
AGAIN = 0.01
"""Seconds until a signal is resent that arrived where an exception cannot propagate."""
PATIENCE = 1.0
"""Seconds after the first signal during which further ones are ignored."""


class Stopped(BaseException):
    """A signal asked the process to stop; not an Exception, so that ordinary handlers do not catch it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """A context in which the first signal raises Stopped in the main thread, and a much later one kills."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._since = 0.0
        self._former: dict[int, Any] = {}
        self._hook = sys.unraisablehook

    def __enter__(self) -> Self:
        """Install handlers, except for signals that are ignored, as under nohup and in background jobs."""
        if threading.current_thread() is threading.main_thread():
            for name in NAMES:
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._former[number] = signal.signal(number, self._stop)
            self._hook, sys.unraisablehook = sys.unraisablehook, self._dropped
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the former handlers."""
        for number, handler in self._former.items():
            signal.signal(number, handler)
        sys.unraisablehook = self._hook

    def _stop(self, number: int, _: FrameType | None) -> None:
        if self.number is None:
            self.number, self._since = number, time.monotonic()
            raise Stopped(number)
        if time.monotonic() - self._since > PATIENCE:
            die(number)

    def _dropped(self, raised: Any) -> None:
        """Resend a signal whose exception was lost in a finalizer or a weak reference callback."""
        stopped = raised.exc_value
        if not isinstance(stopped, Stopped):
            self._hook(raised)
            return
        self.number = None
        threading.Timer(AGAIN, os.kill, (os.getpid(), stopped.number)).start()


def die(number: int) -> int:
    """End this process by a signal; return an exit status in case the signal is blocked."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number
