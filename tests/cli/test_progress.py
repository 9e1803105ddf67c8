"""Progress is for people who wait: on a terminal, after a second, and gone before the answer."""

from __future__ import annotations

import gzip
import io
import re
import sys

import numpy as np
import pytest
from running import on_terminal, shell

from xentcli.cli.output import make_room, tell
from xentcli.cli.progress import FULL, REST, TIP, Bar, line
from xentcli.core.blocks import Block, Origin
from xentcli.core.progress import Progress, counted, heard_by, tell_tasks, tell_waiting

CLEAR = "\r\x1b[K"
AT_ONCE = (
    f"{sys.executable} -c 'import sys, xentcli.cli.progress as p; p.AFTER = p.EVERY = 0;"
    " from xentcli.__main__ import main; sys.exit(main())'"
)
"""The command with no patience."""
DRAWN = re.compile(r"\r([^\r]+)\x1b\[K")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    path = tmp_path_factory.mktemp("progress")
    rng = np.random.default_rng(0)
    z = rng.normal(size=(5000, 3))
    y = (z + rng.gumbel(size=z.shape)).argmax(axis=1)  # as likely as the logits say
    np.save(path / "y.npy", y)
    np.save(path / "z.npy", z)
    np.savetxt(path / "y.csv", y, fmt="%d")
    for part in range(4):
        np.savetxt(path / f"y-{part}.csv", y, fmt="%d")
    many = rng.dirichlet(np.ones(3), 100_000)
    text = "a,b,c\n" + "".join(f"{a:.9f},{b:.9f},{c:.9f}\n" for a, b, c in many)
    (path / "p.csv").write_text(text)
    (path / "p.csv.gz").write_bytes(gzip.compress(text.encode(), 1))
    np.savetxt(path / "many.csv", (rng.random((100_000, 1)) > many.cumsum(1)[:, :2]).sum(1), fmt="%d")
    return path


def drawn(command, folder, **env):
    """Every line that was drawn, one over the other, and what stands there at the end."""
    seen = on_terminal(command, cwd=folder, **env)
    lines = [re.sub(r"\x1b\[\d*m", "", text) for text in DRAWN.findall(seen)]
    assert not lines or CLEAR in seen
    return lines, seen.rpartition(CLEAR)[2]


def shares(lines):
    return [int(found[1]) for found in (re.search(r"(\d+)%", text) for text in lines) if found]


def blocks(*sizes):
    first = 0
    for size in sizes:
        yield Block(np.zeros(size), first, Origin("a.npy"))
        first += size


def test_parts_are_told_of_as_they_are_handed_out():
    heard = []
    with heard_by(lambda look: heard.append((look().done, look().total))):
        assert [len(part) for part in counted(blocks(3, 4, 5), 12)] == [3, 4, 5]
    assert heard == [(0, 12), (3, 12), (7, 12)]
    assert len(list(counted(blocks(3), 3))) == 1
    assert len(heard) == 3


def test_of_inputs_side_by_side_the_number_of_rows_of_any_will_do():
    heard = []
    with heard_by(lambda look: heard.append((look().done, look().total))):
        list(zip(counted(blocks(3, 4), None), counted(blocks(3, 4), 7), strict=True))
    assert heard == [(0, None), (0, 7), (3, 7), (3, 7)]


def test_tasks_are_counted_and_time_passes_in_between():
    heard = []
    with heard_by(lambda look: heard.append((look().done, look().total, look().what))):
        tell_tasks(0, 0)
        for done in range(3):
            tell_tasks(done, 2)
        tell_waiting()
    assert heard == [(0, 2, "tasks"), (1, 2, "tasks"), (2, 2, "tasks"), (2, 2, "tasks")]


FOUND = {
    "rows of a known number": (Progress(430, 1000, since=0), "43%  43 rows/s  0:13 left"),
    "bytes of a file": (Progress(1_000_000, None, "rows", 25, 100), "25%  100 k rows/s  0:30 left"),
    "a pipe": (Progress(1_234_567, None, "rows", 3_400_000_000), "1,234,567 rows  3.40 GB  123 k rows/s"),
    "a copy": (Progress(20_000_000, None, "bytes"), "20.0 MB read  2.00 MB/s"),
    "tasks": (Progress(3, 4, "tasks"), "75%  3 of 4 tasks  0:03 left"),
    "nothing": (Progress(), "waiting for input"),
    "the end": (Progress(7, 7), "100%  1 rows/s"),
    "more than the end": (Progress(9, 7), "100%  1 rows/s"),
}


@pytest.mark.parametrize(("found", "text"), FOUND.values(), ids=FOUND)
@pytest.mark.parametrize("width", [0, 1, 12, 20, 40, 80, 200])
def test_a_line_says_what_is_known_and_fits(found, text, width):
    shown = line(found, 10.0, width)
    assert len(shown) < max(width, 1)
    said = shown.lstrip(FULL + TIP + REST).strip()
    assert text.startswith(said)
    assert said == text or width < 80
    assert (FULL in shown) is (found.share is not None and len(shown) > len(said))


def test_nothing_is_drawn_in_the_first_second(monkeypatch):
    err = io.TextIOWrapper(io.BytesIO(), "utf-8")
    monkeypatch.setattr(sys, "stderr", err)
    shown = Bar()
    shown(lambda: Progress(5, 10))
    assert not err.buffer.getvalue()
    shown._next = 0
    shown(lambda: Progress(5, 10))
    shown(lambda: Progress(6, 10))  # too soon after the other
    make_room()
    tell("done\n")
    bar, *rest = err.buffer.getvalue().decode().split("\r")[1:]
    assert "━╺─" in bar
    assert "50%" in bar
    assert rest == ["\x1b[Kdone\n"]


def test_a_terminal_without_lines_gets_other_characters(monkeypatch):
    err = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stderr", err)
    shown = Bar()
    shown._next = 0
    shown(lambda: Progress(5, 10))
    make_room()
    assert b"##--" in err.buffer.getvalue()


@pytest.mark.parametrize("columns", [80, 40])
def test_a_terminal_sees_progress_and_then_the_answer(files, columns):
    seen = on_terminal(f"{AT_ONCE} loss y.npy z.npy --block-rows 1000 -f value", columns, files)
    assert "━" in seen
    assert "40%" in seen
    assert all(len(re.sub(r"\x1b\[\d*m", "", text)) < columns for text in DRAWN.findall(seen))
    assert float(seen.rpartition(CLEAR)[2]) > 0


def test_color_is_as_asked_for(files):
    command = f"{AT_ONCE} loss y.npy z.npy --block-rows 1000 -f value"
    assert "\x1b[36m━" in on_terminal(command, cwd=files)
    assert "\x1b[36m" not in on_terminal(command, cwd=files, NO_COLOR="1")


TEXTS = {
    "a text": "many.csv p.csv",
    "a compressed text": "many.csv p.csv.gz",
    "a text beside an array": "y.csv z.npy --block-rows 1000",
    "redirected": "- p.csv <many.csv",
}


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_bytes_count_where_rows_are_not_known(files, words):
    lines, answer = drawn(f"{AT_ONCE} loss {words} -f value", files)
    found = shares(lines)
    assert len({*found}) >= 3
    assert 0 < max(found) <= 100
    assert any("rows/s" in text for text in lines)
    assert float(answer) > 0


def test_files_that_are_read_as_one_are_one_bar(files):
    lines, _ = drawn(f"{AT_ONCE} validate 'y-*.csv' --block-rows 1000 -f value -j1", files)
    found = shares(lines)
    assert found == sorted(found)
    assert {25, 50, 75} <= {*found}


def test_a_pipe_tells_its_rows_and_bytes(files):
    lines, answer = drawn(f"cat many.csv | {AT_ONCE} validate - --block-rows 1000 -f value -j1", files)
    assert answer == "valid\n"
    assert any(re.fullmatch(r"[\d,]+ rows  \d+ kB  .* rows/s", text) for text in lines)


def test_a_pipe_that_is_slow_is_waited_for(files):
    slow = "(head -c 2000 y.csv; sleep 3; tail -c +2001 y.csv)"
    lines, answer = drawn(f"{slow} | {AT_ONCE} loss - z.npy -f value", files)
    assert any(text.startswith("2.00 kB read  ") for text in lines)
    assert answer == shell(f"cd {files}; {AT_ONCE} loss y.csv z.npy -f value").stdout
    lines, _ = drawn(f"(sleep 3; cat y.csv) | {AT_ONCE} validate - -f value", files)
    assert "waiting for input" in lines


def test_a_cluster_tells_its_tasks(files):
    pytest.importorskip("distributed")
    lines, answer = drawn(f"{AT_ONCE} loss y.npy z.npy -f value --scheduler local:2", files)
    assert any(re.search(r" 0% +0 of \d+ tasks?$", text) for text in lines)
    assert float(answer) > 0


QUIET = ["loss y.npy z.npy --block-rows 1000", "convert y.npy --to one-hot", "loss many.csv p.csv"]


@pytest.mark.parametrize("words", QUIET)
def test_a_pipe_and_a_file_get_none(files, words):
    assert "━" not in on_terminal(f"{AT_ONCE} {words} -f csv 2>&1 | cat", cwd=files)
    assert "━" not in on_terminal(f"{AT_ONCE} {words} 2>err; cat err", cwd=files)
    assert "━" not in shell(f"cd {files}; {AT_ONCE} {words} -f csv 2>&1").stdout


def test_a_terminal_sees_progress_of_rows_that_go_into_a_pipe(files):
    assert "0%" in on_terminal(f"{AT_ONCE} convert y.npy --to one-hot | tail -n 1", cwd=files)


def test_rows_on_the_screen_are_not_disturbed(files):
    assert "━" not in on_terminal(f"{AT_ONCE} convert y.npy --to one-hot", cwd=files)


def test_quiet_and_dumb_terminals_have_none(files):
    words = f"{AT_ONCE} loss y.npy z.npy --block-rows 1000 -f value"
    assert "━" not in on_terminal(f"{words} -q", cwd=files)
    assert "━" not in on_terminal(words, cwd=files, TERM="dumb")
