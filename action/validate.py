"""What the GitHub Action runs: every label file is judged, each problem annotated, the tables summed up.

LABELS holds names and globs, one a line, PREDICTIONS a name or nothing, OPTIONS words of a command line.
GITHUB_STEP_SUMMARY names the file that the Markdown goes to.
"""

import glob
import os
import re
import shlex
import subprocess
import sys

NO_VERDICT = "::error::xentcli validate gave no verdict: leave -o, -q and -h out of the options\n"


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
    """The exit status of one verdict, after its annotations and its table were written."""
    done = _run("github", options, files)
    errors = re.findall(r"^::error .*\n", done.stderr, re.MULTILINE)
    judged = re.search(r"^(valid|invalid)\b.*\n\Z", done.stdout, re.MULTILINE)
    said = done.stdout if judged else "".join(errors) or NO_VERDICT
    sys.stdout.write(said)
    sys.stdout.flush()
    _sum_up(" ".join(files), _run("md", options, files).stdout if judged else f"```\n{said}```\n")
    return done.returncode if judged or errors else 2


def _run(form, options, files):
    command = [sys.executable, "-m", "xentcli", "validate", *options, "-f", form, "--", *files]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _sum_up(title, table):
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(f"### xentcli validate `{title}`\n\n{table}\n")


if __name__ == "__main__":
    sys.exit(main())
