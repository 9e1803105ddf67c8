"""Each framework is one module, and nothing else knows which framework it is."""

import ast
import importlib
from pathlib import Path

import pytest

import xentcli
from xentcli.core.types import Kind, Loss, Scale
from xentcli.losses.frameworks.convention import Convention, Divisor, Guard, LossCase
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.settings.settings import Like, Reduction, Settings

ROOT = Path(xentcli.__file__).parent
FRAMEWORKS = ROOT / "losses" / "frameworks"
SHARED = {"__init__", "convention", "registry", "unsupported"}
"""The modules in that folder that are no framework."""
MAY_COMPARE = (FRAMEWORKS, ROOT / "settings")


def public(names):
    return {name for name in names if not name.startswith("_")}


def own_names(module):
    """What a module defines at its top."""
    for node in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name


def names_a_framework(node):
    """Whether an expression is a member of Like, or a framework's name."""
    if isinstance(node, ast.Constant):
        return node.value in set(Like)
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return any(map(names_a_framework, node.elts))
    return is_member(node)


def is_member(node):
    return (
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Like"
    ) or (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Like")


def comparisons(tree):
    """Where code asks which framework it is."""
    for node in ast.walk(tree):
        asks = isinstance(node, ast.Compare) and any(map(names_a_framework, (node.left, *node.comparators)))
        matches = isinstance(node, ast.MatchValue) and names_a_framework(node.value)
        if asks or matches or is_member(node):
            yield node.lineno


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x = Like.KERAS", 1),
        ("if like == 'keras': pass", 1),
        ("if like in {'a', 'torch'}: pass", 1),
        ("x = Like['KERAS']", 1),
        ("match x:\n    case 'optax': pass", 1),
        ("x = Like('keras'); y = settings.like is other.like", 0),
        ("print('keras')", 0),
    ],
)
def test_a_comparison_is_found(code, found):
    assert len(list(comparisons(ast.parse(code)))) == found


def test_only_the_frameworks_and_the_settings_ask_which_framework_it_is():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if not any(folder in path.parents for folder in MAY_COMPARE)
        for line in comparisons(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "ask the convention instead"


def test_each_name_of_like_is_one_module():
    modules = {path.stem for path in FRAMEWORKS.glob("*.py")} - SHARED
    assert modules == {str(like) for like in Like}


@pytest.mark.parametrize("like", Like)
def test_all_frameworks_have_the_same_names(like):
    module = importlib.import_module(f"xentcli.losses.frameworks.{like}")
    convention = CONVENTIONS[like]
    assert module.CONVENTION is convention
    assert public(own_names(module)) == {"CONVENTION", type(convention).__name__}
    assert public(vars(type(convention))) <= public({*vars(Convention), *Convention.__annotations__})
    assert convention.title


@pytest.mark.parametrize("like", Like)
@pytest.mark.parametrize("loss", Loss)
def test_every_framework_has_a_mean_and_a_guard(like, loss):
    case = LossCase(loss, Scale.LOGITS, Kind.SPARSE)
    divisors = CONVENTIONS[like].divisors(case)
    assert isinstance(divisors[Reduction.MEAN], Divisor)
    assert set(divisors) <= set(Reduction) - {Reduction.SUM, Reduction.NONE}
    assert isinstance(CONVENTIONS[like].guard(case, Settings(), 1e-7), Guard)


def test_no_two_frameworks_share_a_name():
    names = [name for like in Like for name in (str(like), *like.aliases)]
    assert len(names) == len(set(names))
    assert "all" not in names
