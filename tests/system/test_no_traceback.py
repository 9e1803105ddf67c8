"""Unknown bytes, and options in any combination: an answer or an error of the contract, and no traceback."""

import os
import re

import click
import pytest
from any_files import SEEDS, contents
from any_options import COMMANDS, EVERYWHERE
from hypothesis import given, settings
from hypothesis import strategies as st
from terminals import said

from xentcli.cli.main import group

RUNS = int(os.environ.get("XENTCLI_EXAMPLES", "100"))
"""How many command lines of each sort are tried."""


@st.composite
def lines(draw, command):
    """A command line with up to four options."""
    known = COMMANDS[command]
    files = ["y", "p"] if command == "loss" else draw(st.sampled_from([["y"], ["y", "p"]]))
    line = [
        command,
        *(files if command != "convert" else ["y", "--to", draw(st.sampled_from(known["--to"]))]),
    ]
    for option in draw(st.lists(st.sampled_from(sorted(known)), max_size=4)):
        line += [option, *([draw(st.sampled_from(known[option]))] if known[option] else [])]
    return line


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    (folder / "w.csv").write_text("w\n1\n2\n0.5\n")
    return folder


def check(line, *files):
    """One line on stderr says what is wrong, one what to do; the status is of the contract."""
    for name, content in zip("yp", files, strict=False):
        with open(name, "wb") as file:
            file.write(content)
    status, _, err = said(*line)
    writes = {"-o", "--per-sample"} & set(line)
    assert status in ({0, 1, 2, 3, 4} if writes else {0, 1, 2, 3}), (line, err)
    assert "Traceback" not in err
    assert "internal error" not in err
    err = re.sub(r"\x1b\[[0-9;]*m", "", err)  # --color always colors the messages
    assert err.replace("\n", "").isprintable()
    assert err.count("xentcli: error: ") <= 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_tried(command):
    params = group.get_command(click.Context(group), command).params
    options = {name for p in params if isinstance(p, click.Option) for name in p.opts if name[:2] == "--"}
    assert options - set(COMMANDS[command]) - EVERYWHERE == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_any_bytes_and_options_get_an_answer_or_an_error(folder, monkeypatch, command):
    monkeypatch.chdir(folder)

    @settings(max_examples=RUNS)
    @given(lines(command), contents, contents)
    def any_files(line, labels, predictions):
        check(line, labels, predictions)

    any_files()


@pytest.mark.parametrize("command", COMMANDS)
def test_any_options_on_good_files_get_an_answer_or_an_error(folder, monkeypatch, command):
    monkeypatch.chdir(folder)

    @settings(max_examples=RUNS)
    @given(lines(command), st.sampled_from(SEEDS), st.sampled_from(SEEDS))
    def good_files(line, labels, predictions):
        check(line, labels, predictions)

    good_files()
