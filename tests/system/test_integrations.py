"""What others call: the pre-commit hook, the GitHub Action, the man pages and the pages of docs/commands."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from running import ENVIRONMENT, ROOT

from xentcli.cli.main import COMMANDS

GOOD, BAD = "label\n0\n1\n2\n", "label\n0\n1,5\n1\n"


def python(*arguments, cwd, **more):
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=cwd, env=ENVIRONMENT | more, text=True,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def files(tmp_path):
    (tmp_path / "good labels.csv").write_text(GOOD)
    (tmp_path / "bad_labels.csv").write_text(BAD)
    return tmp_path


def test_the_hook_says_nothing_of_good_files(files):
    done = python("-m", "xentcli.hook", "--expect", "sparse", "--", "good labels.csv", cwd=files)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert python("-m", "xentcli.hook", "--", cwd=files).returncode == 0


def test_the_hook_shows_what_is_wrong_and_where(files):
    done = python("-m", "xentcli.hook", "--", "good labels.csv", "bad_labels.csv", cwd=files)
    assert done.returncode == 1
    assert re.match(
        r"bad_labels\.csv:3: XE001 .*\nhint for XE001: .*\ninvalid: 1 problem in 3 rows.*\n$", done.stdout
    )
    assert (
        python("-m", "xentcli.hook", "--expect", "one-hot", "--", "good labels.csv", cwd=files).returncode
        == 1
    )
    assert python("-m", "xentcli.hook", "--", "bad_labels.csv", "gone.csv", cwd=files).returncode == 3


OPENS = """
import sys
names = []
sys.addaudithook(lambda event, args: names.append(str(args[0])) if event == "open" else None)
from xentcli.hook import judge_each
status = judge_each(sys.argv[1:])
print(status, sum(name.endswith("labels.csv") for name in names))
"""


@pytest.mark.parametrize(("name", "status"), [("good labels.csv", 0), ("bad_labels.csv", 1)])
def test_the_hook_opens_each_file_once(files, name, status):
    done = python("-c", OPENS, "--", name, cwd=files)
    assert done.stdout.splitlines()[-1] == f"{status} 1"


def test_the_hook_says_once_that_a_file_cannot_be_read(files):
    done = python("-m", "xentcli.hook", "--", "gone.csv", cwd=files)
    assert (done.returncode, done.stdout, done.stderr.count("no such file")) == (3, "", 1)


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("--expect", "sparse", "--help", "--", "gone.csv")])
def test_the_hook_has_a_help(files, words):
    done = python("-m", "xentcli.hook", *words, cwd=files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: python -m xentcli.hook [OPTIONS] -- FILE...\n")


def test_a_file_called_like_an_option_is_a_file(files):
    (files / "--help").write_text(BAD)
    done = python("-m", "xentcli.hook", "--", "--help", cwd=files)
    assert (done.returncode, "XE001" in done.stdout) == (1, True)


def test_the_hook_is_declared_as_it_is_called():
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "entry: python -m xentcli.hook" in text
    pattern = re.compile(re.search(r"^  files: (.*)$", text, re.MULTILINE)[1])
    names = ("labels.csv", "data/train_labels.npy", "label.tsv", "labels.parquet", "labels.jsonl.gz")
    assert all(map(pattern.search, names))
    assert not any(map(pattern.search, ("y.csv", "labels.txt", "labels.csv.bak")))


def action(files, **inputs):
    summary = files / "summary.md"
    summary.write_text("")
    done = python(ROOT / "action" / "validate.py", cwd=files, GITHUB_STEP_SUMMARY=str(summary), **inputs)
    return done.returncode, done.stdout, summary.read_text()


def test_the_action_sums_up_a_good_file(files):
    status, said, summary = action(files, LABELS="good labels.csv", OPTIONS="--expect sparse --num-classes 3")
    assert (status, said) == (0, "valid: 3 rows of sparse labels, 3 classes\n")
    assert summary.startswith("### xentcli validate `good labels.csv`\n")
    assert re.search(r"^\| verdict +\| valid +\|$", summary, re.MULTILINE)


def test_the_action_annotates_what_is_wrong(files):
    status, said, summary = action(files, LABELS="*.csv\n")
    assert status == 1
    lines = said.splitlines()
    assert lines[0].startswith("::error file=bad_labels.csv,line=3,title=XE001::")
    assert [line.partition(":")[0] for line in lines[1:]] == ["invalid", "valid"]
    assert summary.count("### ") == 2
    status, said, summary = action(files, LABELS="gone.csv")
    assert said.startswith("::error file=gone.csv,title=XE601::no such file%0Ahint: ")
    assert (status, "no such file" in summary) == (3, True)


def test_the_action_shows_warnings_and_takes_a_format(files):
    status, said, _ = action(files, LABELS="good labels.csv", OPTIONS="--num-classes 4 -f plain")
    assert status == 0
    assert said.startswith(
        "::warning file=good labels.csv,title=XE801::1 of 4 classes never occurs: 3%0Ahint: "
    )


@pytest.mark.parametrize("options", ["-q", "-o verdict.json", "-h"])
def test_the_action_says_which_options_it_cannot_take(files, options):
    status, said, _ = action(files, LABELS="bad_labels.csv", OPTIONS=options)
    assert said.startswith("::error::xentcli validate gave no verdict: leave ")
    assert status == 2


def test_the_action_escapes_its_own_marks(files):
    name = "a%,b:\nlabels.csv"
    (files / name).write_text(BAD)
    said = action(files, LABELS="a%*")[1]
    assert "file=a%25%2Cb%3A%0Alabels.csv,line=3,title=XE001::" in said
    assert said.count("\n") == 2


def test_the_action_takes_one_pair(files):
    (files / "p.csv").write_text("p\n0.5\n0.5\n0.5\n")
    assert action(files, LABELS="*.csv", PREDICTIONS="p.csv")[0] == 2
    assert action(files, LABELS="good labels.csv", PREDICTIONS="p.csv")[0] == 1


def test_what_is_made_of_the_commands_is_as_they_are():
    done = python("docs/make.py", "--check", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, ""), f"python docs/make.py writes anew: {done.stdout}"


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff")
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_a_man_page_renders_without_a_warning(name):
    page = ROOT / "docs" / "man" / f"{'-'.join(filter(None, ['xentcli', name]))}.1"
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", page], text=True, capture_output=True, timeout=60, check=False,
        env=os.environ | {"GROFF_NO_SGR": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "EXIT STATUS" in re.sub(".\b", "", done.stdout)
