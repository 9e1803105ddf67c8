"""Imports run downward only, and the help loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import xentcli

ROOT = Path(xentcli.__file__).parent

LAYERS = (
    "_version core",
    "numerics",
    "settings",
    "io",
    "report",
    "losses",
    "inputs",
    "execution",
    "detection",
    "commands",
    "api cli",
    "__init__ __main__ hook",
)
"""The modules and folders from the ground up: each imports only from lower lines and its own folder.

A slash joins files that tell one story and know each other.
"""

WATCH = """
import sys
from xentcli.__main__ import main
try:
    main()
finally:
    heavy = {"numpy", "pandas", "pyarrow", "rich", "xentcli.cli.loss", "xentcli.cli.detect"}
    sys.stderr.write(f"loaded: {sorted(heavy & sys.modules.keys())}\\n")
"""


def modules():
    """Every module by its dotted name below xentcli, and its tree."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        yield pytest.param(name, ast.parse(path.read_text(encoding="utf-8")), id=name)


def imported(tree):
    """What a module imports of xentcli, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "xentcli")
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "xentcli":
            names = [node.module] if "." in node.module else [f"xentcli.{alias.name}" for alias in node.names]
            yield from names


def standing(name):
    """How high a module stands, and the story that it belongs to."""
    top = name.split(".")[0]
    for height, line in enumerate(LAYERS):
        for story in line.split():
            if top in story.split("/"):
                return height, story
    return None


@pytest.mark.parametrize(("name", "tree"), list(modules()))
def test_a_module_imports_only_from_below_or_from_its_own_folder(name, tree):
    assert standing(name), f"{name} is new: say in LAYERS where it stands"
    height, story = standing(name)
    for target in imported(tree):
        assert target.startswith("xentcli."), f"{name} imports {target}: name the module, from xentcli down"
        below = standing(target.removeprefix("xentcli."))
        assert below, f"{name} imports {target}: say in LAYERS where that stands"
        assert below[1] == story or below[0] < height, f"{name} reaches up to {target}"


@pytest.mark.parametrize("word", ["loss", "detect", "convert", "validate", "advise"])
def test_no_module_hides_a_public_function(word):
    assert not (ROOT / f"{word}.py").exists()
    assert not (ROOT / word).exists()


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], [], ["los"]], ids=" ".join)
def test_help_imports_nothing_heavy(words):
    done = subprocess.run([sys.executable, "-c", WATCH, *words], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1:] == ["loaded: []"], done.stderr


def test_the_package_itself_imports_no_numpy():
    code = "import sys, xentcli; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_version_is_told_without_click():
    unwanted = "{'click', 'typing', 'signal', 'enum', 're'} & sys.modules.keys()"
    code = f"import sys; from xentcli.__main__ import main; main(); sys.exit(bool({unwanted}))"
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "xentcli 0.1.0\n")


TINY = """
import sys
from xentcli.__main__ import main
status = main()
unwanted = {"pandas", "pyarrow", "rich", "dataclasses", "pathlib", "json", "csv"}
unwanted.add("xentcli.commands.loss.grids")
sys.exit(status or ", ".join(sorted(unwanted & sys.modules.keys())) or 0)
"""


@pytest.mark.parametrize("form", ["npy", "csv"])
def test_a_tiny_loss_loads_only_what_it_needs(form, tmp_path):
    labels, predictions = (tmp_path / f"{name}.{form}" for name in "yp")
    rows = [[0.9, 0.1], [0.2, 0.8]]
    if form == "npy":
        np.save(labels, [0, 1])
        np.save(predictions, rows)
    else:
        labels.write_text("0\n1\n")
        predictions.write_text("".join(f"{a},{b}\n" for a, b in rows))
    words = ["loss", labels, predictions, "-f", "value", *(["--no-header"] if form == "csv" else [])]
    done = subprocess.run(
        [sys.executable, "-c", TINY, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
