"""What the GitHub Action runs: every label file is judged, each problem annotated, the tables summed up.

LABELS holds names and globs, one a line, PREDICTIONS a name or nothing, OPTIONS words of a command line.
GITHUB_STEP_SUMMARY names the file that the Markdown goes to.
"""

import glob
import json
import os
import shlex
import subprocess
import sys


def main():
    """Judge all files; the exit status is the largest."""
    names = [
        name for line in os.environ["LABELS"].split("\n") if line.strip() for name in _files(line.strip())
    ]
    others = [name for name in [os.environ.get("PREDICTIONS", "").strip()] if name]
    options = shlex.split(os.environ.get("OPTIONS", ""))
    if not names or (others and len(names) > 1):
        sys.stdout.write("::error::one label file belongs to predictions; no files, or several, were named\n")
        return 2
    return max(_judged([name, *others], options) for name in names)


def _files(pattern):
    return sorted(glob.glob(pattern, recursive=True)) or [pattern]


def _judged(files, options):
    """The exit status of one verdict, after its problems and its table were told."""
    status, answer, errors = _run("json", options, files)
    problems = _problems(answer, errors)
    for problem in problems:
        _annotate(problem)
    _sum_up(" ".join(files), _run("md", options, files)[1] or f"{problems[0]['message']}\n")
    return status


def _problems(answer, errors):
    try:
        return json.loads(answer)["problems"] if answer else [json.loads(errors.splitlines()[-1])]
    except (ValueError, IndexError):
        message = "no JSON came from xentcli validate: leave -f, -o, -q and -h out of the options"
        return [{"code": "XE500", "file": None, "line": None, "message": message, "hint": None}]


def _run(form, options, files):
    command = [sys.executable, "-m", "xentcli", "validate", "-f", form, *options, "--", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def _annotate(problem):
    """One line that GitHub shows beside the file; its own marks are escaped."""
    level = "warning" if problem.get("level") == "warning" else "error"
    place = ",".join(f"{key}={_escaped(problem[key], ',:')}" for key in ("file", "line") if problem[key])
    text = ": ".join(filter(None, (problem["message"], problem["hint"])))
    sys.stdout.write(f"::{level} {place}::{_escaped(text)} [{problem['code']}]\n")


def _escaped(text, more=""):
    for mark in "%\r\n" + more:
        text = str(text).replace(mark, f"%{ord(mark):02X}")
    return text


def _sum_up(title, table):
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(f"### xentcli validate `{title}`\n\n{table}\n")


if __name__ == "__main__":
    sys.exit(main())
