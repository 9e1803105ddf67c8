"""Run the commands that errors name, as a user would, and check that they give an answer."""

import json
import os
import re
import shlex
import tempfile
from pathlib import Path

from xentcli.cli.main import group
from xentcli.cli.tries.command_line import edited, read_line

TYPED = re.compile(r"^try: xentcli (.*)$", re.MULTILINE)
EVERY = os.environ.get("XENTCLI_TEST_TRIES", "all")
"""``all``: every command that an error names is run; ``none``: none of them."""
MOST = 3


def tries_in(err):
    """Return the commands named by the errors in a text of stderr, as words."""
    found = [shlex.split(line) for line in TYPED.findall(err) if "$'" not in line]
    for line in err.splitlines() if '"tries": [[' in err else ():
        if line.startswith("{"):
            error = json.loads(line)
            assert error["try"] == error["tries"][0], err
            found += error["tries"]
    return found


def run_all(err, run):
    """Run the commands that an error names, and fail the test if one gives no answer.

    ``run`` takes the words of a command and returns what `subprocess.run` does.
    """
    tries = [] if EVERY == "none" else tries_in(err)
    assert len(tries) <= MOST, err
    for words in tries:
        with tempfile.TemporaryDirectory() as folder:
            done = run(_moved(words, folder))
        assert done.returncode == 0 or _is_verdict(done, words), f"xentcli {shlex.join(words)}: {done.stderr}"


def _is_verdict(done, words):
    """Return whether exit status 1 is an answer: a verdict, suspicions, or a loss above a limit."""
    if done.returncode != 1 or "xentcli: error:" in done.stderr:
        return False
    return bool(done.stdout) or (not done.stderr and _says_nothing(words))


def _says_nothing(words):
    """Return whether the answer is not on stdout: `validate -q` prints none, -o writes to a file."""
    line = read_line(group, words)
    return line.value("output") is not None or (
        line.command.name == "validate" and line.value("quiet") is not None
    )


def _moved(words, folder):
    """Return the words with outputs in another folder, to leave the folder of the test unchanged."""
    line = read_line(group, words)
    assert line is not None, words
    given = {name: line.value(name) for name in ("output", "per_sample")}
    to_files = {name: path for name, path in given.items() if path not in {None, "-"}}
    way = {name: str(Path(folder, Path(path).name)) for name, path in to_files.items()}
    return list(edited(line, way, group).words)
