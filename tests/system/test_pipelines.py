"""Pipelines of a shell, under `bash -o pipefail`: the exit status is the verdict, and stdout the answer."""

import subprocess
import sys

import pytest
from running import ENVIRONMENT


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with labels that are valid, invalid and unreadable, predictions, and a script to start."""
    path = tmp_path_factory.mktemp("pipelines")
    files = {
        "y.csv": "label\n0\n2\n1\n" + "2\n" * 500,
        "wrong.csv": "label\n0\n7\n1\n2\n" + "9\n" * 5000,
        "cut.npy": "\x93NUMPY",
        "p.csv": "0.1,0.2,0.7\n" * 503,
        "train.py": "print('trained')\n",
    }
    for name, text in files.items():
        (path / name).write_text(text, encoding="latin-1")
    subprocess.run(["gzip", "-k", "y.csv", "wrong.csv"], cwd=path, check=True)
    return path


def ran(line, folder):
    """The exit status of a line of bash, and both streams."""
    command = ["bash", "-o", "pipefail", "-c", line]
    done = subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


EXPECT = "--expect sparse --num-classes 3"
LINES = {
    # each: the line, its exit status, stdout, and what stderr starts with
    "valid, then train": (f"xentcli validate y.csv {EXPECT} -q && python train.py", 0, "trained\n", ""),
    "invalid, no training": (f"xentcli validate wrong.csv {EXPECT} -q && python train.py", 1, "", ""),
    "unreadable, no training": (
        "xentcli validate cut.npy -q && python train.py", 3, "", "xentcli: error: cut.npy"),
    "invalid, or else": (f"xentcli validate wrong.csv {EXPECT} -q || echo broken", 0, "broken\n", ""),
    "missing, or else": (
        "xentcli validate no.csv -q || echo broken",
        0, "broken\n", "xentcli: error: no.csv: no such file [XE601]"),
    "a typing error is neither": (
        "xentcli validate y.csv --expct sparse; echo $?", 0, "2\n", "xentcli: error: no option"),
    "valid out of gzip": (
        f"zcat y.csv.gz | xentcli validate - {EXPECT} -q && python train.py", 0, "trained\n", ""),
    "invalid out of gzip": (
        f"zcat wrong.csv.gz | xentcli validate - {EXPECT} -q && python train.py", 1, "", ""),
    "the source fails": (
        "cat no.csv 2>/dev/null | xentcli validate - -q && python train.py",
        3, "", "xentcli: error: stdin: empty input [XE605]"),
    "the source fails late": (
        f"(cat y.csv; exit 9) | xentcli validate - {EXPECT} -q && python train.py", 9, "", ""),
    "one word": (f'echo "y is $(xentcli validate y.csv {EXPECT} -f value)"', 0, "y is valid\n", ""),
    "one word of wrong ones": (
        f'echo "y is $(xentcli validate wrong.csv {EXPECT} -f value)"', 0, "y is invalid\n", ""),
    "a test of the word": (
        f'[ "$(xentcli validate wrong.csv {EXPECT} -f value)" = valid ] || echo stop', 0, "stop\n", ""),
    "if and else": (
        "if xentcli validate y.csv p.csv -q; then echo both; else echo none; fi", 0, "both\n", ""),
    "negated": (f"! xentcli validate wrong.csv {EXPECT} -q && echo rejected", 0, "rejected\n", ""),
    "the first problem": (
        f"xentcli validate wrong.csv {EXPECT} --max-errors 1 -f csv | tail -n +2 | cut -d, -f 2-5",
        1, "XE112,wrong.csv,3,2\n", ""),
    "problems counted": (
        f"""xentcli validate wrong.csv {EXPECT} -f json | grep -o '"errors": [0-9]*' || true""",
        0, '"errors": 5001\n', ""),
    "explained": (
        f"code=$(xentcli validate wrong.csv {EXPECT} -f ndjson | grep -om1 XE...);"
        "xentcli explain $code -f value", 0, "XE112 label is not a known class\n", ""),
    "files in a loop": (
        f"for f in y.csv wrong.csv; do xentcli validate $f {EXPECT} -q && echo $f; done; true",
        0, "y.csv\n", ""),
    "files by xargs": (
        f"printf '%s\\n' y.csv wrong.csv | xargs -I FILE xentcli validate FILE {EXPECT} -f value",
        123, "valid\ninvalid\n", ""),
    "the answer in a file": (
        f"xentcli validate wrong.csv {EXPECT} -o verdict.json || grep -c '\"valid\": false' verdict.json",
        0, "1\n", ""),
}  # fmt: skip


@pytest.mark.parametrize(("line", "status", "out", "err"), LINES.values(), ids=LINES)
def test_a_line_of_shell_does_what_it_says(folder, line, status, out, err):
    done = ran(line, folder)
    assert done[:2] == (status, out), done
    assert done[2].startswith(err) if err else not done[2]


@pytest.mark.parametrize("form", ["plain", "table", "csv", "ndjson", "md"])
def test_a_reader_that_leaves_early_ends_it_with_141_and_silence(folder, form):
    line = f"xentcli validate wrong.csv {EXPECT} --max-errors 5001 -f {form} | head -1"
    status, out, err = ran(line, folder)
    assert (status, out.count("\n"), err) == (141, 1, "")


@pytest.mark.parametrize("form", ["plain", "table"])
def test_without_a_buffer_a_reader_that_leaves_early_ends_it_too(folder, form):
    command = f"PYTHONUNBUFFERED=1 xentcli validate wrong.csv {EXPECT} --max-errors 5001 -f {form}"
    status, out, err = ran(f"{command} | head -1", folder)
    assert (status, out.count("\n"), err) == (141, 1, "")


def test_without_a_buffer_an_archive_in_a_pipe_is_whole(folder):
    convert = "PYTHONUNBUFFERED=1 xentcli convert y.csv --to one-hot -f npz -q"
    line = f"{convert} | xentcli validate - --expect one-hot -f value"
    assert ran(line, folder) == (0, "valid\n", "")


def test_a_reader_that_never_reads_ends_it_with_141_and_silence(folder):
    line = f"xentcli validate wrong.csv {EXPECT} --max-errors 5001 -f ndjson | true"
    assert ran(line, folder) == (141, "", "")


def test_a_pipe_is_read_once_and_to_its_end(folder):
    line = f"(cat y.csv; echo sent >&2) | xentcli validate - {EXPECT} --rows 503 -f value"
    assert ran(line, folder) == (0, "valid\n", "sent\n")


def test_a_pipe_of_labels_is_not_kept_anywhere(folder):
    labels = "awk 'BEGIN { for (i = 0; i < 300000; i++) print i % 2 }'"
    limit = "ulimit -f 64"  # in KiB: a copy of the input would not fit
    judge = "xentcli validate - --no-header --rows 300000 -q"
    assert ran(f"{limit}; {labels} | {judge} && echo train", folder) == (0, "train\n", "")
    status, out, err = ran(f"{limit}; {labels} | xentcli detect - --no-header -f value", folder)
    assert (status, out, "cannot write a temporary copy" in err) == (3, "", True)


def test_arrays_come_by_a_pipe_as_well(folder):
    make = "python -c \"import numpy as np; np.save('y.npy', np.arange(9) % 3)\""
    assert ran(f"{make} && cat y.npy | xentcli validate - {EXPECT} -f value", folder) == (0, "valid\n", "")


def test_labels_or_predictions_may_come_by_the_pipe(folder):
    assert ran("cat p.csv | xentcli validate y.csv - -f value", folder) == (0, "valid\n", "")
    assert ran("cat y.csv | xentcli validate - p.csv -f value", folder) == (0, "valid\n", "")
    status, out, err = ran("cat y.csv | xentcli validate - - -f value", folder)
    assert (status, out) == (2, "")
    assert err.startswith("xentcli: error: - can be used for one input only [XE503]")


def test_process_substitution_is_a_file_as_well(folder):
    assert ran("xentcli validate <(zcat y.csv.gz) p.csv -f value", folder) == (0, "valid\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_an_answer_that_cannot_be_written_is_no_verdict(folder):
    status, _, err = ran(f"xentcli validate y.csv {EXPECT} >/dev/full", folder)
    assert (status, err.splitlines()[0]) == (4, "xentcli: error: stdout: No space left on device [XE700]")
    assert ran(f"xentcli validate y.csv {EXPECT} -q >/dev/full", folder)[0] == 0
    assert ran(f"xentcli validate y.csv {EXPECT} >&-", folder)[0] == 4


def test_one_byte_at_a_time_is_read_as_well(folder):
    slow = "python -c \"for c in open('y.csv').read()[:60]: print(c, end='', flush=True)\""
    assert ran(f"{slow} | xentcli validate - --expect sparse -f value", folder)[:2] == (0, "valid\n")


def test_a_large_file_goes_through_a_pipe(tmp_path):
    with (tmp_path / "big.csv").open("w") as file:
        file.write("label\n" + "".join(f"{i % 1000}\n" for i in range(200_000)))
    subprocess.run(["gzip", "big.csv"], cwd=tmp_path, check=True)
    line = "zcat big.csv.gz | xentcli validate - --expect sparse --num-classes 1000 -q && echo train"
    assert ran(line, tmp_path) == (0, "train\n", "")
