"""Entries run in this process, through the command's own entry."""

import contextlib
import io
import os
import shlex
import subprocess
import sys
import threading
from types import SimpleNamespace

from schemas import CODED, TOLD
from tries import run_all

from xentcli.cli.main import main


def laid_out(entry, folder, contents=None):
    """The entry's files in a folder."""
    for name, data in (contents or entry.contents()).items():
        (folder / name).write_bytes(data)
    if entry.prepare is not None:
        entry.prepare(folder)
    return folder


def words_of(line):
    """The arguments of a line, and the file that is its standard input."""
    line, _, stdin = line.partition(" <")
    return shlex.split(line), stdin or None


def run(line, folder, env=None):
    """A command in a folder: its status, stdout and stderr as text; what an error says to type runs too."""
    words, stdin = words_of(line)
    done = _ran(words, stdin, folder, env)
    run_all(done.stderr, lambda typed: _ran(typed, stdin, folder, env))
    return SimpleNamespace(status=done.returncode, out=done.stdout, err=done.stderr)


def _ran(words, stdin, folder, env):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", "\n") for _ in "oe")
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(_environment(env or {}))
        stack.enter_context(_stdin(stdin))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        status = main(words)
    return subprocess.CompletedProcess(words, status, _text(out), _text(err))


def _text(stream):
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8", "surrogateescape")


@contextlib.contextmanager
def _environment(changes):
    former = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(former)


@contextlib.contextmanager
def _stdin(name):
    """A pipe that a thread fills from a file, or nothing at all."""
    ours, theirs = os.pipe()
    feeder = threading.Thread(target=_fed, args=(name or os.devnull, theirs), daemon=True)
    feeder.start()
    former = sys.stdin
    with os.fdopen(ours) as stream:
        sys.stdin = stream
        try:
            yield
        finally:
            sys.stdin = former
    feeder.join()


def _fed(name, descriptor):
    with open(name, "rb") as file, contextlib.suppress(BrokenPipeError), open(descriptor, "wb") as pipe:
        pipe.write(file.read())


def faults(entry, done):
    """What is not as the entry says, in words."""
    said = done.err + done.out
    silent = {"ok": ""}.get(entry.outcome)
    rules = {
        f"exit status {done.status}, not {entry.status}": done.status == entry.status,
        "no message": entry.outcome == "ok" or bool(said.strip()),
        "something on stderr": silent is None or done.err == silent,
        "no note": entry.outcome != "note" or "note" in done.err,
        "no warning": entry.outcome != "warn" or "warning" in done.err,
        "a line without its code": all(CODED.search(line) for line in TOLD.findall(done.err)),
        "a traceback": "Traceback" not in done.err,
        "a control character": all(line.isprintable() for line in done.err.split("\n")),
        "no answer": entry.answer is None or entry.answer in done.out,
        **{f"does not say {text!r}": text in said for text in entry.says},
    }
    return [rule for rule, kept in rules.items() if not kept]
