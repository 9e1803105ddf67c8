"""The commands that an error names: run on the same input before, and what is typed works."""

import json
import re
import shlex
import signal
import subprocess
import sys
import time

import click
import pytest
from running import ENVIRONMENT, xentcli

from xentcli.cli.command import Command, LazyGroup, Option
from xentcli.cli.main import group
from xentcli.cli.tries.command_line import read_line
from xentcli.cli.tries.lines import in_lines
from xentcli.cli.tries.propose import add_tries
from xentcli.cli.tries.trial import is_partial, refusal_of
from xentcli.commands.ways_out import RUNS
from xentcli.core.errors import DataError, UsageError

KEYS = {"y.csv": "id,y\na,1\nb,0\nc,1\n", "p.csv": "id,p\na,0.9\nb,0.2\n"}


@pytest.fixture
def folder(tmp_path):
    """A folder with two files of which one lacks a key."""
    for name, text in KEYS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def shell(line, folder, **env):
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=ENVIRONMENT | env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


INNER = ["--join", "inner"]


def test_the_command_stands_below_the_hint_and_works(folder):
    status, out, err = shell("xentcli loss y.csv p.csv --on id", folder)
    assert (status, out) == (1, "")
    assert re.fullmatch(r"xentcli: error: .* \[XE310\]\nhint: .*\ntry: (.*)\n", err), err
    typed = err.splitlines()[-1].removeprefix("try: ")
    assert typed == "xentcli loss y.csv p.csv --on id --join inner"
    assert shell(f"{typed} -f value", folder)[:2] == (0, "0.16425203348601802\n")


def test_json_has_the_words(folder):
    done = xentcli("loss", "y.csv", "p.csv", "--on", "id", "-f", "json", cwd=folder)
    error = json.loads(done.stderr)
    assert error["try"] == ["loss", "y.csv", "p.csv", "--on", "id", "-f", "json", *INNER]
    assert error["tries"] == [error["try"]]


@pytest.mark.parametrize(
    "line",
    ["xentcli loss p.csv no.csv", "xentcli loss y.csv p.csv --on key", "xentcli loss y.csv p.csv --onn id"],
)
def test_without_a_way_out_there_is_none(line, folder):
    error = json.loads(shell(f"{line} -f json", folder)[2])
    assert (error["try"], error["tries"]) == (None, [])


PIPES = {
    "a pipe": "cat y.csv | xentcli loss - p.csv --on id",
    "a redirected file": "xentcli loss - p.csv --on id < y.csv",
    "a pipe by its path": "cat y.csv | xentcli loss /dev/stdin p.csv --on id",
    "a compressed pipe": "gzip -c y.csv | xentcli loss - p.csv --on id",
    "predictions in a pipe": "cat p.csv | xentcli loss y.csv - --on id",
}


@pytest.mark.parametrize("line", PIPES.values(), ids=PIPES)
def test_a_trial_reads_standard_input_again(line, folder):
    status, _, err = shell(f"{line} -f json", folder)
    assert status == 1
    assert json.loads(err)["try"][-2:] == INNER
    assert shell(f"{line} --join inner -f value", folder)[:2] == (0, "0.16425203348601802\n")


def test_a_pipe_with_a_name_of_its_own_cannot_be_read_again(folder):
    error = json.loads(shell("xentcli loss <(cat y.csv) p.csv --on id -f json", folder)[2])
    assert error["try"] is None


@pytest.mark.parametrize("option", ["--per-sample", "-o", "--output"])
def test_a_trial_writes_nothing(option, folder):
    before = sorted(folder.iterdir())
    line = f"xentcli loss y.csv p.csv --on id {option} 'my losses.csv'"
    status, out, err = shell(line, folder)
    assert (status, out, sorted(folder.iterdir())) == (1, "", before)
    assert f"try: {line} --join inner\n" in err
    assert shell(f"{line} --join inner", folder)[0] == 0
    assert (folder / "my losses.csv").exists()


def test_a_destination_that_exists_is_not_proposed_again(folder):
    (folder / "losses.csv").touch()
    line = "xentcli loss y.csv p.csv --on id --per-sample losses.csv -f json"
    assert json.loads(shell(line, folder)[2])["try"] is None
    assert json.loads(shell(f"{line} --force", folder)[2])["try"][-2:] == INNER


@pytest.mark.parametrize("options", ["-v", "-q", "--color always", "-f csv", "--top 0 --fail-above 0.1"])
def test_nothing_of_the_trial_is_shown(options, folder):
    status, out, err = shell(f"xentcli loss y.csv p.csv --on id {options}", folder)
    assert (status, out) == (1, "")
    told = re.sub(r"\x1b\[[\d;]*m", "", err)
    assert (told != err) is (options == "--color always")
    assert [line.split(":")[0] for line in told.splitlines()] == ["xentcli", "hint", "try"]


def test_formats_of_the_environment_do_not_matter(folder):
    status, _, err = shell("xentcli loss y.csv p.csv --on id", folder, XENTCLI_FORMAT="json")
    assert (status, json.loads(err)["try"][-2:]) == (1, INNER)


def test_a_secret_is_not_repeated(folder):
    line = "xentcli loss y.csv p.csv --on id --sample-weight https://me:secret@host/w.csv"
    assert "try:" not in shell(line, folder)[2]


SMALL = """
import sys
from xentcli.cli.main import main
from xentcli.io import head
head.LARGE = 1_000_000
sys.exit(main())
"""
"""The program where a megabyte is large."""


def test_of_large_inputs_the_first_rows_are_read_and_the_hint_says_so(tmp_path):
    (tmp_path / "y.csv").write_text("id,y\n" + "".join(f"{i},{i % 2}\n" for i in range(100_000)) + "new,1\n")
    (tmp_path / "p.csv").write_text(
        "id,p\n" + "".join(f"{i},0.{i % 9 + 1}\n" for i in range(99_999)) + "z,0\n"
    )
    words = ["loss", "y.csv", "p.csv", "--on", "id", "-f", "json"]
    done = subprocess.run(
        [sys.executable, "-c", SMALL, *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    error = json.loads(done.stderr)
    assert error["try"] == [*words, *INNER]
    assert error["hint"].endswith("; tried on the first 100,000 rows only")


def test_on_a_cluster_no_more_than_the_first_rows_are_tried_and_nothing_that_it_refuses():
    words = ["loss", "y.csv", "p.csv", "--scheduler", "tcp://nowhere:1"]
    assert is_partial(read_line(group, words))
    assert not is_partial(read_line(group, words[:3]))
    assert refusal_of(group, read_line(group, [*words, "--on", "id"])).code == "XE525"


SLOW = """
import signal, sys, time
from pathlib import Path
from xentcli.cli.boundary import run
from xentcli.cli.command import Command, LazyGroup, Option
from xentcli.core.errors import DataError

def do(slow, **_):
    if slow:
        Path("marker").touch()
        time.sleep(120)
    raise DataError("wrong", "a hint", ways=[{"slow": True}])

signal.signal(signal.SIGINT, signal.default_int_handler)  # the tests may run in a job that ignores it
group = LazyGroup("xentcli", lazy={})
group.add_command(Command("do", callback=do, params=[Option(["--slow"], is_flag=True), Option(["--format"])]))
sys.exit(run(group, sys.argv[1:]))
"""
"""A program whose trial takes long."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_trial_and_the_error_is_told(number, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, "do"], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    while not (tmp_path / "marker").exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (-number, b"")
    assert err == b"xentcli: error: wrong [XE100]\nhint: a hint\n"


# ------------------------------------ which of several ways are shown, with a command made for it


def program(refusals, seen):
    """A group with the command `do`, which refuses what it finds in the table: options given to an error."""

    def do(**params):
        given = "".join(sorted(name for name, value in params.items() if value and name in "abcdef"))
        seen.append(given)
        error = refusals.get(given)
        if isinstance(error, Exception):
            raise error
        return error

    params = [click.Argument(["labels"]), *(Option([f"--{name}"], is_flag=True) for name in "abcdef")]
    params.append(Option(["-f", "--format"]))
    command = Command("do", callback=do, params=params)
    made = LazyGroup("xentcli", lazy={})
    made.add_command(command)
    return made


def ways(*names):
    return DataError("wrong", "a hint", ways=[dict.fromkeys(name, True) for name in names])


PLANS = {
    # each: what the options given end with, and the options of the commands that are shown
    "in the order of the ways": ({"": ways("b", "a")}, ["b", "a"]),
    "what fails is not shown": ({"": ways("a", "b"), "a": DataError("no")}, ["b"]),
    "nor what fails with a bug": ({"": ways("a", "b"), "a": ZeroDivisionError()}, ["b"]),
    "nor what says that the line is wrong": ({"": ways("a", "b"), "a": UsageError("no")}, ["b"]),
    "an answer of 1 is an answer": ({"": ways("a"), "a": 1}, ["a"]),
    "three at most": ({"": ways("a", "b", "c", "d")}, ["a", "b", "c"]),
    "equal ones once": ({"": ways("ab", "ba", "c")}, ["ab", "c"]),
    "a way that leads to another": ({"": ways("a", "b"), "a": ways("c")}, ["ac", "b"]),
    "not to a third one": ({"": ways("a"), "a": ways("b"), "ab": ways("c")}, []),
    "not back": ({"": ways("a"), "a": DataError("no", ways=[{"a": None}])}, []),
}


@pytest.mark.parametrize(("refusals", "shown"), PLANS.values(), ids=PLANS)
def test_what_gives_an_answer_is_shown(refusals, shown):
    error = refusals[""]
    add_tries(error, program(refusals, []), ["do", "y"])
    assert error.tries == tuple(("do", "y", *(f"--{name}" for name in one)) for one in shown)


def test_the_number_of_runs_is_bounded():
    seen, bad = [], DataError("no", ways=[{name: True} for name in "abcdef"])
    refusals = {"": bad} | dict.fromkeys(["".join(sorted({a, b})) for a in "abcdef" for b in "abcdef"], bad)
    add_tries(bad, program(refusals, seen), ["do", "y"])
    assert (len(seen), bad.tries) == (RUNS, ())


@pytest.mark.parametrize(
    "word", ["plain", "my file", "it's", "a\tb", "\x1b[31m", "a\u00a0b", "caf\u00e9", "\\"]
)
def test_a_shell_reads_the_words(word):
    line = in_lines([("loss", word)])
    assert line.count("\n") == 1
    assert line.strip("\n").isprintable()
    typed = line.removeprefix("try: xentcli ").strip("\n")
    done = subprocess.run(
        ["bash", "-c", f"printf '%s|' {typed}"], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"loss|{word}|"
    assert shlex.split(typed)
