"""Every input that a fuzzer ever found wanting, and every seed of theirs, again: no fuzzer is needed."""

import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

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
