"""Imports run downward only, and the help loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import xentcli

ROOT = Path(xentcli.__file__).parent

DIRECTION = "core numerics settings io report losses inputs execution detection commands api cli"
"""The packages: each imports only from those to its left, and from itself."""
ORDER = ["_version", *DIRECTION.split(), "hook", "__init__", "__main__"]

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


def place(name):
    """Where a module's package stands in the direction of imports."""
    assert name.split(".")[0] in ORDER, f"{name} is in no package of DIRECTION"
    return ORDER.index(name.split(".")[0])


@pytest.mark.parametrize(("name", "tree"), list(modules()))
def test_imports_point_left(name, tree):
    for target in imported(tree):
        assert target.startswith("xentcli."), f"{name} imports {target}: name the module, from xentcli down"
        below = target.removeprefix("xentcli.")
        assert place(below) <= place(name), f"{name} imports {target}, which stands to its right"


def test_no_files_import_each_other_in_a_circle():
    arrows = {name: set() for name, _ in (one.values for one in modules())}
    for name, tree in (one.values for one in modules()):
        arrows[name] |= {t for t in (i.removeprefix("xentcli.") for i in imported(tree)) if t in arrows}
    while free := {name for name, targets in arrows.items() if not targets & arrows.keys()}:
        arrows = {name: targets for name, targets in arrows.items() if name not in free}
    assert sorted(arrows) == []


def test_no_folder_holds_more_than_can_be_seen_at_once():
    folders = {path.parent for path in ROOT.rglob("*.py")}
    assert {folder.name: n for folder in folders if (n := len(list(folder.glob("*.py")))) > 26} == {}
    assert len([path for path in ROOT.iterdir() if path.name not in {"__pycache__", "py.typed"}]) <= 20


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
