"""What `xentcli validate` prints for people, for pull requests and for code scanning."""

import json
import re

import numpy as np
import pytest
from running import SAMPLES, inside, on_terminal

from xentcli.cli.main import COMMANDS

BAD = "label,x\n0,1\nx,1\n3,1\n2.5,1\n1\n"
SPARSE = ("--expect", "sparse", "--num-classes", "3", "--labels-column", "label")


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text(BAD)
    (tmp_path / "hot.csv").write_text("a,b\n0,1\n1,1\n")
    (tmp_path / "soft.csv").write_text("a,b\n0.5,0.5\n0.5,0.3\n1.5,-0.5\n")
    (tmp_path / "mixed.csv").write_text("label\ncat\ndog\n7\n")
    (tmp_path / "two.csv").write_text("label\n0\n1\n")
    np.save("y.npy", [0, 2, 1, 7, 0])
    np.save("bits.npy", np.array([[0.0, 1], [np.nan, 1]]))
    np.save("z.npy", [[0.0, 1], [np.nan, 2], [-np.inf, -np.inf]])


LINES = {
    "bad.csv " + " ".join(SPARSE): (
        "bad.csv:3: label: XE103 'x' is text in a column of class ids",
        "bad.csv:4: label: XE112 3 is not a class of 0..2",
        "bad.csv:5: label: XE104 2.5 is not a whole number",
        "bad.csv:6: XE003 missing cell: 1 cell, but the header has 2",
    ),
    "y.npy --num-classes 3": ("y.npy: row 4: XE112 7 is not a class of 0..2",),
    "y.npy --expect one-hot": ("y.npy: XE107 one column, but one-hot labels have one per class",),
    "y.npy --rows 6": ("y.npy: XE308 5 rows instead of 6",),
    "bits.npy --expect multi-label": ("bits.npy: row 2: column 0: XE015 missing label: nan",),
    "hot.csv --expect one-hot": ("hot.csv:3: XE121 [1, 1] does not have exactly one 1",),
    "hot.csv --expect sparse": ("hot.csv: XE107 2 columns, but sparse labels have one",),
    "soft.csv --expect soft": (
        "soft.csv:3: XE106 [0.5, 0.3] does not sum to 1",
        "soft.csv:4: a: XE124 1.5 is not between 0 and 1",
        "soft.csv:4: b: XE124 -0.5 is not between 0 and 1",
    ),
    "mixed.csv": ("mixed.csv:4: label: XE103 7 is a number in a column of class names",),
    "two.csv z.npy": (
        "two.csv: XE301 2 rows of labels, but 3 of predictions",
        "z.npy: row 2: column 0: XE201 nan is not a score",
        "z.npy: row 3: XE205 [-inf, -inf] is not a distribution: it leaves [0, 1] or does not sum to 1",
    ),
}


@pytest.mark.parametrize(("line", "wanted"), LINES.items(), ids=LINES)
def test_each_problem_is_one_line_and_each_hint_comes_once(line, wanted):
    done = inside("validate", *line.split())
    assert done.returncode == 1
    problems, hints, last = sorted_out(done.stdout)
    assert problems == list(wanted)
    codes = [re.search(r"XE\d{3}", problem)[0] for problem in problems]
    assert [hint[: len("hint for XE103:")] for hint in hints] == [
        f"hint for {c}:" for c in dict.fromkeys(codes)
    ]
    assert last.startswith(f"invalid: {len(wanted)} problem{'s' * (len(wanted) > 1)} in ")


def sorted_out(text):
    """The lines of the problems, those of the hints, and the summary."""
    *lines, last = text.splitlines()
    hints = [line for line in lines if line.startswith("hint for ")]
    assert lines[len(lines) - len(hints) :] == hints
    return lines[: len(lines) - len(hints)], hints, last


VALID = {
    "iris_labels.csv": "valid: 150 rows of sparse labels, 3 classes",
    "iris_labels.csv iris_probs.csv": "valid: 150 rows of sparse labels, 3 classes; probabilities",
    "digits_labels.npy digits_logits.npy": "valid: 1,797 rows of sparse labels, 10 classes; logits",
    "digits_onehot.npy": "valid: 1,797 rows of one-hot labels, 10 classes",
    "iris_labels.csv --num-classes 4": "valid: 150 rows of sparse labels, 3 classes; 1 warning",
}


@pytest.mark.parametrize(("line", "wanted"), VALID.items(), ids=VALID)
def test_what_is_valid_is_one_line(line, wanted, monkeypatch):
    monkeypatch.chdir(SAMPLES)
    assert inside("validate", *line.split()).stdout == f"{wanted}\n"


@pytest.mark.parametrize("form", ["short", "plain"])
def test_color_adds_nothing_but_color(form):
    plain = inside("validate", "bad.csv", "-f", form, "--color", "never").stdout
    colored = inside("validate", "bad.csv", "-f", form, "--color", "always").stdout
    assert "\x1b[36mXE103\x1b[0m" in colored
    assert "\x1b[1;31minvalid\x1b[0m: 3 problems" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain == inside("validate", "bad.csv").stdout


def test_a_terminal_shows_the_summary_last():
    shown = on_terminal(f"xentcli validate bad.csv {' '.join(SPARSE)} --color never || true", cwd=".")
    assert shown.splitlines()[-1] == "invalid: 4 problems in 5 rows of sparse labels, 1 warning"
    assert shown.index("[XE801]") < shown.index("bad.csv:3: label: XE103")
    assert len(shown.splitlines()) < 24


def test_github_gets_a_command_for_each_problem_and_warning():
    done = inside("validate", "bad.csv", *SPARSE, "-f", "github")
    lines = done.stdout.splitlines()
    assert done.stderr == ""
    assert lines[0] == (
        "::error file=bad.csv,line=3,title=XE103::label: 'x' is text in a column of class ids"
        "%0Ahint: use only names or only numbers; for names that look like numbers, use --classes"
    )
    assert lines[4].startswith(
        "::warning file=bad.csv,title=XE801::2 of 3 classes never occur: 1, 2%0Ahint: "
    )
    assert lines[5:] == ["invalid: 4 problems in 5 rows of sparse labels, 1 warning"]


def test_github_gets_its_own_marks_escaped(tmp_path):
    name = "50%,a:b\n.csv"
    (tmp_path / name).write_text("label\n0\n1\n::warning::%0A\n")
    lines = inside("validate", name, "-f", "github").stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(
        "::error file=50%25%2Ca%3Ab%0A.csv,line=4,title=XE103::label: '::warning::%250A' is"
    )


def test_github_gets_errors_as_commands_too():
    done = inside("validate", "gone.csv", "-f", "github")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("::error file=gone.csv,title=XE601::no such file%0Ahint: ")


def run_of(*words, **more):
    """The only run of a SARIF log, after a check of what the schema requires of every log."""
    done = inside("validate", *words, "-f", "sarif", **more)
    log = json.loads(done.stdout)
    assert (log["$schema"], log["version"]) == ("https://json.schemastore.org/sarif-2.1.0.json", "2.1.0")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("xentcli", "0.1.0")
    assert driver["informationUri"].startswith("https://")
    for rule in driver["rules"]:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
    return run


def place(result):
    where = result["locations"][0]["physicalLocation"]
    return where["artifactLocation"]["uri"], where.get("region")


def test_sarif_has_a_rule_for_each_code_and_a_result_for_each_problem():
    run = run_of("bad.csv", *SPARSE)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "XE003",
        "XE103",
        "XE104",
        "XE112",
        "XE801",
    ]
    assert [(result["ruleId"], *place(result)) for result in run["results"]] == [
        ("XE103", "bad.csv", {"startLine": 3}),
        ("XE112", "bad.csv", {"startLine": 4}),
        ("XE104", "bad.csv", {"startLine": 5}),
        ("XE003", "bad.csv", {"startLine": 6}),
        ("XE801", "bad.csv", None),
    ]
    assert run["properties"] == {"summary": "invalid: 4 problems in 5 rows of sparse labels, 1 warning"}


def test_sarif_of_valid_labels_has_no_result():
    assert run_of(SAMPLES / "iris_labels.csv")["results"] == []


FILES = {
    "a folder/ü%.csv": "a%20folder/%C3%BC%25.csv",
    "./bad.csv": "bad.csv",
    "{here}/bad.csv": "bad.csv",
    "a:b.csv": "a%3Ab.csv",
}


@pytest.mark.parametrize(("name", "uri"), FILES.items())
def test_sarif_names_files_from_the_current_folder(tmp_path, name, uri):
    path = tmp_path / name.format(here=tmp_path)
    path.parent.mkdir(exist_ok=True)
    path.write_text(BAD)
    assert place(run_of(name.format(here=tmp_path), *SPARSE)["results"][0]) == (uri, {"startLine": 3})


def test_sarif_of_an_array_has_no_line():
    result = run_of("y.npy", "--num-classes", "3")["results"][0]
    assert place(result) == ("y.npy", None)
    assert result["message"]["text"].startswith("row 4: 7 is not a class of 0..2\nhint: ")


def test_a_suffix_selects_sarif(tmp_path):
    inside("validate", "bad.csv", "-o", "out.sarif")
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"


OTHERS = sorted({"loss", "detect", "advise", "explain"} & COMMANDS.keys())


@pytest.mark.parametrize("form", ["github", "sarif"])
@pytest.mark.parametrize("command", OTHERS)
def test_other_commands_name_the_formats_they_have(command, form):
    done = inside(command, "two.csv", "-f", form)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not one of short, table, plain, value, json, ndjson, csv, tsv, md" in done.stderr
    assert inside("loss", "two.csv", "two.csv", "-o", f"out.{form}").returncode == 2
