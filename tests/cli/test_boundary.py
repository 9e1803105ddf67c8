"""Exit statuses, error lines and signals: real processes, with commands made for it."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from textwrap import dedent

import pytest

PROGRAM = """
import os, sys, time
from pathlib import Path
import click
from xentcli.cli.boundary import run
from xentcli.cli.command import Command, LazyGroup, Option, under
from xentcli.cli.options import INPUT_OPTIONS, OUTPUT_OPTIONS, jobs, read_options
from xentcli.cli.screen import notify, screen, show
from xentcli.core.errors import Caution, DataError, InputError, Note, Place
from xentcli.core.exit_status import Exit
from xentcli.report.grid import Grid

class Answer:
    signature = "loss:sparse"
    in_lines = False
    def page(self): return None
    def __init__(self, rows=2): self.rows = rows
    def to_dict(self): return {"schema": "xentcli/loss/1", "value": 1.5, "name": "caf\\u00e9"}
    def values(self): return [(1.5,)] * self.rows
    def grids(self): return (Grid("Loss", ("name", "value"), (("caf\\u00e9", 1.5),)),)
    def records(self): return ({"row": row, "label": "caf\\u00e9"} for row in range(self.rows))

def sleep(marker, cleaning):
    try:
        Path(marker).write_text("ready")
        time.sleep(20)
    finally:
        Path(marker).write_text("cleaning")
        time.sleep(cleaning)
        Path(marker).write_text("cleaned")

def fail(error):
    raise error

SLEEPS = {"sleep": 0.0, "tidy": 0.3, "hang": 20.0}
PLACE = Place("l.csv", 18, 17, "label")
ODD = Caution("XE801", "odd", "look")
KNOWN = Note("XE851", "good to know", suggestion=("loss", "a b.csv"))
DEEDS = {
    "show": lambda shown: show(Answer(), shown),
    "many": lambda shown: show(Answer(300_000), shown),
    "no": lambda shown: Exit.NO,
    "warn": lambda shown: notify(shown, (KNOWN, ODD)),
    "data": lambda shown: fail(DataError("10 is not a class", "try that", place=PLACE)),
    "input": lambda shown: fail(InputError("cannot be read", "look")),
    "bug": lambda shown: fail(ZeroDivisionError("line one\\nline two \\x1b[31m")),
    "eof": lambda shown: fail(EOFError("cut")),
    "memory": lambda shown: fail(MemoryError()),
    "socket": lambda shown: fail(BrokenPipeError(32, "Broken pipe")),
    "missing": lambda shown: open("no/such/file"),
    "grave": lambda shown: notify(shown, (KNOWN, Caution("XE801", "no number", grave=True))),
    "number": lambda shown: notify(shown, [Note("XE851", str(os.open(".", os.O_RDONLY) > 2))]),
    "print": lambda shown: print("from elsewhere"),
}

PARAMS = [
    click.Argument(["deed"]),
    *under("Loss options", Option(["--label-offset"], type=int)),
    Option(["--marker"]),
    *OUTPUT_OPTIONS,
    *INPUT_OPTIONS,
]

@click.command(
    "loss",
    cls=Command,
    params=PARAMS,
    examples=("xentcli loss labels.csv predictions.csv",),
    help="The loss.",
)
def loss(deed, label_offset, marker, **common):
    shown = screen(common)
    read_options(common), jobs(common)
    return sleep(marker, SLEEPS[deed]) if deed in SLEEPS else DEEDS[deed](shown)

group = LazyGroup("xentcli", lazy={"detect": ("xentcli.cli.nowhere:command", "Never loaded.")})
group.add_command(loss)
sys.exit(run(group, sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    path = tmp_path_factory.mktemp("program") / "xentcli.program.py"
    path.write_text(dedent(PROGRAM))
    return f"{sys.executable} {path}"


@pytest.fixture
def shell(program, tmp_path):
    """Runs a line of bash in which ``X`` is the program."""

    def run(line, **env):
        surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **env}
        text = f'set -o pipefail; X() {{ {program} "$@"; }}; {line}'
        return subprocess.run(
            ["bash", "-c", text],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=surroundings,
            timeout=30,
            check=False,
        )

    return run


STATUSES = {
    "an answer": ("X loss show -f value", 0, "1.5\n1.5\n", ""),
    "no": ("X loss no", 1, "", ""),
    "bad data": (
        "X loss data",
        1,
        "",
        "xentcli: error: l.csv:18: column 'label' (row 17): 10 is not a class [XE100]\nhint: try that\n",
    ),
    "no input": ("X loss input", 3, "", "xentcli: error: cannot be read [XE600]\nhint: look\n"),
    "out of memory": (
        "X loss memory",
        3,
        "",
        "xentcli: error: out of memory [XE600]\n"
        "hint: an input is too large for this machine; try --block-rows 1000\n",
    ),
    "a bug": (
        "X loss bug",
        5,
        "",
        "xentcli: error: internal error: ZeroDivisionError: line one\\nline two \\x1b[31m [XE900]\n"
        "hint: run again with --debug and report it\n",
    ),
    "notes": (
        "X loss warn",
        0,
        "",
        "xentcli: note: good to know [XE851]\ntry: xentcli loss 'a b.csv'\n"
        "xentcli: warning: odd [XE801]\nhint: look\n",
    ),
    "quiet": ("X loss warn -q", 0, "", ""),
    "quiet, but the meaning changes": (
        "X loss grave -q",
        0,
        "",
        "xentcli: warning: no number [XE801]\n",
    ),
}


@pytest.mark.parametrize(("line", "status", "stdout", "stderr"), STATUSES.values(), ids=STATUSES)
def test_a_result_has_its_status_and_its_lines(shell, line, status, stdout, stderr):
    done = shell(line)
    assert (done.returncode, done.stdout, done.stderr) == (status, stdout, stderr)


USAGE = {
    "an unknown option": (
        "X loss show --label-ofset 1",
        "no option is called --label-ofset",
        "did you mean '--label-offset'?",
    ),
    "the start of an option": (
        "X loss show --label 1",
        "no option is called --label",
        "did you mean '--label-offset'?",
    ),
    "an unheard-of option": ("X loss show --zzz", "no option is called --zzz", "see xentcli loss --help"),
    "an unknown option of the group": (
        "X --verson",
        "no option is called --verson",
        "did you mean '--version'?",
    ),
    "an unknown command": ("X los", "no command is called 'los'", "did you mean 'loss'?"),
    "no command at all": (
        "X xyz",
        "no command is called 'xyz'",
        "the commands are detect, loss; see xentcli --help",
    ),
    "an unknown format": (
        "X loss show -f jsn",
        "--format: jsn is not one of short, table, plain, value, json, ndjson, csv, tsv, md",
        "did you mean 'json'?",
    ),
    "no number": (
        "X loss show --label-offset é",
        "--label-offset: 'é' is not a valid integer",
        "see xentcli loss --help",
    ),
    "no jobs": ("X loss show -j 0", "--jobs: 0 is not a whole number from 1 to 1024", "for example --jobs 1"),
    "negative jobs": (
        "X loss show -j -1",
        "--jobs: -1 is not a whole number from 1 to 1024",
        "for example --jobs 1",
    ),
    "a million jobs": (
        "X loss show -j 1000000",
        "--jobs: 1000000 is not a whole number from 1 to 1024",
        "for example --jobs 1",
    ),
    "no rows": (
        "X loss show --block-rows 0",
        "--block-rows: 0 is not a whole number of at least 1",
        "for example --block-rows 1",
    ),
    "a long delimiter": (
        "X loss show --delimiter ab",
        "--delimiter: ab is not one character, or one of tab, comma, semicolon, space, pipe",
        "for example --delimiter tab",
    ),
    "a made-up encoding": (
        "X loss show --encoding utf-9",
        "--encoding: utf-9 is not a text encoding, such as utf-8, latin-1 or utf-16",
        "for example --encoding utf-8",
    ),
    "an encoding that is none": (
        "X loss show --encoding rot13",
        "--encoding: rot13 is not a text encoding, such as utf-8, latin-1 or utf-16",
        "for example --encoding utf-8",
    ),
    "one character for two things": (
        "X loss show --delimiter , --decimal ,",
        "--delimiter and --decimal are the same character",
        "for cells such as 0,5;0,5 use --delimiter ';' --decimal ,\ntry: xentcli loss show --decimal ,",
    ),
    "quiet and verbose": (
        "X loss show -q -v",
        "--quiet and --verbose contradict each other",
        "leave one of them out\ntry: xentcli loss show -q\ntry: xentcli loss show -v",
    ),
    "an unknown suffix": (
        "X loss show -o a.xyz",
        "--output: a.xyz has no suffix of a known format",
        "use --format, or one of the suffixes .txt, .json, .ndjson, .jsonl, .csv, .tsv, .md",
    ),
    "a missing argument": ("X loss", "DEED is missing", "see xentcli loss --help"),
    "one argument too many": ("X loss a b", "got unexpected extra argument (b)", "see xentcli loss --help"),
    "an option without its value": (
        "X loss show -o",
        "option '-o' requires an argument",
        "see xentcli loss --help",
    ),
    "escapes in a command": (
        "X $'\\e[31m'",
        "no command is called '\\x1b[31m'",
        "the commands are detect, loss; see xentcli --help",
    ),
}


@pytest.mark.parametrize(("line", "message", "hint"), USAGE.values(), ids=USAGE)
def test_a_wrong_command_line_gets_one_line_and_a_hint(shell, line, message, hint):
    done = shell(line)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"xentcli: error: {message} [XE500]\nhint: {hint}\n"


@pytest.mark.parametrize(
    "flags", ["-f json", "-fjson", "--format=json", "--format ndjson", "-qf json", "-f csv -f json"]
)
@pytest.mark.parametrize(("deed", "status"), [("data", 1), ("data --zzz", 2), ("input", 3), ("bug", 5)])
def test_errors_are_one_json_object_where_json_is_wanted(shell, flags, deed, status):
    done = shell(f"X loss {deed} {flags}")
    assert done.returncode == status
    error = json.loads(done.stderr)
    assert list(error) == [
        "code",
        "file",
        "line",
        "row",
        "column",
        "value",
        "message",
        "hint",
        "try",
        "tries",
    ]


def test_a_json_error_knows_the_place(shell):
    error = json.loads(shell("X loss data -f json").stderr)
    place = {"code": "XE100", "file": "l.csv", "line": 18, "row": 17, "column": "label", "value": None}
    assert error == {**place, "message": "10 is not a class", "hint": "try that", "try": None, "tries": []}


def test_no_command_shows_the_help_as_an_error(shell):
    done = shell("X")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: xentcli" in done.stderr


@pytest.mark.parametrize("line", ["X --debug loss bug", "X loss bug --debug", "X loss data --debug"])
def test_debug_shows_the_traceback(shell, line):
    done = shell(line)
    assert "Traceback (most recent call last)" in done.stderr
    assert "xentcli: error: " in done.stderr


@pytest.mark.parametrize("line", ["X loss bug", "X loss data", "X loss bug -- --debug"])
def test_without_debug_there_is_none(shell, line):
    assert "Traceback" not in shell(line).stderr


def test_the_end_of_a_file_is_not_ctrl_c(shell):
    done = shell("X loss eof")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        5,
        "xentcli: error: internal error: EOFError: cut [XE900]",
    )


def test_a_broken_pipe_elsewhere_is_an_error(shell):
    assert shell("X loss socket").returncode == 3


def test_a_missing_file_that_nobody_caught_is_no_bug(shell):
    done = shell("X loss missing")
    said = "xentcli: error: no/such/file: No such file or directory [XE600]\n"
    assert (done.returncode, done.stderr) == (3, said)


STREAMS = {
    "stdout closed": ("X loss show >&-", 4, "stdout is closed"),
    "stdout closed under help": ("X loss --help >&-", 4, "stdout is closed"),
    "stdout closed under version": ("X --version >&-", 4, "stdout is closed"),
    "stdout full": ("X loss show >/dev/full", 4, "stdout: No space left on device"),
    "stdout full in the middle": ("X loss many -f value >/dev/full", 4, "stdout: No space left on device"),
    "stdout full under help": ("X --help >/dev/full", 4, "stdout: No space left on device"),
    "stdout full after print": ("X loss print >/dev/full", 4, "stdout: No space left on device"),
    "stdout closed but not needed": ("X loss show -o a.json >&-", 0, ""),
    "stdout named but closed": (
        "X loss show -f csv -o /dev/stdout >&-",
        4,
        "/dev/stdout: Bad file descriptor",
    ),
    "stdout named but full": (
        "X loss show -f csv -o /dev/stdout >/dev/full",
        4,
        "/dev/stdout: No space left",
    ),
    "stderr closed": ("X loss data 2>&-", 1, ""),
    "stderr full": ("X loss data 2>/dev/full", 1, ""),
    "stderr full with notes": ("X loss warn 2>/dev/full", 0, ""),
    "stderr full with debug": ("X loss bug --debug 2>/dev/full", 5, ""),
    "everything closed": ("X loss show <&- >&- 2>&-", 4, ""),
    "everything full": ("X loss show >/dev/full 2>/dev/full", 4, ""),
    "nothing to read": ("X loss show <&-", 0, ""),
    "no file gets the number of a closed stream": ("X loss number <&- >&-", 0, "note: True [XE851]"),
    "a limit on the size of files": ("ulimit -f 1; X loss many -f value >a.txt", 4, "stdout: File too large"),
}


@pytest.mark.parametrize(("line", "status", "message"), STREAMS.values(), ids=STREAMS)
def test_streams_that_fail(shell, line, status, message):
    done = shell(line)
    assert done.returncode == status
    assert message in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("reader", ["head -1", "true", "head -c 70000"])
@pytest.mark.parametrize(
    "line", ["X loss many -f value", "X loss many -f csv -o /dev/stdout", "X loss many -f ndjson"]
)
def test_a_broken_pipe_is_silent(shell, line, reader):
    done = shell(f"{line} | {reader} >/dev/null")
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("line", ["X --help", "X loss --help", "X loss show", "X --version"])
def test_a_small_answer_into_a_broken_pipe(shell, line):
    done = shell(f"(sleep 0.1; {line}) | true")
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("form", ["table", "plain", "value", "json", "ndjson", "csv", "tsv", "md"])
def test_no_character_is_unwritable(shell, form):
    done = shell(f"X loss show -f {form}", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    if form == "json":
        assert json.loads(done.stdout)["name"] == "café"
    elif form not in {"value", "ndjson"}:
        assert r"caf\xe9" in done.stdout


def test_names_that_are_no_text_are_escaped(shell):
    done = shell("X loss show -f csv -o $'no/\\xff.csv'")
    assert done.returncode == 4
    assert "xff" in done.stderr or "udcff" in done.stderr


@pytest.fixture
def sleeper(program, tmp_path):
    """Starts the program in a sleep, and yields it with the file that tells how far it is."""
    started = []

    def start(deed="sleep", **options):
        marker = tmp_path / "marker"
        command = [*program.split(), "loss", deed, "--marker", str(marker)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )
        started.append(process)
        deadline = time.monotonic() + 10
        while not (marker.exists() and marker.read_text()) and time.monotonic() < deadline:
            time.sleep(0.01)
        return process, marker

    yield start
    for process in started:
        process.kill()
        process.communicate()


SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_cleans_up_and_then_kills(sleeper, number):
    process, marker = sleeper()
    process.send_signal(number)
    assert process.communicate(timeout=10) == ("", "")
    assert (process.returncode, marker.read_text()) == (-number, "cleaned")


@pytest.mark.parametrize(("name", "status"), [("INT", 130), ("TERM", 143), ("HUP", 129)])
def test_a_shell_sees_the_signal(shell, name, status):
    line = "set -m; X loss sleep --marker m & until [[ -s m ]]; do sleep 0.02; done"
    assert shell(f"{line}; kill -{name} -- -$!; wait $!").returncode == status


def test_an_ignored_signal_stays_ignored(sleeper):
    process, marker = sleeper(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    assert (process.poll(), marker.read_text()) == (None, "ready")


def test_two_signals_at_once_are_one(sleeper):
    process, marker = sleeper("tidy")
    process.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    process.send_signal(signal.SIGHUP)
    process.wait(timeout=10)
    assert (process.returncode, marker.read_text()) == (-signal.SIGTERM, "cleaned")


def test_a_signal_much_later_does_not_wait_for_the_cleaning(sleeper):
    process, marker = sleeper("hang")
    process.send_signal(signal.SIGTERM)
    time.sleep(1.1)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=10)
    assert (process.returncode, marker.read_text()) == (-signal.SIGINT, "cleaning")


def test_ctrl_c_while_modules_load_shows_no_traceback():
    code = """if True:
        import importlib.abc, os, signal, sys
        from xentcli.__main__ import main

        class Impatient(importlib.abc.MetaPathFinder):
            def find_spec(self, name, path, target=None):
                if name == "xentcli.cli":
                    os.kill(os.getpid(), signal.SIGINT)

        sys.meta_path.insert(0, Impatient())
        main()
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def on_terminal(command, columns=80, **env):
    """What a command writes to a terminal of this width."""
    parent, child = pty.openpty()
    surroundings = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "COLUMNS": str(columns),
        "TERM": "xterm",
        **env,
    }
    process = subprocess.Popen(command, stdout=child, stderr=subprocess.STDOUT, env=surroundings)
    os.close(child)
    text = b""
    while select.select([parent], [], [], 10)[0]:
        try:
            text += os.read(parent, 65536)
        except OSError:
            break
    os.close(parent)
    process.wait(timeout=10)
    return text.decode().replace("\r\n", "\n")


COLORS = {
    "a terminal": ("", {}, True),
    "NO_COLOR": ("", {"NO_COLOR": "1"}, False),
    "an empty NO_COLOR": ("", {"NO_COLOR": ""}, True),
    "both": ("", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    "the option before NO_COLOR": ("--color always", {"NO_COLOR": "1"}, True),
    "never": ("--color never", {"FORCE_COLOR": "1"}, False),
    "a dumb terminal": ("", {"TERM": "dumb"}, False),
}


@pytest.mark.parametrize(("options", "env", "colored"), COLORS.values(), ids=COLORS)
def test_colors_on_a_terminal(program, options, env, colored):
    text = on_terminal([*program.split(), "loss", "show", *options.split()], **env)
    assert "╭" in text
    assert ("\x1b[" in text) is colored


@pytest.mark.parametrize(
    ("options", "env", "colored"),
    [("", {}, False), ("", {"FORCE_COLOR": "1"}, True), ("--color always", {}, True)],
    ids=["a pipe", "FORCE_COLOR", "always"],
)
def test_colors_off_a_terminal(shell, options, env, colored):
    assert ("\x1b[" in shell(f"X loss show -f table {options}", **env).stdout) is colored


def test_help_opens_with_examples_and_fits_80_columns(shell):
    text = shell("X loss --help").stdout
    assert text.startswith(
        "Examples:\n  xentcli loss labels.csv predictions.csv\n\nUsage: xentcli loss [OPTIONS] DEED\n"
    )
    assert max(map(len, text.splitlines())) <= 80
