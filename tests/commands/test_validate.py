"""`xentcli validate` on labels: every problem with its place, code and fix; what is odd is a warning."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest
from running import SAMPLES, inside, on_terminal, shell, xentcli

from xentcli.cli.main import main
from xentcli.commands.validate.run import Validation, judge
from xentcli.core.types import Kind
from xentcli.inputs.dataset import Dataset
from xentcli.inputs.roles.select import select_labels
from xentcli.io.arrays import npy
from xentcli.io.source.open import open_source
from xentcli.io.table import ReadOptions
from xentcli.io.text.delimited import Delimited
from xentcli.settings.settings import Settings

FIELDS = ["level", "code", "file", "line", "row", "column", "value", "message", "hint"]


def judged(folder, content, *options):
    """The verdict on labels of this text, or array."""
    return verdict(written(folder, "labels", content), *options)


def written(folder, name, content):
    path = folder / f"{name}.{'csv' if isinstance(content, str) else 'npy'}"
    if isinstance(content, str):
        path.write_text(content)
    else:
        np.save(path, np.asarray(content))
    return path


def verdict(*arguments):
    done = inside("validate", *arguments, "-f", "json")
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["schema"] == "xentcli/validate/1"
    assert done.returncode == (0 if found["valid"] else 1)
    assert found["valid"] is not any(p["level"] == "error" for p in found["problems"])
    return found


def errors(found):
    """Each error's code and row, in the order in which they are told."""
    return [(p["code"], p["row"]) for p in found["problems"] if p["level"] == "error"]


def warned(found):
    return [p["code"] for p in found["problems"] if p["level"] == "warning"]


HOT = "0,1,0\n1,0,0\n0,0,1\n"
VALID = {
    "ids": ("label\n0\n2\n1\n", "--expect sparse"),
    "ids with a number of classes": ("label\n0\n2\n1\n", "--num-classes 3"),
    "ids from one": ("label\n1\n3\n2\n", "--num-classes 3 --label-offset -1"),
    "ids from one, of any number": ("label\n1\n3\n2\n", "--expect sparse --label-offset -1"),
    "ids of 0 and 1 as sparse": ("label\n0\n1\n1\n", "--expect sparse"),
    "ids of 0 and 1 as binary": ("label\n0\n1\n1\n", "--expect binary"),
    "True and False as binary": ("label\nTrue\nFalse\n", "--expect binary"),
    "True and False as sparse": ("label\nTrue\nFalse\n", "--expect sparse"),
    "two names as binary": ("label\ncat\ndog\n", "--expect binary"),
    "two other ids as binary": ("label\n1\n2\n", "--expect binary --classes 1,2"),
    "names": ("label\ncat\ndog\ncow\n", "--expect sparse"),
    "names that are listed": ("label\ncat\ndog\ncow\n", "--classes cat,dog,cow"),
    "names with NA among them": ("label\nNA\nnone\n-\ncat\n", "--expect sparse"),
    "an ignore mark": ("label\n0\n-100\n1\n", "--num-classes 2 --ignore-index -100"),
    "an ignore mark where nothing else is told": ("label\n0\n-1\n1\n", "--ignore-index -1"),
    "one-hot": (HOT, "--expect one-hot"),
    "one-hot as multi-label": (HOT, "--expect multi-label"),
    "one-hot as soft": (HOT, "--expect soft"),
    "one-hot of the width told": (HOT, "--expect one-hot --num-classes 3"),
    "multi-label": ("1,1\n0,0\n1,0\n", "--expect multi-label"),
    "soft": ("0.5,0.5\n0.25,0.75\n", "--expect soft"),
    "soft, rounded": ("0.33,0.33,0.33\n0.17,0.67,0.17\n", "--expect soft"),
    "soft in one column": ("p\n0.5\n0.25\n", "--expect soft"),
    "rows counted": ("label\n0\n1\n", "--rows 2"),
    "ids at many positions": ([[[0, 2], [1, 0]]], "--expect sparse"),
    "binary at many positions": ([[[0, 1], [1, 0]]], "--expect binary"),
    "one-hot at many positions": ([[[0, 1], [1, 0], [1, 0]]], "--expect one-hot"),
    "one-hot on the axis told": ([[[0, 1], [1, 0]]], "--expect one-hot --class-axis -1"),
    "float32 one-hot": (np.eye(3, dtype=np.float32), "--expect one-hot"),
    "truth values one-hot": (np.eye(3, dtype=bool), "--expect one-hot"),
    "big-endian ids": (np.array([0, 1, 2], ">i2"), "--expect sparse"),
}


@pytest.mark.parametrize(("content", "options"), VALID.values(), ids=VALID)
def test_these_labels_are_valid(tmp_path, content, options):
    found = judged(tmp_path, content, *options.split())
    assert (found["valid"], found["errors"], found["problems"]) == (True, 0, [])
    if "--expect" in options:
        assert f"--expect {found['kind']}" in options


INVALID = {
    # one column of ids
    "a fraction": ("label\n0\n2.5\n1\n", "--expect sparse", [("XE104", 2)]),
    "a fraction among few": ("label\n0\n2\n2.5\n", "", [("XE104", 3)]),
    "a negative id": ("label\n0\n-1\n1\n", "", [("XE113", 2)]),
    "a negative id of known classes": ("label\n0\n-1\n1\n", "--num-classes 2", [("XE112", 2)]),
    "negative once shifted": ("label\n1\n0\n2\n", "--expect sparse --label-offset -1", [("XE113", 2)]),
    "out of range": ("label\n0\n3\n1\n7\n", "--num-classes 3", [("XE112", 2), ("XE112", 4)]),
    "out of range once shifted": ("label\n0\n3\n", "--num-classes 3 --label-offset -1", [("XE112", 1)]),
    "not listed": ("label\ncat\ndgo\n", "--classes cat,dog", [("XE112", 2)]),
    "an id that is not listed": ("label\n7\n8\n", "--classes 7,9", [("XE112", 2)]),
    "missing": ("label\n0\nnan\n1\n", "", [("XE015", 2)]),
    "an empty cell": ("label,x\n0,1\n,1\n", "--labels-column label", [("XE015", 2)]),
    "infinite": ("label\n0\ninf\n", "--expect sparse", [("XE102", 2)]),
    "too large": ("label\n0\n9007199254740993\n", "", [("XE025", 2)]),
    "too large, from an array": ([0.0, 1e300], "--expect sparse", [("XE025", 2)]),
    "a name among numbers": ("label\n0\n1\ncat\n", "", [("XE103", 3)]),
    "a fraction and a name": ("label\n0\n1\n2.5\ncat\n", "--expect sparse", [("XE104", 3), ("XE103", 4)]),
    "a stranger and a name": ("label\n0\n1\n9\ncat\n", "--num-classes 3", [("XE112", 3), ("XE103", 4)]),
    "a number among names": ("label\ncat\ndog\n7\n", "", [("XE103", 3)]),
    "True among numbers": ("label\n0\n1\nTrue\n", "", [("XE027", 3)]),
    "Arabic digits": ("label\n0\n\u0661\n", "", [("XE023", 2)]),
    "hexadecimal": ("label\n0\n0x1\n", "", [("XE021", 2)]),
    "all ignored": ("label\n-1\n-1\n", "--ignore-index -1", [("XE111", None)]),
    # binary
    "a third class": ("label\n0\n1\n2\n", "--expect binary", [("XE114", 3)]),
    "minus one": ("label\n-1\n1\n", "--expect binary", [("XE114", 1)]),
    "a third name": ("label\ncat\ndog\ncow\n", "--expect binary", [("XE114", None)]),
    "a third name, two listed": (
        "label\ncat\ndog\ncow\n",
        "--expect binary --classes cat,dog",
        [("XE112", 3)],
    ),
    "a fraction in binary": ("label\n0\n0.5\n", "--expect binary", [("XE114", 2)]),
    # vectors
    "no one": ("0,1\n0,0\n1,0\n", "--expect one-hot", [("XE121", 2)]),
    "two ones": ("0,1\n1,1\n1,0\n", "--expect one-hot", [("XE121", 2)]),
    "a mask": ("0,1\n0,255\n1,0\n", "--expect one-hot", [("XE105", 2)]),
    "a negative bit": ("0,1\n0,-1\n1,1\n", "--expect multi-label", [("XE105", 2)]),
    "a missing bit": ("a,b\n0,nan\n1,1\n", "--expect multi-label", [("XE015", 1)]),
    "a bad sum": ("0.5,0.5\n0.5,0.3\n", "--expect soft", [("XE106", 2)]),
    "a bad sum of bits": (np.array([[0, 1], [1, 1]], np.uint8), "--expect soft", [("XE106", 2)]),
    "a negative share": ("0.5,0.5\n1.1,-0.1\n", "--expect soft", [("XE124", 2), ("XE124", 2)]),
    "a share over one": ("p\n0.5\n1.5\n", "--expect soft", [("XE124", 2)]),
    "shares that sum to less": ("0.5,0.3\n0.5,0.5\n", "", [("XE106", 1)]),
    "two ones at a position": ([[[0, 1], [1, 1]]], "--expect one-hot", [("XE121", 1)]),
    "a fraction at a position": ([[[0, 1], [1.5, 1]]], "--expect sparse", [("XE104", 1)]),
    # shapes and numbers
    "vectors as sparse": (HOT, "--expect sparse", [("XE107", None)]),
    "ids as one-hot": ("label\n0\n1\n", "--expect one-hot", [("XE107", None)]),
    "another width": (HOT, "--expect one-hot --num-classes 4", [("XE116", None)]),
    "more names than classes": ("label\ncat\ndog\ncow\n", "--num-classes 2", [("XE116", None)]),
    "another number of rows": ("label\n0\n1\n", "--rows 3", [("XE308", None)]),
    "no rows": ("label\n", "", [("XE013", None)]),
    "no rows in an array": (np.zeros((0,)), "", [("XE013", None)]),
    # rows that are none
    "a short row": ("label,x\n0,1\n1\n", "--labels-column label", [("XE003", 2)]),
    "a blank line": ("label\n0\n\n1\n", "", [("XE004", 2)]),
    "a header twice": ("label\n0\nlabel\n1\n", "", [("XE011", 2)]),
    "a column twice": ("label,label\n0,1\n", "", [("XE012", None)]),
}


@pytest.mark.parametrize(("content", "options", "wanted"), INVALID.values(), ids=INVALID)
def test_these_labels_are_invalid_there(tmp_path, content, options, wanted):
    found = judged(tmp_path, content, *options.split())
    assert errors(found) == wanted
    assert found["errors"] == sum(kind["count"] for kind in found["summary"]) == len(wanted)
    for problem in found["problems"]:
        assert list(problem) == FIELDS
        assert problem["hint"], problem


WARNED = {
    "a class never occurs": ("label\n0\n1\n", "--num-classes 3", ["XE801"], "1 of 3 classes never occurs: 2"),
    "a name too few": (
        "label\nfox\ncat\ndog\n",
        "--num-classes 4",
        ["XE801"],
        "only 3 of 4 classes occur: cat, dog, fox",
    ),
    "a column of zeros": ("a,b,c\n1,0,0\n0,1,0\n", "", ["XE801"], "never occurs: c"),
    "a listed name never occurs": ("label\ncat\ndog\n", "--classes cat,dog,cow", ["XE801"], ": cow"),
    "gaps": (
        "label\n0\n2\n7\n",
        "",
        ["XE802"],
        "largest id is 7, but 5 smaller ids never occur, the first is 1",
    ),
    "one class": ("label\n1\n1\n", "--expect binary", ["XE803"], "the same class: 1"),
    "one column of ones": ("0,1\n0,1\n", "--expect one-hot", ["XE801", "XE803"], ""),
    "case": ("label\ncat\nCat\ndog\n", "", ["XE804"], "'Cat' and 'cat'"),
    "a trailing blank": ("label\ncat\ncat \ndog\n", "", ["XE804"], "'cat' and 'cat '"),
    "two forms of an accent": ("label\ncaf\u00e9\ncafe\u0301\ndog\n", "", ["XE804"], ""),
    "an invisible character": ("label\ncat\ncat\u200b\ndog\n", "", ["XE804"], r"'cat' and 'cat\u200b'"),
    "columns that look the same": ("cat,Cat\n0,1\n1,0\n", "", ["XE804"], ""),
    "all different": ("label\n" + "".join(f"n{i}\n" for i in range(30)), "", ["XE805"], "all 30 labels"),
    "a constant column": ("1,0\n1,1\n", "--expect multi-label", ["XE806"], "in every row: column 0"),
    "too many classes": ("label\n" + "0\n1\n2\n" * 9, "--max-classes 2", ["XE807"], "more than 2 classes"),
    "floats": ("label\n0.0\n1.0\n2.0\n", "", ["XE808"], "written as 1.0"),
    "an exponent": ("label\n0\n1e0\n2\n", "", ["XE808"], ""),
    "a plus": ("label\n0\n+1\n2\n", "", ["XE808"], ""),
    "a formula": ("label\n=1+1\ncat\n", "", ["XE809"], "'=1+1' starts like a formula"),
    "a formula after a tab": ('label\n"\t=1+1"\ncat\n', "", ["XE809"], r"'\t=1+1' starts like a formula"),
    "a full-width formula": ("label\n＝1+1\ncat\n", "", ["XE809"], "'＝1+1' starts like a formula"),
}


@pytest.mark.parametrize(("content", "options", "codes", "said"), WARNED.values(), ids=WARNED)
def test_what_is_odd_is_a_warning_and_under_strict_an_error(tmp_path, content, options, codes, said):
    found = judged(tmp_path, content, *options.split())
    assert (found["valid"], found["warnings"], warned(found)) == (True, len(codes), codes)
    assert any(said in problem["message"] for problem in found["problems"])
    strict = judged(tmp_path, content, *options.split(), "--strict")
    assert [code for code, _ in errors(strict)] == codes
    assert (strict["valid"], strict["errors"], strict["warnings"]) == (False, len(codes), 0)


@pytest.mark.parametrize("content", [np.array([0.0, 2.0, 1.0]), "label\n0\n2\n1\n"], ids=["array", "text"])
def test_whole_numbers_are_no_reason_to_warn(tmp_path, content):
    assert judged(tmp_path, content)["warnings"] == 0


NAMES = "label\ncat\ndog\n"
APART = {
    "unlike columns": (NAMES, "wolf,fox\n0.9,0.1\n0.2,0.8\n", ""),
    "numbered columns": (NAMES, "p_0,p_1\n0.9,0.1\n0.2,0.8\n", ""),
    "more names than classes": (NAMES, "", "--num-classes 1"),
    "as many names as classes": (NAMES, "", "--num-classes 2"),
}


@pytest.mark.parametrize(("labels", "predictions", "options"), APART.values(), ids=APART)
def test_names_are_not_looked_for_among_ids_or_other_names(tmp_path, labels, predictions, options):
    others = [written(tmp_path, "predictions", predictions)] if predictions else []
    found = judged(tmp_path, labels, *others, *options.split())
    assert (warned(found), found["classes"]) == ([], 2)


COUNTED = {
    "text and fractions among ids": ("label\n0\nx\n3\n2.5\n", "--num-classes 3", 1),
    "no number of classes": ("label\n0\nx\n3\n2.5\n", "", 2),
    "a negative id": ("label\n0\n-7\n1\n", "", 2),
    "numbers among names": ("label\ncat\n0\ncat\ndog\n", "--num-classes 3", 2),
    "other names": ("label\ncat\ndgo\n", "--classes cat,dog", 1),
    "not binary": ("label\n0\n1\n2\n", "--expect binary", 2),
}


@pytest.mark.parametrize(("content", "options", "count"), COUNTED.values(), ids=COUNTED)
def test_only_valid_classes_are_counted(tmp_path, content, options, count):
    assert judged(tmp_path, content, *options.split())["classes"] == count


HINTS = {
    "from one": ("label\n1\n2\n3\n", "--num-classes 3", "from 1 to 3; try --label-offset -1"),
    "an ignore mark": ("label\n0\n-100\n1\n", "--num-classes 2", "--ignore-index -100"),
    "an ignore mark where nothing is told": ("label\n0\n-1\n1\n", "", "--ignore-index -1"),
    "padding": ("label\n0\n255\n1\n", "--num-classes 2", "--ignore-index 255"),
    "a slip": ("label\ncat\ndgo\n", "--classes cat,dog", "did you mean 'dog'?"),
}


@pytest.mark.parametrize(("content", "options", "hint"), HINTS.values(), ids=HINTS)
def test_the_hint_says_what_to_type(tmp_path, content, options, hint):
    assert hint in judged(tmp_path, content, *options.split())["problems"][0]["hint"]


# ------------------------------------------------------------------ all counted, the first shown


MANY = "label\n" + "".join(f"{i % 4}\n" if i % 3 else ("x1\n" if i % 2 else "\n") for i in range(3000))


def test_all_problems_are_counted_and_the_first_shown_in_the_order_of_rows(tmp_path):
    found = judged(tmp_path, "label\n" + "9\n0\n-7\n" * 50, "--num-classes", "4", "--max-errors", "3")
    assert errors(found) == [("XE112", 1), ("XE112", 3), ("XE112", 4)]
    assert (found["errors"], found["rows"], found["summary"][0]["count"]) == (100, 150, 100)


def test_kinds_of_problem_are_summed_up_the_most_frequent_first(tmp_path):
    found = judged(tmp_path, MANY)
    summary = {kind["code"]: kind["count"] for kind in found["summary"]}
    assert summary == {"XE004": 500, "XE103": 500}
    assert (found["errors"], len(found["problems"])) == (1000, 20)
    assert found["summary"][0]["example"].endswith("labels.csv:2: row 1: blank line: empty label")


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_the_verdict_is_the_same_in_any_blocks_and_threads(tmp_path, rows):
    path = written(tmp_path, "labels", MANY)
    whole = inside("validate", path, "-f", "json", "-j1").stdout
    assert inside("validate", path, "-f", "json", "-j3", "--block-rows", rows).stdout == whole


def test_the_cut_is_announced(tmp_path):
    path = written(tmp_path, "labels", MANY)
    shown = inside("validate", path, "--max-errors", "5").stdout
    assert shown.count(": XE") == 5
    assert shown.endswith("5 shown (500 XE004, 500 XE103 in all; --max-errors N shows more)\n")
    assert "Problems: the first 5 of 1,000" in inside("validate", path, "--max-errors", "5", "--full").stdout


# ------------------------------------------------------------------ broken structure


def test_what_was_found_before_a_quote_that_never_closes_is_told_too(tmp_path):
    found = judged(tmp_path, 'label\n0\n7\n1\n"cat\n0\n', "--num-classes", "2", "--rows", "9")
    assert errors(found) == [("XE112", 2), ("XE005", 4)]
    assert found["rows"] == 3


def test_rows_that_are_none_count_as_rows(tmp_path):
    found = judged(tmp_path, "label,x\n0,1\n1\n0,1,2\n1,1\n", "--labels-column", "label", "--rows", "4")
    assert (errors(found), found["rows"]) == ([("XE003", 2), ("XE001", 3)], 4)


# ------------------------------------------------------------------ the answer's form


def test_a_verdict_and_its_problems_go_to_stdout_and_warnings_to_stderr(tmp_path):
    path = written(tmp_path, "labels", "label\ncat\nCat\n7\n")
    done = inside("validate", path)
    assert done.stdout.splitlines() == [
        f"{path}:4: label: XE103 7 is a number in a column of class names",
        "hint for XE103: use only names or only numbers; for names that look like numbers, use --classes",
        "invalid: 1 problem in 3 rows of sparse labels, 1 warning",
    ]
    assert done.stderr.splitlines() == [
        f"xentcli: warning: {path}: names that look the same: 'Cat' and 'cat' [XE804]",
        "hint: give each class one spelling",
    ]


def test_csv_and_ndjson_carry_every_field(tmp_path):
    path = written(tmp_path, "labels", "label\ncat\nCat\n7\n")
    rows = list(csv.DictReader(inside("validate", path, "-f", "csv").stdout.splitlines()))
    lines = [json.loads(line) for line in inside("validate", path, "-f", "ndjson").stdout.splitlines()]
    assert [list(row) for row in (*rows, *lines)] == [FIELDS] * 4
    assert [(row["level"], row["code"], row["row"]) for row in rows] == [
        ("error", "XE103", "3"),
        ("warning", "XE804", ""),
    ]
    assert [line["row"] for line in lines] == [3, None]


def test_value_is_one_word(tmp_path):
    for content, word in (("label\n0\n1\n", "valid"), ("label\n0\ncat\n", "invalid"), ("label\n", "invalid")):
        done = inside("validate", written(tmp_path, "labels", content), "-f", "value")
        assert (done.stdout, done.stderr) == (word + "\n", "")


@pytest.mark.parametrize(
    "content", ["label\n0\n0\n", "label\n0\ncat\n", "label\n"], ids=["odd", "wrong", "no rows"]
)
def test_quiet_is_silent(tmp_path, content):
    done = inside("validate", written(tmp_path, "labels", content), "-q")
    assert (done.stdout, done.stderr) == ("", "")
    assert done.returncode == int(content != "label\n0\n0\n")


def test_quiet_still_writes_the_file_that_is_asked_for(tmp_path):
    path, out = written(tmp_path, "labels", "label\n0\ncat\n"), tmp_path / "verdict.json"
    done = inside("validate", path, "-q", "-o", out)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 1)
    assert json.loads(out.read_text())["valid"] is False


def test_an_unreadable_input_is_no_invalid_one(tmp_path):
    (tmp_path / "cut.npy").write_bytes(b"\x93NUMPY\x01\x00")
    for name in ("cut.npy", "missing.csv"):
        done = inside("validate", tmp_path / name)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith(f"xentcli: error: {tmp_path / name}")


def test_values_are_escaped_and_cut(tmp_path):
    done = inside("validate", written(tmp_path, "labels", "label\n0\n\x1b[31m" + "x" * 500 + "\n"))
    assert "\x1b" not in done.stdout
    assert r"\x1b[31mxxx" in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 300


@pytest.mark.parametrize("how", ["--full", "-f table"])
def test_all_tables_have_frames_that_fit(tmp_path, how):
    written(tmp_path, "labels", "label\n0\ncat\n")
    shown = on_terminal(f"xentcli validate labels.csv --color never {how} || true", cwd=tmp_path)
    assert "│ verdict" in shown
    assert max(map(len, shown.splitlines())) <= 80


SAMPLE_LABELS = [
    "digits_labels.csv --expect sparse --num-classes 10 --rows 1797",
    "digits_labels.npy --expect sparse",
    "digits_onehot.csv --expect one-hot",
    "digits_onehot.npy --expect one-hot --num-classes 10",
    "digits_soft.npy --expect soft",
    "breast_cancer_labels.csv --expect binary",
    "multilabel_labels.csv --expect multi-label",
    "iris_labels.csv --expect sparse",
    "tiny_soft.csv --expect soft",
]


def test_the_sample_labels_are_valid():
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda line: xentcli("validate", *line.split(), "--strict"), SAMPLE_LABELS):
            assert (done.returncode, done.stderr) == (0, ""), done.stdout


# ------------------------------------------------------------------ size


def test_one_bad_row_at_the_end_of_many_is_named(tmp_path):
    with (tmp_path / "labels.csv").open("w") as file:
        file.write("label\n" + "".join(f"{i % 1000}\n" for i in range(300_000)) + "2.5\n")
    found = verdict(tmp_path / "labels.csv", "--expect", "sparse", "--num-classes", "1000")
    assert errors(found) == [("XE104", 300_001)]
    assert (found["problems"][0]["line"], found["problems"][0]["value"]) == (300_002, "2.5")


def test_memory_does_not_grow_with_the_classes(tmp_path):
    ids = np.arange(3_000_000)
    np.save(tmp_path / "ids.npy", ids)
    found = verdict(tmp_path / "ids.npy", "--max-classes", "1000")
    assert warned(found) == ["XE807"]
    assert found["classes"] is None


def test_standard_input_is_judged_too():
    line = "cat digits_labels.csv | xentcli validate - --expect sparse --num-classes 10 -f value"
    assert shell(line, SAMPLES).stdout == "valid\n"


POOLS = [
    ["0", "1", "2", "7", "-1", "255"],
    ["0", "1", "0.5", "1.0", "1e0", "nan", "inf"],
    ["0", "1", "1_0", "0x1", "9007199254740993", "007"],
    ["cat", "Cat", "cat ", "=1+1", "NA"],
    ["True", "False"],
]


def cut(path, piece):
    return Delimited(open_source(str(path)), ReadOptions(), piece=piece)


@pytest.mark.parametrize("pool", POOLS, ids=",".join)
@pytest.mark.parametrize("kind", [None, *Kind])
def test_the_verdict_does_not_depend_on_where_text_is_cut(tmp_path, pool, kind):
    draw = Random(1)
    rows = [draw.choice(pool) + "," * (draw.random() < 0.02) for _ in range(300)]
    path = written(tmp_path, "labels", "label\n" + "\n".join(rows))
    for settings in (Settings(), Settings(num_classes=3, ignore_index=-1)):
        answers = [
            judge(Validation(Dataset(select_labels(table)), settings, kind, most=400)).to_dict()
            for table in (cut(path, piece) for piece in (64, 300, 1 << 21))
        ]
        assert answers[0] == answers[1] == answers[2]


def test_a_file_is_looked_at_once_more_after_its_last_row(tmp_path, monkeypatch):
    np.save(tmp_path / "y.npy", np.arange(4000) % 10)
    np.save(tmp_path / "p.npy", np.full((4000, 10), 0.1))
    events = []
    for name in ("_load", "verify"):
        real = getattr(npy.NpyTable, name)

        def noted(table, *more, real=real, name=name):
            found = real(table, *more)
            events.append((Path(table.name).name, name))
            return found

        monkeypatch.setattr(npy.NpyTable, name, noted)
    assert main(["validate", *map(str, (tmp_path / "y.npy", tmp_path / "p.npy")), "-q", "-j", "3"]) == 0
    for file in ("y.npy", "p.npy"):
        assert [name for which, name in events if which == file][-1] == "verify"
        assert (file, "_load") in events
