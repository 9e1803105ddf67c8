"""The catalogue of bad inputs: every row of it is here, and every input gets what it must."""

import os
import subprocess
import sys

import pytest
from catalogue import ENTRIES
from catalogue.metamorphic import SAMPLE, mismatches, variants
from catalogue.runner import faults, laid_out, run
from running import ENVIRONMENT, shell

ROWS = {
    "C": 24,
    "T": 12,
    "N": 14,
    "P": 17,
    "Z": 8,
    "Q": 10,
    "G": 11,
    "S": 5,
    "L": 14,
    "R": 8,
    "W": 4,
    "O": 9,
    "X": 9,
    "D": 8,
}
"""How many rows each letter of the catalogue has: 153 in all."""
ELSEWHERE = {
    "O1": "full disks and limits: test_convert_faults.py",
    "O7": "folders that change: test_atomic.py",
    **{f"X{n}": "faults, kills and signals have tests of their own" for n in range(1, 10)},
    **{f"D{n}": "the cluster comes in a later version" for n in range(1, 9)},
}
"""Rows that are tested in another place, or later."""


def test_every_row_of_the_catalogue_has_an_entry():
    rows = {f"{letter}{n}" for letter, count in ROWS.items() for n in range(1, count + 1)}
    assert len(rows) == 153
    covered = {entry.row for entry in ENTRIES} | set(ELSEWHERE) | {"T11"}
    assert rows <= covered
    assert covered <= rows


def test_every_entry_has_a_name_of_its_own():
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))
    assert len(names) >= 240


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.name) for entry in ENTRIES])
def test_an_input_has_its_outcome_and_its_message(entry, tmp_path):
    done = run(entry.line, laid_out(entry, tmp_path), entry.env)
    assert not faults(entry, done), done.err + done.out
    if entry.check is not None:
        entry.check(tmp_path)


JUDGED = [e for e in ENTRIES if e.outcome == "warn" and e.line == "validate y.csv"]


@pytest.mark.parametrize("entry", JUDGED, ids=lambda entry: entry.name)
def test_strict_makes_a_warning_an_error(entry, tmp_path):
    laid_out(entry, tmp_path)
    assert run(f"{entry.line} --strict", tmp_path).status == 1


@pytest.mark.parametrize("entry", SAMPLE, ids=lambda entry: entry.name)
def test_a_bad_row_is_found_anywhere_and_in_any_stream(entry, tmp_path):
    """A sample; tests/system/catalogue/metamorphic.py tries all."""
    for variant in variants(entry, rows=3_000):
        assert not mismatches(entry, variant, tmp_path), variant


def test_a_name_that_stdout_cannot_hold_is_escaped(tmp_path):
    """T11: an ASCII terminal, and a name with an accent."""
    (tmp_path / "y.csv").write_text("label\ncafé\nthé\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "xentcli", "validate", "y.csv", "--classes", "thé"],
        cwd=tmp_path,
        env=ENVIRONMENT | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert rb"caf\xe9" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_pipe_and_stdout_by_name_are_written_and_stay(tmp_path):
    """O6, in processes of their own."""
    (tmp_path / "y.csv").write_text("label\n0\n1\n")
    os.mkfifo(tmp_path / "fifo")
    line = "cat fifo & xentcli convert y.csv --to one-hot -o fifo --format csv && wait"
    assert shell(line, tmp_path).stdout == "class_0,class_1\n1,0\n0,1\n"
    assert (tmp_path / "fifo").is_fifo()
    line = "xentcli convert y.csv --to one-hot -o /dev/stdout --format csv | cat"
    assert shell(line, tmp_path).stdout == "class_0,class_1\n1,0\n0,1\n"


def test_a_file_that_may_not_be_read(tmp_path):
    """O9: mode 000, for anybody but root."""
    path = tmp_path / "y.csv"
    path.write_text("label\n0\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("nothing is forbidden to root")
    done = shell(f"xentcli validate {path}", tmp_path)
    assert done.returncode == 3
    assert "permission denied" in done.stdout
