"""The command in this process, on streams that say they are a terminal, or not."""

import contextlib
import io

from schemas import checked

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
    """The status, and what both streams got."""
    out, err = Terminal(terminal), Terminal(terminal)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([*map(str, arguments)])
    checked(out.shown(), err.shown())
    return status, out.shown(), err.shown()
