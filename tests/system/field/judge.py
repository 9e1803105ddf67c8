"""Make the files of a situation, run its command, and judge what came of it."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet
from running import ENVIRONMENT, inside, xentcli

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text("utf-8").splitlines()]
JSON = {"loss", "detect", "validate", "advise"}
KEY = re.compile(r"(?i)(^|_)id$|^image$")


def make(case, folder):
    """Write the files of a case."""
    names = {"np": np, "pd": pd, "pa": pa}
    exec(case.get("let", ""), names)
    for name, content in case.get("make", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        kind, what = ("text", content) if isinstance(content, str) else next(iter(content.items()))
        if kind in {"text", "jsonl"}:
            encoding = "utf-8" if isinstance(content, str) else content.get("encoding", "utf-8")
            path.write_bytes(what.encode(encoding))
        elif kind == "hex":
            path.write_bytes(bytes.fromhex(what))
        else:
            _write_values(path, kind, what, names)


def _write_values(path, kind, what, names):
    if kind == "npy":
        np.save(path, eval(what, names))
    elif kind == "npz":
        arrays = eval(what, names) if isinstance(what, str) else {k: eval(v, names) for k, v in what.items()}
        np.savez(path, **arrays)
    else:
        table = eval(what, names)
        table.to_parquet(path) if hasattr(table, "to_parquet") else parquet.write_table(table, path)


def run(words, stdin=None):
    """Run a command in the current folder; ask for JSON where the answer is judged by it."""
    if words[0] == "python":
        command = [sys.executable, *words[1:]]
        return subprocess.run(
            command, capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False
        )
    asked = any(word.startswith(("-f", "--format")) for word in words)
    words = [*words, "-f", "json"] if words[0] in JSON and not asked else words
    return inside(*words) if stdin is None else xentcli(*words, cwd=".", stdin=stdin)


def objects(text):
    """Return the JSON objects in a text, whole or by line."""
    found = []
    for part in (text, *text.splitlines()):
        try:
            found.append(json.loads(part))
        except ValueError:
            continue
    return [one for one in found if isinstance(one, dict)]


def answer(done):
    """Return the JSON answer, or an empty one."""
    return next((one for one in objects(done.stdout) if "schema" in one), {})


def verdict(case):
    """Return what came of a case: right, asked, refused, misled or wrong; and what was written."""
    done = run(case["run"], case.get("stdin"))
    said = f"{done.stdout}\n{done.stderr}"[:2000]
    if done.returncode == 5 or done.returncode < 0:
        return "crash", said
    if holds(case["right"], done, case):
        return "right", said
    tries = tries_of(done)
    if done.returncode in {1, 2, 3} and tries:
        again = [run(words, case.get("stdin")) for words in tries]
        answered = all(one.returncode in {0, 1} for one in again)
        good = answered and any(holds(case["right"], one, case) for one in again)
        return ("asked" if good else "misled"), f"{said} {tries}"
    return ("refused" if done.returncode and not answer(done) else "wrong"), said


def tries_of(done):
    """Return the commands that an error names."""
    errors = [one for one in objects(done.stderr) if "tries" in one]
    if errors:
        return errors[0]["tries"]
    return [shlex.split(line)[1:] for line in re.findall(r"^try: (xentcli .*)$", done.stderr, re.MULTILINE)]


def holds(right, done, case):
    """Return whether all that must hold does."""
    return all(
        RULES[name](want, done, right, case) for name, want in right.items() if name not in {"tol", "atol"}
    )


def close(got, want, tolerance):
    """Return whether a number is the one that is wanted; what is not finite may be null."""
    want = float(want)
    if not math.isfinite(want):
        return got is None
    number = isinstance(got, int | float) and not isinstance(got, bool)
    return number and abs(got - want) <= 1e-12 + tolerance * abs(want)


def _value(want, done, right, _):
    found = answer(done)
    return done.returncode == 0 and "value" in found and close(found["value"], want, right.get("tol", 1e-6))


def _fields(want, done, right, _):
    return all(_same(_field(answer(done), path), value, right) for path, value in want.items())


def _field(found, path):
    for part in path.split("."):
        if isinstance(found, list) and "=" in part:
            key, _, text = part.partition("=")
            found = next((one for one in found if str(one.get(key)) == text), None)
        elif isinstance(found, list):
            found = found[int(part)]
        else:
            found = found.get(part, "absent") if isinstance(found, dict) else "absent"
    return found


def _same(got, want, right):
    if isinstance(want, list):
        return any(_same(got, one, right) for one in want)
    return close(got, want, right.get("tol", 1e-6)) if isinstance(want, float) else got == want


def _stdout(want, done, *_):
    return done.returncode == 0 and done.stdout.rstrip() == want.rstrip()


def _status(want, done, *_):
    return done.returncode in (want if isinstance(want, list) else [want])


def _finding(want, done, *_):
    codes = want if isinstance(want, list) else [want]
    found = answer(done).get("findings", [])
    return any(one["code"] in codes or ("*" in codes and one["level"] == "suspicion") for one in found)


def _no_finding(want, done, *_):
    return bool(answer(done)) and not any(one["code"] in want for one in answer(done).get("findings", []))


def _mentions(want, done, _, case):
    text = f"{done.stdout}\n{done.stderr}"
    if case["run"][0] == "explain":
        text = "\n".join(done.stdout.splitlines()[1:]) if done.returncode == 0 else ""
    return all(re.search(pattern, text) for pattern in want)


def _absent(want, done, *_):
    return not any(re.search(pattern, f"{done.stdout}\n{done.stderr}") for pattern in want)


def _columns(want, done, *_):
    rows = list(csv.reader(io.StringIO(done.stdout)))
    if done.returncode or not rows:
        return False
    got = dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True))
    cells = {name: [float(cell) for cell in column] for name, column in got.items() if not KEY.search(name)}
    if "*" in want:
        return list(cells.values()) == [want["*"]]
    return cells == want


def _fix(want, done, right, case):
    fixes = [str(one.get("fix") or "") for one in answer(done).get("findings", [])]
    commands = [shlex.split(fix)[1:] for fix in fixes if fix.startswith("xentcli loss")]
    ran = [run(words) for words in commands]
    return (
        bool(ran)
        and all(one.returncode == 0 for one in ran)
        and any(_value(want, one, right, case) for one in ran)
    )


def _any(want, done, _, case):
    return any(holds(one, done, case) for one in want)


RULES = {
    "value": _value, "json": _fields, "stdout": _stdout, "exit": _status, "finding": _finding,
    "no_finding": _no_finding, "mentions": _mentions, "absent": _absent, "columns": _columns, "mend": _fix,
    "any": _any,
}  # fmt: skip
