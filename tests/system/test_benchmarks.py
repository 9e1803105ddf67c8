"""The benchmarks at a small scale: every contender gives the same number, and the tables invent nothing."""

import os
import runpy
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from running import ENVIRONMENT, inside

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
SCALE = 0.0005

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the benchmarks are not in the archive")
if FOLDER.is_dir():
    sys.path.insert(0, str(FOLDER))
    from cases import CASES
    from contenders import PASS, Contender, Target
    from figures import Timed
    from memory import MEMORY, memory_table
    from overview import OURS, case_table, overview

    COMPARED = [case for case in CASES if case not in MEMORY]
    SCRIPTS = [(case, peer) for case in COMPARED for peer in case.contenders if "{peers}" in peer.words[1]]
else:
    COMPARED = SCRIPTS = []


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder in which inputs are made once."""
    return tmp_path_factory.mktemp("inputs")


def made(case, folder):
    """The inputs of a case, made in this process."""
    name, *more = case.inputs.split()
    getattr(import_module("inputs"), name)(folder, SCALE, *more)


def answer(case):
    """What xentcli prints."""
    done = inside(*case.contenders[0].words[3:])
    assert done.returncode == case.contenders[0].status, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("case", COMPARED, ids=lambda case: case.name)
def test_xentcli_runs_on_the_inputs_of_every_case(case, data, monkeypatch):
    made(case, data)
    monkeypatch.chdir(data)
    assert case.contenders[0].name == OURS
    answer(case)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("case", "peer"), SCRIPTS, ids=lambda one: one.name)
def test_a_peer_gives_the_same_answer(case, peer, data, monkeypatch, capsys):
    if not all(map(find_spec, peer.needs)):
        pytest.skip(f"{peer.name} is not here")
    made(case, data)
    monkeypatch.chdir(data)
    ours = answer(case)
    monkeypatch.setattr(sys, "argv", list(peer.words[1:]))
    runpy.run_path(peer.argv(FOLDER)[1])
    theirs = capsys.readouterr().out.strip()
    assert theirs == ours or float(theirs) == pytest.approx(float(ours), rel=1e-4)


def test_the_command_makes_runs_and_prints(tmp_path):
    results, only = tmp_path / "figures.json", ["start-version", "memory-npy-1x"]
    words = ["--scale", SCALE, "--rounds", 1, "--results", results, "--only", *only]
    done = subprocess.run(
        [sys.executable, FOLDER / "run.py", *map(str, words)],
        env=ENVIRONMENT | {"TMPDIR": str(tmp_path)},
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert f"{os.cpu_count()} cores" in done.stdout
    assert "All inputs have 0.0005 times the rows" in done.stdout
    assert "### `xentcli --version`" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]
    for case in COMPARED[1:]:
        assert all("n/a" in line for line in done.stdout.splitlines() if line.startswith(f"| {case.title} |"))


def timed(**seconds):
    return {name: Timed([value], 10.0, "0.5") for name, value in seconds.items()}


def test_a_target_is_met_or_not_or_not_known():
    case = next(case for case in COMPARED if case.name == "csv-narrow")
    assert case.targets == (Target(0.75, ("polars", "duckdb")),)
    for runs, told in (
        (
            timed(xentcli=3.0, polars=5.0, duckdb=4.0, cat=1.0),
            "| duckdb | ≤ 0.75 | 0.75 | yes | 3.000 | 10 |",
        ),
        (timed(xentcli=4.0, polars=5.0, cat=1.0), "| polars | ≤ 0.75 | 0.80 | **no** | 4.000 | 10 | 5.000 |"),
        (timed(xentcli=4.0, pandas=1.0), "| n/a, polars or duckdb | ≤ 0.75 | n/a | n/a | 4.000 | 10 | n/a |"),
        ({}, "| n/a, polars or duckdb | ≤ 0.75 | n/a | n/a | n/a | n/a | n/a | n/a |"),
    ):
        assert told in overview([case], {case.name: runs})


def test_a_case_without_a_target_is_faster_or_slower_than_the_best_peer():
    case = next(case for case in COMPARED if case.name == "npy-soft")
    assert "| NumPy | - | 0.50 | faster |" in overview(
        [case], {case.name: timed(xentcli=1.0, NumPy=2.0, cat=0.1)}
    )
    assert "| NumPy | - | 2.00 | **slower** |" in overview([case], {case.name: timed(xentcli=2.0, NumPy=1.0)})
    assert "not here: torch, cat" in case_table(case, timed(xentcli=2.0, NumPy=1.0))


def test_memory_grows_by_what_it_grows():
    peaks = {f"memory-npy-{size}x": mib for size, mib in ((1, 40), (4, 41), (16, 44))}
    table = memory_table(peaks | {f"memory-csv-{size}x": 100.0 + size for size in (1, 4, 16)})
    assert "| NPY | 40 | 41 | 44 | +10% | ≤ 60, ≤ 10% | yes |" in table
    assert "| CSV | 101 | 104 | 116 | +15% | ≤ 130, ≤ 10% | **no** |" in table
    assert "| CSV from a pipe | n/a | n/a | n/a | n/a |" in table


def test_a_slow_contender_runs_so_often_and_does_not_warm_up():
    slow = Contender("slow", ("true",), rounds=1)
    assert [slow.runs(turn) for turn in range(4)] == [False, True, False, False]
    assert all(PASS.runs(turn) for turn in range(4))
    assert not Contender("absent", ("x",), ("no_such_module_or_program",)).available
