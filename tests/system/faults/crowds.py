"""Many runs: at once on the same files and one output, one after another, and fed by one byte at a time."""

import contextlib
import io
import os
import signal
import subprocess
import time
from pathlib import Path

from promises import judged
from subjects import SUBJECTS, Subject

from xentcli.cli.main import main

TOGETHER = ("loss of NPY", "convert to NPY")
DROPS = {
    "y.csv": Subject("loss - p.npy -f value", ("p.npy",), piped="y.csv"),
    "y.npy": Subject("loss - p.npy -f value", ("p.npy",), piped="y.npy"),
    "y.csv.gz": Subject("loss - p.npy -f value", ("p.npy",), piped="y.csv.gz"),
}


def trials(bench, *, crowd=100, runs=1000, drops=tuple(DROPS)):
    """Every kind of load; what is then wrong."""
    for name in TOGETHER:
        yield from _together(bench, SUBJECTS[name], crowd)
    yield f"{runs} runs in one process", _leaks(bench, runs)
    for name in drops:
        yield f"{name} byte by byte", _dripped(bench, DROPS[name])


def _together(bench, subject, crowd):
    """So many processes at once; each has its answer, and the one output is whole."""
    bench.wanted(subject)
    bench.set_up(subject)
    processes = [
        subprocess.Popen(
            subject.command, cwd=bench.folder, env=bench.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(crowd)
    ]  # fmt: skip
    for number, process in enumerate(processes):
        out, err = process.communicate(timeout=600)
        done = subprocess.CompletedProcess(subject.words, process.returncode, out, err)
        wrong = judged(bench, subject, done, {0}) if number == crowd - 1 else []
        early = (done.returncode, err, out) != (0, b"", bench.wanted(subject)[0])
        yield f"{subject.words}, {number} of {crowd} at once", wrong + ([repr(done)] if early else [])


LINES = (
    "loss y.npy p.npy -f value",
    "loss y.csv p.csv -f value",
    "loss y.csv.gz p.npz -f value",
    "loss y.npy p.npy -f value --per-sample out.csv --force",
    "convert y.npy --to one-hot -o out.npy --force",
    "convert p.npy --to sparse -o out.npy --force",
    "validate y.csv p.npy",
    "detect y.npz -f json",
    "detect missing.csv",
    "loss y.npy y.npy",
)
"""Good runs and bad ones."""


def _leaks(bench, runs):
    """Many command lines in this process: no more open files than after the first round, and no new name."""
    here = os.getcwd()
    bench.set_up(Subject("", output="out.npy"))
    os.chdir(bench.folder)
    try:
        for line in LINES:
            _quietly(line)
        before = _open_files()
        for number in range(runs):
            _quietly(LINES[number % len(LINES)])
        after = _open_files()
    finally:
        os.chdir(here)
    left = set(os.listdir(bench.folder)) - {*bench.names, "out.csv", "out.npy"}
    left |= set(os.listdir(bench.scratch))
    return [f"{before} open files became {after}"] * (after > before) + [f"left: {left}"] * bool(left)


def _quietly(line):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(line.split())


def _open_files():
    return len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0


def _dripped(bench, subject):
    """One byte at a time through the pipe, with stops of both sides; the same bits come out."""
    plain = Subject(subject.words.replace(" - ", f" {subject.piped} "), subject.inputs)
    bench.set_up(subject)
    process = subprocess.Popen(
        subject.command, cwd=bench.folder, env=bench.environment(), bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    data = (bench.folder / subject.piped).read_bytes()
    for at in range(len(data)):
        process.stdin.write(data[at : at + 1])
        if at % 1000 == 0:
            process.send_signal(signal.SIGSTOP)
            time.sleep(0.002)
            process.send_signal(signal.SIGCONT)
    out, err = process.communicate(timeout=600)
    done = subprocess.CompletedProcess(subject.words, process.returncode, out, err)
    return judged(bench, plain, done, {0})
