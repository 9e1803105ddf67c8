"""The command in this process, on streams that say they are a terminal, or not."""

import contextlib
import io
import subprocess

from schemas import checked
from tries import run_all

from xentcli.cli.main import main


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, or not."""

    def __init__(self, terminal):
        super().__init__(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="")
        self.terminal = terminal

    def isatty(self):
        return self.terminal

    def shown(self):
        self.flush()
        return self.buffer.getvalue().decode(errors="replace")


def said(*arguments, terminal=False):
    """Return the status and the text of both streams; also run the commands that an error names."""
    done = _ran([*map(str, arguments)], terminal)
    checked(done.stdout, done.stderr)
    run_all(done.stderr, _ran)
    return done.returncode, done.stdout, done.stderr


def _ran(words, terminal=False):
    out, err = Terminal(terminal), Terminal(terminal)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    return subprocess.CompletedProcess(words, status, out.shown(), err.shown())
