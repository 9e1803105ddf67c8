"""What every run must keep, however it is disturbed; what is not kept, in words."""

import json
import re

from subjects import OLD

KEYS = {"code", "file", "line", "row", "column", "value", "message", "hint", "try", "tries"}
"""Of an error as JSON."""

CODED = re.compile(r"xentcli: error: .* \[XE\d{3}\]")
"""Of an error as a line."""

PAGE = 8192
"""Bytes that are sent to stdout at a time: only of a longer answer can a part be there."""
DIED = {-1, -2, -13, -15}
"""Ended by SIGHUP, SIGINT, SIGPIPE or SIGTERM."""


def judged(bench, subject, done, statuses, *, published=None):
    """What is wrong after a run whose status had to be one of these.

    With status 0 there is the whole answer and nothing is said. Otherwise there is no answer, and one line
    and a hint say why (a signal needs no words, and may come after the answer). The output is then the old
    one, unless it was ``published`` before: None says that it may have been.
    """
    out, file = bench.wanted(subject)
    good = done.returncode == 0
    part = out.startswith(done.stdout) and len(out) > PAGE
    parts = {b"", done.stdout if part else b""} | ({out} if done.returncode in DIED else set())
    whole = {file} if good or published else {OLD, None} if published is False else {OLD, None, file}
    rules = {
        f"status {done.returncode}, not one of {sorted(statuses)}": done.returncode in statuses,
        f"stdout is {done.stdout[:80]!r}": done.stdout in ({out} if good else parts),
        f"stderr is {done.stderr[-500:]!r}": _well_said(done),
        "the output is neither the old one nor the whole new one": bench.written(subject) in whole,
        f"what was replaced was not: {done.stderr!r}": not published or b"nothing was" not in done.stderr,
        f"no file is named in {done.stderr!r}": done.returncode not in {3, 4} or _names(subject, done),
        f"left behind: {bench.left(subject)}": not bench.left(subject),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _well_said(done):
    text = done.stderr.decode(errors="replace")
    if done.returncode == 0 or done.returncode in DIED:
        return not text
    lines = text.splitlines()
    if text.startswith('{"code"'):
        return len(lines) == 1 and set(json.loads(text)) == KEYS
    return (
        len(lines) in range(1, 6)
        and CODED.fullmatch(lines[0]) is not None
        and all(line.startswith("hint: ") for line in lines[1:2])
        and all(line.startswith("try: xentcli ") for line in lines[2:])
        and "internal error" not in text
    )


def _names(subject, done):
    names = [*subject.inputs, subject.output or "stdout", "stdin", "stdout"]
    return any(name.encode() in done.stderr.splitlines()[0] for name in names)
