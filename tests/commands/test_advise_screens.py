"""On a terminal, the commands that `advise` names are in one piece, to be copied."""

import re
import shlex

import numpy as np
import pytest
from running import SAMPLES, inside
from terminals import said

from xentcli.report.grid import Grid, Whole
from xentcli.report.page import Block
from xentcli.report.screen import Screen
from xentcli.report.short import render_short
from xentcli.report.table import render_table

ANSI = re.compile(r"\x1b\[[\d;]*m")
LABELS = SAMPLES / "digits_labels.npy"
P = np.load(SAMPLES / "digits_probs.npy")
SPOILED = {
    "class-order": P[:, ::-1],
    "rows-not-summing": P * 0.5,
    "percentages": P * 100,
    "loss-refuses": P * 2,
}


def on_screen(monkeypatch, *words, columns=80):
    monkeypatch.setenv("COLUMNS", str(columns))
    return ANSI.sub("", said("advise", *words, terminal=True)[1]).splitlines()


@pytest.mark.parametrize("code", SPOILED)
@pytest.mark.parametrize("options", [(), ("--full",)])
@pytest.mark.parametrize("columns", [20, 80])
def test_a_command_is_on_a_line_of_its_own(code, options, columns, tmp_path, monkeypatch):
    path = tmp_path / "p.npy"
    np.save(path, SPOILED[code])
    lines = on_screen(monkeypatch, LABELS, path, *options, columns=columns)
    plain = inside("advise", LABELS, path).stdout
    (command,) = re.findall(r"fix: ((?:xentcli|python) .*)", plain)
    assert len(command) > 80
    assert [line for line in lines if command in line] == ["fix: " * bool(options) + command]


def test_a_copied_command_runs(tmp_path, monkeypatch):
    np.save(tmp_path / "p.npy", SPOILED["class-order"])
    lines = on_screen(monkeypatch, LABELS, tmp_path / "p.npy")
    (command,) = [line for line in lines if line.startswith("xentcli ")]
    assert "the loss is 0.157293:" in lines[lines.index(command) - 1]
    assert inside(*shlex.split(command)[1:], "-f", "value").stdout.startswith("0.157292")


class Answered:
    """An answer with a page and tables."""

    in_lines = False
    signature = None

    def page(self):
        return (Block((("a", "word " * 9),), copied=("x " * 30 + "\x1b",)),)

    def grids(self):
        return [Grid("", ("a", "b"), (("k", "one"), ("", Whole("x " * 30 + "\x1b")), ("l", "two")))]


@pytest.mark.parametrize("render", [render_short, render_table])
def test_lines_to_copy_are_whole_and_escaped(render):
    shown = "".join(render(Answered(), Screen(width=20)))
    assert "x " * 30 + "\\x1b\n" in shown
    assert max(len(line) for line in shown.splitlines() if not line.startswith("x ")) <= 20
