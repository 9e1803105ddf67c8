"""The examples of Markdown pages: commands in console blocks with their output, and examples in Python.

python tests/support/showing.py PAGE ...  writes the current output below each command of these pages.
"""

import contextlib
import doctest
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path

import numpy as np
from running import SAMPLES, shell

from xentcli.cli.main import main

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"\d+\.\d+(?:e[+-]\d+)?")


def blocks_of(text, language):
    """Return every block of a page in this language."""
    return [block for name, block in BLOCK.findall(text) if name == language]


def examples(block):
    """Return the commands of a console block, each with the output below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
    assert not parts[0], "a console block starts with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def same(shown, wanted):
    """Return whether texts are equal, and numbers to 12 digits: processors round the last bit differently."""
    if shown == wanted:
        return True
    words = [NUMBER.sub("#", " ".join(text.split())) for text in (shown, wanted)]
    numbers = [list(map(float, NUMBER.findall(text))) for text in (shown, wanted)]
    return words[0] == words[1] and np.allclose(*numbers, rtol=1e-12, atol=0)


def check_printed(block, answers):
    """Check that every command of a console block printed the output below it."""
    for (command, wanted), answer in zip(examples(block), answers, strict=True):
        assert same(answer, wanted), f"{command}\n{answer}"


def check_python(block, name):
    """Check that the examples of a Python block answer as shown."""
    test = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def printed(command, folder):
    """Return what a line prints; one command runs in this process, other lines in a shell."""
    if not command.startswith("xentcli ") or set("|<>&;$") & set(command):
        return shell(command, folder).stdout
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(shlex.split(command)[1:])
        out.flush()
    return out.buffer.getvalue().decode()


def _now(text, folder):
    """Return a page with the current output of its commands."""

    def block(found):
        if found[1] != "console":
            return found[0]
        lines = (f"$ {command}\n{printed(command, folder)}" for command, _ in examples(found[2]))
        return f"```console\n{''.join(lines)}```"

    return BLOCK.sub(block, text)


def record(page):
    """Write the current output below each command of a page."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sample_data").symlink_to(SAMPLES)
        page.write_text(_now(page.read_text(encoding="utf-8"), folder), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        record(Path(name))
