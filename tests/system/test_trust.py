"""What SECURITY.md says of itself is so, and its figures are those of the programs that `trust.py` ran."""

import importlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import trust

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Programs in the place of the real ones, and a page to write to."""
    monkeypatch.setattr(trust, "TESTS", tmp_path)
    monkeypatch.setattr(trust, "PAGE", tmp_path / "SECURITY.md")
    monkeypatch.setattr(trust, "RECORD", tmp_path / "trust.json")
    (tmp_path / "SECURITY.md").write_text(f"above\n{trust.BEGIN}\nold\n{trust.END}\nbelow\n")
    kept = {name: trust.PARTS[name] for name in ("catalogue", "faults_calls", "fuzz_csv_table")}
    made = {name: replace(part, program=f"{name}.py") for name, part in kept.items()}
    monkeypatch.setattr(trust, "PARTS", made)
    for name in made:
        (tmp_path / f"{name}.py").write_text(f"print('{name} runs')\nprint('{{\"runs\": 1234}}')\n")
    return tmp_path


def told(capsys):
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_figures_are_written_between_their_marks(parts, capsys):
    (parts / "fuzz_csv_table.py").write_text('print(\'{"fuzz_runs": {"a_b": 1, "c": 2000}, "findings": 0}\')')
    assert trust.main([]) == 0
    page = (parts / "SECURITY.md").read_text()
    assert page.startswith(f"above\n{trust.BEGIN}\nWith Python ")
    assert "Not run" not in page
    assert page.endswith(f"\n{trust.END}\nbelow\n")
    assert "| runs | 1,234 |  |\n" in page
    assert "| fuzz runs | 2,001 | a b 1, c 2,000 |\n" in page
    assert "old" not in page
    assert told(capsys)["parts"]["fuzz_csv_table"]["figures"]["findings"] == 0


def test_a_second_run_replaces_the_first(parts):
    trust.main([])
    once = (parts / "SECURITY.md").read_text()
    trust.main([])
    assert (parts / "SECURITY.md").read_text() == once


@pytest.mark.parametrize("words", [["--nightly"], ["--nightly", "--only", "fuzz_csv_table", "faults_calls"]])
def test_short_runs_write_nothing(parts, words):
    before = (parts / "SECURITY.md").read_text()
    assert trust.main(words) == 0
    assert (parts / "SECURITY.md").read_text() == before
    assert not (parts / "trust.json").exists()


def test_parts_run_one_by_one_make_the_same_page(parts):
    trust.main([])
    once = (parts / "SECURITY.md").read_text()
    (parts / "trust.json").unlink()
    trust.main(["--only", "faults_calls"])
    page = (parts / "SECURITY.md").read_text()
    assert "Not run in full yet: Bad inputs; Fuzzing csv table." in page
    assert page.count("| runs | 1,234 |  |\n") == 1
    trust.main(["--only", "fuzz_csv_table", "catalogue"])
    assert (parts / "SECURITY.md").read_text() == once


def test_the_page_is_made_from_the_record():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    recorded = json.loads(trust.RECORD.read_text(encoding="utf-8"))
    assert trust.written(page, trust.block(recorded)) == page
    assert all(part["status"] == 0 for part in recorded.values())


def test_the_faults_are_all_tried(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "system" / "faults"))
    named = [word for part in trust.PARTS.values() if "faults/" in part.program for word in part.full[1:]]
    assert sorted(named) == sorted(importlib.import_module("full").PARTS)


def test_the_targets_are_those_of_the_fuzzer(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "system" / "fuzz"))
    assert importlib.import_module("targets").TARGETS == trust.TARGETS


FAILURES = {
    "a finding": ("print('{\"findings\": 1}')\nraise SystemExit(1)", 1, True),
    "a traceback": ("print('{\"findings\": 0}')\n1 / 0", 1, True),
    "nothing tried": ('print(\'{"inputs": 3, "runs": {"a": 0}, "failures": 0}\')', 1, True),
    "no figures": ("print('done')", 1, False),
    "a list": ("print([1])", 1, False),
    "nothing": ("", 1, False),
    "a status of its own": ("raise SystemExit(2)", 2, False),
}


@pytest.mark.parametrize(("program", "status", "figures"), FAILURES.values(), ids=FAILURES)
def test_a_part_that_fails_fails_the_whole(parts, capsys, program, status, figures):
    (parts / "faults_calls.py").write_text(program)
    assert trust.main([]) == 1
    part = told(capsys)["parts"]["faults_calls"]
    assert (part["status"], "figures" in part) == (status, figures)
    page = (parts / "SECURITY.md").read_text()
    assert (f"**exit status {status}**" in page) == figures
    assert ("Not run in full yet: System calls that fail." in page) != figures


def test_a_part_that_is_not_there_is_no_success(parts, capsys):
    (parts / "catalogue.py").unlink()
    assert trust.main([]) == 1
    assert told(capsys)["parts"]["catalogue"] == {"status": 1, "seconds": 0}


def test_the_page_has_its_marks_and_names_tests_that_are_there():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "\nnew figures\n" in trust.written(page, "new figures")
    named = set(re.findall(r"tests/[\w./]*\w", page))
    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_nine_promises_each_with_a_test():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    promises = re.split(r"^\d\. ", page.partition("## What is not promised")[0], flags=re.MULTILINE)[1:]
    assert len(promises) == 9
    assert all("*(tests/" in promise for promise in promises)
