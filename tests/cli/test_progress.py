"""Progress is for people who wait: on a terminal, after a second, and gone before the answer."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from running import on_terminal, shell

from xentcli.cli import progress
from xentcli.cli.output import make_room, tell
from xentcli.core.blocks import Block, Origin
from xentcli.core.progress import counted, heard_by

CLEAR = "\r\x1b[K"
AT_ONCE = (
    f"{sys.executable} -c 'import sys, xentcli.cli.progress as p; p.AFTER = p.EVERY = 0;"
    " from xentcli.__main__ import main; sys.exit(main())'"
)
"""The command with no patience."""


@pytest.fixture
def files(tmp_path):
    rng = np.random.default_rng(0)
    z = rng.normal(size=(5000, 3))
    y = (z + rng.gumbel(size=z.shape)).argmax(axis=1)  # as likely as the logits say
    np.save(tmp_path / "y.npy", y)
    np.save(tmp_path / "z.npy", z)
    np.savetxt(tmp_path / "y.csv", y, fmt="%d")
    return tmp_path


def blocks(*sizes):
    first = 0
    for size in sizes:
        yield Block(np.zeros(size), first, Origin("a.npy"))
        first += size


def test_parts_are_told_of_as_they_are_handed_out():
    heard = []
    with heard_by(lambda rows, total: heard.append((rows, total))):
        assert [len(part) for part in counted(blocks(3, 4, 5), 12)] == [3, 4, 5]
    assert heard == [(0, 12), (3, 12), (7, 12)]
    assert len(list(counted(blocks(3), 3))) == 1
    assert len(heard) == 3


def test_nothing_is_drawn_in_the_first_second(monkeypatch):
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    shown = progress.Progress()
    shown(5, 10)
    assert not err.getvalue()
    shown._next = 0
    shown(5, 10)
    shown(6, 10)  # too soon after the other
    make_room()
    tell("done\n")
    assert err.getvalue() == f"{CLEAR}xentcli: 50% of 10 rows{CLEAR}done\n"


def test_a_terminal_sees_progress_and_then_the_answer(files):
    seen = on_terminal(f"{AT_ONCE} loss y.npy z.npy --block-rows 1000 -f value", cwd=files)
    before, _, after = seen.rpartition(CLEAR)
    assert "xentcli: 40% of 5,000 rows" in before
    assert float(after) > 0


def test_the_rows_of_a_text_are_counted(files):
    seen = on_terminal(f"{AT_ONCE} validate y.csv --block-rows 1000", cwd=files)
    assert "xentcli: 3,000 rows" in seen


@pytest.mark.parametrize("line", ["loss y.npy z.npy --block-rows 1000", "convert y.npy --to one-hot"])
def test_a_pipe_and_a_file_get_none(files, line):
    assert "% of" not in on_terminal(f"{AT_ONCE} {line} 2>&1 | cat", cwd=files)
    assert "% of" not in on_terminal(f"{AT_ONCE} {line} 2>err; cat err", cwd=files)
    assert "% of" not in shell(f"cd {files}; {AT_ONCE} {line}").stdout


def test_a_terminal_sees_progress_of_rows_that_go_into_a_pipe(files):
    assert "% of 5,000 rows" in on_terminal(f"{AT_ONCE} convert y.npy --to one-hot | tail -n 1", cwd=files)


def test_rows_on_the_screen_are_not_disturbed(files):
    assert "% of" not in on_terminal(f"{AT_ONCE} convert y.npy --to one-hot", cwd=files)


def test_quiet_and_dumb_terminals_have_none(files):
    line = f"{AT_ONCE} loss y.npy z.npy --block-rows 1000 -f value"
    assert "% of" not in on_terminal(f"{line} -q", cwd=files)
    assert "% of" not in on_terminal(line, cwd=files, TERM="dumb")
