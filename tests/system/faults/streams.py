"""Standard streams that are closed, full, or left by their reader, for every command."""

import subprocess

from subjects import PROGRAM, Subject

from xentcli.cli.main import COMMANDS

WORDS = {
    "loss": "loss y.csv p.npy -f value",
    "validate": "validate y.csv p.npy --expect sparse",
    "convert": "convert y.csv --to one-hot",
    "detect": "detect y.csv",
    "advise": "advise y.csv",
    "explain": "explain XE112",
}
"""What each command is given; its help where nothing is said."""
COMMAND_LINES = {name: WORDS.get(name, f"{name} --help") for name in COMMANDS} | {
    "help": "--help",
    "version": "--version",
    "an error": "detect p.npy --zzz",
    "bad data": "convert p.npy --to sparse",
    "an output": "detect y.csv -o out.json --force",
    "a pipe": "detect -",
}
QUIET = {"an error": 2, "bad data": 1, "an output": 0}
"""Lines that write nothing to stdout, and their status."""
STREAMS = {
    "as usual": "{x}",
    "stdout closed": "{x} >&-",
    "stdout full": "{x} >/dev/full",
    "stdout to be read only": "{x} 1</dev/null",
    "stderr closed": "{x} 2>&-",
    "stderr full": "{x} 2>/dev/full",
    "stdin closed": "{x} <&-",
    "all closed": "{x} <&- >&- 2>&-",
    "all full": "{x} >/dev/full 2>/dev/full",
    "both closed": "{x} >&- 2>&-",
    "no reader": "(sleep 0.3; {x}) | true",
    "a reader of one byte": "{x} | head -c 1 >/dev/null",
}
NOWHERE = {"stdout closed", "stdout full", "stdout to be read only", "all closed", "all full", "both closed"}


def trials(bench, *, lines=COMMAND_LINES, streams=STREAMS):
    """Every stream that fails under every command; what is then wrong."""
    for name, words in lines.items():
        for title, stream in streams.items():
            yield f"{name}, {title}", _wrong(bench, name, words, title, stream)


def _wrong(bench, name, words, title, stream):
    subject = Subject(words, output="out.json" if name == "an output" else None)
    bench.set_up(subject)
    source = "" if "stdin" in title or title == "all closed" or name != "a pipe" else "<y.csv "
    line = stream.format(x=f"{' '.join(PROGRAM)} {words} {source}")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=bench.folder, env=bench.environment(), timeout=600,
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    statuses = _statuses(name, title)
    rules = {
        f"status {done.returncode}, not one of {statuses}": done.returncode in statuses,
        f"stderr is {done.stderr!r}": not any(
            word in done.stderr for word in (b"Traceback", b"Exception ignored", b"internal error")
        ),
        f"said {done.stderr!r}": done.returncode != 141 or not done.stderr,
        f"left behind: {bench.left(subject)}": not bench.left(subject),
        "no output": name != "an output" or bench.written(subject) not in {None, b"old\n"},
    }
    return [rule for rule, kept in rules.items() if not kept]


def _statuses(name, title):
    if name == "a pipe" and ("stdin" in title or title == "all closed"):
        return {3}
    if name in QUIET:  # bad data may be met before stdout, or after
        return {QUIET[name]} | ({4} if name == "bad data" and title in NOWHERE else set())
    if title in NOWHERE:
        return {4}
    return {141} if title == "no reader" else {0, 141} if "reader" in title else {0}
