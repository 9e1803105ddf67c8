"""The installed command: by its arguments, in a line of shell, on a terminal, and inside this process."""

import contextlib
import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

from schemas import checked
from tries import run_all

from xentcli.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_data"

_UNWANTED = {"COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in _UNWANTED} | {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    "LC_ALL": "C.UTF-8",
    "TERM": "xterm-256color",
}
"""Like the user's, with this Python's folder first on the path, and nothing said about colours or widths."""


def xentcli(*arguments, cwd=SAMPLES, stdin=""):
    """Run the command with these arguments; return its status and the text of both streams."""

    def run(words):
        command = [sys.executable, "-m", "xentcli", *words]
        return _run(command, cwd=cwd, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    done = run(list(map(str, arguments)))
    checked(done.stdout, done.stderr)
    run_all(done.stderr, run)
    return done


def shell(line, cwd=SAMPLES):
    """A line of bash in which ``xentcli`` is the installed command; both streams in one, as on a screen."""
    command = ["bash", "-o", "pipefail", "-c", line]
    return _run(command, cwd=cwd, input="", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def inside(*arguments):
    """The same as :func:`xentcli` without a process of its own: a hundred times faster, for long tables."""
    done = _inside(list(map(str, arguments)))
    checked(done.stdout, done.stderr)
    run_all(done.stderr, _inside)
    return done


def _inside(words):
    out, err = _stream(), _stream()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(words)
    return subprocess.CompletedProcess(words, status, *map(_written, (out, err)))


def _stream():
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _written(stream):
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8", "replace")


def _run(command, **more):
    return subprocess.run(command, text=True, env=ENVIRONMENT, timeout=60, check=False, **more)


def on_terminal(line, columns=80, cwd=SAMPLES, **env):
    """Return what a line of bash shows on a terminal with this many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        ["bash", "-c", line], cwd=cwd, env=ENVIRONMENT | env, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return shown.decode().replace("\r\n", "\n")


def _read(descriptor):
    try:
        return os.read(descriptor, 1 << 16)
    except OSError:  # the other end is closed
        return b""
