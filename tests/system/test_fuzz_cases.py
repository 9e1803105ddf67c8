"""Every input that a fuzzer ever found wanting, and every seed of theirs, again: no fuzzer is needed."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from xentcli.core.errors import DataError, OutputError

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

import alone  # noqa: E402
import run  # noqa: E402
from outcomes import outcome  # noqa: E402
from seeds import SEEDS  # noqa: E402
from targets import TARGETS, target  # noqa: E402


def kept(name):
    """Inputs that were findings."""
    folder = FUZZ / "cases" / name
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_keep_the_contract(name):
    check = target(name)
    for data in SEEDS[name]():
        check(data)


@pytest.mark.parametrize(
    ("name", "path"),
    [pytest.param(name, path, id=f"{name}-{path.name[:24]}") for name in TARGETS for path in kept(name)],
)
def test_former_findings_keep_the_contract(name, path):
    target(name)(path.read_bytes())


def _raising(error):
    def action():
        raise error

    return action


@pytest.mark.parametrize(
    "error",
    [ValueError("1"), RecursionError(), MemoryError(), OutputError("disk full"), DataError("a\nb"),
     DataError("1", "\x1b[2J")],
)  # fmt: skip
def test_nothing_but_an_error_of_the_contract_passes(error):
    with pytest.raises((type(error), AssertionError)):
        outcome(_raising(error))


def test_the_fuzzers_name_what_they_need(monkeypatch, capsys):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    assert run.main(["--seconds", "1"]) == 2
    assert capsys.readouterr().err == "atheris is not installed: pip install 'xentcli[fuzz]'\n"


@pytest.mark.parametrize(("seconds", "mebibytes"), [(-1, 1 << 40), (5, 0)])
def test_an_input_by_itself_may_not_take_too_much(tmp_path, monkeypatch, seconds, mebibytes):
    path = tmp_path / "input"
    path.write_bytes(b"text")
    monkeypatch.setattr(alone, "LARGEST", 1 << 40)
    alone.main("messages", path)
    monkeypatch.setattr(alone, "SLOWEST", seconds)
    monkeypatch.setattr(alone, "LARGEST", mebibytes)
    with pytest.raises(SystemExit):
        alone.main("messages", path)


@pytest.mark.skipif(find_spec("atheris") is None, reason="needs the extra `fuzz`")
def test_the_last_line_counts_executions():
    words = [FUZZ / "run.py", "--seconds", "2", "--target", "messages"]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["fuzz_executions"]["messages"] > 0
    assert figures["findings"] == 0
