"""Signals at random moments: INT, TERM, HUP, KILL, STOP and CONT, readers that leave, and a ticking timer."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from layered import LAYER
from promises import judged
from subjects import SUBJECTS, TESTS, Subject

sys.path.insert(0, str(TESTS / "support"))
from stopping import Job, by_python, stopped

LONG = "loss of long CSV"
NAMES = (
    LONG,
    "loss by processes",
    "loss of gzip",
    "convert to NPY",
    "per sample, text",
    "validate",
    "loss of a pipe",
)
SIGNALS = {"SIGINT": 6, "SIGTERM": 6, "SIGHUP": 6, "SIGPIPE": 2, "SIGSTOP": 3}
"""How often each comes to each subject, in a run of scale 1."""
FAR = Subject("convert long_y.csv --to one-hot", ("long_y.csv",))
"""More output than a pipe holds."""


def trials(bench, *, scale=1.0, names=NAMES, seed=1):
    """Every signal to every subject at random moments; what is then wrong."""
    draw, ends = random.Random(seed), set()
    for name in names:
        subject, seconds = SUBJECTS[name], _seconds(bench, SUBJECTS[name])
        for title, times in SIGNALS.items():
            for _ in range(max(1, round(times * scale))):
                part = draw.uniform(0, 1.05)
                status, wrong = _signalled(bench, subject, title, part, seconds)
                ends.add(status)
                yield f"{title} to {name} at {part:.3f}", wrong
        yield f"a ticking timer under {name}", _ticked(bench, subject)
    yield "signals end runs", [] if min(ends) < 0 else ["all ran on to their ends"]
    for _ in range(max(1, round(12 * scale))):
        count = draw.choice([0, 1, draw.randrange(100_000)])
        yield f"a reader that leaves after {count} bytes", _left_alone(bench, count, draw.uniform(0, 0.3))


def kills(folder, times, *, seed=2):
    """SIGKILL to a conversion, over an old file every other time; what is then wrong."""
    draw, job = random.Random(seed), Job(Path(folder), rows=4000, classes=1000)
    for number in range(times):
        part = draw.uniform(0, 1.1)
        yield f"SIGKILL at {part:.3f}", stopped(job, signal.SIGKILL, old=number % 2 == 0, part=part)


def _seconds(bench, subject):
    bench.wanted(subject)
    start = time.monotonic()
    bench.run(subject)
    return time.monotonic() - start


def _start(bench, subject, **more):
    bench.set_up(subject)
    source = open(bench.folder / subject.piped, "rb") if subject.piped else subprocess.DEVNULL  # noqa: SIM115
    return subprocess.Popen(
        subject.command, cwd=bench.folder, env=bench.environment(), start_new_session=True,
        stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


def _signalled(bench, subject, title, part, seconds):
    """One signal at this part of the run's time (STOP goes on a little later, some times over): the status,
    and what is wrong."""
    number = getattr(signal, title)
    process = _start(bench, subject)
    time.sleep(seconds * part)
    for _ in range(5 if title == "SIGSTOP" else 0):
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.005)
        process.send_signal(signal.SIGCONT)
        time.sleep(0.005)
    if title != "SIGSTOP":
        process.send_signal(number)
    done = _ended(process)
    if by_python(number, done.stderr):
        return done.returncode, []
    statuses = {0} if title == "SIGSTOP" else {0, -number}
    return done.returncode, [*judged(bench, subject, done, statuses), *_outlived(process.pid)]


def _ended(process):
    out, err = process.communicate(timeout=600)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _outlived(session):
    """Processes of the run that are still there."""
    until = time.monotonic() + 5
    while (found := _members(session)) and time.monotonic() < until:
        time.sleep(0.01)
    return [f"still running: {found}"] if found else []


def _members(session):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] != "Z":
            found.append(path.parent.name)
    return found


def _ticked(bench, subject):
    env = bench.environment(XENTCLI_FAULT=json.dumps("tick"))
    done = bench.run(subject, command=[sys.executable, "-P", LAYER, *subject.words.split()], env=env)
    return judged(bench, subject, done, {0})


def _left_alone(bench, count, pause):
    """The reader of stdout reads so many bytes and goes."""
    process = _start(bench, FAR)
    os.read(process.stdout.fileno(), count) if count else None
    time.sleep(pause)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    status = process.wait(timeout=600)
    rules = {f"status {status}": status in {0, -signal.SIGPIPE}, f"said {err!r}": not err}
    return [rule for rule, kept in rules.items() if not kept] + _outlived(process.pid)
